"""Composition root: start-up steps, command line, the tabs that exist, the demonstration."""
