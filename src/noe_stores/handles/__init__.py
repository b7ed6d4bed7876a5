"""What embedders hold to record with: a handle on each kind of stream."""
