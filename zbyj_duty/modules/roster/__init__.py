"""值班排班: the month grid, its draft, its versions, its changes."""
