"""The signals that end what a command does for as long as nobody ends it."""

from __future__ import annotations

import signal


class Stop:
    """Whether a signal has asked for the end."""

    def __init__(self) -> None:
        """Listen to the signals; the end of a child is heard to be looked at."""
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.ask())
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def ask(self) -> None:
        """Ask for it in the signals' place."""
        self.asked = True
