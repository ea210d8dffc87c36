"""Counters that are open, and the lines that they add up to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from perftui.cli.filters import set_filters
from perftui.cli.tool_times import Times, pieces
from perftui.views.counts import TOOLS, Event, Line, Reading, event_of
from perftui.views.metrics import Wanted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from _perf import evlist, evsel
    from perftui.cli.target import Target

USUAL = (
    "task-clock,context-switches,cpu-migrations,page-faults,cycles,instructions,branches,"
    "branch-misses"
)
DETAILED = ("L1-dcache-loads", "L1-dcache-load-misses", "LLC-loads", "LLC-load-misses")
TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/{}"


def _topology(cpu: int, name: str) -> int:
    try:
        with open(TOPOLOGY.format(cpu, name), encoding="ascii") as file:
            return int(file.read())
    except (OSError, ValueError):
        return 0


def _node(cpu: int) -> int:
    try:
        names = os.listdir(f"/sys/devices/system/cpu/cpu{cpu}")
    except OSError:
        return 0
    return next((int(name[4:]) for name in names if name[:4] == "node" and name[4:].isdigit()), 0)


def _comm(tid: int) -> str:
    try:
        with open(f"/proc/{tid}/comm", encoding="utf-8", errors="surrogateescape") as file:
            return file.read().rstrip("\n")
    except OSError:
        return f":{tid}"


def _label(level: str, cpu: int, thread: int) -> str:
    """Return what perf calls the group of counters that one belongs to."""
    socket = f"S{_topology(cpu, 'physical_package_id')}"
    die = f"{socket}-D{max(0, _topology(cpu, 'die_id'))}"
    labels = {
        "cpu": f"CPU{cpu}",
        "socket": socket,
        "die": die,
        "core": f"{die}-C{_topology(cpu, 'core_id')}",
        "node": f"N{_node(cpu)}" if level == "node" else "",
        "thread": f"{_comm(thread)}-{thread}" if level == "thread" else "",
    }
    return labels.get(level, "")


def _names(options: argparse.Namespace, target: Target) -> list[str]:
    """Return the events that are counted besides those of metrics."""
    usual = USUAL.replace("task-clock", "cpu-clock") if target.is_system_wide else USUAL
    names = list(options.event or ([] if options.metrics else [usual]))
    return names + list(DETAILED) if options.detailed else names


class _Metrics:
    """Metrics by name, and the events that they need, each once."""

    def __init__(self, names: str, *, system_wide: bool) -> None:
        from _perf._metrics import event_string, named  # noqa: PLC0415  (most runs have none)

        self._named = list(named(names, system_wide=system_wide)) if names else []
        self._string = {
            name: event_string(name) for _, expression in self._named for name in expression.events
        }

    @property
    def strings(self) -> Iterable[str]:
        """How the events are written, in order."""
        return dict.fromkeys(self._string.values())

    def wanted(self, events: Mapping[str, Event]) -> list[Wanted]:
        """Return the metrics with their events, which are given by how they are written."""
        return [
            Wanted(
                metric["MetricName"],
                metric.get("ScaleUnit", ""),
                expression,
                {name: events[self._string[name]] for name in expression.events},
            )
            for metric, expression in self._named
        ]


class Counting:
    """Events that are open, and the lines that their counters add up to."""

    def __init__(self, options: argparse.Namespace, target: Target, *, on_exec: bool) -> None:
        """Open the events; those that the machine has not are told as such."""
        self._options, self._target = options, target
        self.level = level_of(options)
        self.evlist: evlist | None = None
        self.events: list[Event] = []
        self._order: list[str | int] = []  # tool events by name, others by place
        self._times = Times(target)
        self._labels: dict[tuple[int, int], str] = {}
        self.metrics: list[Wanted] = []
        if not options.null:
            self.evlist = target.events(on_any_cpu=not target.is_system_wide)
            self._open(self.evlist, on_exec=on_exec)

    def _open(self, evlist: evlist, *, on_exec: bool) -> None:
        options, target = self._options, self._target
        names = _names(options, target)
        rounds = len(target.cgroups) if options.for_each_cgroup else 1
        asked = [
            (place, self._add_all(evlist, text))
            for _ in range(rounds)
            for place, text in enumerate(names)
        ]
        needed = _Metrics(",".join(options.metrics or []), system_wide=target.is_system_wide)
        places: dict[str, str | int] = {one.name: at for at, one in enumerate(evlist)}
        for string in needed.strings:
            if string not in places:
                places[string] = self._add(evlist, string)
        if options.for_each_cgroup:
            target.share(len(evlist))
        target.place(evlist)
        evlist.config_counting(not options.no_inherit, on_exec)
        evlist.open(True)
        set_filters(options.filter or [], asked, evlist)
        self.events = [
            event_of(
                one.name,
                one.unit,
                one.scale,
                supported=one.is_open,
                cgroup=target.cgroup_of(number),
            )
            for number, one in enumerate(evlist)
        ]
        self.metrics = needed.wanted({name: self._event(at) for name, at in places.items()})

    def _add_all(self, evlist: evlist, text: str) -> range:
        """Add the events of a string; return where they stand."""
        before, column = len(evlist), 0
        for piece in pieces(text):
            self._add(evlist, piece, column)
            column += len(piece) + 1
        return range(before, len(evlist))

    def _add(self, evlist: evlist, piece: str, column: int = 0) -> str | int:
        """Add events; return where the first of them stands."""
        before = len(evlist)
        if piece in TOOLS:
            self._order.append(piece)
            return piece
        evlist.add_events(" " * column + piece)  # what is wrong has its column
        self._order += range(before, len(evlist))
        return before

    def _event(self, place: str | int) -> Event:
        return Event(place, "ns") if isinstance(place, str) else self.events[place]

    def begin(self) -> None:
        """Begin to count time."""
        self._times.reset()

    def enable(self) -> None:
        """Begin to count."""
        self.begin()
        if self.evlist is not None:
            self.evlist.enable()

    def lines(self) -> list[Line]:
        """Return what was counted since the last time, event by event."""
        lines: list[Line] = []
        evsels = list(self.evlist or ())
        like = next((evsel for evsel in evsels if evsel.is_open), None)
        times = self._times.since()
        for place in self._order:
            if isinstance(place, str):
                ran = times["duration_time"]
                took = Reading(times[place], ran, ran)
                lines.append(Line(self._event(place), [took], self._label(0, -1), 1))
                continue
            evsel, event = evsels[place], self._event(place)
            groups: dict[str, Line] = {}
            shown = evsel if evsel.is_open or like is None else like
            for cpu in shown.cpus():
                for thread in shown.threads():
                    label = self._label(cpu, thread)
                    line = groups.setdefault(label, Line(event, [Reading()], label))
                    line.counters += 1
                    line.readings[0] += _read(evsel, cpu, thread)
            lines += groups.values() if groups else [Line(event, [Reading()])]
        return lines

    def _label(self, cpu: int, thread: int) -> str:
        if not self.level:
            return ""
        place = (cpu, thread)
        if place not in self._labels:
            self._labels[place] = _label(self.level, cpu, thread)
        return self._labels[place]

    def close(self) -> None:
        """Close the events."""
        if self.evlist is not None:
            self.evlist.close()


def _read(evsel: evsel, cpu: int, thread: int) -> Reading:
    """Read a counter; one of a thread that had ended before it was opened counts nothing."""
    if not evsel.is_open:
        return Reading()
    try:
        counts = evsel.read(cpu, thread)
    except OSError:
        return Reading()
    return Reading(counts.val, counts.ena, counts.run)


def level_of(options: argparse.Namespace) -> str:
    """Return what counters are put together by, empty: all of them."""
    levels = [one for one in ("socket", "die", "core", "node") if getattr(options, f"per_{one}")]
    if options.no_aggr:
        levels.append("cpu")
    if options.per_thread:
        levels.append("thread")
    return levels[0] if levels else ""
