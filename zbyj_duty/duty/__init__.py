"""当班: watches and the crew that really stands them."""
