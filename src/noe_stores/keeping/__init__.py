"""Looking after a store: copies, backups, upgrades, and what it is."""
