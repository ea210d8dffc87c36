"""A flame graph in cells: the boxes are laid out by the core, this draws and walks them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import groupby
from math import inf
from typing import ClassVar
from zlib import crc32

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from perftui.tui.widgets.cells import fit
from perftui.tui.widgets.line_view import LineView
from perftui.views.escape import escape
from perftui.views.numbers import percent
from perftui.views.source import Box

# Background colours, chosen by name so that a function looks the same everywhere.
_PALETTE = [
    Style(color="#1c1c1c", bgcolor=color)
    for color in ("#e5793b", "#e8924a", "#ecab5a", "#f0c36d", "#d96a45", "#e3a23f", "#f2b880")
]
_MATCH = Style(color="#ffffff", bgcolor="#7a3ea8", bold=True)
_FADED = Style(color="#808080", bgcolor="#3a3a3a")


def matched(boxes: list[Box], pattern: re.Pattern[str]) -> int:
    """Return the period of the outermost boxes that match."""
    period = 0
    covered: list[tuple[int, int]] = []  # by boxes further out, from left to right
    for _, row in groupby(sorted(boxes, key=lambda box: (box.depth, box.left)), depth_of):
        taken = []
        for box in row:
            at = bisect_right(covered, (box.left, inf)) - 1
            inside = at >= 0 and box.left + box.width <= covered[at][1]
            if not inside and pattern.search(box.label):
                taken.append((box.left, box.left + box.width))
                period += box.period
        covered = sorted(covered + taken)
    return period


def depth_of(box: Box) -> int:
    """Return how many boxes a box stands on."""
    return box.depth


class FlameView(LineView):
    """Boxes by depth; one of them is selected."""

    fills_cursor: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk('parent')", show=False),
        Binding("down", "walk('child')", show=False),
        Binding("left", "walk('left')", show=False),
        Binding("right", "walk('right')", show=False),
        Binding("enter", "zoom", "Zoom", show=False),
    ]

    class Selected(Message):
        """Another box is selected."""

        def __init__(self, box: Box | None) -> None:
            """Note the box."""
            super().__init__()
            self.box = box

    class ZoomAsked(Message):
        """A box is to fill the width."""

        def __init__(self, box: Box) -> None:
            """Note the box."""
            super().__init__()
            self.box = box

    def __init__(self) -> None:
        """Begin without boxes."""
        super().__init__()
        self.headings = 0
        self.boxes: list[Box] = []
        self.selected: Box | None = None
        self.pattern: re.Pattern[str] | None = None
        self.total = 0
        self.matched = 0  # period of what matches
        self._by_depth: dict[int, list[Box]] = {}

    def show(self, boxes: list[Box], total: int) -> None:
        """Show a layout; the selection stays on the same node."""
        self.boxes, self.total = boxes, total
        by_depth: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            by_depth[box.depth].append(box)
        self._by_depth = {
            depth: sorted(row, key=lambda box: box.left) for depth, row in by_depth.items()
        }
        old = self.selected
        same = [box for box in boxes if old and box.number == old.number]
        if not (same and old and same[0].label == old.label):  # another view numbers anew
            same = [
                box for box in boxes if old and (box.depth, box.label) == (old.depth, old.label)
            ]
        self._select(same[0] if same else boxes[0] if boxes else None)
        self.reload()

    def way_to(self, box: Box) -> list[Box]:
        """Return the boxes from the first below the root to a box."""
        return [
            above
            for depth in range(1, box.depth + 1)
            for above in self._by_depth[depth]
            if above.left <= box.left < above.left + above.width
        ]

    def line_count(self) -> int:
        """Return the greatest depth."""
        return max(self._by_depth, default=-1) + 1

    def line_width(self) -> int:
        """Return the width: that of the widget."""
        return self.size.width

    def line(self, number: int) -> list[Segment]:
        """Make the boxes of one depth."""
        parts = []
        at = 0
        for box in self._by_depth.get(number, ()):
            parts.append(Segment(" " * (box.left - at)))
            text = f" {escape(box.label)}" if box.width > 2 else ""  # noqa: PLR2004
            # A thin edge parts neighbours.
            parts.append(Segment(fit(text, box.width - 1), self._style(box)))
            parts.append(Segment("▏" if box.width > 1 else "▎", self._style(box)))
            at = box.left + box.width
        return parts

    def with_cursor(self, parts: list[Segment]) -> list[Segment]:
        """Draw the line of the selected box like any other; the box itself is marked."""
        return parts

    def _style(self, box: Box) -> Style:
        if self.selected is not None and box.number == self.selected.number:
            return self.style("cursor")
        if self.pattern is not None:
            return _MATCH if self.pattern.search(box.label) else _FADED
        return _PALETTE[crc32(box.label.encode("utf-8", "surrogateescape")) % len(_PALETTE)]

    def describe(self) -> str:
        """Return a line about the selected box."""
        if self.selected is None:
            return ""
        text = f"{percent(self.selected.period, self.total)}  {escape(self.selected.label)}"
        if self.pattern is not None:
            text += f"   /{escape(self.pattern.pattern)}/ {percent(self.matched, self.total)}"
        return text

    def _select(self, box: Box | None) -> None:
        self.selected = box
        self.cursor = box.depth if box else 0
        self.post_message(self.Selected(box))

    def select(self, box: Box | None) -> None:
        """Select a box and bring it on screen."""
        if box is not None:
            self._select(box)
            self.show_cursor()
            self.refresh()

    def search(self, pattern: re.Pattern[str], *, forward: bool, again: bool) -> bool:
        """Mark what matches and select the next match."""
        self.pattern = pattern
        order = self.boxes
        hits = [index for index, box in enumerate(order) if pattern.search(box.label)]
        self.refresh()
        if not hits:
            return False
        here = order.index(self.selected) if self.selected in order else -1
        if forward:
            later = [index for index in hits if index > here or (index == here and not again)]
            self.select(order[later[0] if later else hits[0]])
        else:
            earlier = [index for index in hits if index < here]
            self.select(order[earlier[-1] if earlier else hits[-1]])
        return True

    def action_walk(self, where: str) -> None:
        """Select a neighbour."""
        if self.selected is None:
            return
        here = self.selected
        if where in ("left", "right"):
            row = self._by_depth[here.depth]
            index = row.index(here) + (1 if where == "right" else -1)
            if 0 <= index < len(row):
                self.select(row[index])
            return
        depth = here.depth + (1 if where == "child" else -1)
        near = [
            box
            for box in self._by_depth.get(depth, ())
            if box.left < here.left + here.width and here.left < box.left + box.width
        ]
        self.select(max(near, key=lambda box: box.width, default=None))

    def action_zoom(self) -> None:
        """Ask for the selected box to fill the width."""
        if self.selected is not None:
            self.post_message(self.ZoomAsked(self.selected))

    def on_click(self, event: events.Click) -> None:
        """Select the box under the mouse; the selected one is zoomed to."""
        event.prevent_default()
        for box in self._by_depth.get(event.y + self.scroll_offset.y, ()):
            if box.left <= event.x < box.left + box.width:
                if box is self.selected:
                    self.action_zoom()
                else:
                    self.select(box)
