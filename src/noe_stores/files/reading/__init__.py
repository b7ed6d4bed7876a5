"""What readers ask: a stream, the order across streams, which streams there are, what is wrong.

Rule kept here: no reader waits for a writer, and none writes, except to have put in order what
stands in his way.
"""
