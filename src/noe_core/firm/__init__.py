"""The stream of a firm: what it stands for, and how it keeps to it."""
