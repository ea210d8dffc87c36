"""perf's report text taken apart, so that siblings of equal weight may stand in any order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

_NODE = re.compile(r"^([ |]*)--(\d+\.\d+%)--(.*)$")
_SINGLE = re.compile(r"^( +)---(.*)$")
_MORE = re.compile(r"^([ |]*)([^ |].*)$")
_ROW = re.compile(r"^ +\d+\.\d+%")


@dataclass
class Node:
    """A run of frames, its share, and what branches off it."""

    column: int
    share: str
    frames: list[str]
    children: list[Node] = field(default_factory=list)

    def has_ties(self) -> bool:
        """Tell whether siblings of equal weight stand anywhere in it."""
        shares = [child.share for child in self.children]
        return len(set(shares)) < len(shares) or any(child.has_ties() for child in self.children)

    def has_twins(self) -> bool:
        """Tell whether one function stands twice among siblings anywhere in it."""
        names = [child.frames[0] for child in self.children]
        return len(set(names)) < len(names) or any(child.has_twins() for child in self.children)

    def functions(self) -> set[str]:
        """Return all that is named in it."""
        return {*self.frames}.union(*(child.functions() for child in self.children))

    def text(self) -> tuple[object, ...]:
        """Return it as a value in which the order of siblings does not matter."""
        below = sorted((child.text() for child in self.children), key=repr)
        return self.share, tuple(self.frames), tuple(below)


@dataclass
class Entry:
    """A row: its cells and its call graph."""

    cells: tuple[str, ...]
    graph: Node
    lines: int = 1
    bars: int = 0  # lines that hold nothing but bars


def _columns(dots: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\.+", dots)]


def _cells(line: str, columns: list[tuple[int, int]]) -> tuple[str, ...]:
    """Cut a row at its columns; the last one reaches to the end."""
    cut = [line[begin:end].strip() for begin, end in columns[:-1]]
    return (*cut, line[columns[-1][0] :].strip())


def _grow(graph: Node, line: str) -> None:
    """Add one line of a drawing to the tree."""
    stack = [graph]
    while stack[-1].children:
        stack.append(stack[-1].children[-1])
    if (node := _NODE.match(line)) or (node := _SINGLE.match(line)):
        column = len(node[1])
        while stack[-1].column >= column:
            stack.pop()
        share, frame = (node[2], node[3]) if node.re is _NODE else ("", node[2])
        stack[-1].children.append(Node(column, share, [frame]))
    elif more := _MORE.match(line):
        while len(stack) > 1 and stack[-1].column > len(more[1]):
            stack.pop()
        stack[-1].frames.append(more[2])


def entries(text: str) -> tuple[list[str], list[Entry]]:
    """Return the comments of a report and its rows, of all events one after the other."""
    comments: list[str] = []
    found: list[Entry] = []
    columns: list[tuple[int, int]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            if re.fullmatch(r"#( +\.+)+", line):
                columns = _columns(line)
            elif "(Tip:" not in line and "tips.txt" not in line:
                comments.append(" ".join(line.split()))
        elif _ROW.match(line) and columns:
            found.append(Entry(_cells(line, columns), Node(-1, "", [])))
        elif line.strip() and not line.strip(" |"):
            found[-1].bars += 1
        elif line.strip():
            found[-1].lines += 1
            _grow(found[-1].graph, line)
    return comments, found


def column(text: str, title: str) -> tuple[int, int] | None:
    """Return the place of a column and its least width in any of the events; None without it."""
    found: list[tuple[int, int]] = []
    lines = text.splitlines()
    for above, line in pairwise(lines):
        if not re.fullmatch(r"#( +\.+)+", line):
            continue
        for place, (begin, end) in enumerate(_columns(line)):
            if above[begin:end].strip() == title:
                found.append((place, end - begin))
    return min(found, key=lambda pair: pair[1]) if found else None


# Rows as values that can be compared: cells, call graph, number of lines, and of lines of bars
# where the order of siblings, on which that depends, is certain.
Row = tuple[tuple[str, ...], tuple[object, ...], int, int]
Rows = Counter[Row]


def counted(rows: list[Entry]) -> Rows:
    """Count equal rows."""
    return Counter(
        (row.cells, row.graph.text(), row.lines, 0 if row.graph.has_ties() else row.bars)
        for row in rows
    )


def cells_of(row: Row) -> tuple[str, ...]:
    """Return a row's cells."""
    return row[0]


def lines_of(rows: Rows) -> int:
    """Return how many lines these rows have."""
    return sum((row[2] + row[3]) * count for row, count in rows.items())
