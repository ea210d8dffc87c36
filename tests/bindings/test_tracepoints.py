"""The fields of tracepoints, against perf script's own reading of the same samples."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import _perf


@pytest.fixture(scope="module")
def switches(record: Callable[..., Path]) -> Path:
    return record("switches", "-e", "sched:sched_switch", "-e", "sched:sched_process_exec")


def tracepoints(path: Path, name: str) -> list[_perf.sample_event]:
    return [
        event
        for event in _perf.session(_perf.data(str(path)))
        if isinstance(event, _perf.sample_event) and event.evsel and event.evsel.name == name
    ]


def test_fields_are_those_of_perf_script(switches: Path, perf_output: Callable[..., str]) -> None:
    text = perf_output("script", "-i", switches, "-F", "event,trace")
    theirs = [line for line in text.splitlines() if "sched_switch:" in line]
    events = tracepoints(switches, "sched:sched_switch")
    assert len(events) == len(theirs) > 0
    for event, line in zip(events, theirs, strict=True):
        printed = dict(re.findall(r"((?:prev|next)_(?:pid|prio))=(-?\d+)", line))
        assert len(printed) == 4
        assert {name: str(event.fields[name]) for name in printed} == printed
        assert f"prev_comm={event.prev_comm} prev_pid=" in line
        assert f"next_comm={event.next_comm} next_pid=" in line


def test_strings_of_changing_length(switches: Path) -> None:
    (event,) = tracepoints(switches, "sched:sched_process_exec")[-1:]
    assert "sorter" in str(event.filename)
    assert event.fields["filename"] == event.filename
    assert event.fields["common_pid"] == event.sample_tid


def test_attributes_come_before_fields(switches: Path) -> None:
    event = tracepoints(switches, "sched:sched_process_exec")[-1]
    assert event.type == 9
    assert isinstance(event.fields["pid"], int)
    assert event.pid == event.fields["pid"]
    with pytest.raises(AttributeError, match="no_such_field"):
        _ = event.no_such_field


def test_other_samples_have_no_fields(recording: Path) -> None:
    event = next(e for e in _perf.session(_perf.data(str(recording))) if e.type == 9)
    assert isinstance(event, _perf.sample_event)
    assert event.fields == {}
    assert event.raw_buf == b""


def test_a_field_hides_what_perfs_own_module_does_not_have(record: Callable[..., Path]) -> None:
    path = record("wakeups", "-e", "sched:sched_wakeup")
    events = tracepoints(path, "sched:sched_wakeup")
    assert events
    assert all(event.comm == event.fields["comm"] for event in events)
    assert any(event.sample_comm != event.comm for event in events)
