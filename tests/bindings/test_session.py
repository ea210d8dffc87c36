"""Reading a recording, against what perf prints of the same file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import _perf

Run = Callable[..., str]


def open_session(path: Path) -> _perf.session:
    return _perf.session(_perf.data(str(path)))


def samples(path: Path) -> list[_perf.sample_event]:
    return [event for event in open_session(path) if isinstance(event, _perf.sample_event)]


def seconds(nanoseconds: int) -> str:
    return f"{nanoseconds // 1_000_000_000}.{nanoseconds % 1_000_000_000 // 1000:06}"


def without_plt(lines: list[str]) -> list[str]:
    """Hide the linkage table's entries: perf before 6.3 names few of them, or wrongly."""
    return [re.sub(r"\S*@plt|(?<= )\.plt(?= )", "[unknown]", line) for line in lines]


@pytest.mark.parametrize("name", ["recording", "two_events"])
def test_samples_are_those_of_perf_script(
    name: str, request: pytest.FixtureRequest, perf_output: Run
) -> None:
    path: Path = request.getfixturevalue(name)
    fields = "comm,pid,tid,time,event,ip,sym,dso"
    theirs = [
        " ".join(line.split())
        for line in perf_output("script", "-i", path, "-G", "-F", fields).splitlines()
        if line.strip()
    ]
    ours = [
        f"{event.comm} {event.sample_pid}/{event.sample_tid} {seconds(event.sample_time)}: "
        f"{event.evsel.name if event.evsel else ''}: {event.sample_ip:x} "
        f"{event.symbol or '[unknown]'} ({event.dso or '[unknown]'})"
        for event in samples(path)
    ]
    assert len(ours) > 10
    assert without_plt(ours) == without_plt(theirs)


def test_call_chains_are_those_of_perf_script(recording: Path, perf_output: Run) -> None:
    text = perf_output("script", "-i", recording, "-F", "ip,sym,dso")
    # perf before 6.3 prints addresses within the object.
    theirs = [" ".join(line.split()[1:]) for line in text.splitlines() if line.strip()]
    ours = [
        f"{node.symbol} ({node.dso})"
        for event in samples(recording)
        for node in event.callchain or ()
    ]
    assert len(ours) > 100
    assert without_plt(ours) == without_plt(theirs)


def test_values_are_those_of_perf_script_s(
    recording: Path, perf_output: Run, tmp_path: Path
) -> None:
    script = tmp_path / "dump.py"
    script.write_text(
        "def process_event(event):\n"
        "    sample = event['sample']\n"
        "    print(sample['pid'], sample['tid'], sample['time'], sample['ip'], sample['period'],\n"
        "          event.get('symbol'), event.get('dso'), event['comm'], event['ev_name'])\n",
        encoding="utf-8",
    )
    theirs = perf_output("script", "-i", recording, "-s", script, cwd=tmp_path).splitlines()
    ours: list[str] = []

    def sample(event: _perf.sample_event) -> None:
        values = (event.sample_pid, event.sample_tid, event.sample_time, event.sample_ip)
        names = (event.symbol, event.dso, event.comm, event.evsel.name if event.evsel else "")
        ours.append(" ".join(map(str, (*values, event.sample_period, *names))))

    _perf.session(_perf.data(str(recording)), sample=sample).process_events()
    assert without_plt(ours) == without_plt(theirs)


def test_every_record_is_seen_once(two_events: Path, perf_output: Run) -> None:
    names = {1: "MMAP", 3: "COMM", 4: "EXIT", 7: "FORK", 9: "SAMPLE", 10: "MMAP2", 14: "SWITCH"}
    text = perf_output("report", "-i", two_events, "--stats", "--stdio")
    totals = text.split("stats:")[1]
    theirs = {name: int(n) for name, n in re.findall(r"^\s+(\w+) events:\s+(\d+)", totals, re.M)}
    ours = Counter(event.type for event in open_session(two_events))
    for number, name in names.items():
        assert ours[number] == theirs.get(name, 0), name
    assert ours[3] > 0
    assert ours[14] > 0


def test_callbacks_get_what_iteration_gives(two_events: Path) -> None:
    seen: list[str] = []

    def see(event: _perf.event) -> None:
        seen.append(f"{event.sample_time} {event!r}")

    callbacks = dict.fromkeys(("comm", "mmap", "mmap2", "fork", "exit", "context_switch"), see)
    _perf.session(_perf.data(str(two_events)), sample=see, **callbacks).process_events()
    kinds = {1, 3, 4, 7, 9, 10, 14, 15}
    iterated = [e for e in open_session(two_events) if e.type in kinds]
    assert seen == [f"{event.sample_time} {event!r}" for event in iterated]


def test_records_come_in_order_of_time(two_events: Path) -> None:
    times = [e.sample_time for e in open_session(two_events) if e.type == 9]
    assert times == sorted(times)


def test_header_and_events(two_events: Path, perf_output: Run) -> None:
    session = open_session(two_events)
    header = session.header
    text = perf_output("report", "-i", two_events, "--header-only")
    for label, name in [("hostname", "hostname"), ("os release", "osrelease"), ("arch", "arch")]:
        assert f"# {label} : {dict(header)[name]}\n" in text
    assert header["cmdline"][1:3] == ["record", "-q"]
    assert session.e_machine == {"x86_64": 62, "aarch64": 183}.get(str(header["arch"]), 0)
    assert session.is_64_bit
    assert [event.name for event in session.evlist] == ["cpu-clock", "page-faults"]
    assert repr(session.evlist) == "evlist([cpu-clock,page-faults])"
    assert str(session.evlist[1]) == "evsel(page-faults)"
    assert session.evlist[-1].type == 1
    assert session.evlist[1].config == 2
    assert session.evlist[0] == session.evlist[0] != session.evlist[1]
    assert len({session.evlist[0], session.evlist[0]}) == 1
    with pytest.raises(IndexError, match="Index out of range"):
        session.evlist[2]
    with pytest.raises(IndexError):
        session.evlist[-(2**40)]


def test_threads(recording: Path) -> None:
    session = open_session(recording)
    tid = samples(recording)[-1].sample_tid
    thread = session.find_thread(tid)
    assert (thread.pid, thread.tid, thread.cpu) == (tid, tid, -1)
    assert thread.comm() == samples(recording)[-1].comm
    assert session.find_thread(tid, tid).tid == tid
    with pytest.raises(TypeError, match="Failed to find thread 99999999"):
        session.find_thread(99999999)


def test_what_was_not_recorded(two_events: Path) -> None:
    event = samples(two_events)[0]
    assert event.sample_stream_id == 2**64 - 1
    assert event.sample_addr == 0
    assert event.callchain is None
    assert event.brstack is None
    assert event.raw_buf == b""
    assert event.user_stack is None
    assert event.transaction is None


def test_the_forms_of_repr(two_events: Path) -> None:
    number = r"\d+"
    forms = {
        3: rf"\{{ type: comm, pid: {number}, tid: {number}, comm: .+ \}}",
        4: rf"\{{ type: exit, pid: {number}, ppid: {number}, tid: {number}, ptid: {number}, "
        rf"time: {number}\}}",
        9: r"\{ type: sample \}",
        10: rf"\{{ type: mmap2, pid: {number}, tid: {number}, start: 0x\w+, length: 0x\w+, "
        r"offset: (0x\w+|0), flags: 0x\w+, prot: 0x\w+, filename: .+ \}",
    }
    for event in open_session(two_events):
        if event.type in forms:
            assert re.fullmatch(forms[event.type], repr(event)), repr(event)
            assert str(event) == repr(event)


def test_a_file_cut_off_in_a_record(recording: Path, tmp_path: Path) -> None:
    whole = recording.read_bytes()
    data_end = int.from_bytes(whole[40:48], "little") + int.from_bytes(whole[48:56], "little")
    cut = tmp_path / "perf.data"
    cut.write_bytes(whole[: data_end - 4])
    session = open_session(cut)
    ((sentence, offset, size),) = session.damage
    assert str(cut) in sentence
    assert 0 < offset < data_end
    assert size > 0
    assert len(samples(cut)) >= len(samples(recording)) - 1


def test_counts_come_with_the_names_of_their_events(
    perf_output: Callable[..., str], tmp_path: Path
) -> None:
    seen: list[tuple[str, str | None]] = []
    events = ("-e", "task-clock", "-e", "page-faults")
    perf_output("stat", "record", "-o", "stat.data", *events, "--", "true", cwd=tmp_path)
    recording = _perf.data(str(tmp_path / "stat.data"))
    _perf.session(
        recording, stat=lambda e, name: seen.append((type(e).__name__, name))
    ).process_events()
    assert {name for kind, name in seen if kind == "stat_event"} == {"task-clock", "page-faults"}
    assert {name for kind, name in seen if kind == "stat_round_event"} <= {None}


def test_a_thread_is_called_as_it_was_at_the_record(record: Callable[..., Path]) -> None:
    shell = ("sh", "-c", "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; exec ls -R /usr/share")
    path = record("exec", "-e", "cpu-clock", "-F", "5000", program=shell)
    names: list[tuple[str | None, str | None]] = []

    def sample(event: _perf.sample_event) -> None:
        names.append((event.comm, session.find_thread(event.sample_pid, event.sample_tid).comm()))

    session = _perf.session(_perf.data(str(path)), sample=sample)
    session.process_events()
    assert {"sh", "ls"} <= {name for name, _ in names}
    assert all(at_sample == found for at_sample, found in names)
