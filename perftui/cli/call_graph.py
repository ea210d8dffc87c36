"""`-g/--call-graph` of a report: perf's comma-separated choices, in any order."""

from __future__ import annotations

from typing import NamedTuple

from perftui.cli.messages import UsageError

MODES = ("none", "flat", "graph", "fractal", "folded", "caller", "callee")
_VALUES = ("percent", "period", "count")


class CallGraph(NamedTuple):  # a dataclass costs 7 ms of start-up
    """How call graphs are drawn; the defaults are perf's, None those of the rows."""

    mode: str = "graph"
    percent: float | None = None
    limit: int = 0
    order: str = ""  # empty: caller with children, else callee
    by_address: bool = False
    value: str = "percent"


def parse_call_graph(text: str) -> CallGraph:
    """Parse "graph,0.5,caller,function,percent" or any part of it."""
    graph = CallGraph()
    numbers = 0
    for word in filter(None, text.replace(" ", ",").split(",")):
        if word in ("none", "no"):
            graph = graph._replace(mode="none")
        elif word in ("graph", "fractal", "flat", "folded"):
            graph = graph._replace(mode=word)
        elif word in ("caller", "callee"):
            graph = graph._replace(order=word)
        elif word in ("function", "address"):
            graph = graph._replace(by_address=word == "address")
        elif word in _VALUES:
            graph = graph._replace(value=word)
        else:
            graph = _with_number(graph, word, numbers)
            numbers += 1
    return graph


def _with_number(graph: CallGraph, word: str, place: int) -> CallGraph:
    """The first number is the least share, the second how many branches are drawn."""
    try:
        if place == 0:
            return graph._replace(percent=float(word))
        if place == 1:
            return graph._replace(limit=int(word))
    except ValueError:
        pass
    msg = f"-g does not know '{word}'"
    raise UsageError(msg)
