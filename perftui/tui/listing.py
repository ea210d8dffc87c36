"""The browser of events: what this machine can count, tried as the cursor moves."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from perftui.tui.ending import EndingApp
from perftui.tui.widgets.bars import KeyBar
from perftui.tui.widgets.cells import fit
from perftui.tui.widgets.line_view import LineView
from perftui.views.escape import escape
from perftui.views.events import Event, is_pattern
from perftui.views.numbers import short
from perftui.views.trial import Trial

TICK = 0.25  # seconds between looks at the counter
NAME = 48
KIND = 24
KEYS = [
    ("↑↓", "Move", "app.focus_list"),
    ("/", "Search", "app.search"),
    ("c", "Copy", "app.copy"),
    ("q", "Quit", "app.quit"),
]


class EventLines(LineView):
    """The events that fit what is searched for."""

    def __init__(self) -> None:
        """Begin without events."""
        super().__init__(id="events")
        self.events: list[Event] = []

    def line_count(self) -> int:
        """Return how many events fit."""
        return len(self.events)

    def line_width(self) -> int:
        """Return the width of a line."""
        return NAME + KIND + 2

    def heading(self, number: int) -> list[Segment]:
        """Make the heading."""
        del number
        return [Segment(f"{'Event':{NAME}}  {'Kind':{KIND}}")]

    def line(self, number: int) -> list[Segment]:
        """Make an event's line."""
        event = self.events[number]
        return [
            Segment(fit(escape(event["name"]), NAME) + "  "),
            Segment(fit(event["event_type_desc"], KIND), self.style("dim")),
        ]

    def current(self) -> Event | None:
        """Return the event of the cursor."""
        return self.events[self.cursor] if self.events else None


class ListApp(EndingApp):
    """perftui list on the screen."""

    TITLE = "perftui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", show=False, priority=True),
        Binding("q", "quit", show=False),
        Binding("slash", "search", show=False),
        Binding("c", "copy", show=False),
        Binding("escape", "focus_list", show=False),
    ]
    CSS = """
    Input { height: 3; }
    EventLines { height: 1fr; }
    #trial { height: 6; padding: 0 1; background: $panel; }
    """

    def __init__(self, events: list[Event]) -> None:
        """Note the events."""
        super().__init__()
        self.events = [event for event in events if not is_pattern(event)]
        self.trial: Trial | None = None
        self._tried: Event | None = None

    def compose(self) -> ComposeResult:
        """Make the page."""
        yield Input(placeholder="parts of the name, the kind or the description")
        yield EventLines()
        yield Static(id="trial", markup=False)
        yield KeyBar(KEYS)

    def on_mount(self) -> None:
        """Begin with all events."""
        self._offer("")
        self.lines.focus()
        self.set_interval(TICK, self.tick)

    @property
    def lines(self) -> EventLines:
        """The events."""
        return self.query_one(EventLines)

    def _offer(self, wanted: str) -> None:
        words = wanted.lower().split()
        self.lines.events = [
            event
            for event in self.events
            if all(word in " ".join(event.values()).lower() for word in words)
        ]
        self.lines.reload(0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits."""
        self._offer(event.value)

    def on_input_submitted(self, _: Input.Submitted) -> None:
        """Go to what was found."""
        self.lines.focus()

    def tick(self) -> None:
        """Try the event of the cursor; look at what it counts."""
        event = self.lines.current()
        if event is not self._tried:
            self._tried = event
            if self.trial is not None:
                self.trial.close()
            self.trial = Trial(event["name"]) if event is not None else None
        elif self.trial is not None:
            self.trial.look()
        self.query_one("#trial", Static).update(self.described())

    def described(self) -> str:
        """Return what is known of the event, and what it counts."""
        event, trial = self._tried, self.trial
        if event is None or trial is None:
            return "no event fits"
        names = " OR ".join(escape(event[key]) for key in ("name", "alias") if key in event)
        about = [event.get(key, "") for key in ("encoding_desc", "desc", "topic", "scale_unit")]
        lines = [names, " · ".join(escape(part) for part in about if part)]
        if trial.error:
            return "\n".join([*lines, escape(trial.error)])
        rate = trial.rates[-1] if trial.rates else 0.0
        counted = f"{short(round(rate))}/s · {short(round(trial.total))} since it is looked at"
        return "\n".join([*lines, counted, trial.sparkline()])

    def action_search(self) -> None:
        """Go to the search."""
        self.query_one(Input).focus()

    def action_focus_list(self) -> None:
        """Go to the events."""
        self.lines.focus()

    def action_copy(self) -> None:
        """Copy the name of the event."""
        if (event := self.lines.current()) is not None:
            self.copy_to_clipboard(event["name"])
            self.notify("copied")

    def on_unmount(self) -> None:
        """Count no further."""
        if self.trial is not None:
            self.trial.close()
