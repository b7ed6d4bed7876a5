"""Facts as lines of JSON, out of one store and into another."""
