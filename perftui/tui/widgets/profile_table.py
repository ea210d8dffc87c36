"""The rows of a report, with call trees opened between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message

from perftui.tui.widgets.cells import fit
from perftui.tui.widgets.line_view import LineView
from perftui.views.columns import Column, columns_of
from perftui.views.escape import escape
from perftui.views.flat_tree import Branch, FlatTree, Line, Path
from perftui.views.numbers import percent
from perftui.views.source import Query, View

HOT = 5.0  # percent; perf's colours
WARM = 0.5
CALL_LIMIT = 0.5  # percent; what costs less is left out of call trees, as in perf
LOOKED_AT = 2000  # rows, for what was open or under the cursor before
Texts = tuple[str, ...]  # of an entry's keys


class ProfileTable(LineView):
    """A view of a recording; `show` gives it another one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "fold", "Expand one level", show=False),
        Binding("e", "expand", "Expand entry", show=False),
        Binding("E", "expand_all", "Expand all", show=False),
        Binding("C", "collapse", "Collapse all", show=False),
    ]

    class SortAsked(Message):
        """A click on a column's heading."""

        def __init__(self, column: str) -> None:
            """Note the column."""
            super().__init__()
            self.column = column

    def __init__(self, query: Query, *, id: str | None = None) -> None:
        """Begin without a view, with the headings of the one that is asked for."""
        super().__init__(id=id)
        self.view: View | None = None
        self.query_shown = query
        self.flat: FlatTree | None = None
        self.columns: list[Column] = columns_of(query)
        self.relative = False  # percentages of what passes the filters
        self.pattern: re.Pattern[str] | None = None
        self._window: tuple[int, list[Line]] = (0, [])

    def show(self, view: View, query: Query, *, keep_cursor: bool) -> None:
        """Show a view; what was open and where the cursor stood is kept if it is the same query."""
        held = self._cursor_held() if keep_cursor else None
        opened = self._held_open() if keep_cursor else {}
        self.view, self.query_shown = view, query
        self.columns = columns_of(query)
        limit = max(CALL_LIMIT, query.percent_limit)
        self.flat = FlatTree(view, int(view.total * limit / 100))
        places = self._places_of({*opened, *([held[0]] if held else [])})
        for texts, paths in opened.items():
            if texts in places:
                self.flat.open_again(places[texts], paths)
        self._forget()
        if held is None:
            self.reload(0)
        else:
            place = places.get(held[0])
            self.reload(self.cursor if place is None else self.flat.line_at(place, held[1]))

    # Lines.

    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self.flat) if self.flat else 0

    def line_width(self) -> int:
        """Return the width of all columns."""
        return sum(column.width + 2 for column in self.columns)

    def heading(self, number: int) -> list[Segment]:
        """Make the line of headings."""
        parts = []
        sort = self.sort
        for column in self.columns:
            mark = ("▾" if self.query_shown.descending else "▴") if column.key == sort else ""
            text = column.heading[: column.width - 1] + mark
            aligned = text.rjust(column.width) if column.number else text.ljust(column.width)
            parts.append(Segment(aligned + "  "))
        return parts

    def line(self, number: int) -> list[Segment]:
        """Make the line of an entry or of a node of its call tree."""
        line = self._line(number)
        if line is None:
            return []
        return self._branch(line.branch) if line.branch else self._entry(line)

    @property
    def sort(self) -> str:
        """The column that rows are ordered by."""
        return self.query_shown.sort or ("children" if self.query_shown.children else "self")

    def _line(self, number: int) -> Line | None:
        first, lines = self._window
        if not first <= number < first + len(lines):
            first = max(0, number - self.page // 2)
            lines = self.flat.lines(first, 2 * self.page) if self.flat else []
            self._window = (first, lines)
        return lines[number - first] if first <= number < first + len(lines) else None

    def _forget(self) -> None:
        self._window = (0, [])

    @property
    def whole(self) -> int:
        """The period that shares are of."""
        if self.view is None:
            return 0
        return self.view.passed if self.relative else self.view.total

    def _heat(self, period: int) -> Style | None:
        whole = self.whole
        share = 100 * period / whole if whole else 0
        if share >= HOT:
            return self.style("hot")
        return self.style("warm") if share >= WARM else None

    def _entry(self, line: Line) -> list[Segment]:
        row = line.row
        whole = self.whole
        numbers = {
            "children": (percent(row.children, whole), row.children),
            "self": (percent(row.own, whole), row.own),
        }
        parts = []
        texts = iter(row.texts)
        for column in self.columns:
            if column.key in numbers:
                text, period = numbers[column.key]
                parts.append(Segment(text.rjust(column.width) + "  ", self._heat(period)))
            elif column.key == "samples":
                parts.append(Segment(str(row.samples).rjust(column.width) + "  "))
            else:
                text = fit(escape(next(texts, "")), column.width)
                parts.extend(self._marked(text + "  "))
        return parts

    def _branch(self, branch: Branch) -> list[Segment]:
        indent = " " * (2 + sum(column.width + 2 for column in self.columns if column.number) - 9)
        bars = "".join("│ " if bar else "  " for bar in branch.bars)
        joint = "└" if branch.last else "├"
        sign = " " if not branch.node.has_children else "▾" if branch.open else "▸"
        return [
            Segment(
                f"{indent}{percent(branch.node.period, self.whole):>7} ",
                self._heat(branch.node.period),
            ),
            Segment(f"{bars}{joint}{sign}", self.style("dim")),
            *self._marked(escape(branch.node.label)),
        ]

    def _marked(self, text: str) -> list[Segment]:
        if self.pattern is None or not (match := self.pattern.search(text)) or not match.group():
            return [Segment(text)]
        start, end = match.span()
        return [
            Segment(text[:start]),
            Segment(text[start:end], self.style("match")),
            Segment(text[end:]),
        ]

    # What stays when samples are added: the line of the cursor and the open trees, by text.

    def _cursor_held(self) -> tuple[Texts, Path] | None:
        """Return what the cursor stands on; on top it stays there, whatever comes to be on top."""
        line = self._line(self.cursor) if self.line_count() and self.cursor else None
        return (line.row.texts, self.flat.path(self.cursor)) if line and self.flat else None

    def _held_open(self) -> dict[Texts, list[Path]]:
        if self.flat is None or self.view is None:
            return {}
        paths = self.flat.open_paths()
        return {self.view.rows(place, 1)[0].texts: paths[place] for place in paths}

    def _places_of(self, wanted: set[Texts]) -> dict[Texts, int]:
        """Return where entries are now; those far down are not looked for."""
        places: dict[Texts, int] = {}
        for first in range(0, LOOKED_AT, 100):
            rows = self.view.rows(first, 100) if self.view and len(places) < len(wanted) else []
            places |= {
                row.texts: place for place, row in enumerate(rows, first) if row.texts in wanted
            }
        return places

    # Actions.

    def _changed(self) -> None:
        self._forget()
        self.reload()

    def current(self) -> Line | None:
        """Return the line of the cursor."""
        return self._line(self.cursor) if self.line_count() else None

    def action_fold(self) -> None:
        """Open or close what is under the cursor."""
        if self.flat and self.flat.toggle(self.cursor):
            self._changed()
        else:
            self.refresh()  # it may have shown that there is nothing to open

    def action_expand(self) -> None:
        """Open everything under the entry of the cursor."""
        if self.flat and self.line_count():
            self.flat.expand(self.cursor)
            self._changed()

    def action_expand_all(self) -> None:
        """Open everything."""
        if self.flat:
            self.flat.expand_all()
            self._changed()

    def action_collapse(self) -> None:
        """Close everything."""
        if self.flat and self.line_count():
            place = self.flat.locate(self.cursor)[0]
            self.flat.collapse()
            self.cursor = place
            self._changed()

    def find(
        self, pattern: re.Pattern[str], *, forward: bool, again: bool
    ) -> Callable[[], int] | None:
        """Mark what matches; return what looks for the place of the next entry that does."""
        self.pattern = pattern
        self.refresh()
        if self.view is None or self.flat is None or not len(self.view):
            return None
        start = self.flat.locate(self.cursor)[0] + (1 if forward else -1) * again
        return partial(self.view.find, pattern.pattern, start, forward)

    def go_to(self, place: int, pattern: re.Pattern[str], *, forward: bool, again: bool) -> bool:
        """Move to the next line that matches: the entry at a place, or an open branch before it."""
        if self.flat is None:
            return False
        lines = [
            line
            for line, branch in self.flat.branch_lines()
            if pattern.search(escape(branch.node.label))
        ]
        if 0 <= place < len(self.flat.view):
            lines.append(self.flat.line_of(place))
        here = self.cursor
        if forward:
            ahead = [line for line in lines if line > here or (line == here and not again)]
            found = min(ahead or lines, default=None)
        else:
            found = max([line for line in lines if line < here] or lines, default=None)
        if found is not None:
            self.move_cursor(found)
        return found is not None

    def heading_clicked(self, x: int) -> None:
        """Ask for the column under the mouse."""
        for column in self.columns:
            if x < column.width + 2:
                self.post_message(self.SortAsked(column.key))
                return
            x -= column.width + 2
