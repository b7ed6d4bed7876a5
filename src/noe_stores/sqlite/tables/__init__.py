"""What stands in the tables of a store file: how it is put there, and how it is found again.

Rule kept here: whoever calls holds a connection, and for writing an open transaction.
"""
