"""What an open store knows of a file: where it must end, its other copy, what is wrong with it.

Rule kept here: the journal is believed, the table of ends repeats it, and a file is held against
both.
"""
