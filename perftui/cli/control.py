"""Commands to a running record or stat: --control, as perf-record(1) has it."""

from __future__ import annotations

import os
import threading
import time
from select import select
from typing import TYPE_CHECKING

from perftui.cli.messages import UsageError, complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from _perf import evsel
    from perftui.cli.signals import Stop

LINE = 4096  # bytes of a command, at most
ACK = b"ack\n"


def add_begin(parser: argparse.ArgumentParser) -> None:
    """Add the options that say when measuring begins."""
    add = parser.add_argument
    add("-D", "--delay", type=int, default=0, metavar="MS", help="begin later; -1: when told to")
    add("--control", metavar="HOW",
        help="obey enable, disable, evlist, ping, stop: fd:10,11 or fifo:orders,acks")  # fmt: skip


def begin_of(options: argparse.Namespace) -> float:
    """Return when measuring begins, as time.monotonic() has it."""
    return time.monotonic() + (options.delay / 1000 if options.delay >= 0 else float("inf"))


def begins_later(options: argparse.Namespace) -> bool:
    """Whether what happens to processes has to be known before events are enabled."""
    return bool(options.delay or options.control)


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
