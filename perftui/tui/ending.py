"""What all screens share in how they end: a signal leaves the terminal as it was before."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

ENDING = (signal.SIGINT, signal.SIGTERM)  # after SIGHUP there is no terminal to put in order


class EndingApp(App[None]):
    """An application that puts the terminal in order before a signal ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]

    ended_by: int | None = None  # the signal

    def on_mount(self) -> None:
        """Begin to listen."""
        loop = asyncio.get_running_loop()
        for number in ENDING:
            with suppress(RuntimeError):  # in a thread that is not the first one hears none
                loop.add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        self.ended_by = number
        self.exit()
