"""Stores that keep relationships."""
