"""Questions put to a history, one a file: a start, a step, and the answer as a value.

Rule kept here: every figure carries the ids of the events it stands on, and a ratio whose
denominator is zero is ``None`` (domain.md §4).
"""
