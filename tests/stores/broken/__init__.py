"""Stores that are broken on purpose, each in one way, which the kit must find."""
