"""The browser of recordings: it holds the query and hands views to the pages."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from perftui.tui.ending import EndingApp
from perftui.tui.feed import Feed
from perftui.tui.messages import ViewFailed, ViewReady
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.screens.report import ReportScreen
from perftui.views.source import Progress, Query, Source

if TYPE_CHECKING:
    from textual.timer import Timer

TICK = 0.1  # seconds between looks at the progress
FIRST_TICK = 0.02  # the same until there is something to show
FIRST_TICKS = 20  # at most, in ticks of the usual length
_PARTS = 2
_GROWTH = 4  # the pause before a view is refined, in times of what the last one took


class BrowserApp(EndingApp):
    """perftui report on the screen."""

    TITLE = "perftui"
    REPORT: ClassVar[type[ReportScreen]] = ReportScreen
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False, priority=True)]
    CSS = """
    Prompt, Menu, KeysDialog, Question, TextPage, EventPicker { align: center middle; }
    .dialog { width: 72; max-width: 90%; height: auto; max-height: 100%; padding: 0 2;
              background: $surface; border: round $primary; }
    .dialog OptionList, .dialog SelectionList { height: auto; border: none; }
    .page { width: 90%; height: 90%; padding: 0 1; background: $surface; border: round $primary; }
    .page-title { text-style: bold; }
    """

    def __init__(
        self, source: Source, query: Query | None = None, *, threaded: bool = True
    ) -> None:
        """Note the recording and the first query; without threads tests need not wait."""
        super().__init__()
        self.source = source
        self.events = source.events()
        self.wanted = query or Query()
        self.progress = Progress()
        self.feed = Feed(self, source, threaded=threaded)
        self.report = self.REPORT(source.path, self.events)
        # What it begins with can be undone, too.
        first = self.wanted.filters
        self._history = [replace(self.wanted, filters=first[:n]) for n in range(len(first))]
        self._shown = 0  # samples, in the view that was asked for last
        self._next_view = 0.0
        self._ticks = 0.0
        self._every = FIRST_TICK
        self._timer: Timer | None = None

    def get_default_screen(self) -> Screen[None]:
        """Begin with the report."""
        return self.report

    def on_mount(self) -> None:
        """Begin to look at the progress."""
        self.call_after_refresh(self._collect_garbage)
        self._look_every(FIRST_TICK)
        self.call_after_refresh(self.tick)

    def _look_every(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._every = seconds
        self._timer = self.set_interval(seconds, self.tick)

    @staticmethod
    def _collect_garbage() -> None:
        """From now on, but never again look through what starting made: that takes 20 ms."""
        gc.freeze()
        gc.enable()

    @property
    def _standing(self) -> bool:
        """Whether the report's parts are there: not before it is made, nor while the app ends."""
        return len(self.report.query("Title, ProfileTable")) == _PARTS

    def tick(self) -> None:
        """Look how far reading is; ask for the view again when there are more samples."""
        if not self._standing:
            return
        self.progress = self.source.progress()
        self._ticks += self._every / TICK
        begun = self.progress.samples or self.progress.done or self._ticks > FIRST_TICKS
        if self._every == FIRST_TICK and begun:
            self._look_every(TICK)
        if self.progress.samples and not self.feed.busy and self.is_due():
            self._shown = self.progress.samples
            self.feed.ask(self.looked_at(), anew=True)
        self.report.show_state(self.report.table.view)

    def looked_at(self) -> Query:
        """Return the query whose view is made anew."""
        return self.wanted

    def is_due(self) -> bool:
        """Whether it is time for a view of more samples, which is then made."""
        if self._shown == self.progress.samples:
            return False
        if not self.progress.done and self._ticks < self._next_view:
            return False
        # Refined less and less often: what a view costs grows with what has been read.
        self._next_view = self._ticks + max(2, self._ticks // _GROWTH)
        return True

    def ask(self, query: Query) -> None:
        """Ask for another query's view."""
        if query != self.wanted:
            self._history.append(self.wanted)
            self._want(query)

    def undo(self) -> bool:
        """Go back to the query before; False when there is none."""
        if not self._history:
            return False
        self._want(self._history.pop())
        return True

    def _want(self, query: Query) -> None:
        self.wanted = query
        self.feed.ask(query)
        self.report.show_state(self.report.table.view)

    def on_view_ready(self, message: ViewReady) -> None:
        """Hand a view to the page that wants it."""
        if not self._standing:
            return
        if isinstance(self.screen, FlameScreen) and message.query == self.screen.wanted:
            self.screen.show_view(message.view)
        if message.query == self.wanted:
            refined = self.report.table.query_shown == message.query
            self.report.show_view(message.query, message.view, refined=refined)

    def on_view_failed(self, message: ViewFailed) -> None:
        """Say why there is no view, and go back to what was shown."""
        self.notify(message.reason, severity="error", markup=False)
        if self._history:
            self.wanted = self._history.pop()

    def stop_reading(self) -> None:
        """Read no further."""
        self.source.stop()
        self.notify("reading stopped; what was read is shown")

    def on_unmount(self) -> None:
        """Let the reading threads end."""
        self.source.stop()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Add the report's actions to the command palette."""
        yield from super().get_system_commands(screen)
        report = self.report
        if screen is report:
            yield SystemCommand("Report: group by …", "Other keys", report.action_group)
            yield SystemCommand("Report: invert", "Turn call trees round", report.action_invert)
            yield SystemCommand("Report: flame graph", "Boxes by cost", report.action_flame)
            yield SystemCommand(
                "Report: only stacks …", "Include by pattern", report.action_include
            )
            yield SystemCommand(
                "Report: without stacks …", "Exclude by pattern", report.action_exclude
            )
            yield SystemCommand(
                "Report: children on/off", "With callees' cost", report.action_children
            )
            yield SystemCommand("Report: header", "Machine and command", report.action_header)
            yield SystemCommand("Report: print", "Write perf.hist.N", report.action_print)
