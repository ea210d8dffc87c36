#!/usr/bin/env python3
"""Measure the browser on a recording, in a terminal of its own (160 x 50, nothing drawn).

    tui.py RECORDING [--json FILE]

When the title and the headings are written, when the first row is, and how long a key takes, from
its press to the end of the frame that has the cursor in another row, while the recording loads and
after. Medians of five starts on a warm cache.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

from common import circumstances, keep

STARTS = 5
PRESSES = 3  # of each key
BETWEEN = 0.03  # seconds
PERFTUI = str(Path(sys.executable).with_name("perftui"))  # of this environment
KEYS = (b"\x1b[B", b"\x1b[6~", b"\x1b[A", b"\x1b[5~")
ROW = b"[k] "
# Frames are marked where a terminal says that it knows the marks (DEC mode 2026).
ASKS, KNOWS = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
END_OF_FRAME = b"\x1b[?2026l"
CURSOR = re.compile(  # a line in the cursor's colour, below the title, which has that too
    rb"\x1b\[(?!1;)(\d+);\d+H(?:(?!\x1b\[\d+;\d+H).)*?48;2;1;120;212", re.DOTALL
)


class Terminal:
    """A program in a terminal, and what it has written."""

    def __init__(self, command: list[str]) -> None:
        """Start it."""
        self.start = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(command[0], command)
        size = struct.pack("HHHH", 50, 160, 0, 0)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, size)
        self.written = b""
        self.row = 0  # of the cursor, in the last frame that had one
        self.shown = 0.0  # when
        self._frame = b""

    def read(self, seconds: float) -> bytes:
        """Return what it writes, b"" when it stays quiet for so long."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        text = os.read(self.master, 1 << 16)
        self.written += text
        self._frame += text
        if ASKS in text:
            os.write(self.master, KNOWS)
        while END_OF_FRAME in self._frame:
            frame, _, self._frame = self._frame.partition(END_OF_FRAME)
            if (cursor := CURSOR.search(frame)) is not None:
                self.row = int(cursor[1])
                self.shown = time.perf_counter()
        return text

    def wait_for(self, wanted: bytes) -> float:
        """Return the seconds from the start until something was written."""
        while wanted not in self.written:
            if not self.read(5):
                sys.exit(f"{wanted!r} never came")
        return time.perf_counter() - self.start

    def press(self, key: bytes) -> float:
        """Press a key that moves the cursor; return the seconds until it stands elsewhere."""
        row, self.shown = self.row, 0.0
        begin = time.perf_counter()
        os.write(self.master, key)
        while self.row == row:
            if self.read(0.5):
                continue
            # New samples may have moved the line that it went to to where it was.
            if not self.shown:
                sys.exit(f"{key!r} was not answered")
            break
        return self.shown - begin

    def rest(self, seconds: float) -> None:
        """Let some time go by, as between the keys of a user."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.master)


def pressed(terminal: Terminal) -> list[float]:
    """Press keys; return the seconds that each took."""
    seconds = []
    for key in KEYS * PRESSES:
        terminal.rest(BETWEEN)
        seconds.append(terminal.press(key))
    return seconds


def one_start(path: str) -> dict[str, float]:
    """Start the browser once; return milliseconds."""
    terminal = Terminal([PERFTUI, "report", path])
    header = terminal.wait_for(b"Children")
    terminal.wait_for(b"Symbol")
    rows = terminal.wait_for(ROW)
    loading = pressed(terminal)
    while terminal.read(1.0):
        pass
    idle = pressed(terminal)
    terminal.end()
    seconds = {
        "header": header,
        "rows": rows,
        "key_loading_median": statistics.median(loading),
        "key_loading_worst": max(loading),
        "key_idle_median": statistics.median(idle),
        "key_idle_worst": max(idle),
    }
    return {name: value * 1000 for name, value in seconds.items()}


def main() -> int:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recording")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    one_start(options.recording)  # warms the caches
    starts = [one_start(options.recording) for _ in range(STARTS)]
    figures = circumstances(options.recording)
    for name in starts[0]:
        figures[name + "_ms"] = round(statistics.median(start[name] for start in starts), 1)
    keep(figures, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
