"""The tables of metrics and events, and files of perf's pmu-events schema that users name."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from _perf import _pmu_events
from _perf._metric_expression import parse
from _perf._metric_tables import expressions, find_metrics, metrics
from _perf._pmu_events import events_of_files

Configure = Callable[..., None]


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Return a function that writes the setting pmu-events.path."""

    def write(*paths: Path) -> None:
        setting = ":".join(map(str, paths))
        config = tmp_path / "perfconfig"
        config.write_text(f"[pmu-events]\npath = {setting}\n", encoding="utf-8")
        monkeypatch.setenv("PERF_CONFIG", str(config))

    return write


@pytest.fixture
def cpu(tmp_path: Path, configure: Configure) -> Callable[..., Path]:
    """Return a function that writes a file of a CPU's directory, which the setting names."""
    directory = tmp_path / "cpu"
    directory.mkdir()

    def write(content: object, name: str = "pipeline.json") -> Path:
        text = content if isinstance(content, str) else json.dumps(content)
        (directory / name).write_text(text, encoding="utf-8")
        configure(directory)
        return directory / name

    return write


def event(**fields: str) -> dict[str, str]:
    return {"EventName": "E", **fields}


def test_metrics_of_any_machine(configure: Configure) -> None:
    configure()
    found = {metric["MetricName"]: metric for metric in metrics()}
    assert len(found) == len(metrics()) == 17
    assert found["insn_per_cycle"]["MetricGroup"] == ["Default"]
    assert found["insn_per_cycle"]["MetricThreshold"] == "insn_per_cycle < 1"
    assert found["llc_miss_rate"]["MetricGroup"] == ["Default2"]
    assert "ScaleUnit" not in found["backend_cycles_idle"]
    for metric in found.values():
        assert parse(metric["MetricExpr"]).events
        assert metric["BriefDescription"]
        if "MetricThreshold" in metric:
            assert parse(metric["MetricThreshold"]).events == (metric["MetricName"],)


@pytest.mark.parametrize(
    ("name", "values", "result"),
    [
        ("CPUs_utilized", {"cpu-clock": 3e9, "duration_time": 2}, 1.5),
        ("cs_per_second", {"context-switches": 50, "cpu-clock": 5e8}, 100),
        ("insn_per_cycle", {"instructions": 6, "cpu-cycles": 4}, 1.5),
        ("cycles_frequency", {"cpu-cycles": 6e9, "cpu-clock": 2e9}, 3),
        ("l1d_miss_rate", {"L1-dcache-load-misses": 5, "L1-dcache-loads": 50}, 0.1),
        (
            "l1_prefetch_miss_rate",
            {"L1-dcache-prefetch-misses": 1, "L1-dcache-prefetches": 4},
            0.25,
        ),
        (
            "stalled_cycles_per_instruction",
            {"stalled-cycles-frontend": 8, "stalled-cycles-backend": 2, "instructions": 4},
            2,
        ),
    ],
)
def test_values_of_metrics_of_any_machine(
    name: str, values: dict[str, float], result: float
) -> None:
    (metric,) = find_metrics(name)
    expression = parse(metric["MetricExpr"])
    assert set(expression.events) == values.keys()
    assert expression.value(values) == pytest.approx(result)


@pytest.mark.parametrize(
    ("fields", "encoding"),
    [
        ({"EventCode": "0x3C", "UMask": "0x01"}, "cpu/event=0x3c,umask=0x1/"),
        ({"EventCode": "60", "UMask": "0x0"}, "cpu/event=0x3c/"),
        ({"EventCode": "0xB7, 0xBB", "Unit": "cpu_atom"}, "cpu_atom/event=0xb7/"),
        ({"EventCode": "0x36", "ExtSel": "1", "Unit": "CBO"}, "uncore_cbox/event=0x136/"),
        ({"ConfigCode": "0x13", "Unit": "iMC"}, "uncore_imc/config=0x13/"),
        (
            {"EventidCode": "7", "Unit": "arm_cmn", "NodeType": "0x5"},
            "arm_cmn/eventid=0x7,type=0x5/",
        ),
        (
            {"EventCode": "1", "CounterMask": "2", "Invert": "1", "SampleAfterValue": "2000003"},
            "cpu/event=0x1,cmask=0x2,inv=0x1,period=2000003/",
        ),
        (
            {"EventCode": "0xcd", "UMask": "1", "MSRIndex": "0x3F6", "MSRValue": "0x80"},
            "cpu/event=0xcd,umask=0x1,ldlat=0x80/",
        ),
        ({"EventCode": "0x35", "Filter": "config1=0x1"}, "cpu/event=0x35,config1=0x1/"),
        ({"EventName": "INST_RETIRED.ANY", "UMask": "0x1"}, "cpu/event=0xc0/"),
    ],
)
def test_encodings(cpu: Callable[..., Path], fields: dict[str, str], encoding: str) -> None:
    cpu([event(**fields)])
    assert [found["encoding_desc"] for found in events_of_files()] == [encoding]


def test_events_of_files(cpu: Callable[..., Path]) -> None:
    fields = {"EventName": "DTLB.MISS", "EventCode": "1", "ScaleUnit": "64Bytes"}
    texts = {"BriefDescription": "Short.", "PublicDescription": "Long.", "Deprecated": "1"}
    cpu([fields | texts], "virtual-memory.json")
    cpu([event(EventCode="2", Deprecated="0")], "z.json")
    assert events_of_files() == [
        {
            "name": "dtlb.miss",
            "topic": "virtual memory",
            "event_type_desc": "Kernel PMU event",
            "encoding_desc": "cpu/event=0x1/",
            "scale_unit": "64Bytes",
            "desc": "Short.",
            "long_desc": "Long.",
            "deprecated": "deprecated",
        },
        {
            "name": "e",
            "topic": "z",
            "event_type_desc": "Kernel PMU event",
            "encoding_desc": "cpu/event=0x2/",
        },
    ]
    events_of_files()[0].clear()
    assert events_of_files()[0]["name"] == "dtlb.miss"


def test_events_of_an_architecture(
    tmp_path: Path, cpu: Callable[..., Path], configure: Configure
) -> None:
    file = cpu([{"ArchStdEvent": "L1D_CACHE", "BriefDescription": "Of this CPU"}])
    architecture = tmp_path / "arm.json"
    standard = {"EventName": "l1d_cache", "EventCode": "0x4", "BriefDescription": "Of any"}
    architecture.write_text(json.dumps([standard]), encoding="utf-8")
    configure(file, architecture)
    assert [(e["encoding_desc"], e["desc"]) for e in events_of_files()] == [
        ("cpu/event=0x4/", "Of this CPU"),
        ("cpu/event=0x4/", "Of any"),
    ]


def metric(name: str, expression: str, **fields: str) -> dict[str, str]:
    return {"MetricName": name, "MetricExpr": expression, **fields}


def test_metrics_of_files(cpu: Callable[..., Path]) -> None:
    cpu(
        [
            metric("IPC", "a / b", MetricGroup="Summary;TopdownL1", MetricThreshold="IPC < 2"),
            metric("CPI", "1 / IPC", Unit="cpu_atom", ScaleUnit="1per", Compat="v1"),
            metric("insn_per_cycle", "a / b"),
        ]
    )
    cpu({"Summary": "What the group is"}, "metricgroups.json")
    ipc, cpi, ours, *usual = metrics()
    assert ipc == metric("IPC", "a / b", MetricThreshold="IPC < 2") | {
        "MetricGroup": ["Summary", "TopdownL1"]
    }
    assert cpi == metric("CPI", "1 / IPC", PMU="cpu_atom", ScaleUnit="1per", Compat="v1") | {
        "MetricGroup": []
    }
    assert ours["MetricExpr"] == "a / b"
    assert "insn_per_cycle" not in {metric["MetricName"] for metric in usual}
    assert len(usual) == 16
    value = parse(cpi["MetricExpr"], metrics=expressions()).value({"a": 1, "b": 4})
    assert value == 4


def test_finding_metrics(cpu: Callable[..., Path]) -> None:
    cpu(
        [
            metric("A", "1", MetricGroup="Group", Unit="cpu_core"),
            metric("B", "2", MetricGroup="other; group", Unit="cpu_atom"),
            metric("A", "3", Unit="cpu_atom"),
        ]
    )

    def found(name: str, unit: str | None = None) -> list[str]:
        return [metric["MetricExpr"] for metric in find_metrics(name, unit)]

    assert found("a") == found("A", "all") == found("A", None) == ["1", "3"]
    assert found("A", "CPU_ATOM") == ["3"]
    assert found("GROUP") == ["1", "2"]
    assert found("group", "cpu_atom") == ["2"]
    assert len(found("default", "cpu")) == 11
    assert found("nothing") == []
    assert expressions("cpu_atom") == {"a": "3", "b": "2"}


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("[{", "pipeline.json: it is not JSON"),
        ("[" * 100_000, "pipeline.json: it is not JSON"),
        ("9" * 10_000, "pipeline.json: it is not JSON"),
        ("7", "first is number 1: no object of texts"),
        ([event(), ["E"], None], "first is number 2: no object of texts"),
        ([event(), {"EventName": 7}], "first is number 2: no object of texts"),
        ([event(), {"BriefDescription": "x"}], "neither an event nor a metric"),
        ([event(), {"MetricName": "x"}], "neither an event nor a metric"),
        ([event(), event(EventCode="x")], "'x' is no number of 64 bits"),
        ([event(), event(UMask="0x1" + "0" * 16)], "is no number of 64 bits"),
        ([event(), event(MSRIndex="0x10", MSRValue="1")], "no term fills register 0x10"),
        ([event(), {"ArchStdEvent": "GONE"}], "there is no event GONE"),
    ],
)
def test_what_is_wrong_is_left_out(cpu: Callable[..., Path], content: object, warning: str) -> None:
    cpu(content)
    with pytest.warns(UserWarning, match=warning) as told:
        found = events_of_files()
    assert len(told) == 1
    assert [e["name"] for e in found] == (["e"] if isinstance(content, list) else [])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(metrics()) == 17


def test_files_that_cannot_be_read(
    tmp_path: Path, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    good = tmp_path / "good"
    good.write_text(json.dumps([event()]), encoding="utf-8")
    configure(tmp_path / "pipe", tmp_path / "gone", good, good, good)
    monkeypatch.setattr(_pmu_events, "MAX_BYTES", 2 * good.stat().st_size)
    with pytest.warns(UserWarning, match="there (is no such file|are more than)") as told:
        found = events_of_files()
    assert [e["name"] for e in found] == ["e", "e"]
    problems = [str(warning.message).removeprefix(str(tmp_path)) for warning in told]
    assert problems == [
        "/pipe: there is no such file",
        "/gone: there is no such file",
        "/good: with it there are more than 0 MiB of files",
    ]
