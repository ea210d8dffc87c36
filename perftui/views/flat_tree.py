"""A view's entries with call trees opened between them, as one list of lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from perftui.views.source import Node, Row, View

_NO_NODE = -1
Path = tuple[str, ...]  # the labels of branches, from the outermost on


@dataclass(slots=True)
class Branch:
    """A node that is shown under an entry, and what is open under it."""

    node: Node
    depth: int
    parent: int  # the period that its share is of
    last: bool = False  # of its siblings
    bars: tuple[bool, ...] = ()  # which of the levels above go on below it
    open: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an entry, or a branch of the call tree of the entry above it."""

    row: Row
    open: bool
    branch: Branch | None = None


@dataclass(slots=True)
class FlatTree:
    """Which lines there are; only those that are asked for are made."""

    view: View
    least: int = 0  # period of the nodes that are shown
    # The branches shown under each open entry, by its place; places in order.
    _open: dict[int, list[Branch]] = field(default_factory=dict)
    _places: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)  # line behind the last branch of each place

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.view) + (self._ends[-1] - self._places[-1] - 1 if self._places else 0)

    def copy(self) -> FlatTree:
        """Return the same lines, for a reader in another thread."""
        shown = {place: list(branches) for place, branches in self._open.items()}
        return FlatTree(self.view, self.least, shown, list(self._places), list(self._ends))

    def locate(self, line: int) -> tuple[int, int]:
        """Return the place of the entry that a line belongs to, and the branch or -1."""
        index = bisect_right(self._ends, line)
        place = line - (self._ends[index - 1] - self._places[index - 1] - 1 if index else 0)
        if index < len(self._places) and place > self._places[index]:
            return self._places[index], place - self._places[index] - 1
        return place, _NO_NODE

    def line_of(self, place: int) -> int:
        """Return the line of the entry at a place."""
        index = bisect_right(self._places, place - 1)
        return place + (self._ends[index - 1] - self._places[index - 1] - 1 if index else 0)

    def lines(self, first: int, count: int) -> list[Line]:
        """Return the lines of a window."""
        last = min(first + count, len(self))
        if first >= last:
            return []
        start = self.locate(first)[0]
        rows = self.view.rows(start, self.locate(last - 1)[0] - start + 1)
        made = []
        for number in range(first, last):
            place, branch = self.locate(number)
            shown = self._open.get(place, ())
            made.append(
                Line(
                    rows[place - start],
                    place in self._open,
                    shown[branch] if branch != _NO_NODE else None,
                )
            )
        return made

    def toggle(self, line: int) -> bool:
        """Open or close what is under a line; False when there is nothing."""
        place, index = self.locate(line)
        if index == _NO_NODE:
            if place in self._open:
                del self._open[place]
            elif not self._open_entry(place):
                return False
        else:
            branches = self._open[place]
            if branches[index].open:
                self._close(branches, index)
            elif not self._open_branch(place, index):
                return False
        self._index()
        return True

    def expand(self, line: int, most: int = 2000) -> None:
        """Open everything under the entry of a line, up to so many lines."""
        self._expand_place(self.locate(line)[0], most)
        self._index()

    def expand_all(self, most: int = 4_000) -> None:
        """Open everything under every entry from the first on, up to so many lines."""
        left = most
        for first in range(0, len(self.view), 1000):
            for place, row in enumerate(self.view.rows(first, 1000), first):
                if left > 0 and row.children >= self.least:
                    self._expand_place(place, min(left, 2000))
                    left -= len(self._open.get(place, ())) + 1
        self._index()

    def collapse(self, line: int | None = None) -> None:
        """Close everything under the entry of a line, or everywhere."""
        if line is None:
            self._open.clear()
        else:
            self._open.pop(self.locate(line)[0], None)
        self._index()

    def branch_lines(self) -> Iterator[tuple[int, Branch]]:
        """Go through the lines of branches."""
        for place in self._places:
            yield from enumerate(self._open[place], self.line_of(place) + 1)

    def open_paths(self) -> dict[int, list[Path]]:
        """Return the ways to what is open, by the place of the entry, outer branches first."""
        return {
            place: [(), *(path for branch, path in _with_paths(branches) if branch.open)]
            for place, branches in self._open.items()
        }

    def open_again(self, place: int, paths: list[Path]) -> None:
        """Open what open_paths() told of an entry, as far as it is there."""
        if not self._open_entry(place):
            return
        for path in paths:
            index = self._find(place, path)
            if index != _NO_NODE and not self._open[place][index].open:
                self._open_branch(place, index)
        self._index()

    def path(self, line: int) -> Path:
        """Return the way to a line from the entry that it belongs to, which is empty for itself."""
        place, index = self.locate(line)
        if index == _NO_NODE:
            return ()
        return list(_with_paths(self._open[place][: index + 1]))[-1][1]

    def line_at(self, place: int, path: Path) -> int:
        """Return the line where a way leads under an entry, as far as that is shown."""
        while path:
            index = self._find(place, path)
            if index != _NO_NODE:
                return self.line_of(place) + 1 + index
            path = path[:-1]
        return self.line_of(place)

    def _find(self, place: int, path: Path) -> int:
        branches = self._open.get(place, [])
        found = (i for i, (_, way) in enumerate(_with_paths(branches)) if way == path)
        return next(found, _NO_NODE) if path else _NO_NODE

    def is_open(self, line: int) -> bool:
        """Tell whether something is open under a line."""
        place, index = self.locate(line)
        return place in self._open if index == _NO_NODE else self._open[place][index].open

    def parent(self, line: int) -> int:
        """Return the line that a line lies under; the line itself for an entry."""
        place, index = self.locate(line)
        if index == _NO_NODE:
            return line
        branches = self._open[place]
        for above in range(index - 1, -1, -1):
            if branches[above].depth < branches[index].depth:
                return self.line_of(place) + 1 + above
        return self.line_of(place)

    def _expand_place(self, place: int, most: int) -> None:
        if place not in self._open and not self._open_entry(place):
            return
        index = 0
        branches = self._open[place]
        while index < len(branches) < most:
            if not branches[index].open and branches[index].node.has_children:
                self._open_branch(place, index)
            index += 1

    def _open_entry(self, place: int) -> bool:
        row = self.view.rows(place, 1)[0]
        nodes = self.view.children(row.entry, _NO_NODE, self.least)
        if nodes:
            self._open[place] = list(_branches(nodes, 0, row.children, ()))
        return bool(nodes)

    def _open_branch(self, place: int, index: int) -> bool:
        branches = self._open[place]
        branch = branches[index]
        if not branch.node.has_children:
            return False
        entry = self.view.rows(place, 1)[0].entry
        nodes = self.view.children(entry, branch.node.number, self.least)
        bars = (*branch.bars, not branch.last)
        branches[index + 1 : index + 1] = _branches(
            nodes, branch.depth + 1, branch.node.period, bars
        )
        branch.open = bool(nodes)
        if not nodes:  # each costs less than is shown
            branch.node = replace(branch.node, has_children=False)
        return branch.open

    @staticmethod
    def _close(branches: list[Branch], index: int) -> None:
        end = index + 1
        while end < len(branches) and branches[end].depth > branches[index].depth:
            end += 1
        del branches[index + 1 : end]
        branches[index].open = False

    def _index(self) -> None:
        self._places = sorted(self._open)
        self._ends = []
        added = 0
        for place in self._places:
            added += len(self._open[place])
            self._ends.append(place + 1 + added)


def _with_paths(branches: list[Branch]) -> Iterator[tuple[Branch, Path]]:
    path: list[str] = []
    for branch in branches:
        path[branch.depth :] = [branch.node.label]
        yield branch, tuple(path)


def _branches(
    nodes: list[Node], depth: int, parent: int, bars: tuple[bool, ...]
) -> Iterator[Branch]:
    for number, node in enumerate(nodes):
        yield Branch(node, depth, parent, last=number == len(nodes) - 1, bars=bars)
