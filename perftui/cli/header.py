"""`perftui header`: what a recording says of the machine, the command and the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perftui.cli.common import add_input, input_path
from perftui.cli.messages import guarded

if TYPE_CHECKING:
    import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_input(parser)
    parser.add_argument("-I", "--show-info", action="store_true", help="topology and memory, too")


def run(options: argparse.Namespace) -> int:
    """Print the header."""
    from _perf import _text  # noqa: PLC0415  (--help needs no core)

    what = "full_header" if options.show_info else "header"
    return guarded(lambda: _text.write_facts(input_path(options), 1, what))
