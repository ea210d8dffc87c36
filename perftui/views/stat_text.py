"""Counts as text: perf stat's own layout, columns for programs, and JSON."""

from __future__ import annotations

import json
import locale
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perftui.views.counts import Line, Metric, relative
from perftui.views.escape import escape

FULL = 100.0
WIDTH = 32  # of a name
METRIC = 38  # of what is told behind it


@dataclass(frozen=True, slots=True)
class Style:
    """How counts are written."""

    separator: str = ""  # between columns for programs; empty: for people
    json: bool = False
    big_numbers: bool = True  # digits in groups, as the locale has it
    aggregate: str = ""  # how the first column of JSON is called
    metrics: bool = True


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


def _for_people(line: Line, metric: Metric | None, prefix: str, style: Style) -> str:
    number = _number(line, style)
    unit = line.event.unit if line.event.supported else ""
    text = f"{prefix}{number:>18} {unit:<4} {escape(line.event.name):<{WIDTH}}"
    told = ""
    if metric is not None and style.metrics:
        told = f" # {metric.form.format(metric.value)} {metric.unit}"
    text += f"{told:<{METRIC}}"
    if len(line.readings) > 1 and line.counted:
        text += _noise(relative(line.values))
    if line.counted and line.share < FULL - 0.005:
        text += f"  ({line.share:.2f}%)"
    return text


def _columns(line: Line, metric: Metric | None, prefix: list[str], style: Style) -> str:
    cells = [*prefix]
    if line.label:
        cells.append(line.label)
        if style.aggregate not in ("cpu", "thread"):
            cells.append(str(line.counters))
    cells += [_number(line, style), line.event.unit if line.event.supported else ""]
    cells.append(line.event.name)
    if len(line.readings) > 1:
        cells.append(f"{relative(line.values):.2f}%")
    cells += [str(line.runtime), f"{line.share if line.counted else FULL:.2f}"]
    cells += [f"{metric.value:.3f}", metric.unit] if metric is not None else ["", ""]
    return style.separator.join(cells)


def _object(line: Line, metric: Metric | None, interval: float | None, style: Style) -> str:
    told: dict[str, object] = {}
    if interval is not None:
        told["interval"] = round(interval, 9)
    if line.label:
        told[style.aggregate or "aggregate"] = line.label.removeprefix("CPU")
        if style.aggregate not in ("cpu", "thread"):
            told["aggregate-number"] = line.counters
    counted = line.counted and line.event.supported
    told["counter-value"] = f"{line.mean:.6f}" if counted else _number(line, style)
    told["unit"] = line.event.unit if line.event.supported else ""
    told["event"] = line.event.name
    if len(line.readings) > 1:
        told["variance"] = round(relative(line.values), 2)
    told["event-runtime"] = line.runtime
    told["pcnt-running"] = round(line.share if line.counted else FULL, 2)
    told["metric-value"] = f"{metric.value if metric else 0:.6f}"
    told["metric-unit"] = metric.unit if metric else ""
    return json.dumps(told)


def lines_of(
    lines: Iterable[tuple[Line, Metric | None]], style: Style, interval: float | None = None
) -> Iterator[str]:
    """Yield the text of counts; `interval`: seconds since the start, that each begins with."""
    for line, metric in lines:
        if style.json:
            yield _object(line, metric, interval, style)
        elif style.separator:
            begin = [f"{interval:.9f}"] if interval is not None else []
            yield _columns(line, metric, begin, style)
        else:
            prefix = f"{interval:16.9f} " if interval is not None else ""
            if line.label:
                prefix += f"{line.label:<16} "
            if line.label and style.aggregate not in ("cpu", "thread"):
                prefix += f"{line.counters:>5} "
            yield _for_people(line, metric, prefix, style)


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
