"""The browser on one recording: the core begins to read before the screen is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perftui.cli.messages import FAILED, complain

if TYPE_CHECKING:
    import argparse


def browse(path: str, options: argparse.Namespace) -> int:
    """Read and show the recording until the user leaves."""
    from perftui.views.recording import Recording  # noqa: PLC0415  (text needs no screen)

    try:
        recording = Recording(
            path, options.symfs or "", options.kallsyms or "", options.vmlinux or ""
        )
    except OSError as error:
        complain(error.strerror or str(error))
        return FAILED
    from perftui import tui  # noqa: PLC0415  (150 ms, while the core reads already)

    return tui.run(recording)
