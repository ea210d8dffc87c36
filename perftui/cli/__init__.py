"""The command line: one module per command, imported only when its command is asked for."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from importlib import import_module

from perftui.cli.attached import attached
from perftui.cli.messages import explained

# Each command's module has add_options(parser) and run(options) -> exit status.
COMMANDS: dict[str, str] = {
    "top": "watch where this machine spends its time",
    "record": "write what happens on this machine as a recording",
    "stat": "count events",
    "report": "browse a recording, or print it as text",
    "script": "print every sample",
    "header": "print what a recording says of itself",
    "list": "try the events that this machine can count, or print them",
    "convert": "write a recording again, as a file or for a pipe",
}


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Format help; left to itself, argparse imports shutil for each run, helping or not."""
    columns = os.environ.get("COLUMNS", "")
    return argparse.HelpFormatter(prog, width=(int(columns) if columns.isdigit() else 80) - 2)


class _Version(argparse.Action):
    """Print the version; the metadata is read only now."""

    def __call__(self, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415  (costs 20 ms, for this option alone)

        print(f"perftui {version('perftui')}")
        sys.exit(0)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="perftui", description="Browse Linux perf profiles.", formatter_class=_formatter
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, formatter_class=_formatter)
        if words[:1] == [name]:
            import_module(f"perftui.cli.{name}").add_options(command)
            words = [name, *attached(command, words[1:])]
    options = parser.parse_args(words)
    status: int = import_module(f"perftui.cli.{options.command}").run(options)
    gc.freeze()  # nothing that lives now is worth a last look for garbage, of some milliseconds
    return status


def program() -> None:
    """Be a program of its own, which ends without taking the interpreter apart: that takes 2 ms."""
    status = main()

    def flushed() -> int:
        sys.stdout.flush()
        return status

    os._exit(explained(flushed))
