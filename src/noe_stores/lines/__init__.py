"""Lines of JSON: facts as bytes, chained, sealed and read back."""
