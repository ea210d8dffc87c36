"""`perftui list`: the events that this machine can count, in perf's own layout."""

from __future__ import annotations

import json
import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from perftui.cli.messages import FAILED, complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from _perf import pmu

    Event = dict[str, str]

KINDS = {
    "hw": "Hardware event",
    "hardware": "Hardware event",
    "sw": "Software event",
    "software": "Software event",
    "cache": "Hardware cache event",
    "hwcache": "Hardware cache event",
    "pmu": "Kernel PMU event",
    "tracepoint": "Tracepoint event",
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


def _described(unit: pmu) -> Iterator[Event]:
    """Yield how events of a unit are written that have no name."""
    terms = ",".join(f"{term}={_range(bits)}" for term, bits in unit.terms.items())
    if terms or unit.name() in ("software", "tracepoint", "breakpoint"):
        name = f"{unit.name()}/{terms}/modifier"
        yield {"name": name, "event_type_desc": "Raw event descriptor"}


def _range(bits: str) -> str:
    """Return the values that fit in the bits of an attribute's word: "config:0-7,32-35"."""
    count = 0
    for part in bits.partition(":")[2].split(","):
        first, _, last = part.partition("-")
        count += int(last or first) - int(first) + 1
    return f"0..{(1 << count) - 1:#x}"


def all_events() -> Iterator[Event]:
    """Yield what can be counted, whatever it is called by."""
    from _perf import pmus  # noqa: PLC0415  (--help needs no core)

    yield {"name": "rNNN", "event_type_desc": "Raw event descriptor"}
    yield {"name": "mem:<addr>[/len][:access]", "event_type_desc": "Hardware breakpoint"}
    for unit in pmus():
        for event in unit.events():
            named_by_unit = event["event_type_desc"] == "Kernel PMU event"
            name = f"{unit.name()}/{event['name']}/" if named_by_unit else event["name"]
            yield event | {"name": name}
        yield from _described(unit)


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


def run(options: argparse.Namespace) -> int:
    """Print the events."""
    fits = _filter(options.wanted)
    events = [event for event in all_events() if fits(event)]
    events.sort(key=lambda event: (ORDER.index(event["event_type_desc"]), event["name"]))
    try:
        if options.json:
            json.dump(events, sys.stdout, indent=1)
            print()
        else:
            for line in _lines(events, options.details):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    if events:
        return 0
    complain(f"no event is called {' or '.join(options.wanted)}")
    return FAILED
