"""The window, driven by keys as a person drives it."""
