"""The source that reads a real file, through the binding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import _perf._report as core
from perftui.views.source import Box, Node, Progress, Query, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perftui.views.source import View

_WINDOW = 2000  # rows that a search looks at in one go


class RecordingView:
    """A view of the core."""

    __slots__ = ("_core",)

    def __init__(self, view: core.ReportView) -> None:
        """Wrap what the core made."""
        self._core = view

    @property
    def total(self) -> int:
        """The period of all samples of the event."""
        return self._core.total()

    @property
    def passed(self) -> int:
        """The period of those that pass the filters."""
        return self._core.passed()

    @property
    def samples(self) -> int:
        """The number of those that pass the filters."""
        return self._core.samples()

    def __len__(self) -> int:
        """Return the number of entries."""
        return self._core.size()

    def rows(self, offset: int, count: int) -> list[Row]:
        """Return the entries of a window."""
        return [Row(*row) for row in self._core.rows(offset, count)]

    def sorted_by(self, column: str, descending: bool) -> View:
        """Return the same entries in another order."""
        return RecordingView(self._core.sorted(column, descending))

    def find(self, pattern: str, start: int, forward: bool) -> int:
        """Return the place of the next entry that matches, round the end; -1 for none."""
        compiled = re.compile(pattern, re.IGNORECASE if pattern == pattern.lower() else 0)
        size = len(self)
        start %= size or 1
        places = range(start, size) if forward else range(start, -1, -1)
        again = range(start) if forward else range(size - 1, start, -1)
        for part in (places, again):
            for window in (part[i : i + _WINDOW] for i in range(0, len(part), _WINDOW)):
                low = min(window[0], window[-1])
                rows = self._core.rows(low, len(window))
                for place in window:
                    if any(map(compiled.search, rows[place - low][4])):
                        return place
        return -1

    def children(self, entry: int, node: int, least: int) -> list[Node]:
        """Return what lies under a node of an entry's call tree."""
        return [Node(*one) for one in self._core.children(entry, node, least)]

    def flame(self, node: int, width: int) -> list[Box]:
        """Return the boxes of a flame graph."""
        return [Box(*box) for box in self._core.flame(node, width)]


def view_of(report: core.Report | core.LiveReport, query: Query) -> View:
    """Group what the core has counted."""
    filters = [f"{'+' if one.keep else '-'}{one.field}={one.text}" for one in query.filters]
    keys = ",".join(query.keys)
    return RecordingView(
        report.view(query.event, keys, filters, query.children, query.inverted, query.percent_limit)
    )


class Recording:
    """A perf.data file, read in the background from the moment this is made."""

    def __init__(self, path: str, settings: Sequence[str] = (), part: str = "") -> None:
        """Open the file and begin; an error here says why it cannot be read.

        The settings choose what is read, `part` says so in words; empty: all.
        """
        self._core = core.Report(path, settings)
        self._part = part

    @property
    def path(self) -> str:
        """The file, and which part of it."""
        path = self._core.path()
        return f"{self._part} of {path}" if self._part else path

    def progress(self) -> Progress:
        """Return how far it is."""
        return Progress(*self._core.progress())

    def damage(self) -> list[str]:
        """Return a sentence for each place that could not be read."""
        return [f"{text} ({skipped} bytes)" for text, _, skipped in self._core.damage()]

    def events(self) -> list[str]:
        """Return the names of its events."""
        return self._core.events()

    def header(self) -> str:
        """Return what the file says of machine and command."""
        return self._core.header()

    def view(self, query: Query) -> View:
        """Group the samples read so far."""
        return view_of(self._core, query)

    def stop(self) -> None:
        """Read no further."""
        self._core.stop()
