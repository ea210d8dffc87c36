"""A recording that another program is still writing, from Python."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from _perf._data import data
from _perf._events import event
from _perf._session import session_core

SHARE = 10  # reading again takes at most one in so many seconds
NEW = 1  # second since the last write, in which an unreadable file may be one that is begun


def _state(path: str | os.PathLike[str]) -> tuple[int, int]:
    """Return what changes with each write; the last one may go to the header alone."""
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns


def follow(
    path: str | os.PathLike[str], *, interval: float = 0.2, timeout: float | None = None
) -> Iterator[event]:
    """Go through the records of a recording in order of time, and go on as more are written.

    A record comes once its place in the order is known, two rounds of the writer later. The end is
    when the writer has finished the file, or when nothing has come for `timeout` seconds; a file in
    pipe format is never finished. The file is looked at every `interval` seconds, large ones less
    often. Errors are those of `session`; a file that is empty, or was written to a moment ago, may
    be one whose writer has just begun, and is tried again.
    """
    handed, pause = 0, interval
    grown = time.monotonic()

    def expired() -> bool:
        return timeout is not None and time.monotonic() > grown + timeout

    while True:
        begin = time.monotonic()
        before = _state(path)
        try:
            core = session_core(data(os.fspath(path)))
            records = core.events_so_far(handed)
        except OSError:
            size, written = before
            if size != 0 and time.time_ns() - written > NEW * 10**9:
                raise
            if expired():
                return
            time.sleep(interval / 4)
        else:
            pause = max(interval, SHARE * (time.monotonic() - begin))
            for record in records:
                handed += 1
                grown = time.monotonic()
                yield record
            if core.is_finished:
                return
            while _state(path) == before or time.monotonic() < begin + pause:
                if expired():
                    return
                time.sleep(interval / 4)
