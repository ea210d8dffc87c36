"""The browser on one recording: the core begins to read before the screen is imported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from perftui.cli.messages import FAILED, complain

if TYPE_CHECKING:
    import argparse


def browse(path: str, options: argparse.Namespace) -> int:
    """Read and show the recording until the user leaves."""
    from perftui.views.recording import Recording  # noqa: PLC0415  (text needs no screen)

    if path == "-":
        complain("reading the recording; it is shown when the pipe ends")
    try:
        recording = Recording(
            path, options.symfs or "", options.kallsyms or "", options.vmlinux or ""
        )
    except OSError as error:
        complain(error.strerror or str(error))
        return FAILED
    if path == "-":  # the recording came from there; keys come from the terminal
        with open("/dev/tty", "rb") as terminal:  # (pathlib costs 4 ms of start-up)
            os.dup2(terminal.fileno(), 0)
    from perftui import tui  # noqa: PLC0415  (150 ms, while the core reads already)

    return tui.run(recording)
