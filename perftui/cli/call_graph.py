"""`-g/--call-graph` of a report: perf's comma-separated choices, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perftui.cli.messages import UsageError

MODES = ("none", "flat", "graph", "fractal", "folded", "caller", "callee")
_VALUES = ("percent", "period", "count")


@dataclass(frozen=True, slots=True)
class CallGraph:
    """How call graphs are drawn; the defaults are perf's."""

    mode: str = "graph"
    percent: float = 0.5
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
            graph = replace(graph, mode="none")
        elif word in ("graph", "fractal", "flat", "folded"):
            graph = replace(graph, mode=word)
        elif word in ("caller", "callee"):
            graph = replace(graph, order=word)
        elif word in ("function", "address"):
            graph = replace(graph, by_address=word == "address")
        elif word in _VALUES:
            graph = replace(graph, value=word)
        else:
            graph = _with_number(graph, word, numbers)
            numbers += 1
    return graph


def _with_number(graph: CallGraph, word: str, place: int) -> CallGraph:
    """The first number is the least share, the second how many branches are drawn."""
    try:
        if place == 0:
            return replace(graph, percent=float(word))
        if place == 1:
            return replace(graph, limit=int(word))
    except ValueError:
        pass
    msg = f"-g does not know '{word}'"
    raise UsageError(msg)
