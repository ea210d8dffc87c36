"""The screens: perftui's browser, on Textual."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perftui.tui.ending import EndingApp
    from perftui.tui.live import Record
    from perftui.views.source import LiveSource, Progress, Query, Source

UNREADABLE = 1
DAMAGED = 3


# A key waits for the next frame but one, and most frames are drawn because of one.
os.environ.setdefault("TEXTUAL_FPS", "240")


def show(app: EndingApp) -> None:
    """Run an application on the terminal that stdout is."""
    # Textual draws on the former, which may be kept in a file, or thrown away.
    if not os.isatty(2):
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # it is not as final as typeshed says
    app.run()
    if app.ended_by is not None:
        signal.signal(app.ended_by, signal.SIG_DFL)
        os.kill(os.getpid(), app.ended_by)


def run(source: Source, query: Query | None = None) -> int:
    """Browse a recording until the user leaves; return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the terminal hands Ctrl-C on as a key
    gc.disable()  # until the first picture: starting makes no garbage
    from perftui.tui.app import BrowserApp  # noqa: PLC0415  (150 ms, while the core reads already)

    app = BrowserApp(source, query)
    show(app)
    return app.return_code or status(source.progress())


def watch(
    live: LiveSource, query: Query, *, interval: float, frequency: int, record: Record | None
) -> int:
    """Show what happens now until the user leaves; return the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the terminal hands Ctrl-C on as a key
    gc.disable()  # until the first picture: starting makes no garbage
    from perftui.tui.live import LiveApp  # noqa: PLC0415  (150 ms, while the core counts already)

    app = LiveApp(live, query, interval=interval, frequency=frequency, record=record)
    show(app)
    return app.return_code or 0


def status(progress: Progress) -> int:
    """Return the exit status that tells how much of the recording could be read."""
    if progress.error and not progress.samples:
        return UNREADABLE
    return DAMAGED if progress.error or progress.damaged else 0
