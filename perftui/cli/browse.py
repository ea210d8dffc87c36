"""The browser on one recording: the core begins to read before the screen is imported."""

from __future__ import annotations

import os

from perftui.cli.messages import complain, explained

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from perftui.cli.call_graph import CallGraph
    from perftui.views.source import Filter, Query

# What only the text shows.
_OF_TEXT = ("header", "threads", "field_separator", "column_widths", "hierarchy", "percentage")
_GRAPHS = ("graph", "caller", "callee", "none")


def is_for_text(options: argparse.Namespace, keys: Sequence[str], graph: CallGraph) -> bool:
    """Whether something is asked for that the browser does not show."""
    from perftui.views.columns import HEADINGS  # noqa: PLC0415  (text needs no screen)

    return (
        any(getattr(options, name) for name in _OF_TEXT)
        or graph.mode not in _GRAPHS
        or not {*keys} <= {*HEADINGS, "symbol"}
    )


def name_filters(options: argparse.Namespace) -> list[Filter]:
    """Turn --comms, --dsos and --symbols into filters of the screen."""
    from perftui.views.source import Filter  # noqa: PLC0415  (text needs no screen)

    names = (("comms", options.comms), ("dsos", options.dsos), ("syms", options.symbols))
    return [Filter(field, text) for field, text in names if text]


def query_of(
    options: argparse.Namespace, keys: Sequence[str], *, children: bool, inverted: bool
) -> Query:
    """Turn the options into what is shown first."""
    from perftui.views.source import Filter, Query  # noqa: PLC0415  (text needs no screen)

    who = (("tgids", options.pid), ("pids", options.tid))
    return Query(
        keys=tuple("sym" if key == "symbol" else key for key in keys),
        filters=(
            *name_filters(options),
            *(Filter(field, numbers) for field, numbers in who if numbers),
        ),
        children=children,
        inverted=inverted,
        percent_limit=options.percent_limit or 0.0,
    )


def part_of(options: argparse.Namespace) -> str:
    """Say which part of the recording the options leave, empty: all of it."""
    parts = (("CPU ", options.cpu), ("time ", options.time))
    return ", ".join(word + text for word, text in parts if text)


def browse(path: str, settings: Sequence[str], query: Query, part: str) -> int:
    """Read and show the recording until the user leaves; settings are those of the core."""
    from perftui.views.recording import Recording  # noqa: PLC0415  (text needs no screen)

    if path == "-":
        complain("reading the recording; it is shown when the pipe ends")

    def work() -> int:
        recording = Recording(path, settings, part)
        if path == "-":  # the recording came from there; keys come from the terminal
            with open("/dev/tty", "rb") as terminal:  # (pathlib costs 4 ms of start-up)
                os.dup2(terminal.fileno(), 0)
        from perftui import tui  # noqa: PLC0415  (150 ms, while the core reads already)

        return tui.run(recording, query)

    return explained(work)
