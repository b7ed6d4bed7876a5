"""The dossiers: files of lines that people read, one a stream, and what may be wrong with one."""
