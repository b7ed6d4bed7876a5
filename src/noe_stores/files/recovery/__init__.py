"""What a writer does under the lock: keep a batch, and put in order what others left."""
