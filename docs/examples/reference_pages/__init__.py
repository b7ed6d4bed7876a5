"""What the pages of the reference are made of.

Rule kept here: a page a module; each reads the library and says what is there. How types,
docstrings and tables are put in words is shared.
"""
