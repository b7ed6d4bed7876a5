"""The stream of a team: how those who do the work think about it together."""
