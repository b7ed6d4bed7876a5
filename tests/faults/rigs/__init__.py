"""Rigs that break a store on purpose and count what became of what it had acknowledged.

Rule kept here: a rig knows of a store only how to open it, offer facts and read them back;
what it saw is a count, and a count is never rounded to a promise.
"""
