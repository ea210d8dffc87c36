"""The report page: rows by cost, with call trees, filters and other groupings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from perftui.tui.help_text import HELP, NOT_YET
from perftui.tui.screens.dialogs import (
    KeysDialog,
    Menu,
    Prompt,
    Question,
    TextPage,
    ask_number,
)
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.screens.searching import SearchingScreen, compiled
from perftui.tui.widgets.bars import EventBar, KeyBar
from perftui.tui.widgets.line_view import LineView
from perftui.tui.widgets.profile_table import ProfileTable
from perftui.tui.widgets.title import Title
from perftui.views.columns import COSTS, columns_of, keys, row_filters
from perftui.views.escape import escape
from perftui.views.plain import plain_lines
from perftui.views.source import Filter, Query, View

if TYPE_CHECKING:
    from perftui.tui.app import BrowserApp

KERNEL = Filter("level", "kernel")
KEYS = [
    ("h", "Help", "screen.help"),
    ("q", "Quit", "app.quit"),
    ("⏎", "Expand", "screen.open"),
    ("m", "Menu", "screen.menu"),
    ("g", "Group by", "screen.group"),
    ("v", "Invert", "screen.invert"),
    ("w", "Flame", "screen.flame"),
    ("/", "Search", "screen.search"),
    ("I", "Include", "screen.include"),
    ("x", "Exclude", "screen.exclude"),
    ("u", "Undo", "screen.undo"),
    ("o", "Sort", "screen.sort_next"),
    ("i", "Header", "screen.header"),
    ("^p", "Palette", "app.command_palette"),
]


class ReportScreen(SearchingScreen):
    """Shows the current query's view; every action makes another query."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Expand", id="open"),
        Binding("m,right", "menu", "Menu", id="menu"),
        Binding("left", "back", show=False),
        Binding("escape", "escape", show=False),
        Binding("q", "app.quit", "Quit", id="quit"),
        Binding("tab", "event(1)", show=False, id="event.next", priority=True),
        Binding("shift+tab", "event(-1)", show=False, id="event.previous", priority=True),
        Binding("g", "group", "Group by", id="group"),
        Binding("v", "invert", "Invert", id="invert"),
        Binding("w", "flame", "Flame", id="flame"),
        Binding("o", "sort_next", "Sort", id="sort"),
        Binding("O", "sort_reverse", show=False, id="sort.reverse"),
        Binding("I", "include", "Include", id="include"),
        Binding("x", "exclude", "Exclude", id="exclude"),
        Binding("u", "undo", "Undo", id="undo"),
        Binding("d", "zoom('dso')", show=False, id="zoom.dso"),
        Binding("t", "zoom('comm')", show=False, id="zoom.thread"),
        Binding("k", "zoom_kernel", show=False, id="zoom.kernel"),
        Binding("B", "children", show=False, id="children"),
        Binding("F", "relative", show=False, id="relative"),
        Binding("H", "headings", show=False, id="headings"),
        Binding("L", "limit", show=False, id="limit"),
        Binding("P", "print", show=False, id="print"),
        Binding("c", "copy", show=False, id="copy"),
        Binding("i", "header", show=False, id="header"),
        Binding("D", "damage", show=False, id="damage"),
        Binding("h,question_mark,f1", "help", "Help", id="help"),
        Binding("a,r,s,S,V", "not_yet", show=False),
    ]
    DEFAULT_CSS = """
    ReportScreen {
        #filters { height: auto; max-height: 2; padding: 0 1; color: $text-warning; display: none; }
        #filters.some { display: block; }
        ProfileTable { height: 1fr; }
    }
    """

    def __init__(self, path: str, events: list[str]) -> None:
        """Note what stands on top."""
        super().__init__()
        self._path, self._events = path, events
        self._told = ""  # of what is left out

    @property
    def browser(self) -> BrowserApp:
        """The app."""
        return cast("BrowserApp", self.app)

    @property
    def table(self) -> ProfileTable:
        """The rows."""
        return self.query_one(ProfileTable)

    def compose(self) -> ComposeResult:
        """Make the page."""
        yield Title(self._path)
        if len(self._events) > 1:
            yield EventBar(self._events)
        yield Static(id="filters", markup=False)
        yield ProfileTable(self.browser.wanted, id="rows")
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        """Begin with the keys on the rows."""
        self.table.focus()

    # What is shown.

    def show_state(self, view: View | None) -> None:
        """Show the title and the filters."""
        query = self.browser.wanted
        event = self._events[query.event] if self._events else ""
        waiting = view is not None and query != self.table.query_shown
        self.query_one(Title).show(event, query, view, self.browser.progress, waiting=waiting)
        for bar in self.query(EventBar):
            bar.show(query.event)
        parts = [escape(str(one)) for one in query.filters]
        if query.percent_limit:
            parts.append(f"from {query.percent_limit:g} %")
        if (text := " ▸ ".join(parts)) != self._told:
            self._told = text
            filters = self.query_one("#filters", Static)
            filters.set_class(bool(text), "some")
            filters.update(f"▸ {text}   (u undoes the last change)")

    def show_view(self, query: Query, view: View, *, refined: bool) -> None:
        """Show another view; `refined`: the same query, of more samples."""
        replaced = self.table.view
        self.table.show(view, query, keep_cursor=refined)
        self.show_state(view)
        self.browser.feed.drop(replaced)

    def search(self, pattern: re.Pattern[str], *, forward: bool, again: bool) -> None:
        """Look for the next entry that matches."""

        def found(place: int) -> None:
            if not self.table.go_to(place, pattern, forward=forward, again=again):
                self.no_match()

        look = self.table.find(pattern, forward=forward, again=again)
        if look is not None:
            self.browser.feed.run(look, found)

    # Queries.

    def ask(self, **changes: object) -> None:
        """Ask for the current query with changes; an order that it no longer has is dropped."""
        query = replace(self.browser.wanted, **changes)  # type: ignore[arg-type]
        columns = [column.key for column in columns_of(query)]
        if query.sort not in ("", *columns):
            query = replace(query, sort="", descending=True)
        self.browser.ask(query)

    def _add(self, condition: Filter) -> None:
        filters = self.browser.wanted.filters
        if condition in filters:  # perf's zoom keys also zoom out
            self.ask(filters=tuple(one for one in filters if one != condition))
        else:
            self.ask(filters=(*filters, condition))

    def action_event(self, step: int) -> None:
        """Show the next event."""
        if self._events:
            self.action_event_number((self.browser.wanted.event + step) % len(self._events))

    def action_event_number(self, event: int) -> None:
        """Show an event."""
        self.ask(event=event)

    def action_group(self) -> None:
        """Ask for other keys."""

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer:
                self.ask(keys=answer)

        self.app.push_screen(KeysDialog(keys(), self.browser.wanted.keys), chosen)

    def action_invert(self) -> None:
        """Turn call trees round."""
        self.ask(inverted=not self.browser.wanted.inverted)

    def action_children(self) -> None:
        """Show or leave out what functions cost with all that they call."""
        self.ask(children=not self.browser.wanted.children)

    def action_limit(self) -> None:
        """Ask for the smallest share that is shown."""
        limit = f"{self.browser.wanted.percent_limit:g}"
        ask_number(
            self, "Percent limit", limit, (0, 100), lambda number: self.ask(percent_limit=number)
        )

    def action_include(self) -> None:
        """Ask for a pattern; only stacks with a frame that matches stay."""
        self._ask_pattern("Only stacks with a frame that matches", keep=True)

    def action_exclude(self) -> None:
        """Ask for a pattern; stacks with a frame that matches are left out."""
        self._ask_pattern("Without stacks that have a frame that matches", keep=False)

    def _ask_pattern(self, question: str, *, keep: bool) -> None:
        def given(text: str | None) -> None:
            if not text:
                return
            if compiled(text) is None:
                self.notify(f"not a regular expression: {text}", severity="error", markup=False)
            else:
                self._add(Filter("frames", text, keep))

        self.app.push_screen(Prompt(question), given)

    def action_undo(self) -> None:
        """Take back the last change of the query."""
        if not self.browser.undo():
            self.notify("nothing to undo")

    def action_zoom(self, key: str) -> None:
        """Show only what has the same object or task as the row of the cursor."""
        row = self.table.current()
        shown = self.table.query_shown.keys
        if key == "comm":
            key = next((one for one in ("pid", "tgid", "comm") if one in shown), key)
        zoomed = [one for one in self.browser.wanted.filters if one.field == key and one.keep]
        if zoomed:
            self._add(zoomed[-1])
        elif row is not None and key in shown:
            self._add(Filter(key, row.row.texts[shown.index(key)].strip()))
        else:
            self.notify(f"not grouped by {key}: g", severity="warning")

    def action_zoom_kernel(self) -> None:
        """Show only samples in the kernel."""
        self._add(KERNEL)

    # The rows.

    def action_open(self) -> None:
        """Open or close what is under the cursor; without anything there, show the menu."""
        table = self.table
        if table.flat is None or not table.line_count():
            return
        before = len(table.flat)
        table.action_fold()
        row = table.current()
        if len(table.flat) == before and row is not None and row.branch is None:
            self.action_menu()

    def on_line_view_chosen(self, _: LineView.Chosen) -> None:
        """Do for a click what Enter does."""
        self.action_open()

    def on_profile_table_sort_asked(self, message: ProfileTable.SortAsked) -> None:
        """Sort by the column that was clicked."""
        self._sort(message.column)

    def action_sort_next(self) -> None:
        """Sort by the next column."""
        names = [column.key for column in self.table.columns]
        if names:
            self._sort(names[(names.index(self.table.sort) + 1) % len(names)])

    def action_sort_reverse(self) -> None:
        """Turn the order round."""
        self._sort(self.table.sort)

    def _sort(self, column: str) -> None:
        wanted = self.browser.wanted
        again = column == self.table.sort
        self.ask(sort=column, descending=not wanted.descending if again else column in COSTS)

    def action_relative(self) -> None:
        """Show shares of what passes the filters, or of all."""
        self.table.relative = not self.table.relative
        self.table.refresh()

    def action_headings(self) -> None:
        """Show or hide the headings."""
        self.table.headings = 1 - self.table.headings
        self.table.reload()

    def action_copy(self) -> None:
        """Copy the row of the cursor."""
        if (row := self.table.current()) is not None:
            self.app.copy_to_clipboard(" ".join(escape(text) for text in row.row.texts))
            self.notify("copied")

    def action_print(self) -> None:
        """Write the rows to perf.hist.N."""
        table = self.table
        if table.flat is None:
            return
        name = next(path for n in range(1_000_000) if not (path := Path(f"perf.hist.{n}")).exists())
        lines = plain_lines(table.flat.copy(), table.columns, table.whole)

        def write() -> str:
            try:
                with name.open("x", encoding="utf-8") as file:
                    file.writelines(f"{line}\n" for line in lines)
            except OSError as error:
                return f"{name}: {error.strerror}"
            return f"written to {name}"

        self.browser.feed.run(write, self.notify)

    # Pages.

    def action_flame(self) -> None:
        """Show the flame graph of what passes the filters."""
        self.app.push_screen(FlameScreen(self.browser.wanted))

    def action_header(self) -> None:
        """Show what the file says of machine and command."""
        text = "\n".join(escape(line) for line in self.browser.source.header().splitlines())
        self.app.push_screen(TextPage("Header", text))

    def action_damage(self) -> None:
        """Show what could not be read."""
        places = self.browser.source.damage()
        text = "\n".join(escape(place) for place in places) or "All of the file could be read."
        self.app.push_screen(TextPage("Damage", text))

    def on_title_clicked(self) -> None:
        """Show what the title warns of."""
        if self.browser.source.progress().damaged:
            self.action_damage()

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(TextPage("Keys", HELP))

    def action_not_yet(self) -> None:
        """Say that a key of perf's does nothing here yet."""
        self.notify(NOT_YET)

    def action_menu(self) -> None:
        """Show what can be done with the row of the cursor."""
        actions: list[tuple[str, Callable[[], object]]] = []
        if (line := self.table.current()) is not None:
            label = line.branch.node.label if line.branch else None
            for text, condition in row_filters(self.table.query_shown, line.row, label):
                actions.append((text, partial(self._add, condition)))
            actions.append(("Expand all under it", self.table.action_expand))
        actions.append(("Flame graph", self.action_flame))
        actions.append(("Group by …", self.action_group))
        actions.append(("Turn call trees round", self.action_invert))
        if self.browser.wanted.filters:
            actions.append(("Take the last filter back", self.drop_filter))

        def chosen(answer: str | None) -> None:
            if answer is not None:
                actions[int(answer)][1]()

        choices = [(text, str(number)) for number, (text, _) in enumerate(actions)]
        self.app.push_screen(Menu("Menu", choices), chosen)

    # Leaving.

    def action_back(self) -> None:
        """Close the tree that the cursor is in, or zoom out."""
        table = self.table
        if table.flat is not None and table.line_count():
            parent = table.flat.parent(table.cursor)
            if table.flat.is_open(table.cursor):
                table.action_fold()
                return
            if parent != table.cursor:
                table.move_cursor(parent)
                return
        self.drop_filter()

    def drop_filter(self) -> bool:
        """Take the last filter back; False when there is none."""
        filters = self.browser.wanted.filters
        if filters:
            self.ask(filters=filters[:-1])
        return bool(filters)

    def action_escape(self) -> None:
        """Stop reading, else zoom out, else ask whether to leave."""
        if not self.browser.progress.done:
            self.browser.stop_reading()
        else:
            self.back_out()

    def back_out(self) -> None:
        """Zoom out, else ask whether to leave."""
        if self.drop_filter():
            return

        def answered(leave: bool | None) -> None:
            if leave:
                self.app.exit()

        self.app.push_screen(Question("Leave?"), answered)
