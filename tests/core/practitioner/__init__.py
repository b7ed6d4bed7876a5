"""A package, so that its files may bear the names of the chapters they test."""
