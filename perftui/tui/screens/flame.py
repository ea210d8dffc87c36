"""The flame graph page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from perftui.tui.help_text import FLAME_HELP
from perftui.tui.screens.dialogs import TextPage
from perftui.tui.screens.searching import SearchingScreen
from perftui.tui.widgets.bars import KeyBar
from perftui.tui.widgets.flame_view import FlameView, matched
from perftui.tui.widgets.title import Title
from perftui.views.escape import escape
from perftui.views.source import Box, Query, View

if TYPE_CHECKING:
    from perftui.tui.app import BrowserApp

FLAME_KEYS = ("sym",)
FINE = 1 << 14  # cells, to lay out what is too small for a screen
KEYS = [
    ("⏎", "Zoom", "screen.zoom"),
    ("Esc", "Out", "screen.out"),
    ("v", "Invert", "screen.invert"),
    ("/", "Search", "screen.search"),
    ("n", "Next", "screen.search_next"),
    ("h", "Help", "screen.help"),
    ("w", "Report", "app.pop_screen"),
]


def follow(view: View, way: list[list[str]], width: int) -> list[tuple[Box, list[str]]]:
    """Return the boxes that the labels lead to in another view, as far as they do."""
    found: list[tuple[Box, list[str]]] = []
    for labels in way:
        boxes = view.flame(found[-1][0].number if found else -1, width)
        inside = boxes[0] if boxes else None
        for depth, label in enumerate(labels, 1):
            inside = next(
                (
                    box
                    for box in boxes
                    if inside is not None
                    and (box.depth, box.label) == (depth, label)
                    and inside.left <= box.left < inside.left + inside.width
                ),
                None,
            )
        if inside is None:
            break
        found.append((inside, labels))
    return found


class FlameScreen(SearchingScreen):
    """Boxes as wide as what they cost; the way to the zoomed one stands above."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left_square_bracket,backspace", "out", "Out", id="flame.out"),
        Binding("home", "all", show=False),
        Binding("v", "invert", "Invert", id="flame.invert"),
        Binding("w,q", "app.pop_screen", "Report", id="flame.close"),
        Binding("h,question_mark,f1", "help", "Help", id="flame.help"),
    ]
    DEFAULT_CSS = """
    FlameScreen {
        FlameView { height: 1fr; }
        #way { height: 1; padding: 0 1; color: $text-warning; }
        #selected { height: 1; padding: 0 1; background: $panel; }
    }
    """

    def __init__(self, query: Query) -> None:
        """Note what the report shows; all tasks stand in one graph."""
        super().__init__()
        self.wanted = replace(query, keys=FLAME_KEYS, children=True, percent_limit=0.0, sort="")
        self.view: View | None = None
        self._way: list[tuple[Box, list[str]]] = []  # zoomed boxes, and the labels to each
        self._warned = False

    @property
    def browser(self) -> BrowserApp:
        """The app."""
        return cast("BrowserApp", self.app)

    @property
    def flame(self) -> FlameView:
        """The boxes."""
        return self.query_one(FlameView)

    def search(self, pattern: re.Pattern[str], *, forward: bool, again: bool) -> None:
        """Mark what matches and select the next match."""
        if not self.flame.search(pattern, forward=forward, again=again):
            self.no_match()
        self._weigh_matches()

    def _weigh_matches(self) -> None:
        """Find out what matches cost, also those that are too small to be seen."""
        view, pattern = self.view, self.pattern
        if view is None or pattern is None:
            return
        zoomed = self._way[-1][0].number if self._way else -1

        def weigh() -> int:
            return matched(view.flame(zoomed, FINE), pattern)

        def show(period: int) -> None:
            self.flame.matched = period
            self.on_flame_view_selected()

        self.browser.feed.run(weigh, show)

    def compose(self) -> ComposeResult:
        """Make the page."""
        yield Title(self.browser.source.path)
        yield Static(id="way", markup=False)
        yield FlameView()
        yield Static(id="selected", markup=False)
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        """Ask for the boxes."""
        self.flame.focus()
        self.browser.feed.ask(self.wanted)

    def on_resize(self, _: events.Resize) -> None:
        """Lay out for another width."""
        self.call_after_refresh(self._lay_out)

    def show_view(self, view: View) -> None:
        """Show another view, zoomed to where the last one was."""
        self.view = view
        self.show_state()
        labels = [labels for _, labels in self._way]
        if not labels:
            self._lay_out()
            return

        def found(way: list[tuple[Box, list[str]]]) -> None:
            self._way = way
            self._lay_out()

        self.browser.feed.run(partial(follow, view, labels, self.flame.size.width), found)

    def show_state(self) -> None:
        """Show the title."""
        names = self.browser.events
        event = names[self.wanted.event] if names else ""
        self.query_one(Title).show(event, self.wanted, self.view, self.browser.progress)

    def _lay_out(self) -> None:
        view, width = self.view, self.flame.size.width
        if view is None or not width:
            return
        zoomed = self._way[-1][0].number if self._way else -1
        way = " ▸ ".join(["all", *(escape(box.label) for box, _ in self._way)])

        def show(boxes: list[Box]) -> None:
            self.flame.show(boxes, view.passed)
            if len(boxes) == 1 and not self._way and view.passed and not self._warned:
                self._warned = True
                self.notify("no call chains were recorded here")
            self.query_one("#way", Static).update(way)
            self._weigh_matches()

        self.browser.feed.run(partial(view.flame, zoomed, width), show)

    def on_flame_view_selected(self) -> None:
        """Describe the selected box."""
        self.query_one("#selected", Static).update(self.flame.describe())

    def on_flame_view_zoom_asked(self, message: FlameView.ZoomAsked) -> None:
        """Zoom to a box."""
        box = message.box
        if box.number >= 0 and (not self._way or self._way[-1][0].number != box.number):
            self._way.append((box, [one.label for one in self.flame.way_to(box)]))
            self._lay_out()

    def action_out(self) -> None:
        """Zoom out; from the whole graph, back to the report."""
        if self._way:
            self._way.pop()
            self._lay_out()
        else:
            self.app.pop_screen()

    def action_zoom(self) -> None:
        """Zoom to the selected box."""
        self.flame.action_zoom()

    def action_all(self) -> None:
        """Show the whole graph."""
        self._way.clear()
        self._lay_out()

    def action_invert(self) -> None:
        """Turn the graph round: from the sampled functions to their callers."""
        self.wanted = replace(self.wanted, inverted=not self.wanted.inverted)
        self._way.clear()
        self.browser.feed.ask(self.wanted)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(TextPage("Keys of the flame graph", FLAME_HELP))
