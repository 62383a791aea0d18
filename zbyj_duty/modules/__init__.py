"""The tabs that are independent of one another."""
