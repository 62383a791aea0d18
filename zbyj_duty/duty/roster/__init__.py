"""The effective roster: base plan, then the mode, then swaps and substitutions, then who really stood."""
