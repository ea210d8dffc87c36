"""Metrics that were asked for by name: computed from the lines of counts, and where they stand."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from perftui.views.counts import Event, Line, Metric, metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _perf._metric_expression import Expression

SCALE_UNIT = re.compile(r"([\d.]+(?:[eE][-+]?\d+)?)(.*)")
TOO_COMMON = ("/sec", "CPUs utilized")  # to stand alone, in perf's --metric-only


@dataclass(frozen=True, slots=True)
class Wanted:
    """A metric: its expression, and the events that were opened for it, by their names there."""

    name: str
    scale_unit: str  # a number and a unit; the value is multiplied with the former
    expression: Expression
    events: Mapping[str, Event]

    @property
    def lead(self) -> Event | None:
        """The event beside which it is shown; None when it counts nothing."""
        return next(iter(self.events.values()), None)

    def beside(self, lines: Iterable[Line], seconds: float) -> Metric:
        """Compute it from lines of one group; nan when they say nothing of it."""
        counted = {line.event: line for line in lines if line.counted}
        values = {"duration_time": seconds}
        counters = {}
        for name, event in self.events.items():
            if event in counted:
                values[name] = counted[event].amount
                counters[name] = counted[event].counters
        value = self.expression.value(values, counters)
        value = value if math.isfinite(value) else math.nan
        scaled = SCALE_UNIT.fullmatch(self.scale_unit)
        if scaled is None:
            return Metric(value, self.name, "{:8.2f}")
        return Metric(value * float(scaled[1]), f"{scaled[2]}  {self.name}", "{:8.1f}")


Told = tuple[Line, list[Metric]]


def told(lines: list[Line], wanted: list[Wanted], seconds: float) -> Iterator[Told]:
    """Yield the lines with what they mean: the metrics wanted stand at the first of their events.

    These are nan where nothing was counted. Lines of other events have the usual one, if there is
    one. `seconds`: of real time.
    """
    asked = {event for one in wanted for event in one.events.values()}
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.label, line.event.cgroup), []).append(line)
    for line in lines:
        beside = groups[line.label, line.event.cgroup]
        if line.event in asked:
            leads = (one for one in wanted if one.lead == line.event)
            yield line, [one.beside(beside, seconds) for one in leads]
        else:
            usual = metric(line, beside, seconds)
            yield line, [] if usual is None else [usual]


def alone(lines: Iterable[Told]) -> Iterator[tuple[str, int, list[Metric]]]:
    """Yield the groups with all their metrics, without those that say little by themselves.

    Of each its label, how many counters were summed, and its metrics.
    """
    groups: dict[str, tuple[int, list[Metric]]] = {}
    for line, metrics in lines:
        _, group = groups.setdefault(line.label, (line.counters, []))
        for one in metrics:
            if not one.unit.endswith(TOO_COMMON):
                of_all = one.unit.startswith("of all")
                unit = f"{line.event.name} {one.unit}" if of_all else one.unit
                group.append(Metric(one.value, unit, one.form))
    for label, (counters, group) in groups.items():
        yield label, counters, group
