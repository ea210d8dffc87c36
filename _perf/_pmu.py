"""The units of this machine that count, and the events that they have names for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from _perf import _pmus
from _perf._pmu_events import events_of_files

TYPE_HARDWARE, TYPE_SOFTWARE, TYPE_HW_CACHE, TYPE_RAW = 0, 1, 3, 4
KINDS = {
    TYPE_HARDWARE: "Hardware event",
    TYPE_SOFTWARE: "Software event",
    TYPE_HW_CACHE: "Hardware cache event",
}

Event = dict[str, str]
Told = dict[str, Any]


class pmu:
    """A performance monitoring unit: hardware, or a part of the kernel that counts like it."""

    __slots__ = ("_told",)

    def __init__(self, told: Told) -> None:
        """Note what the kernel tells of it; pmus() makes them."""
        if not isinstance(told, dict):
            raise TypeError("pmus() makes pmus")
        self._told = told

    def name(self) -> str:
        """Return the name, as event strings have it before the slash."""
        return str(self._told["name"])

    @property
    def type(self) -> int:
        """The number that an attribute of its events has as its type."""
        return int(self._told["type"])

    @property
    def cpus(self) -> str:
        """The CPUs that it counts on or for, a list such as "0-3"; empty: all."""
        return str(self._told["cpus"])

    @property
    def terms(self) -> dict[str, str]:
        """The terms that its events may have, and the bits of the attribute that each fills."""
        return {term["name"]: term["bits"] for term in self._told["terms"]}

    def events(self) -> list[Event]:
        """Return the events that it has names for: dicts of what is known of each.

        `name`, `alias`, `event_type_desc` (what kind it is), `encoding_desc` (its terms),
        `scale_unit` (a number and a unit that a count has to be multiplied with).
        """
        named = [_named_by_kernel(self.name(), event) for event in self._told["events"]]
        return [*named, *_usual_events(self.name(), self.type), *_of_files(self.name())]

    def __str__(self) -> str:
        """Return the name."""
        return self.name()

    def __repr__(self) -> str:
        """Return the name in its type's."""
        told = getattr(self, "_told", {"name": "uninitialized"})
        return f"pmu({told['name']})"


def _usual_events(name: str, kind: int) -> list[Event]:
    """Return those that any machine's unit of this kind may have."""
    if name == "tracepoint":
        return [
            {"name": point, "event_type_desc": "Tracepoint event"} for point in _pmus.tracepoints()
        ]
    wanted = {TYPE_SOFTWARE} if kind == TYPE_SOFTWARE else {TYPE_HARDWARE, TYPE_HW_CACHE}
    if kind not in (TYPE_SOFTWARE, TYPE_RAW):
        return []
    return [
        {
            "name": event["name"],
            **({"alias": event["alias"]} if event["alias"] else {}),
            "event_type_desc": KINDS[event["type"]],
        }
        for event in _pmus.named_events()
        if event["type"] in wanted
    ]


def _of_files(unit: str) -> list[Event]:
    """Return those that files of the user's name for a unit."""
    begin = f"{unit}/"
    return [one for one in events_of_files() if one.get("encoding_desc", "").startswith(begin)]


def _named_by_kernel(unit: str, event: Event) -> Event:
    told = {
        "name": event["name"],
        "event_type_desc": "Kernel PMU event",
        "encoding_desc": f"{unit}/{event['terms']}/",
    }
    if event["unit"]:
        told["scale_unit"] = f"{event['scale'] or 1}{event['unit']}"
    return told


def pmus() -> Iterator[pmu]:
    """Go through the units of this machine."""
    return map(pmu, _pmus.pmus())


def tracepoint(sys: str, name: str) -> int:
    """Return the number of a tracepoint, -1 when it is not there or tracefs may not be read."""
    found = _pmus.tracepoint_id(sys, name)
    return -1 if found is None else found
