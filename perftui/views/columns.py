"""The columns of a report, and the filters that a row of it suggests."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perftui.views.escape import escape
from perftui.views.source import Filter, Query, Row

COSTS = ("children", "self", "samples")
ZOOM_KEYS = ("comm", "dso", "pid", "tgid", "cpu", "cgroup")
HEADINGS = {
    "children": "Children",
    "self": "Self",
    "samples": "Samples",
    "comm": "Command",
    "dso": "Shared Object",
    "sym": "Symbol",
    "pid": "Pid:Command",
    "tgid": "Tgid:Command",
    "cpu": "CPU",
    "socket": "Socket",
    "time": "Time",
    "cgroup": "Cgroup",
    "symbol_size": "Size",
}
WIDTHS = {
    "comm": 16,
    "dso": 24,
    "pid": 24,
    "tgid": 24,
    "cpu": 4,
    "socket": 6,
    "time": 14,
    "cgroup": 32,
    "symbol_size": 8,
}
WIDE = 200  # of the last column


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, heading and width; numbers stand at the right."""

    key: str
    heading: str
    width: int
    number: bool = False


def columns_of(query: Query) -> list[Column]:
    """Return the columns that a query's rows have."""
    numbers = (["children"] if query.children else []) + ["self", "samples"]
    columns = [Column(key, HEADINGS[key], 9, number=True) for key in numbers]
    for key in query.keys:
        columns.append(Column(key, HEADINGS.get(key, key), WIDTHS.get(key, 40)))
    if query.keys:
        columns[-1] = Column(columns[-1].key, columns[-1].heading, WIDE)
    return columns


def keys() -> list[tuple[str, str]]:
    """Return every key that rows can be grouped by, with its heading."""
    return [(key, heading) for key, heading in HEADINGS.items() if key not in COSTS]


def row_filters(query: Query, row: Row, frame: str | None = None) -> list[tuple[str, Filter]]:
    """Return what a row can be zoomed into, each with a sentence.

    `frame`: the one of its call tree that is meant, None: its own.
    """
    filters = []
    if frame is not None and not frame.startswith("0x"):
        filters += _through(escape(frame), frame)
    for key, text in zip(query.keys, row.texts, strict=True):
        shown = escape(text).strip()
        if key in ZOOM_KEYS:
            filters.append((f"Zoom into {HEADINGS[key]}: {shown}", Filter(key, text.strip())))
        elif key == "sym" and frame is None and not text[4:].startswith("0"):  # behind "[k] "
            filters += _through(shown, text[4:])
    return filters


def _through(shown: str, name: str) -> list[tuple[str, Filter]]:
    pattern = f"^{re.escape(name)}$"
    return [
        (f"Only stacks through {shown}", Filter("frames", pattern)),
        (f"Without stacks through {shown}", Filter("frames", pattern, keep=False)),
    ]
