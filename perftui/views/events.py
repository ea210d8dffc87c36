"""The events that this machine can count, as an event string names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _perf import pmus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _perf import pmu

Event = dict[str, str]
PATTERNS = ("Raw event descriptor", "Hardware breakpoint")  # kinds that are no events themselves


def is_pattern(event: Event) -> bool:
    """Whether it tells how events are written, and is none."""
    return event["event_type_desc"] in PATTERNS


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
    yield {"name": "rNNN", "event_type_desc": "Raw event descriptor"}
    yield {"name": "mem:<addr>[/len][:access]", "event_type_desc": "Hardware breakpoint"}
    for unit in pmus():
        for event in unit.events():
            named_by_unit = event["event_type_desc"] == "Kernel PMU event"
            name = f"{unit.name()}/{event['name']}/" if named_by_unit else event["name"]
            yield event | {"name": name}
        yield from _described(unit)
