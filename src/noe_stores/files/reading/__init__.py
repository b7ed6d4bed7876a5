"""What readers ask, without a lock: streams, the order across them, the state of the store."""
