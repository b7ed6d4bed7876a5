"""The pure model of a service relationship."""
