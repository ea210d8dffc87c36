"""Metrics by name: their expressions, and how the events that these need are written."""

from __future__ import annotations

from collections.abc import Iterator

from _perf._metric_expression import Expression, parse
from _perf._metric_tables import Metric, expressions, find_metrics
from _perf._pmu_events import events_of_files

TIMES = ("duration_time", "user_time", "system_time")  # that no counter has


def named(
    names: str, pmu: str | None = None, *, system_wide: bool = True
) -> Iterator[tuple[Metric, Expression]]:
    """Go through the metrics of a list of names or groups, parted by commas.

    `pmu` restricts them to those of a unit; `system_wide` tells what they are counted of. OSError
    when there is no such metric, or its expression cannot be read.
    """
    for name in filter(None, (part.strip() for part in names.split(","))):
        known = find_metrics(name, pmu)
        if not known:
            raise OSError(22, f"'{name}' is no metric of this machine")
        for metric in known:
            others = expressions(pmu)
            try:
                yield metric, parse(metric["MetricExpr"], metrics=others, system_wide=system_wide)
            except ValueError as error:
                raise OSError(22, f"metric {metric['MetricName']}: {error}") from None


def event_string(name: str) -> str:
    """Return how an event is written that a file of events may have named."""
    for event in events_of_files():
        if event["name"].lower() == name.lower():
            return event.get("encoding_desc", name)
    return name
