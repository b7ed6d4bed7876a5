"""The audit of a whole store, alone or on every core."""
