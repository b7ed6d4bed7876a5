"""How a store file is reached: connections, the log, the side file, and what the system says.

Rule kept here: nothing of what the tables hold is known here.
"""
