"""perf's tool events: the time that goes by while others count, and what CPUs spend meanwhile."""

from __future__ import annotations

import os
import resource
import time
from itertools import groupby
from typing import TYPE_CHECKING

from perftui.views.counts import TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perftui.cli.target import Target

TICK = os.sysconf("SC_CLK_TCK")


def pieces(text: str) -> Iterator[str]:
    """Yield the tool events of an event string, and what stands between them as it is."""
    for is_tool, group in groupby(_parts(text), key=TOOLS.__contains__):
        names = list(group)
        yield from names if is_tool else [",".join(names)]


def _parts(text: str) -> Iterator[str]:
    """Yield the events and groups: commas in braces and terms part none."""
    begin, depth, terms = 0, 0, False
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        terms ^= letter == "/"
        if letter == "," and not depth and not terms:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


def _ticks(path: str, user: tuple[int, ...], system: tuple[int, ...]) -> tuple[float, float]:
    """Return seconds of both kinds from a line of numbers, counted behind a name in parentheses."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            words = file.readline().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    return sum(int(words[n]) for n in user) / TICK, sum(int(words[n]) for n in system) / TICK


class Times:
    """What the tool events count of whom is measured."""

    def __init__(self, target: Target) -> None:
        """Begin to count."""
        self._tids = target.tids
        self._before = self._now()

    def _now(self) -> tuple[float, ...]:
        if self._tids is None:
            # "cpu", user, nice, system: proc_stat(5)
            return time.monotonic(), *_ticks("/proc/stat", (1, 2), (3,))
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        user, system = ended.ru_utime, ended.ru_stime
        for tid in self._tids:
            # utime and stime: proc_pid_stat(5)
            used = _ticks(f"/proc/{tid}/task/{tid}/stat", (11,), (12,))
            user, system = user + used[0], system + used[1]
        return time.monotonic(), user, system

    def reset(self) -> None:
        """Begin again."""
        self._before = self._now()

    def since(self) -> dict[str, int]:
        """Return nanoseconds since the last time."""
        before, self._before = self._before, self._now()
        spent = zip(TOOLS, before, self._before, strict=True)
        return {name: round((now - then) * 1e9) for name, then, now in spent}
