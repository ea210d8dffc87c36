"""Expressions of metrics: what MetricExpr and MetricThreshold of perf's pmu-events files hold.

An expression is kept as the steps of a stack machine, so that no length or nesting of its text can
exhaust the stack of Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from _perf._metric_parser import Parser, Scope
from _perf._metric_steps import Operator, Question, Read, Step


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression."""

    text: str
    steps: tuple[Step, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The events that have to be counted, as event strings, and perf's times.

        The times are `duration_time`, `user_time` and `system_time`, which no counter has.
        """
        reads = (step for step in self.steps if isinstance(step, Read))
        return tuple(dict.fromkeys(r.event for r in reads if r.question is not Question.KNOWN))

    @property
    def constant(self) -> bool:
        """Whether the value is the same whatever is counted."""
        return all(isinstance(step, float) for step in self.steps)

    def value(self, values: Mapping[str, float], counts: Mapping[str, int] | None = None) -> float:
        """Compute it from the values of its events, times in seconds; nan where one is missing.

        `counts` tells from how many counters a value was added up, where that is not one.
        """
        stack: list[float] = []
        for step in self.steps:
            if isinstance(step, Operator):
                arguments = stack[-step.arity :]
                del stack[-step.arity :]
                stack.append(step.function(*arguments))
            elif isinstance(step, Read):
                stack.append(_answer(step, values, counts or {}))
            else:
                stack.append(step)
        return stack[0]


def _answer(read: Read, values: Mapping[str, float], counts: Mapping[str, int]) -> float:
    if read.question is Question.KNOWN:
        return float(read.event in values)
    if read.event not in values:
        return math.nan
    if read.question is Question.COUNT:
        return float(counts.get(read.event, 1))
    return float(values[read.event])


def parse(
    text: str,
    *,
    metrics: Mapping[str, str] | None = None,
    exists: Callable[[str], bool] | None = None,
    system_wide: bool = True,
) -> Expression:
    """Parse an expression; ValueError says what is wrong in which column.

    `metrics` has the expressions of the metrics that it may name, by their names in small letters.
    `exists` answers `has_event` at once, instead of what values there are when it is computed.
    """
    scope = Scope(metrics or {}, exists, system_wide)
    return Expression(text, Parser(scope, text).steps())
