"""淄博应急值班: the duty-room program of a city emergency management bureau."""
