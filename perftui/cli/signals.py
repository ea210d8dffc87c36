"""The signals that end what a command does for as long as nobody ends it."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress


class Stop:
    """Whether a signal has asked for the end, and sleep that every signal ends."""

    def __init__(self) -> None:
        """Listen to the signals; the end of a child is heard to be looked at."""
        self.asked = False
        self._signal: int | None = None
        self._woken, self._wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._hear)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _hear(self, number: int, _: object) -> None:
        self._signal = number
        self.ask()

    def ask(self) -> None:
        """Ask for it in the signals' place, from any thread."""
        self.asked = True
        with suppress(BlockingIOError):  # so full that it wakes anyway
            os.write(self._wakes, b"\0")

    def sleep(self, seconds: float) -> None:
        """Sleep until a signal comes, or somebody asks for the end."""
        wait = None if seconds == float("inf") else max(0.0, seconds)
        if select.select([self._woken], [], [], wait)[0]:
            os.read(self._woken, 512)

    def pass_on(self) -> None:
        """End by the signal that asked for it, if one did: a shell's loop ends with us then."""
        if self._signal is not None:
            sys.stderr.flush()
            signal.signal(self._signal, signal.SIG_DFL)
            os.kill(os.getpid(), self._signal)
