"""Where every file must end: a table, asked at the same cost for any number of streams.

Rule kept here: it is a cache, and the journal tells the same.
"""
