"""The page of what happens now: the report's, with how long, how often and of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from perftui.tui.help_text import LIVE_HELP
from perftui.tui.screens.dialogs import Menu, TextPage, ask_number
from perftui.tui.screens.report import ReportScreen
from perftui.tui.widgets.bars import KeyBar
from perftui.tui.widgets.cpu_strip import CpuStrip
from perftui.tui.widgets.title import Title
from perftui.views.source import Weighing

if TYPE_CHECKING:
    from perftui.tui.live import LiveApp

KEYS = [
    ("h", "Help", "screen.help"),
    ("q", "Quit", "app.quit"),
    ("p", "Pause", "screen.pause"),
    ("f", "Stop", "screen.counting"),
    ("M", "Window", "screen.weighing"),
    ("y", "Event", "screen.pick_event"),
    ("R", "Record", "screen.record"),
    ("⏎", "Expand", "screen.open"),
    ("m", "Menu", "screen.menu"),
    ("g", "Group by", "screen.group"),
    ("w", "Flame", "screen.flame"),
    ("/", "Search", "screen.search"),
    ("I", "Include", "screen.include"),
    ("u", "Undo", "screen.undo"),
]


class LiveScreen(ReportScreen):
    """Shows the current query's view of what was counted; it changes as time goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "pause", "Pause", id="pause"),
        Binding("f", "counting", "Stop", id="counting"),
        Binding("z", "clear", show=False, id="clear"),
        Binding("M", "weighing", "Window", id="weighing"),
        Binding("T", "interval", show=False, id="interval"),
        Binding("y", "pick_event", "Event", id="pick"),
        Binding("R", "record", "Record", id="record"),
    ]

    @property
    def live(self) -> LiveApp:
        """The app."""
        return cast("LiveApp", self.app)

    def compose(self) -> ComposeResult:
        """Make the page."""
        for widget in super().compose():
            if isinstance(widget, KeyBar):
                yield KeyBar(KEYS)
                continue
            yield widget
            if isinstance(widget, Title):
                yield CpuStrip(self.live.frequency)

    def action_pause(self) -> None:
        """Keep what is shown, to sort, filter and zoom; counting goes on."""
        self.live.pause()

    def action_counting(self) -> None:
        """Stop counting, or go on."""
        counts = self.live.live.toggle()
        self.notify("counting goes on" if counts else "counting stopped (f goes on)")

    def action_clear(self) -> None:
        """Forget what was counted so far."""
        self.live.live.clear()
        self.notify("what was counted is forgotten")

    def action_weighing(self) -> None:
        """Ask what is looked at."""

        def chosen(answer: str | None) -> None:
            if answer == "last":
                ask_number(
                    self,
                    "The last so many seconds (up to 60)",
                    "10",
                    (1, 60),
                    lambda number: self.live.weigh(Weighing("last", number)),
                )
            elif answer is not None:
                self.live.weigh(Weighing(answer))

        choices = [
            ("Decay: the newer the more it weighs", "decay"),
            ("All since the start", "all"),
            ("The last seconds …", "last"),
        ]
        self.app.push_screen(Menu("What is looked at", choices), chosen)

    def action_interval(self) -> None:
        """Ask how often the picture is made anew."""
        now = f"{self.live.interval:g}"
        ask_number(self, "Seconds between pictures", now, (0.1, 3600), self.live.draw_every)

    def action_pick_event(self) -> None:
        """Ask for another event."""
        self.live.pick_event()

    def action_record(self) -> None:
        """Record what is watched to perf.data, until the same key again."""
        self.live.record()

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(TextPage("Keys", LIVE_HELP))

    def action_escape(self) -> None:
        """Zoom out, else ask whether to leave: what is watched has no end to wait for."""
        self.back_out()
