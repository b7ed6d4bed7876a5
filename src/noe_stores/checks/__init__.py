"""Whether a store still holds what was written, and what is wrong where it does not."""
