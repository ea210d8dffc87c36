"""The calls that scripts of the kernel's module make, as they make them."""

from __future__ import annotations

import threading

import pytest

import perf


def mine() -> perf.thread_map:
    return perf.thread_map(-1, threading.get_native_id())


def test_an_event_browser() -> None:
    """Units, their events, counts of one, and metrics: what ilist.py asks for."""
    units = {pmu.name(): pmu for pmu in perf.pmus()}
    assert "software" in units
    known = {event["name"].lower(): event for event in units["software"].events()}
    assert known["page-faults"]["event_type_desc"] == "Software event"
    for metric in perf.metrics():
        assert isinstance(metric["MetricGroup"], list)
        assert metric["MetricName"]
        assert metric["MetricExpr"]
    evlist = perf.parse_events("PAGE-FAULTS".lower(), None, mine())
    assert isinstance(evlist, perf.evlist)
    evlist.open()
    try:
        assert evlist
        assert list(evlist.all_cpus()) == [-1]
        evlist.enable()
        evlist.disable()
        for evsel in evlist:
            assert isinstance(evsel, perf.evsel)
            for cpu in evsel.cpus():
                for thread in evsel.threads():
                    assert evsel.read(cpu, thread).val >= 0
    finally:
        evlist.close()
    metrics = perf.parse_metrics("page_faults_per_second", None, None, mine())
    metrics.open()
    for name in metrics.metrics():
        for cpu in metrics.all_cpus():
            assert metrics.compute_metric(name, cpu, mine()[0]) >= 0
    metrics.close()


def test_counting() -> None:
    """What counting.py prints, of one thread."""
    evlist = perf.parse_events("cpu-clock,task-clock", None, mine())
    for evsel in evlist:
        evsel.read_format = perf.FORMAT_TOTAL_TIME_ENABLED | perf.FORMAT_TOTAL_TIME_RUNNING
    evlist.open()
    evlist.enable()
    sum(range(100000))
    evlist.disable()
    lines = []
    for evsel in evlist:
        for cpu in evsel.cpus():
            for thread in evsel.threads():
                counts = evsel.read(cpu, thread)
                lines.append(f"For {evsel} val: {counts.val} enable: {counts.ena}")
                assert 0 < counts.run <= counts.ena
    evlist.close()
    assert lines[0].startswith("For evsel(cpu-clock) val: ")


def test_options_for_sampling_by_keyword() -> None:
    """What sampling.py gives evlist.config()."""
    evlist = perf.parse_events("cpu-clock:u", None, mine())
    evlist.config(perf.record_opts(freq=99, call_graph="dwarf", stack_size=4096))
    (evsel,) = evlist
    assert evsel.freq
    assert evsel.sample_period == 99
    wanted = perf.SAMPLE_IP | perf.SAMPLE_TID | perf.SAMPLE_TIME | perf.SAMPLE_CPU
    assert evsel.sample_type & wanted == wanted
    assert evsel.sample_type & perf.SAMPLE_CALLCHAIN
    for wrong in ({"call_graph": "magic"}, {"stack_size": 3}):
        with pytest.raises(ValueError, match="is"):
            evlist.config(perf.record_opts(**wrong))
    for mistyped in ({"call_graph": 3}, {"freq": "99"}):
        with pytest.raises(TypeError, match=" is "):
            evlist.config(perf.record_opts(**mistyped))
    with pytest.raises(TypeError, match="frequency"):
        perf.record_opts(frequency=3)  # type: ignore[call-arg]
