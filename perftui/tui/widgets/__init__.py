"""Widgets that draw one line at a time, so that their cost is that of the lines on screen."""
