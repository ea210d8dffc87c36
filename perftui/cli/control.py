"""Commands to a running record or stat: --control, as perf-record(1) has it."""

from __future__ import annotations

import argparse
import os
import threading
import time
from select import select
from typing import TYPE_CHECKING

from perftui.cli.messages import UsageError, complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from _perf import evsel
    from perftui.cli.signals import Stop

Times = tuple[tuple[float, bool], ...]
AT_ONCE: Times = ((0.0, True),)
LINE = 4096  # bytes of a command, at most
ACK = b"ack\n"


def add_delay(parser: argparse.ArgumentParser, kind: Callable[[str], object], help: str) -> None:
    """Add the option of a delay, which a function reads."""
    parser.add_argument("-D", "--delay", type=kind, default="0", metavar="MS", help=help)


def add_control(parser: argparse.ArgumentParser) -> None:
    """Add the option of another program that says what happens."""
    parser.add_argument("--control", metavar="HOW",
        help="obey enable, disable, evlist, ping, stop: fd:10,11 or fifo:orders,acks")  # fmt: skip


def times(text: str) -> Times:
    """Return the seconds when measuring goes on and off: of "500", "-1" or "10-20,30-40" (ms)."""
    if text == "-1":
        return ()
    if text.isdigit():
        return ((int(text) / 1000, True),)
    ends = [end for part in text.split(",") for end in part.split("-", 1)]
    if len(ends) != 2 * len(text.split(",")) or not all(map(str.isdigit, ends)):
        raise argparse.ArgumentTypeError(f"'{text}' is no time in ms, nor such as 10-20,30-40")
    seconds = [int(end) / 1000 for end in ends]
    if seconds != sorted(seconds):
        raise argparse.ArgumentTypeError(f"the times of '{text}' are not in order")
    return tuple((second, place % 2 == 0) for place, second in enumerate(seconds))


class Schedule:
    """Switches events at their times, counted from now on."""

    def __init__(self, times: Times, events: Sequence[evsel]) -> None:
        """Note them."""
        self._begin = time.monotonic()
        self._times = list(times)
        self._events = events

    def go_on(self) -> float:
        """Do what is due; return the seconds until the next time."""
        now = time.monotonic() - self._begin
        while self._times and now >= self._times[0][0]:
            _, on = self._times.pop(0)
            for one in self._events:
                (one.enable if on else one.disable)()
        return self._times[0][0] - now if self._times else float("inf")


def _check(number: int | None) -> None:
    try:
        if number is not None:
            os.fstat(number)
    except OSError:
        raise UsageError(f"--control: {number} is no descriptor that is open") from None


def _descriptors(spec: str) -> tuple[int, int | None]:
    """Open what fd:COMMANDS[,ACKS] or fifo:COMMANDS[,ACKS] names."""
    kind, _, names = spec.partition(":")
    commands, _, acks = names.partition(",")
    if kind == "fd" and commands.isdigit() and (not acks or acks.isdigit()):
        opened = int(commands), int(acks) if acks else None
        for number in opened:
            _check(number)
        return opened
    if kind == "fifo" and commands:
        # For writing too: so the end of one writer is not the end of all.
        return os.open(commands, os.O_RDWR), os.open(acks, os.O_RDWR) if acks else None
    raise UsageError(f"'{spec}' is no --control; one is fd:10,11 or fifo:orders,acks")


class Control:
    """A thread that does what it is told, line by line: enable, disable, evlist, ping, stop."""

    def __init__(self, spec: str, stop: Stop) -> None:
        """Open the descriptors; what comes before obey() waits."""
        self.events: Sequence[evsel] = ()
        self._commands, self._acks = _descriptors(spec)
        self._stop = stop
        self._thread: threading.Thread | None = None

    def obey(self, events: Iterable[evsel]) -> None:
        """Switch these events from now on."""
        self.events = list(events)
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, daemon=True)
            self._thread.start()

    def _named(self, name: str) -> list[evsel]:
        named = [one for one in self.events if name in ("", one.name)]
        if not named:
            raise ValueError(f"there is no event '{name}' here")
        return named

    def _listen(self) -> None:
        rest = b""
        while select([self._commands], [], []) and (piece := os.read(self._commands, LINE)):
            *lines, rest = (rest + piece).split(b"\n")
            for line in filter(None, map(bytes.strip, lines)):
                self._answer(line.decode(errors="replace"))
            rest = rest[-LINE:]

    def _answer(self, line: str) -> None:
        try:
            self._do(*line.split(None, 1))
            if self._acks is not None:
                os.write(self._acks, ACK)
        except (OSError, ValueError) as error:
            complain(f"{line}: {error}")

    def _do(self, word: str, name: str = "") -> None:
        if word in ("enable", "disable"):
            for one in self._named(name):
                getattr(one, word)()
        elif word == "evlist":
            complain(", ".join(one.name for one in self.events))
        elif word == "stop":
            self._stop.ask()
        elif word != "ping":
            raise ValueError("that is no order; those are enable, disable, evlist, ping and stop")
