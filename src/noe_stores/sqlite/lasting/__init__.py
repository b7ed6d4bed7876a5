"""What makes an acknowledged fact last: founded, arrived, folded; and what became of it if not.

Rule kept here: what was written is looked for where it must be, not believed to be there.
"""
