"""Rows and call trees as plain text, for files."""

from __future__ import annotations

from collections.abc import Iterator

from perftui.views.columns import Column
from perftui.views.escape import escape
from perftui.views.flat_tree import FlatTree
from perftui.views.numbers import percent
from perftui.views.source import Row

_WINDOW = 1000


def plain_lines(flat: FlatTree, columns: list[Column], whole: int) -> Iterator[str]:
    """Yield the headings and every line; shares are of `whole`."""
    yield "  ".join(_cell(column, column.heading) for column in columns).rstrip()
    for first in range(0, len(flat), _WINDOW):
        for line in flat.lines(first, _WINDOW):
            if line.branch is None:
                yield _entry(line.row, columns, whole)
            else:
                share = percent(line.branch.node.period, whole)
                indent = "  " * line.branch.depth
                yield f"{share:>20}  {indent}{escape(line.branch.node.label)}"


def _entry(row: Row, columns: list[Column], whole: int) -> str:
    costs = {
        "children": percent(row.children, whole),
        "self": percent(row.own, whole),
        "samples": str(row.samples),
    }
    texts = iter(row.texts)
    cells = [
        _cell(column, costs[column.key] if column.key in costs else escape(next(texts)))
        for column in columns
    ]
    return "  ".join(cells).rstrip()


def _cell(column: Column, text: str) -> str:
    return text.rjust(column.width) if column.number else text.ljust(column.width)
