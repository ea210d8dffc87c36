"""Metrics of this machine's software events, from their names to their values."""

from __future__ import annotations

import json
import mmap
import os
import threading
import time
from pathlib import Path

import pytest

import perf


def mine() -> perf.thread_map:
    return perf.thread_map(-1, threading.get_native_id())


def test_a_metric_is_computed_from_its_events() -> None:
    evlist = perf.parse_metrics("CPUs_utilized,page_faults_per_second", None, None, mine())
    assert evlist.metrics() == ["CPUs_utilized", "page_faults_per_second"]
    evlist.open()
    evlist.enable()
    place = (-1, threading.get_native_id())
    evlist.compute_metric("CPUs_utilized", *place)
    evlist.compute_metric("page_faults_per_second", *place)
    begin = time.process_time()
    while time.process_time() < begin + 0.1:
        with mmap.mmap(-1, 1 << 20) as memory:  # fresh pages
            memory[::4096] = bytes(256)
    used = evlist.compute_metric("CPUs_utilized", *place)
    assert 0.2 < used < 1.5
    assert evlist.compute_metric("page_faults_per_second", *place) > 100
    evlist.close()


def test_a_metric_that_is_not_there_is_refused() -> None:
    evlist = perf.parse_metrics("CPUs_utilized", "all", None, mine())
    with pytest.raises(TypeError, match="Unknown metric 'x' for CPU '0' and thread '0'"):
        evlist.compute_metric("x", 0, 0)
    assert perf.parse_events("dummy").metrics() == []
    with pytest.raises(OSError, match="no metric of this machine"):
        perf.parse_metrics("no_such_metric")


def test_nothing_takes_the_place_of_a_metrics_event() -> None:
    try:
        perf.parse_events("instructions,cycles", None, mine()).open(fall_back=False)
    except OSError:
        with pytest.raises(OSError, match=r"cycles|instructions"):
            perf.parse_metrics("insn_per_cycle", None, None, mine()).open()
    else:
        evlist = perf.parse_metrics("insn_per_cycle", None, None, mine())
        evlist.open()
        assert evlist.notes == []


def test_metrics_and_events_of_the_users_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    entries = [
        {
            "MetricName": "faults_per_switch",
            "MetricExpr": "page\\-faults / max(1, context\\-switches)",
            "MetricGroup": "mine",
            "BriefDescription": "Faults between two switches",
        }
    ]
    (tables / "mine.json").write_text(json.dumps(entries), encoding="utf-8")
    config = tmp_path / "perfconfig"
    config.write_text(f"[pmu-events]\n\tpath = {tables}\n", encoding="utf-8")
    monkeypatch.setenv("PERF_CONFIG", str(config))
    known = {metric["MetricName"]: metric for metric in perf.metrics()}
    assert known["faults_per_switch"]["MetricGroup"] == ["mine"]
    evlist = perf.parse_metrics("mine", None, None, perf.thread_map(-1, os.getpid()))
    assert evlist.metrics() == ["faults_per_switch"]
    assert [event.name for event in evlist] == ["page-faults", "context-switches"]
