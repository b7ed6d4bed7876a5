"""The files of lines that people read, one a stream: their names, their lines, their damage.

Rule kept here: a line is sound by itself and by the one before it; who asks where a file must
end asks elsewhere.
"""
