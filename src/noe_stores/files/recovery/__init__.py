"""What a writer does under the lock: put in order what others left, keep a batch, secure it.

Rule kept here: what was acknowledged is never given up for what is convenient.
"""
