"""Filters of tracepoints: which the command line gives, and of which events."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _perf import evlist, evsel

TRACEPOINT = 2  # perf_event_attr.type


class _Filter(argparse.Action):
    """Note a filter, and behind which -e it stands."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        del option_string
        if not namespace.event:
            parser.error("--filter stands behind the -e that it is for")
        namespace.filter = [*(namespace.filter or []), (len(namespace.event) - 1, values)]


def add_events(parser: argparse.ArgumentParser) -> None:
    """Add the options that name events and filter them."""
    add = parser.add_argument
    add("-e", "--event", action="append", metavar="EVENTS", help="as perf list names them")
    add("--filter", action=_Filter, metavar="FILTER", help="of the tracepoints of -e before it")


def set_filters(
    given: list[tuple[int, str]],
    asked: list[tuple[int, range]],
    events: evlist,
    *,
    exclude_perf: bool = False,
) -> None:
    """Set the filters of open events; `asked`: the place of each -e, and the events of it."""
    for one, text in _filters(given, asked, events, exclude_perf=exclude_perf):
        one.set_filter(text)


def _filters(
    given: list[tuple[int, str]],
    asked: list[tuple[int, range]],
    events: evlist,
    *,
    exclude_perf: bool,
) -> Iterator[tuple[evsel, str]]:
    """Yield each event that has filters, and what they come to: all of them must hold."""
    for place, numbers in asked:
        of_place = [text for at, text in given if at == place]
        for number in numbers:
            texts = list(of_place)
            if exclude_perf and events[number].type == TRACEPOINT:
                texts.append(f"common_pid != {os.getpid()}")
            if len(texts) == 1:
                yield events[number], texts[0]
            elif texts:
                yield events[number], " && ".join(f"({text})" for text in texts)
