"""Fields of samples that few machines record, against the machine's perf."""

from __future__ import annotations

import platform
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import recording_bytes as rb
from commands import printed

import perf

Run = Callable[..., str]
Record = Callable[..., Path]

OPERATIONS, LEVELS, SNOOPS, TLBS = 5, 14, 5, 7


def lines(text: str) -> list[str]:
    """Return lines with single spaces; what is padded is not what is told."""
    return [" ".join(line.split()) for line in text.splitlines()]


def data_sources() -> list[int]:
    """Return values with each bit alone, as every version of perf words them, and pairs of them."""
    rng = random.Random(7)
    values = [1 << bit for bit in range(OPERATIONS)]
    values += [1 << 5 + bit | how << 5 for bit in range(3, LEVELS) for how in (2, 4)]
    values += [1 << 19 + bit for bit in range(SNOOPS)]
    values += [lock << 24 for lock in range(4)]
    values += [1 << 26 + bit | how << 26 for bit in range(3, TLBS) for how in (0, 2, 4)]
    values += [number << 33 | 2 << 5 for number in (1, 2, 3, 4, 12, 13, 14)]
    values += [1 << 38 | 4 << 19, 2 << 40, 4 << 40]
    values += [rng.choice(values) | rng.choice(values[:5]) for _ in range(50)]
    return values


def memory_recording(path: Path, values: list[int]) -> None:
    """Write samples with a data source and a latency."""
    kind = rb.SAMPLE_IP | rb.SAMPLE_TID | rb.SAMPLE_TIME | rb.SAMPLE_WEIGHT | rb.SAMPLE_DATA_SRC
    recording = rb.Recording([rb.Attr(kind, type=4)])
    for number, value in enumerate(values):
        who = struct.pack("<II", 7, 7)
        recording.sample(0x1000, who, 1000 * (number + 1), 90 + number, value)
    path.write_bytes(recording.raw())


def test_data_sources_in_words(tmp_path: Path, perf_output: Run) -> None:
    values = data_sources()
    path = tmp_path / "memory.data"
    memory_recording(path, values)
    theirs = lines(perf_output("script", "-F", "data_src,weight", "-i", path))
    ours = lines(printed("script", "-F", "data_src,weight", "-i", path))
    assert len(ours) == len(values)
    assert ours == theirs


def test_data_sources_in_python(tmp_path: Path) -> None:
    path = tmp_path / "memory.data"
    values = [2 | 1 << 33 | 2 << 5 | 2 << 19 | 26 << 26, 0]
    memory_recording(path, values)
    seen: list[dict[str, str] | None] = []

    def sample(event: perf.sample_event) -> None:
        assert event.sample_data_src == values[len(seen)]
        assert event.sample_weight == 90 + len(seen)
        seen.append(event.data_source)

    perf.session(perf.data(str(path)), sample=sample).process_events()
    known = {"op": "LOAD", "lvl": "L1 hit", "snoop": "None", "tlb": "L1 or L2 hit"}
    assert seen[0] == known | {"lock": "No", "blk": "N/A"}
    assert seen[1] == dict.fromkeys(("lvl", "snoop", "tlb", "blk"), "N/A") | {
        "op": "No",
        "lock": "No",
    }


REGISTERS = ("--intr-regs=AX,SP,IP", "--user-regs=SP,IP", "-e", "cpu-clock:u", "-F", "999")


@pytest.fixture(scope="module")
def with_registers(record: Record) -> Path:
    if platform.machine() != "x86_64":
        pytest.skip("the registers are named as on x86")
    return record("registers", *REGISTERS)


def test_registers_by_name(with_registers: Path, perf_output: Run) -> None:
    fields = ("script", "-F", "tid,ip,iregs,uregs", "-i", str(with_registers))
    ours = lines(printed(*fields))
    assert len(ours) > 5
    assert ours == lines(perf_output(*fields))


def test_registers_in_python(with_registers: Path) -> None:
    count = 0

    def sample(event: perf.sample_event) -> None:
        nonlocal count
        count += 1
        assert event.intr_regs is not None
        assert list(event.intr_regs) == ["AX", "SP", "IP"]
        assert event.intr_regs["IP"] == event.sample_ip
        assert event.user_regs is not None
        assert list(event.user_regs) == ["SP", "IP"]

    perf.session(perf.data(str(with_registers)), sample=sample).process_events()
    assert count > 5


@pytest.fixture(scope="module")
def with_counts(record: Record) -> Path:
    """A group whose leader's samples carry the counts of all."""
    return record("counts", "-e", "{cpu-clock,page-faults,context-switches}:S", "-F", "1999")


def test_a_sample_for_each_counter(with_counts: Path, perf_output: Run) -> None:
    fields = ("script", "-F", "tid,time,event,period,ip", "-i", str(with_counts))
    theirs = lines(perf_output(*fields))
    assert len({line.split()[3] for line in theirs}) > 1
    assert lines(printed(*fields)) == theirs


def test_a_callback_for_each_counter(with_counts: Path, perf_output: Run) -> None:
    text = perf_output("script", "-F", "event,period", "-i", with_counts)
    theirs = [(words[1].rstrip(":"), int(words[0])) for words in map(str.split, text.splitlines())]
    ours: list[tuple[str, int]] = []
    records = perf.data(str(with_counts))
    names = [str(evsel)[6:-1] for evsel in perf.session(records).evlist]

    def sample(event: perf.sample_event) -> None:
        evsel = event.evsel
        assert evsel is not None
        ours.append((str(evsel)[6:-1], event.sample_period))

    session = perf.session(records, sample=sample)
    session.process_events()
    assert ours == theirs
    recorded = sum(event.type == perf.RECORD_SAMPLE for event in perf.session(records))
    assert recorded == sum(name == names[0] for name, _ in theirs)


def test_cgroups_by_path(record: Record) -> None:
    recorded = perf.data(str(record("cgroups", "--all-cgroups", "-e", "cpu-clock", "-F", "999")))
    paths: dict[int, str] = {}
    seen = 0

    def cgroup(event: perf.cgroup_event) -> None:
        paths[event.id] = event.path

    def sample(event: perf.sample_event) -> None:
        nonlocal seen
        assert event.cgroup is not None
        assert event.cgroup_path == paths.get(event.cgroup)
        seen += event.cgroup_path is not None

    perf.session(recorded, sample=sample, cgroup=cgroup).process_events()
    assert seen > 5
