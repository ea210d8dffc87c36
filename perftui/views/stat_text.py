"""Counts as text: perf stat's own layout, columns for programs, and JSON."""

from __future__ import annotations

import json
import locale
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perftui.views.counts import Line, Metric, relative
from perftui.views.escape import escape
from perftui.views.metrics import Told, alone

FULL = 100.0
WIDTH = 32  # of a name
CGROUP = 16
METRIC = 38  # of what is told behind it
COUNT = 18 + 1 + 4 + 1 + WIDTH  # of a count with its unit and name
ALONE = 20  # of a metric without counts


@dataclass(frozen=True, slots=True)
class Style:
    """How counts are written."""

    separator: str = ""  # between columns for programs; empty: for people
    json: bool = False
    big_numbers: bool = True  # digits in groups, as the locale has it
    aggregate: str = ""  # how the first column of JSON is called
    cgroups: bool = False  # each event has its own


def _number(line: Line, style: Style) -> str:
    if not line.event.supported:
        return "<not supported>"
    if not line.counted:
        return "<not counted>"
    if not line.event.scale.is_integer():
        return f"{line.mean:.2f}"
    if style.big_numbers and not style.separator:
        return locale.format_string("%d", round(line.mean), grouping=True)
    return str(round(line.mean))


def _told(metric: Metric | None) -> str:
    return f" # {metric.form.format(metric.value)} {metric.unit}" if metric is not None else ""


def _for_people(line: Line, metric: Metric | None, prefix: str, style: Style) -> str:
    number = _number(line, style)
    unit = line.event.unit if line.event.supported else ""
    text = f"{prefix}{number:>18} {unit:<4} {escape(line.event.name):<{WIDTH}}"
    if style.cgroups:
        text += f" {escape(line.event.cgroup):<{CGROUP}}"
    text += f"{_told(metric):<{METRIC}}"
    if len(line.readings) > 1 and line.counted:
        text += _noise(relative(line.values))
    if line.counted and line.share < FULL - 0.005:
        text += f"  ({line.share:.2f}%)"
    return text


def _columns(line: Line, metric: Metric | None, style: Style) -> list[str]:
    cells = [_number(line, style), line.event.unit if line.event.supported else ""]
    cells += [line.event.name, line.event.cgroup] if style.cgroups else [line.event.name]
    if len(line.readings) > 1:
        cells.append(f"{relative(line.values):.2f}%")
    cells += [str(line.runtime), f"{line.share if line.counted else FULL:.2f}"]
    return cells + _metric_columns(metric)


def _metric_columns(metric: Metric | None) -> list[str]:
    return [f"{metric.value:.3f}", metric.unit] if metric is not None else ["", ""]


def _object(line: Line, metric: Metric | None, style: Style) -> dict[str, object]:
    told: dict[str, object] = {}
    counted = line.counted and line.event.supported
    told["counter-value"] = f"{line.mean:.6f}" if counted else _number(line, style)
    told["unit"] = line.event.unit if line.event.supported else ""
    told["event"] = line.event.name
    if style.cgroups:
        told["cgroup"] = line.event.cgroup
    if len(line.readings) > 1:
        told["variance"] = round(relative(line.values), 2)
    told["event-runtime"] = line.runtime
    told["pcnt-running"] = round(line.share if line.counted else FULL, 2)
    return told | _metric_object(metric)


def _metric_object(metric: Metric | None) -> dict[str, object]:
    return {
        "metric-value": f"{metric.value if metric else 0:.6f}",
        "metric-unit": metric.unit if metric else "",
    }


@dataclass(frozen=True, slots=True)
class _Begin:
    """What a line begins with: the time since the start, and the group that it is of."""

    interval: float | None  # seconds
    label: str
    counters: int | None  # that were summed; None where that goes without saying

    def text(self) -> str:
        begin = f"{self.interval:16.9f} " if self.interval is not None else ""
        if self.label:
            begin += f"{self.label:<16} "
        return begin if self.counters is None else f"{begin}{self.counters:>5} "

    def columns(self) -> list[str]:
        cells = [f"{self.interval:.9f}"] if self.interval is not None else []
        if self.label:
            cells.append(self.label)
        return cells if self.counters is None else [*cells, str(self.counters)]

    def object(self, style: Style) -> dict[str, object]:
        told: dict[str, object] = {}
        if self.interval is not None:
            told["interval"] = round(self.interval, 9)
        if self.label:
            told[style.aggregate or "aggregate"] = self.label.removeprefix("CPU")
        return told if self.counters is None else told | {"aggregate-number": self.counters}


def _begin(interval: float | None, label: str, counters: int, style: Style) -> _Begin:
    told = bool(label) and style.aggregate not in ("cpu", "thread")
    return _Begin(interval, label, counters if told else None)


def lines_of(lines: Iterable[Told], style: Style, interval: float | None = None) -> Iterator[str]:
    """Yield the text of counts; `interval`: seconds since the start, that each begins with."""
    for line, computed in lines:
        metrics = [metric for metric in computed if not math.isnan(metric.value)]
        begin = _begin(interval, line.label, line.counters, style)
        first = metrics[0] if metrics else None
        if style.json:
            yield json.dumps(begin.object(style) | _object(line, first, style))
        elif style.separator:
            columns = begin.columns() + _columns(line, first, style)
            yield style.separator.join(columns)
        else:
            yield _for_people(line, first, begin.text(), style)
        for metric in metrics[1:]:
            if style.json:
                yield json.dumps(begin.object(style) | _metric_object(metric))
            elif style.separator:
                empty = [""] * (len(_columns(line, metric, style)) - 2)
                yield style.separator.join([*begin.columns(), *empty, *_metric_columns(metric)])
            else:
                yield f"{begin.text()}{'':{COUNT}}{_told(metric)}"


def metrics_alone(
    lines: Iterable[Told], style: Style, interval: float | None = None, *, headed: bool = False
) -> Iterator[str]:
    """Yield a line of metrics a group, below one of what they are unless it is `headed`."""
    for label, counters, metrics in alone(lines):
        begin = _begin(interval, label, counters, style)
        values = ["" if math.isnan(m.value) else m.form.format(m.value).strip() for m in metrics]
        units = [one.unit for one in metrics]
        if style.json:
            told = {unit: value for unit, value in zip(units, values, strict=True) if value}
            yield json.dumps(begin.object(style) | (told or {"metric-value": "none"}))
        elif style.separator:
            if not headed:
                yield style.separator.join([*_columns_before(begin, style), *units, ""])
            yield style.separator.join([*begin.columns(), *values, ""])
        else:
            if not headed:
                yield f"{'':{len(begin.text())}}" + _cells(units)
            yield begin.text() + _cells(values)
        headed = True


def _columns_before(begin: _Begin, style: Style) -> list[str]:
    """Return what the columns before the metrics are called."""
    names = ["time"] if begin.interval is not None else []
    names += [style.aggregate] if begin.label else []
    return names if begin.counters is None else [*names, "cpus"]


def _cells(texts: list[str]) -> str:
    return "".join(f"{text:>{ALONE}} " for text in texts)


def _noise(percent: float) -> str:
    return f"  ( +-{percent:6.2f}% )" if percent else ""


def ending(seconds: list[float], user: float | None, system: float | None) -> Iterator[str]:
    """Yield what perf tells below the counts: how long it took, and a command's own times."""
    yield ""
    mean = sum(seconds) / len(seconds)
    if len(seconds) > 1:
        error = mean * relative(seconds) / FULL
        # Two digits more than the error has.
        digits = 2 + (math.ceil(-math.log10(error)) if 0 < error <= 1 else 0)
        told = f"{mean:17.{digits}f} +- {error:.{digits}f} seconds time elapsed"
        yield f" {told}{_noise(relative(seconds))}"
    else:
        yield f" {mean:17.9f} seconds time elapsed"
    if user is not None and system is not None:
        yield ""
        yield f" {user:17.9f} seconds user"
        yield f" {system:17.9f} seconds sys"
        yield ""
    yield ""
