"""`perftui list`: the events that this machine can count, tried on the screen, or as text."""

from __future__ import annotations

import json
import os.path
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from perftui.cli.messages import FAILED, complain, explained

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from perftui.views.events import Event

KINDS = {
    "hw": "Hardware event",
    "hardware": "Hardware event",
    "sw": "Software event",
    "software": "Software event",
    "cache": "Hardware cache event",
    "hwcache": "Hardware cache event",
    "pmu": "Kernel PMU event",
    "tracepoint": "Tracepoint event",
    "sdt": "SDT event",
}
# What perf list calls in JSON what its module's pmu.events() has.
JSON = {
    "topic": "Topic",
    "name": "EventName",
    "alias": "EventAlias",
    "scale_unit": "ScaleUnit",
    "deprecated": "Deprecated",
    "event_type_desc": "EventType",
    "desc": "BriefDescription",
    "long_desc": "PublicDescription",
    "encoding_desc": "Encoding",
    "str": "Terms",
}
ORDER = (
    "Hardware event",
    "Software event",
    "Hardware cache event",
    "Kernel PMU event",
    "Raw event descriptor",
    "Hardware breakpoint",
    "Tracepoint event",
)
WIDTH = 50
TRACEFS = "/sys/kernel/tracing/events"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "wanted",
        nargs="*",
        metavar="WHAT",
        help="hw, sw, cache, pmu, tracepoint, or a part or pattern of the name: 'sched:*'",
    )
    parser.add_argument("--details", action="store_true", help="the terms that a name stands for")
    parser.add_argument("--json", "-j", action="store_true", help="as JSON")
    parser.add_argument("--stdio", action="store_true", help="as text, also on a terminal")


def _filter(wanted: list[str]) -> Callable[[Event], bool]:
    def fits(event: Event, word: str) -> bool:
        if word in KINDS:
            return event["event_type_desc"] == KINDS[word]
        pattern = word if any(letter in word for letter in "*?[") else f"*{word}*"
        names = (event["name"], event.get("alias", ""))
        return any(fnmatchcase(name.lower(), pattern.lower()) for name in names)

    return lambda event: not wanted or any(fits(event, word) for word in wanted)


def _lines(events: Iterable[Event], details: bool) -> Iterator[str]:
    for event in events:
        names = " OR ".join(filter(None, (event["name"], event.get("alias"))))
        yield f"  {names:{WIDTH}} [{event['event_type_desc']}]"
        if details and "encoding_desc" in event:
            unit = f", in {event['scale_unit']}" if "scale_unit" in event else ""
            yield f"       [{event['encoding_desc']}{unit}]"


def _list(options: argparse.Namespace) -> int:
    from perftui.views.events import all_events  # noqa: PLC0415  (--help needs no core)

    fits = _filter(options.wanted)
    events = [event for event in all_events() if fits(event)]
    events.sort(key=lambda event: (ORDER.index(event["event_type_desc"]), event["name"]))
    text = options.json or options.stdio or options.details or options.wanted
    if not text and sys.stdout.isatty() and sys.stdin.isatty():
        from perftui import tui  # noqa: PLC0415  (text needs no screen)
        from perftui.tui.listing import ListApp  # noqa: PLC0415

        tui.show(ListApp(events))
        return 0
    if options.json:
        told = [{JSON.get(key, key): value for key, value in event.items()} for event in events]
        json.dump(told, sys.stdout, indent=1)
        print()
    else:
        for line in _lines(events, options.details):
            print(line)
    sys.stdout.flush()
    if "tracepoint" in options.wanted and not os.access(TRACEFS, os.R_OK):
        complain(f"{TRACEFS} cannot be read: mount -o remount,mode=755 {os.path.dirname(TRACEFS)}")
        return FAILED
    if events or all(word in KINDS for word in options.wanted):  # a machine may have none of a kind
        return 0
    complain(f"no event is called {' or '.join(options.wanted)}")
    return FAILED


def run(options: argparse.Namespace) -> int:
    """Print the events."""
    return explained(lambda: _list(options))
