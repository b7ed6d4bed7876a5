"""Puts this folder where its tests import `strategies` from; it holds nothing else."""
