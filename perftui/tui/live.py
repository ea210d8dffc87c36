"""The browser of what happens now: it makes the picture anew and keeps what is asked of it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, ClassVar

from perftui.tui.app import BrowserApp
from perftui.tui.screens.event_picker import EventPicker
from perftui.tui.screens.flame import FlameScreen
from perftui.tui.screens.live import LiveScreen
from perftui.tui.widgets.bars import EventBar
from perftui.tui.widgets.cpu_strip import CpuStrip
from perftui.views.events import Event, all_events
from perftui.views.source import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from perftui.tui.screens.report import ReportScreen
    from perftui.views.source import LiveSource, Weighing

    # Records until the event is set; the answer is a sentence.
    Record = Callable[[threading.Event], str]

FILLING = 0.2  # seconds between pictures while the first samples come
FILLED = 2.0


class LiveApp(BrowserApp):
    """perftui top on the screen."""

    REPORT: ClassVar[type[ReportScreen]] = LiveScreen

    def __init__(  # noqa: PLR0913  (keywords, each with a default)
        self,
        live: LiveSource,
        query: Query | None = None,
        *,
        interval: float = 1.0,
        frequency: int = 0,
        record: Record | None = None,
        threaded: bool = True,
    ) -> None:
        """Note who is watched, how often the picture is made, and how it is recorded."""
        super().__init__(live, query, threaded=threaded)
        self.live = live
        self.interval = interval
        self.frequency = frequency
        self._record = record
        self._recording: threading.Event | None = None
        self._known: list[Event] = []
        self._begun = time.monotonic()
        self._next_picture = 0.0
        for note in live.notes():
            self.call_later(self.notify, note, markup=False)

    def looked_at(self) -> Query:
        """Return the query of the page that is on top."""
        return self.screen.wanted if isinstance(self.screen, FlameScreen) else self.wanted

    def is_due(self) -> bool:
        """Whether it is time for another picture."""
        now = time.monotonic()
        if self.live.paused or now < self._next_picture:
            return False
        filling = now - self._begun < FILLED
        self._next_picture = now + (min(FILLING, self.interval) if filling else self.interval)
        self.live.refresh()
        for strip in self.report.query(CpuStrip):
            strip.show(self.live.by_cpu(), self.live.rate_limit())
        return True

    def draw_every(self, seconds: float) -> None:
        """Make pictures so often from now on."""
        self.interval = seconds
        self._next_picture = 0.0

    def pause(self) -> None:
        """Keep the picture, or let it go on."""
        self.live.paused = not self.live.paused
        self.notify(
            "paused: sort, filter and zoom what is shown; counting goes on (p goes on)"
            if self.live.paused
            else "goes on"
        )

    def weigh(self, weighing: Weighing) -> None:
        """Look at something else of what was counted."""
        self.live.weighing = weighing
        self._next_picture = 0.0
        self.live.paused = False

    def pick_event(self) -> None:
        """Ask for another event and watch it."""

        def chosen(name: str | None) -> None:
            if name:
                self.feed.run(lambda: self._switch(name), self._switched)

        def show(events: list[Event]) -> None:
            self._known = events
            self.push_screen(EventPicker(events), chosen)

        if self._known:
            show(self._known)
        else:
            self.feed.run(lambda: list(all_events()), show)

    def _switch(self, name: str) -> str:
        try:
            self.live.switch([name])
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)
        return ""

    def _switched(self, error: str) -> None:
        if error:
            self.notify(error, severity="error", markup=False)
            return
        self.events[:] = self.live.events()
        self._begun, self._next_picture = time.monotonic(), 0.0
        for bar in self.report.query(EventBar):
            bar.remove()
        for note in self.live.notes():
            self.notify(note, markup=False)
        self._want_first_event()

    def _want_first_event(self) -> None:
        self.report.ask(event=0)

    def record(self) -> None:
        """Begin to record what is watched, or end it."""
        if self._recording is not None:
            self._recording.set()
            self._recording = None
        elif self._record is not None:
            stop = self._recording = threading.Event()
            record = self._record
            self.live.recording = True
            self.notify("recording to perf.data; R ends it")

            def recorded(sentence: str) -> None:
                if self._recording in (stop, None):  # no other has begun meanwhile
                    self._recording = None
                    self.live.recording = False
                self.notify(sentence, markup=False)

            self.feed.run(lambda: record(stop), recorded)

    def on_unmount(self) -> None:
        """Let the counting and recording threads end."""
        if self._recording is not None:
            self._recording.set()
        super().on_unmount()
