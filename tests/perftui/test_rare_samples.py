"""Samples as other machines record them: guests, branch counters, and other byte orders."""

from __future__ import annotations

from pathlib import Path

import pytest
import recording_bytes as rb
from commands import printed

import perf

PID, TID, CPU = 70, 71, 3
BASIC = rb.SAMPLE_IP | rb.SAMPLE_TID | rb.SAMPLE_TIME
ORDERS = pytest.mark.parametrize("order", ["<", ">"])


def sample_of(recording: rb.Recording, path: Path) -> perf.sample_event:
    path.write_bytes(recording.raw())
    session = perf.session(perf.data(str(path)))
    assert session.damage == []
    (sample,) = (event for event in session if isinstance(event, perf.sample_event))
    return sample


def who(recording: rb.Recording, time: int = 1000) -> bytes:
    return recording.pack("IIQ", PID, TID, time)


ANY, HW_INDEX, COUNTERS = 1 << 3, 1 << 17, 1 << 19
# mispredicted, in a transaction; then predicted and aborted, all else as large as it can be
FLAGS = (
    1 | 1 << 2 | 77 << 4 | 3 << 20,
    2 | 8 | 0xFFFF << 4 | 0xF << 20 | 2 << 24 | 9 << 26 | 5 << 30,
)


@ORDERS
def test_branches(order: str, tmp_path: Path) -> None:
    attr = rb.Attr(BASIC | rb.SAMPLE_BRANCH_STACK, branch_sample_type=ANY | HW_INDEX | COUNTERS)
    recording = rb.Recording([attr], order)
    first, second = (rb.bit_fields(order, flags, rb.BRANCH_FLAGS) for flags in FLAGS)
    branches = (0x10, 0x20, first, 0x30, 0x40, second)
    recording.sample(0x1000, who(recording), 2, 31, *branches, 0x0503, 0x0104)
    stack = sample_of(recording, tmp_path / "perf.data").brstack
    assert stack is not None
    assert stack.hw_idx == 31
    one, two = stack
    assert (one.from_ip, one.to_ip, two.from_ip, two.to_ip) == (0x10, 0x20, 0x30, 0x40)
    assert (one.mispred, one.predicted, one.in_tx, one.abort) == (True, False, True, False)
    assert (two.mispred, two.predicted, two.in_tx, two.abort) == (False, True, False, True)
    assert (one.cycles, one.type, one.spec, one.new_type, one.priv) == (77, 3, 0, 0, 0)
    assert (two.cycles, two.type, two.spec, two.new_type, two.priv) == (0xFFFF, 15, 2, 9, 5)
    assert (one.counters, two.counters) == (0x0503, 0x0104)
    text = printed("script", "-F", "brstack", "-i", tmp_path / "perf.data")
    assert text.split() == ["0x10/0x20/M/X/-/77", "0x30/0x40/P/-/A/65535"]


def test_branches_without_what_newer_machines_add(tmp_path: Path) -> None:
    recording = rb.Recording([rb.Attr(BASIC | rb.SAMPLE_BRANCH_STACK, branch_sample_type=ANY)])
    recording.sample(0x1000, who(recording), 1, 0x10, 0x20, 2)
    stack = sample_of(recording, tmp_path / "perf.data").brstack
    assert stack is not None
    assert (stack.hw_idx, stack[0].counters) == (None, None)


@ORDERS
def test_weights_and_data_sources(order: str, tmp_path: Path) -> None:
    kind = BASIC | rb.SAMPLE_WEIGHT_STRUCT | rb.SAMPLE_DATA_SRC
    recording = rb.Recording([rb.Attr(kind, type=4)], order)
    # Both are declared so that they are the same numbers everywhere.
    source = 2 | 1 << 33 | 2 << 5 | 2 << 19 | 26 << 26
    recording.sample(0x1000, who(recording), 90 | 40 << 32 | 5 << 48, source)
    sample = sample_of(recording, tmp_path / "perf.data")
    assert (sample.sample_weight, sample.ins_lat, sample.retire_lat) == (90, 40, 5)
    assert sample.data_source is not None
    assert (sample.data_source["op"], sample.data_source["lvl"]) == ("LOAD", "L1 hit")


@ORDERS
def test_flags_of_an_event(order: str, tmp_path: Path) -> None:
    flags = rb.SAMPLE_ID_ALL | 1 | 1 << 4 | 2 << 15 | 1 << 37 | 3 << 38
    attr = rb.Attr(BASIC, flags=flags, max_stack=99)
    recording = rb.Recording([attr], order, features={12: b""})
    recording.features[12] = event_description(recording, attr, "rare")
    sample_of(with_sample(recording), tmp_path / "perf.data")
    text = printed("header", "-i", tmp_path / "perf.data")
    (line,) = (line for line in text.splitlines() if line.startswith("# event :"))
    assert line.startswith("# event : name = rare,")
    assert line.split("sample_type = ")[1].split(", ") == [
        "IP|TID|TIME",
        "disabled = 1",
        "exclude_user = 1",
        "precise_ip = 2",
        "sample_id_all = 1",
        "sigtrap = 1",
        "defer_callchain = 1",
        "defer_output = 1",
        "sample_max_stack = 99",
    ]


def event_description(recording: rb.Recording, attr: rb.Attr, name: str) -> bytes:
    head = recording.pack("II", 1, rb.ATTR) + attr.raw(recording.order)
    return head + recording.pack("I", 0) + recording.string(name)


def with_sample(recording: rb.Recording) -> rb.Recording:
    recording.sample(0x1000, who(recording))
    return recording


def guest_recording() -> rb.Recording:
    """A host and its guest have code at the same addresses, under the same pid."""
    recording = rb.Recording([rb.Attr(BASIC)])
    host, kernel = b"/bin/host", b"[kernel.kallsyms]_text"
    for name, pid, start, misc in (
        (host, PID, 0x400000, rb.USER),
        (kernel, 2**32 - 1, 0xFFFFFFFF81000000, rb.KERNEL),
        (b"[guest.kernel.kallsyms]", 2**32 - 1, 0xFFFFFFFF81000000, rb.GUEST_KERNEL),
        (b"/bin/guest", PID, 0x400000, rb.GUEST_USER),
        (b"/bin/other", PID, 0x600000, rb.GUEST_USER),
    ):
        tid = 0 if pid != PID else PID
        body = recording.pack("IIQQQ", pid, tid, start, 0x100000, 0) + rb.padded(name)
        recording.add(1, body + who(recording, 10), misc)
    addresses = [(0x401000, rb.USER), (0x401000, rb.GUEST_USER), (0x601000, rb.USER)]
    addresses += [(0xFFFFFFFF81000100, rb.KERNEL), (0xFFFFFFFF81000100, rb.GUEST_KERNEL)]
    for number, (ip, misc) in enumerate(addresses):
        recording.sample(ip, who(recording, 1000 + number), misc=misc)
    return recording


def test_guests_are_not_the_host(tmp_path: Path) -> None:
    path = tmp_path / "perf.data"
    path.write_bytes(guest_recording().raw())
    session = perf.session(perf.data(str(path)))
    samples = [event for event in session if isinstance(event, perf.sample_event)]
    kernel = "[kernel.kallsyms]"
    assert [(sample.cpumode, sample.dso) for sample in samples] == [
        (rb.USER, "/bin/host"),
        (rb.GUEST_USER, None),
        (rb.USER, None),
        (rb.KERNEL, kernel),
        (rb.GUEST_KERNEL, None),
    ]
    assert samples[1].symbol is None
    assert samples[4].map_start is None


def test_guests_in_text(tmp_path: Path) -> None:
    path = tmp_path / "perf.data"
    path.write_bytes(guest_recording().raw())
    lines = printed("script", "-F", "misc,ip,dso", "-i", path).splitlines()
    assert [(line.split()[0], line.split("(")[1]) for line in lines] == [
        ("U", "/bin/host)"),
        ("g", "[unknown])"),
        ("U", "[unknown])"),
        ("K", "[kernel.kallsyms])"),
        ("G", "[unknown])"),
    ]
    report = printed("report", "--stdio", "-s", "dso,sym", "-i", path)
    assert "[unknown]          [u] 0x0000000000401000" in report
    assert "[unknown]          [g] 0xffffffff81000100" in report


S390_ARCH, ARCH = "s390x", 6
S390_NAMES = ["R0", "R15", "FP0", "FP15", "MASK", "PC"]
S390_MASK = 1 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 32 | 1 << 33


def test_registers_of_s390(tmp_path: Path) -> None:
    attr = rb.Attr(BASIC | rb.SAMPLE_REGS_USER, regs_user=S390_MASK)
    recording = rb.Recording([attr], ">")
    recording.features = {3: recording.string("zhost"), ARCH: recording.string(S390_ARCH)}
    values = [0x100 + number for number in range(len(S390_NAMES))]
    recording.sample(0x1000, who(recording), 2, *values)
    path = tmp_path / "perf.data"
    sample = sample_of(recording, path)
    assert sample.user_regs == dict(zip(S390_NAMES, values, strict=True))
    text = printed("script", "-F", "uregs", "-i", path).split()
    assert text == ["ABI:2"] + [
        f"{name}:{value:#x}" for name, value in zip(S390_NAMES, values, strict=True)
    ]
    session = perf.session(perf.data(str(path)))
    assert (session.e_machine, session.is_64_bit) == (22, True)


FORMAT = b"""name: woken
ID: 77
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

\tfield:void * where;\toffset:8;\tsize:4;\tsigned:0;
\tfield:unsigned long count;\toffset:12;\tsize:4;\tsigned:0;
\tfield:long long delta;\toffset:16;\tsize:8;\tsigned:1;
\tfield:char comm[16];\toffset:24;\tsize:16;\tsigned:0;
\tfield:__data_loc char[] name;\toffset:40;\tsize:4;\tsigned:0;

print fmt: "%s", REC->comm
"""


def tracing_data(recording: rb.Recording) -> bytes:
    """Return a description of one tracepoint of a 32-bit machine."""
    big = recording.order == ">"
    head = b"\x17\x08\x44tracing0.6\0" + bytes((big, recording.long)) + recording.pack("I", 4096)
    head += b"header_page\0" + recording.words(0) + b"header_event\0" + recording.words(0)
    system = recording.pack("II", 0, 1) + b"rare\0" + recording.pack("I", 1)
    return head + system + recording.words(len(FORMAT)) + FORMAT + recording.pack("IIQ", 0, 0, 0)


@ORDERS
def test_a_machine_of_32_bits(order: str, tmp_path: Path) -> None:
    attr = rb.Attr(BASIC | rb.SAMPLE_CPU | rb.SAMPLE_RAW, type=2, config=77)
    recording = rb.Recording([attr], order, long=4)
    recording.features = {1: tracing_data(recording), 3: recording.string("old")}
    recording.features |= {4: recording.string("2.6.32"), ARCH: recording.string("ppc")}
    recording.features[34] = b""  # in the second of the bitmap's words
    body = recording.pack("HHiIIq16s", 77, 0, TID, 0xC0001000, 0xFFFFFFFE, -5, b"worker")
    body += recording.pack("HH", *((40 + 4, 5) if order == "<" else (5, 40 + 4))) + b"task\0"
    raw = recording.pack("I", len(body) + 3) + body + bytes(3)
    recording.sample(0xC0001234, who(recording), recording.pack("II", CPU, 0), raw)
    path = tmp_path / "perf.data"
    sample = sample_of(recording, path)
    assert len(sample.raw_buf) == len(body) + 3
    fields = {"common_type": 77, "common_pid": TID, "where": 0xC0001000, "count": 0xFFFFFFFE}
    assert sample.fields == fields | {"delta": -5, "comm": "worker", "name": "task"}
    session = perf.session(perf.data(str(path)))
    assert (session.is_64_bit, session.header["arch"]) == (False, "ppc")
    assert session.header["hostname"] == "old"
    text = printed("script", "-F", "cpu,trace", "-i", path)
    shown = "where=3221229568 count=4294967294 delta=-5 comm=worker name=task"
    assert text.split(maxsplit=1) == ["[003]", shown + "\n"]
    assert "# arch : ppc" in printed("header", "-i", path)
