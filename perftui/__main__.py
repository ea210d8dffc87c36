"""Run the program as `python -m perftui`."""

from perftui.cli import program

program()
