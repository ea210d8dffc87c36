"""The source that watches this machine, through the binding."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import _perf._report as core
from perftui.views.numbers import short
from perftui.views.recording import view_of
from perftui.views.source import Progress, Query, Weighing

if TYPE_CHECKING:
    from collections.abc import Callable

    from _perf import evlist
    from perftui.views.source import View

RATE = 2.0  # seconds over which the rate and the own cost are told
LOOK = 0.4  # seconds between two looks at what was counted: each makes the title anew


@dataclass(frozen=True, slots=True)
class Watched:
    """Whom and what a source watches, so that it can be opened again for other events."""

    open_events: Callable[[list[str] | None], evlist]  # of these; None: those asked for
    label: str  # who is watched
    settings: tuple[str, ...] = ()  # of the core's LiveReport


class Live:
    """What happens on this machine, counted from the moment this is made."""

    def __init__(self, watched: Watched) -> None:
        """Open the events and begin; an error here says why one cannot be opened."""
        self.watched = watched
        self.weighing = Weighing()
        self.counting = True
        self.paused = False  # what is looked at stays as it is
        self.recording = False  # to a file, too
        self._begin(None)

    def _begin(self, names: list[str] | None) -> None:
        watched = self.watched
        self._events = watched.open_events(names)
        self._core = core.LiveReport(self._events, watched.settings)
        self._events.enable()
        self._stale = True
        self._begun = time.monotonic()
        self._marks = [(self._begun, 0, time.process_time())]
        self._progress = Progress()
        self._looked = self._begun

    def switch(self, names: list[str]) -> None:
        """Watch other events instead; an error leaves those that are watched."""
        before, events = self._core, self._events
        self._begin(names)
        self.counting = True
        before.stop()
        events.close()

    @property
    def path(self) -> str:
        """Who is watched."""
        return self.watched.label

    def progress(self) -> Progress:
        """Return what was counted, and how it goes."""
        now = time.monotonic()
        if not self._progress.samples or now >= self._looked + LOOK:
            self._looked = now
            self._progress = self._look(now)
        return self._progress

    def _look(self, now: float) -> Progress:
        counts = self._core.counts()
        return Progress(
            samples=counts["samples"],
            lost=counts["lost"],
            unresolved=counts["unresolved"],
            truncated=counts["truncated"],
            seconds=now - self._begun,
            done=bool(counts["done"]),
            state=self._state(now, counts),
        )

    def _state(self, now: float, counts: dict[str, int]) -> str:
        """Return the rate, our own cost, and what is looked at."""
        samples = counts["samples"] + counts["idle"]
        marks = self._marks
        marks.append((now, samples, time.process_time()))
        while marks[1][0] <= now - RATE:
            marks.pop(0)
        begin, before, cost = marks[0]
        took = max(now - begin, 1e-3)
        # What a user has asked for comes first: on a narrow screen the rest is cut.
        flags = (
            ("STOPPED", not self.counting),
            ("PAUSED", self.paused),
            ("RECORDING", self.recording),
        )
        parts = [word for word, holds in flags if holds]
        parts.append(f"{short(round((samples - before) / took))}/s")
        if counts["rate_limit"]:
            parts.append(f"held to {short(counts['rate_limit'])}/s a CPU")
        if counts["throttled"]:
            parts.append(f"throttled {short(counts['throttled'])}x")
        parts.append(f"own CPU {100 * (marks[-1][2] - cost) / took:.1f}%")
        if self.counting:
            parts.append(str(self.weighing))
        return " · ".join(parts)

    def by_cpu(self) -> list[int]:
        """Return the samples of each CPU so far, those of idle ones left out."""
        counts: list[int] = self._core.counts()["by_cpu"]
        return counts

    def rate_limit(self) -> int:
        """Return how many samples a second and CPU clocks are held to, 0: as many as they want."""
        return int(self._core.counts()["rate_limit"])

    def damage(self) -> list[str]:
        """Return nothing: what comes from the kernel is whole."""
        return []

    def events(self) -> list[str]:
        """Return the names of the events."""
        return self._core.events()

    def header(self) -> str:
        """Return who is watched, and what was opened in the place of other events."""
        return "\n".join([f"# watching : {self.path}", *(f"# note : {n}" for n in self.notes())])

    def notes(self) -> list[str]:
        """Return what was opened in the place of events that cannot be had."""
        return self._events.notes

    def refresh(self) -> None:
        """Let the next view show what was counted up to then."""
        self._stale = True

    def clear(self) -> None:
        """Forget what was counted so far."""
        self._core.clear()

    def toggle(self) -> bool:
        """Stop counting, or go on; whether it counts then."""
        self.counting = not self.counting
        self._core.set_counting(self.counting)
        return self.counting

    def view(self, query: Query) -> View:
        """Group what was counted."""
        if self._stale:
            self._stale = False
            self._core.show(self.weighing.kind, self.weighing.seconds)
        return view_of(self._core, query)

    def write(self, descriptor: int, settings: list[str]) -> None:
        """Write what was counted up to now as text."""
        self._core.show(self.weighing.kind, self.weighing.seconds)
        if error := self._core.write(descriptor, settings):
            raise OSError(error, os.strerror(error))

    def stop(self) -> None:
        """Count no further."""
        self._core.stop()
        self._events.close()
