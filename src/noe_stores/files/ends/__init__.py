"""Where every file ends: a table that answers at the same cost for any number of streams."""
