"""`-g/--call-graph` of a report: perf's comma-separated choices, in any order."""

from __future__ import annotations

from perftui.cli.messages import UsageError

MODES = ("none", "flat", "graph", "fractal", "folded", "caller", "callee")
_VALUES = ("percent", "period", "count")


class CallGraph:  # a NamedTuple costs 5 ms of start-up, a dataclass 7
    """How call graphs are drawn; the defaults are perf's, None those of the rows."""

    def __init__(self) -> None:
        """Begin with the defaults."""
        self.mode = "graph"
        self.percent: float | None = None
        self.limit = 0
        self.order = ""  # empty: caller with children, else callee
        self.by_address = False
        self.value = "percent"


def parse_call_graph(text: str) -> CallGraph:
    """Parse "graph,0.5,caller,function,percent" or any part of it."""
    graph = CallGraph()
    numbers = 0
    for word in filter(None, text.replace(" ", ",").split(",")):
        if word in ("none", "no"):
            graph.mode = "none"
        elif word in ("graph", "fractal", "flat", "folded"):
            graph.mode = word
        elif word in ("caller", "callee"):
            graph.order = word
        elif word in ("function", "address"):
            graph.by_address = word == "address"
        elif word in _VALUES:
            graph.value = word
        else:
            _take_number(graph, word, numbers)
            numbers += 1
    return graph


def _take_number(graph: CallGraph, word: str, place: int) -> None:
    """The first number is the least share, the second how many branches are drawn."""
    try:
        if place == 0:
            graph.percent = float(word)
            return
        if place == 1:
            graph.limit = int(word)
            return
    except ValueError:
        pass
    msg = f"-g does not know '{word}'"
    raise UsageError(msg)
