"""What can be seen of a whole store: its state, its damage, a copy as of one moment."""
