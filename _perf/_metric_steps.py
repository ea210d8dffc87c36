"""The steps of a metric's expression: constants, questions about events, operators.

Operators are defined for all floats. Where perf has no value, the value is nan: a division by
zero, an event that was not counted.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

LONG = 2.0**63


class Question(Enum):
    """What an expression wants to know of an event."""

    VALUE = "value"
    COUNT = "source_count"
    KNOWN = "has_event"


class Read(NamedTuple):
    """The step that asks for something of an event."""

    question: Question
    event: str


class Operator(NamedTuple):
    """A function of so many floats."""

    function: Callable[..., float]
    arity: int


Step = float | Read | Operator


class Binary(NamedTuple):
    """An operator between two operands; the higher its precedence, the tighter it binds."""

    precedence: int
    operator: Operator


def _or(left: float, right: float) -> float:
    if abs(left) > 0 or abs(right) > 0:
        return 1.0
    return math.nan if math.isnan(left) or math.isnan(right) else 0.0


def _and(left: float, right: float) -> float:
    if 0 in (left, right):
        return 0.0
    return math.nan if math.isnan(left) or math.isnan(right) else 1.0


def _xor(left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right):
        return math.nan
    return float((left != 0) != (right != 0))


def _remainder(left: float, right: float) -> float:
    """Return what C's % does with longs: fractions are cut off, the sign is the dividend's."""
    if abs(left) < LONG and 1 <= abs(right) < LONG:
        return math.fmod(math.trunc(left), math.trunc(right))
    return math.nan


def _compare(function: Callable[[float, float], bool]) -> Callable[[float, float], float]:
    def apply(left: float, right: float) -> float:
        unknown = math.isnan(left) or math.isnan(right)
        return math.nan if unknown else float(function(left, right))

    return apply


def _divide(left: float, right: float) -> float:
    return left / right if right != 0 else math.nan


def _ratio(left: float, right: float) -> float:
    return left / right if right != 0 else 0.0


def _choose(chosen: float, condition: float, other: float) -> float:
    return chosen if condition != 0 else other


choose = Operator(_choose, 3)
negate = Operator(operator.neg, 1)

# |, ^ and & are logical, as in perf of late: an operand is true when it is not zero.
BINARY = {
    "|": Binary(0, Operator(_or, 2)),
    "^": Binary(1, Operator(_xor, 2)),
    "&": Binary(2, Operator(_and, 2)),
    "<": Binary(3, Operator(_compare(operator.lt), 2)),
    ">": Binary(3, Operator(_compare(operator.gt), 2)),
    "+": Binary(4, Operator(operator.add, 2)),
    "-": Binary(4, Operator(operator.sub, 2)),
    "*": Binary(5, Operator(operator.mul, 2)),
    "/": Binary(5, Operator(_divide, 2)),
    "%": Binary(5, Operator(_remainder, 2)),
}

FUNCTIONS = {
    "min": Operator(lambda left, right: left if left < right else right, 2),
    "max": Operator(lambda left, right: left if left > right else right, 2),
    "d_ratio": Operator(_ratio, 2),
}
