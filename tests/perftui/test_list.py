"""`perftui list` and the units behind it, against perf and what the kernel says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import commands
import pytest

import _perf

Run = Callable[..., str]
DEVICES = Path("/sys/bus/event_source/devices")
TRACEFS = Path("/sys/kernel/tracing/events")


def test_units_are_those_of_sysfs() -> None:
    units = {unit.name(): unit for unit in _perf.pmus()}
    assert set(units) == set(os.listdir(DEVICES))
    for name, unit in units.items():
        assert unit.type == int((DEVICES / name / "type").read_text())
        formats = DEVICES / name / "format"
        expected = {path.name: path.read_text().strip() for path in formats.glob("*")}
        assert unit.terms == expected
        assert (str(unit), repr(unit)) == (name, f"pmu({name})")
    software = {event["name"] for event in units["software"].events()}
    assert {"cpu-clock", "task-clock", "page-faults", "dummy"} <= software


def test_tracepoints_have_the_kernels_numbers() -> None:
    if not TRACEFS.is_dir():
        pytest.skip("tracefs is not mounted or may not be read")
    assert _perf.tracepoint("sched", "sched_switch") == int(
        (TRACEFS / "sched" / "sched_switch" / "id").read_text()
    )
    assert _perf.tracepoint("sched", "no_such") == -1
    assert _perf.tracepoint("../../..", "etc") == -1
    units = {unit.name(): unit for unit in _perf.pmus()}
    points = {event["name"] for event in units["tracepoint"].events()}
    assert points == {f"{path.parts[-3]}:{path.parts[-2]}" for path in TRACEFS.glob("*/*/id")}


def rows(text: str) -> set[str]:
    lines = (line for line in text.splitlines() if line.startswith("  "))
    return {" ".join(line.split()) for line in lines}


@pytest.mark.parametrize("kind", ["hw", "sw", "hwcache", "tracepoint"])
def test_events_are_those_that_perf_lists(kind: str, perf_output: Run) -> None:
    theirs = rows(perf_output("list", kind))
    mine = rows(commands.printed("list", kind, statuses=(0, 1)))
    tools = "[Tool event]"  # which an older perf puts among those of software
    assert mine == {row for row in theirs if row.endswith("event]") and tools not in row}


def test_patterns_and_json() -> None:
    text = commands.printed("list", "sched:*")
    assert text.count("sched:") == len(text.splitlines()) > 3
    events = json.loads(commands.printed("list", "--json", "faults"))
    names = {event["EventName"] for event in events}
    assert {"page-faults", "major-faults", "minor-faults"} <= names
    done = commands.run("list", "no-such-event")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "perftui: no event is called no-such-event\n"


def test_a_kind_of_which_there_are_none_is_no_mistake() -> None:
    assert commands.run("list", "sdt").returncode == 0
    assert commands.run("list", "cache", "hw", "sw").returncode == 0
    assert commands.run("list", "no-such-event").returncode == 1
