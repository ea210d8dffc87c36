"""Sampling of this machine with a callback, or as an iterator: LiveSession."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from _perf._driver import RECORD_TYPES
from _perf._events import event
from _perf._evlists import parse_events
from _perf._maps import cpu_map, thread_map
from _perf._record_opts import record_opts

SAMPLE = 9
POLL = 100  # ms, at most, between two looks at whether to stop

Callback = Callable[[Any], object]


class LiveSession:
    """Events of this machine as they happen, in order of time.

    `event_string` is as perf-list(1) has it. `sample_callback` is called with each sample;
    `callbacks` with the records of their names, as those of `session` ("comm", "mmap2", "lost" …).
    Without maps every CPU is sampled, for all threads. `opts` says what is recorded. OSError says
    why an event cannot be opened.

    run() calls back until stop() is called, from a callback, a signal handler or another thread, or
    until `timeout` seconds are over, all threads of `threads` have ended, or Ctrl-C is pressed.
    What else a callback raises ends the run and is raised unchanged. Iterating gives every record
    instead. Until then the attributes of `evlist` may be changed.
    """

    def __init__(  # noqa: PLR0913  (keywords, each with a default)
        self,
        event_string: str,
        sample_callback: Callback | None = None,
        *,
        cpus: cpu_map | None = None,
        threads: thread_map | None = None,
        opts: record_opts | None = None,
        pages: int = 128,
        timeout: float | None = None,
        callbacks: Mapping[str, Callback] | None = None,
    ) -> None:
        """Name the events; they are opened by run(), iteration or `with`, each time anew."""
        self.event_string = event_string
        self.sample_callback = sample_callback
        self.timeout = timeout
        self._callbacks: dict[int, Callback] = {}
        for name, callback in (callbacks or {}).items():
            if name not in RECORD_TYPES:
                raise TypeError(f"LiveSession has no callback {name!r}")
            self._callbacks.update(dict.fromkeys(RECORD_TYPES[name], callback))
        self._stopped = threading.Event()
        self.cpus = cpus if cpus is not None else cpu_map()
        self.evlist = parse_events(event_string, cpus, threads)
        self.evlist.config(opts)
        self.pages = pages

    def __enter__(self) -> Self:
        """Open the events and begin to count."""
        self.evlist.open()
        try:
            self.evlist.mmap(self.pages)
            self.evlist.enable()
        except OSError:
            self.evlist.close()  # however long the error is kept
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the events."""
        self.evlist.disable()
        self.evlist.close()

    def stop(self) -> None:
        """End the run, or the iteration, after the record at hand. From any thread."""
        self._stopped.set()

    @property
    def lost(self) -> int:
        """How many records found no room in the buffers, so far."""
        return self.evlist.lost

    def __iter__(self) -> Iterator[event]:
        """Go through every record in order of time until stop(), the end of the time or threads."""
        end = None if self.timeout is None else time.monotonic() + self.timeout
        evlist, stopped = self.evlist, self._stopped
        stopped.clear()
        with self:
            last = False
            while not stopped.is_set():
                while (record := evlist.read_in_order(last)) is not None:
                    yield record
                    if stopped.is_set():
                        return
                    if end is not None and not last and time.monotonic() >= end:
                        break
                if last:
                    return
                left = POLL if end is None else (end - time.monotonic()) * 1000
                last = left <= 0 or evlist.ended
                if last:
                    evlist.disable()  # what comes now is the rest
                else:
                    self._wait(min(POLL, left))

    def _wait(self, milliseconds: float) -> None:
        try:
            self.evlist.poll(int(milliseconds) + 1)
        except InterruptedError:
            return

    def run(self) -> None:
        """Call back for each record; see the class."""
        callbacks = self._callbacks
        with suppress(KeyboardInterrupt):
            for record in self:
                sample = record.type == SAMPLE
                callback = self.sample_callback if sample else callbacks.get(record.type)
                if callback is not None:
                    callback(record)
