"""perftui's screens in a terminal of their own."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands import PERFTUI


class Screen:
    """A command in a terminal of its own, of 120 columns and 30 lines."""

    def __init__(self, arguments: tuple[str | Path, ...]) -> None:
        self.terminal, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (30, 120))
        self.process = subprocess.Popen(
            [*PERFTUI, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(theirs)
        self.text = b""

    def wait_for(self, text: bytes) -> None:
        """Read until that was written, or the program has ended."""
        end = time.monotonic() + 20
        while text not in self.text and time.monotonic() < end:
            if not select.select([self.terminal], [], [], 0.1)[0]:
                continue
            try:
                self.text += os.read(self.terminal, 1 << 16)
            except OSError:
                return


@contextmanager
def shown(*arguments: str | Path) -> Iterator[Screen]:
    """Run a command on a screen, and end it."""
    screen = Screen(arguments)
    try:
        yield screen
    finally:
        screen.process.kill()
        screen.process.wait()
        os.close(screen.terminal)
