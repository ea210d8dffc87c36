"""What `perftui stat` counted, summed and put into words; it opens nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

MSEC = 1e6  # nanoseconds
CLOCKS = ("cpu-clock", "task-clock")
TOOLS = ("duration_time", "user_time", "system_time")  # perf's own, which no counter has
PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "K"))


@dataclass(slots=True)
class Reading:
    """One counter since the reading before, or a sum of several."""

    value: int = 0
    enabled: int = 0  # nanoseconds
    running: int = 0

    def __iadd__(self, other: Reading) -> Reading:
        """Add another counter's reading."""
        self.value += other.value
        self.enabled += other.enabled
        self.running += other.running
        return self

    @property
    def scaled(self) -> float:
        """The count as it would be had the counter run all the time."""
        if not self.running:
            return 0.0
        return self.value * (self.enabled / self.running)

    @property
    def share(self) -> float:
        """How much of the time the counter ran, in percent."""
        return 100 * self.running / self.enabled if self.enabled else 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """What is counted: its name, and how counts become what is shown."""

    name: str
    unit: str = ""
    scale: float = 1.0
    supported: bool = True
    cgroup: str = ""  # that alone it counts

    @property
    def base(self) -> str:
        """The name without modifiers and terms."""
        return self.name.partition("/")[0].partition(":")[0]

    @property
    def is_clock(self) -> bool:
        """Whether it counts nanoseconds, which are shown as milliseconds."""
        return self.base in CLOCKS


def event_of(name: str, unit: str, scale: float, *, supported: bool, cgroup: str = "") -> Event:
    """Return an event as it is shown: clocks in msec."""
    event = Event(name, unit, scale, supported, cgroup)
    return replace(event, unit="msec", scale=1 / MSEC) if event.is_clock else event


@dataclass(slots=True)
class Line:
    """One event of one group of counters: the mean of the runs, and how they differ."""

    event: Event
    readings: list[Reading] = field(default_factory=list)  # one a run
    label: str = ""  # "CPU0", "S0-D0-C0", "sleep-12" …; empty: the sum of all
    counters: int = 0  # that were summed

    @property
    def counted(self) -> bool:
        """Whether any counter ran."""
        return any(reading.running for reading in self.readings)

    @property
    def values(self) -> list[float]:
        """What each run counted, in the event's unit."""
        return [reading.scaled * self.event.scale for reading in self.readings]

    @property
    def mean(self) -> float:
        """What a run counted, on average."""
        return sum(self.values) / len(self.readings) if self.readings else 0.0

    @property
    def amount(self) -> float:
        """The mean as metrics have it: clocks in nanoseconds, other times in seconds."""
        if self.event.is_clock:
            return self.mean * MSEC
        return self.mean / 1e9 if self.event.name in TOOLS else self.mean

    @property
    def share(self) -> float:
        """How much of the time the counters ran, in percent."""
        total = Reading()
        for reading in self.readings:
            total += reading
        return total.share

    @property
    def runtime(self) -> int:
        """How long the counters ran in a run, in nanoseconds."""
        return sum(reading.running for reading in self.readings) // max(1, len(self.readings))


def spread(values: list[float]) -> tuple[float, float]:
    """Return the mean, and the standard error of it."""
    count = len(values)
    mean = sum(values) / count if count else 0.0
    if count < 2:  # noqa: PLR2004  (one value does not differ)
        return mean, 0.0
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    return mean, math.sqrt(variance / count)


def relative(values: list[float]) -> float:
    """Return the standard error as a share of the mean, in percent."""
    mean, error = spread(values)
    return 100 * error / mean if mean else 0.0


@dataclass(frozen=True, slots=True)
class Metric:
    """What a count means beside others: a number, what it is, and how it is written."""

    value: float
    unit: str
    form: str = "{:8.3f}"


def rate(value: float) -> tuple[float, str]:
    """Return a rate a second with its prefix: 2010.5 is 2.0105 K."""
    for least, prefix in PREFIXES:
        if value >= least:
            return value / least, prefix
    return value, ""


RATIOS = {  # of two events: what the first is beside the second
    "instructions": ("cycles", "insn per cycle", "{:8.2f} ", 1.0),
    "branch-misses": ("branches", "of all branches", "{:8.2f}%", 100.0),
    "cache-misses": ("cache-references", "of all cache refs", "{:8.2f}%", 100.0),
    "L1-dcache-load-misses": ("L1-dcache-loads", "of all L1-dcache accesses", "{:8.2f}%", 100.0),
    "LLC-load-misses": ("LLC-loads", "of all LL-cache accesses", "{:8.2f}%", 100.0),
    "dTLB-load-misses": ("dTLB-loads", "of all dTLB cache accesses", "{:8.2f}%", 100.0),
    "iTLB-load-misses": ("iTLB-loads", "of all iTLB cache accesses", "{:8.2f}%", 100.0),
}


def _canonical(name: str) -> str:
    same = {"cpu-cycles": "cycles", "branch-instructions": "branches"}
    return same.get(name, name)


def metric(line: Line, beside: Iterable[Line], seconds: float) -> Metric | None:
    """Return what a line's count means beside the others of its group, as perf tells it.

    `seconds`: of real time, that the clocks are compared with.
    """
    if not line.counted or line.event.name in TOOLS:
        return None
    by_name = {_canonical(other.event.base): other for other in beside if other.counted}
    name = _canonical(line.event.base)
    if line.event.is_clock:
        used = line.mean / 1e3 / seconds if seconds else 0.0
        return Metric(used, "CPUs utilized")
    ratio = RATIOS.get(name)
    if ratio is not None and ratio[0] in by_name and by_name[ratio[0]].mean:
        _, unit, form, factor = ratio
        return Metric(factor * line.mean / by_name[ratio[0]].mean, unit, form)
    clock = next((by_name[name] for name in reversed(CLOCKS) if name in by_name), None)
    if clock is None or not clock.mean:
        return None
    if name == "cycles":
        return Metric(line.mean / (clock.mean * 1e6), "GHz")
    number, prefix = rate(line.mean / (clock.mean / 1e3))
    return Metric(number, f"{prefix}/sec")
