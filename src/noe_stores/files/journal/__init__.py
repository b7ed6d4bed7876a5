"""The journal: every batch that was ever kept, in order, and the marks that say where it ends.

Rule kept here: it knows neither dossiers nor streams, only lines.
"""
