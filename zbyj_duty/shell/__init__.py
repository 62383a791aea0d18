"""The window: main window, front strip, alarm strip, login."""
