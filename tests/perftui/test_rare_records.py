"""Every kind of record, of either byte order, from a file and through a pipe."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import recording_bytes as rb
from commands import printed

import perf

PID, TID, CPU, ID = 70, 71, 3, 0x1122334455667788
KIND = rb.SAMPLE_TID | rb.SAMPLE_TIME | rb.SAMPLE_CPU | rb.SAMPLE_STREAM_ID | rb.SAMPLE_IDENTIFIER
STREAM = 0xA1A2A3A4A5A6A7A8
NAME = b"/bin/caf\xc3\xa9"
BIG = 0x1234_5678_9ABC_DEF0

Fields = dict[str, object]
Body = Callable[[rb.Recording], bytes]

# Record type, misc, class, the body's bytes, its repr if perf's module has one, what it is read as.
KERNEL: list[tuple[int, int, str, Body, str, Fields]] = [
    (
        1,
        rb.USER,
        "mmap_event",
        lambda r: r.pack("IIQQQ", 5, 6, BIG, 0x2000, 0x3000) + rb.padded(NAME),
        "{ type: mmap, pid: 5, tid: 6, start: 0x123456789abcdef0, length: 0x2000, "
        "offset: 0x3000, filename: /bin/café }",
        {"pid": 5, "tid": 6, "start": BIG, "len": 0x2000, "pgoff": 0x3000, "filename": "/bin/café"},
    ),
    (
        2,
        rb.USER,
        "lost_event",
        lambda r: r.words(ID, 12),
        "{ type: lost, id: 0x1122334455667788, lost: 0xc }",
        {"id": ID, "lost": 12},
    ),
    (
        3,
        rb.USER | 1 << 13,
        "comm_event",
        lambda r: r.pack("II", 5, 6) + rb.padded(b"worker"),
        "{ type: comm, pid: 5, tid: 6, comm: worker }",
        {"pid": 5, "tid": 6, "comm": "worker", "exec": True},
    ),
    (
        4,
        rb.USER,
        "task_event",
        lambda r: r.pack("IIIIQ", 5, 1, 6, 2, 99),
        "{ type: exit, pid: 5, ppid: 1, tid: 6, ptid: 2, time: 99}",
        {"pid": 5, "ppid": 1, "tid": 6, "ptid": 2, "time": 99},
    ),
    (
        5,
        0,
        "throttle_event",
        lambda r: r.words(99, ID, STREAM),
        f"{{ type: throttle, time: 99, id: {ID}, stream_id: {STREAM} }}",
        {"time": 99, "id": ID, "stream_id": STREAM},
    ),
    (
        6,
        0,
        "throttle_event",
        lambda r: r.words(99, ID, STREAM),
        f"{{ type: unthrottle, time: 99, id: {ID}, stream_id: {STREAM} }}",
        {"time": 99, "id": ID, "stream_id": STREAM},
    ),
    (
        7,
        rb.USER,
        "task_event",
        lambda r: r.pack("IIIIQ", 5, 1, 6, 2, 99),
        "{ type: fork, pid: 5, ppid: 1, tid: 6, ptid: 2, time: 99}",
        {"pid": 5, "ppid": 1, "tid": 6, "ptid": 2, "time": 99},
    ),
    (
        8,
        rb.USER,
        "read_event",
        lambda r: r.pack("II", 5, 6) + r.words(BIG),
        "{ type: read, pid: 5, tid: 6 }",
        {"pid": 5, "tid": 6, "values": struct.pack("=Q", BIG)},
    ),
    (
        10,
        rb.USER,
        "mmap2_event",
        lambda r: r.pack("IIQQQIIQQII", 5, 6, BIG, 2, 3, 8, 1, BIG, 7, 5, 2) + rb.padded(NAME),
        "{ type: mmap2, pid: 5, tid: 6, start: 0x123456789abcdef0, length: 0x2, offset: 0x3, "
        "flags: 0x2, prot: 0x5, filename: /bin/café }",
        {
            **{"maj": 8, "min": 1, "ino": BIG, "ino_generation": 7, "build_id": None},
            **{"prot": 5, "flags": 2, "filename": "/bin/café"},
        },
    ),
    (
        10,
        rb.USER | 1 << 14,
        "mmap2_event",
        lambda r: (
            r.pack("IIQQQ", 5, 6, 1, 2, 3)
            + struct.pack("B3x20s", 16, bytes(range(20)))
            + r.pack("II", 5, 2)
            + rb.padded(b"/bin/true")
        ),
        "{ type: mmap2, pid: 5, tid: 6, start: 0x1, length: 0x2, offset: 0x3, "
        "flags: 0x2, prot: 0x5, filename: /bin/true }",
        {"maj": None, "ino": None, "build_id": bytes(range(16)), "filename": "/bin/true"},
    ),
    (
        11,
        0,
        "aux_event",
        lambda r: r.words(BIG, 0x1000, 0x105),
        "{ type: aux }",
        {"aux_offset": BIG, "aux_size": 0x1000, "flags": 0x105},
    ),
    (
        12,
        0,
        "itrace_start_event",
        lambda r: r.pack("II", 5, 6),
        "{ type: itrace_start }",
        {"pid": 5, "tid": 6},
    ),
    (
        13,
        0,
        "lost_samples_event",
        lambda r: r.words(7),
        "{ type: lost_samples, lost: 0x7 }",
        {"lost": 7},
    ),
    (
        14,
        1 << 13,
        "switch_event",
        lambda _: b"",
        "{ type: context_switch, next_prev_pid: 0, next_prev_tid: 0, switch_out: 1 }",
        {"next_prev_pid": None, "next_prev_tid": None, "switch_out": True, "preempt": False},
    ),
    (
        15,
        3 << 13,
        "switch_event",
        lambda r: r.pack("II", 5, 6),
        "{ type: context_switch, next_prev_pid: 5, next_prev_tid: 6, switch_out: 1 }",
        {"next_prev_pid": 5, "next_prev_tid": 6, "switch_out": True, "preempt": True},
    ),
    (
        16,
        0,
        "namespaces_event",
        lambda r: r.pack("II", 5, 6) + r.words(2, 4, BIG, 4, 0xEFFFFFFE),
        "{ type: namespaces }",
        {"nr_namespaces": 2, "links": struct.pack("=4Q", 4, BIG, 4, 0xEFFFFFFE)},
    ),
    (
        17,
        rb.KERNEL,
        "ksymbol_event",
        lambda r: r.pack("QIHH", BIG, 256, 1, 0) + rb.padded(b"bpf_prog_1"),
        "{ type: ksymbol }",
        {"addr": BIG, "len": 256, "ksym_type": 1, "flags": 0, "name": "bpf_prog_1"},
    ),
    (
        18,
        0,
        "bpf_event",
        lambda r: r.pack("HHI8s", 1, 0, 42, b"\1\2\3\4\5\6\7\x08"),
        "{ type: bpf_event }",
        {"bpf_type": 1, "flags": 0, "id": 42, "tag": b"\1\2\3\4\5\6\7\x08"},
    ),
    (
        19,
        0,
        "cgroup_event",
        lambda r: r.words(BIG) + rb.padded(b"/user.slice"),
        "{ type: cgroup }",
        {"id": BIG, "path": "/user.slice"},
    ),
    (
        20,
        rb.KERNEL,
        "text_poke_event",
        lambda r: r.pack("QHH12s", BIG, 5, 5, b"\x0f\x1f\x44\0\0\xe8\1\2\3\4"),
        "{ type: text_poke }",
        {"addr": BIG, "old_bytes": b"\x0f\x1f\x44\0\0", "new_bytes": b"\xe8\1\2\3\4"},
    ),
    (
        21,
        0,
        "aux_output_hw_id_event",
        lambda r: r.words(BIG),
        "{ type: aux_output_hw_id }",
        {"hw_id": BIG},
    ),
    (
        22,
        rb.USER,
        "callchain_deferred_event",
        lambda r: r.words(BIG, 3, 2**64 - 512, 0x401000, 0x402000),
        "{ type: callchain_deferred }",
        {"cookie": BIG, "ips": [2**64 - 512, 0x401000, 0x402000]},
    ),
]

ORDERS = pytest.mark.parametrize("order", ["<", ">"])
FORMS = pytest.mark.parametrize("form", [rb.Recording.raw, rb.Recording.piped])
Form = Callable[[rb.Recording], bytes]


def trailer(recording: rb.Recording, time: int) -> bytes:
    who = recording.pack("IIQ", PID, TID, time)
    return who + recording.words(STREAM, recording.pack("II", CPU, 0), ID)


def recording_of(order: str) -> rb.Recording:
    return rb.Recording([rb.Attr(KIND, ids=(7,)), rb.Attr(KIND, ids=(ID,))], order)


def events(recording: rb.Recording, form: Form, path: Path) -> list[perf.event]:
    """Return its records, but those that say what a pipe begins with."""
    path.write_bytes(form(recording))
    session = perf.session(perf.data(str(path)))
    assert session.damage == []
    return [event for event in session if event.type not in (rb.HEADER_ATTR, rb.HEADER_FEATURE)]


@ORDERS
@FORMS
def test_the_kernels_records(order: str, form: Form, tmp_path: Path) -> None:
    recording = recording_of(order)
    for number, (kind, misc, _, body, _, _) in enumerate(KERNEL):
        recording.add(kind, body(recording) + trailer(recording, 1000 + number), misc)
    found = events(recording, form, tmp_path / "perf.data")
    assert len(found) == len(KERNEL)
    for number, (event, (kind, misc, name, _, text, fields)) in enumerate(
        zip(found, KERNEL, strict=True)
    ):
        assert (event.type, event.misc, type(event).__name__) == (kind, misc, name)
        assert repr(event) == text
        assert {field: getattr(event, field) for field in fields} == fields
        who = (event.sample_pid, event.sample_tid, event.sample_time, event.sample_cpu)
        assert who == (PID, TID, 1000 + number, CPU)
        assert (event.sample_id, event.sample_stream_id) == (ID, STREAM)
        assert event.evsel is not None
        assert event.evsel.ids == [ID]


# What the callbacks of the kernel's records are called, in the order of KERNEL.
CALLBACKS = [
    *("mmap", "lost", "comm", "exit", "throttle", "unthrottle", "fork", "read", "mmap2", "mmap2"),
    *("aux", "itrace_start", "lost_samples", "context_switch", "context_switch", "namespaces"),
    *("ksymbol", "bpf_event", "cgroup", "text_poke", "aux_output_hw_id", "callchain_deferred"),
]


def test_a_callback_for_each_kind(tmp_path: Path) -> None:
    recording = recording_of("<")
    for number, (kind, misc, _, body, _, _) in enumerate(KERNEL):
        recording.add(kind, body(recording) + trailer(recording, 1000 + number), misc)
    path = tmp_path / "perf.data"
    path.write_bytes(recording.raw())
    seen: list[tuple[str, int]] = []

    def noting(name: str) -> Callable[[perf.event], None]:
        return lambda event: seen.append((name, event.type))

    callbacks = {name: noting(name) for name in CALLBACKS}
    perf.session(perf.data(str(path)), **callbacks).process_events()
    kinds = [kind for kind, *_ in KERNEL]
    assert seen == list(zip(CALLBACKS, kinds, strict=True))


SHOWN = ("task", "mmap", "lost", "switch", "namespace", "cgroup", "bpf", "text-poke")

# More that is printed in more than one way.
MORE: list[tuple[int, int, Body]] = [
    (14, 0, lambda _: b""),
    (15, 0, lambda r: r.pack("II", 5, 6)),
    (15, 1 << 13, lambda r: r.pack("II", 5, 6)),
    (16, 0, lambda r: r.pack("II", 5, 6) + r.words(9, *range(18))),
    (17, rb.KERNEL, lambda r: r.pack("QIHH", BIG, 256, 2, 1) + rb.padded(b"gone")),
    (20, rb.KERNEL, lambda r: r.pack("QHH", 0x1234, 20, 18) + bytes(range(44))),
    (20, rb.KERNEL, lambda r: r.pack("QHH", 0x1234, 0, 3) + bytes(4)),
]


def test_script_prints_them_as_perf_does(tmp_path: Path, perf_output: Callable[..., str]) -> None:
    paths = [tmp_path / "little.data", tmp_path / "big.data"]
    for order, path in zip("<>", paths, strict=True):
        recording = recording_of(order)
        known = [(kind, misc, body) for kind, misc, _, body, _, _ in KERNEL if kind < 22]
        for number, (kind, misc, body) in enumerate(known + MORE):
            recording.add(kind, body(recording) + trailer(recording, 1000 * number), misc)
        path.write_bytes(recording.raw())
    options = ["script", "-F", "comm,cpu,time", *(f"--show-{kind}-events" for kind in SHOWN)]
    theirs = perf_output(*options, "-i", paths[0]).splitlines()
    assert len(theirs) > 25
    for path in paths:  # perf does not read the other one to its end
        ours = printed(*options, "-i", path, statuses=(0, 1)).splitlines()
        assert [line for line in ours if "LOST_SAMPLES" not in line] == theirs


def test_code_that_came_while_recording(tmp_path: Path, perf_output: Callable[..., str]) -> None:
    kind = KIND | rb.SAMPLE_IP
    recording = rb.Recording([rb.Attr(kind, ids=(ID,))])
    body = recording.pack("QIHH", BIG, 256, 1, 0) + rb.padded(b"bpf_prog_1")
    recording.add(17, body + trailer(recording, 10), rb.KERNEL)
    for time, ip in enumerate((BIG, BIG + 255, BIG + 256), 20):
        who = recording.pack("IIQ", PID, TID, time)
        recording.sample(ID, ip, who, STREAM, recording.pack("II", CPU, 0), misc=rb.KERNEL)
    path = tmp_path / "perf.data"
    path.write_bytes(recording.raw())
    options = ("script", "-F", "ip,sym,symoff,dso", "-i", path)
    assert "bpf_prog_1+0xff" in printed(*options)
    assert printed(*options).splitlines() == perf_output(*options).splitlines()


def zstd(data: bytes) -> bytes:
    """Return a frame that holds the data as they are (RFC 8878)."""
    last_raw_block = len(data) << 3 | 1
    return b"\x28\xb5\x2f\xfd\0\x58" + last_raw_block.to_bytes(3, "little") + data


@ORDERS
def test_compressed_records(order: str, tmp_path: Path) -> None:
    recording = recording_of(order)
    recording.features[27] = recording.pack("5I", 1, 1, 3, 2, 1 << 20)
    inner = recording_of(order)
    for time in range(1, 4):
        inner.add(13, inner.words(time) + trailer(inner, time))
    whole = zstd(b"".join(inner.records))
    for part in (whole[:41], whole[41:]):  # a record lies in both
        recording.add(83, recording.words(len(part)) + rb.padded(part))
    found = events(recording, rb.Recording.raw, tmp_path / "perf.data")
    assert [event.sample_time for event in found] == [1, 2, 3]
    assert [event.lost for event in found if isinstance(event, perf.lost_samples_event)] == [
        *(1, 2, 3)
    ]


@ORDERS
@FORMS
def test_counts(order: str, form: Form, tmp_path: Path) -> None:
    recording = recording_of(order)
    recording.add(76, recording.words(ID, recording.pack("II", 3, 0), BIG, 200, 100), 0)
    recording.add(77, recording.words(1, 5_000_000_000), 0)
    count, end = events(recording, form, tmp_path / "perf.data")
    assert isinstance(count, perf.stat_event)
    assert (count.id, count.cpu, count.thread) == (ID, 3, 0)
    assert (count.val, count.ena, count.run) == (BIG, 200, 100)
    assert count.evsel is not None
    assert count.evsel.ids == [ID]
    assert isinstance(end, perf.stat_round_event)
    assert (end.stat_round_type, end.time) == (1, 5_000_000_000)


@ORDERS
@FORMS
def test_what_a_later_record_says_of_an_event(order: str, form: Form, tmp_path: Path) -> None:
    recording = recording_of(order)
    recording.add(78, recording.words(2, ID) + rb.padded(b"power/energy/"), 0)
    recording.add(78, recording.words(0, ID) + rb.padded(b"Joules"), 0)
    recording.add(78, recording.words(1, ID, recording.pack("d", 0.25)), 0)
    recording.sample(7, recording.pack("IIQ", PID, TID, 5), 1, recording.pack("II", CPU, 0))
    path = tmp_path / "perf.data"
    events(recording, form, path)
    evsels = list(perf.session(perf.data(str(path))).evlist)
    assert str(evsels[1]) == "evsel(power/energy/)"


@ORDERS
@FORMS
def test_a_trace_beside_the_records(order: str, form: Form, tmp_path: Path) -> None:
    """What follows AUXTRACE is no record, though it may look like one."""
    recording = recording_of(order)
    data = recording.record(13, recording.words(1) + trailer(recording, 1))
    head = recording.words(len(data), 0x1000, 0x55) + recording.pack("IIiI", 1, TID, -1, 0)
    recording.add(71, head, 0)
    recording.records.append(data)
    recording.add(13, recording.words(2) + trailer(recording, 2))
    path = tmp_path / "perf.data"
    trace, lost = events(recording, form, path)
    assert isinstance(trace, perf.auxtrace_event)
    assert (repr(trace), trace.type) == ("{ type: auxtrace }", 71)
    assert (trace.size, trace.offset, trace.reference) == (len(data), 0x1000, 0x55)
    assert (trace.idx, trace.tid, trace.cpu) == (1, TID, -1)
    session = perf.session(perf.data(str(path)))
    assert session.read_trace(trace.position, trace.size) == data
    assert session.read_trace(trace.position + 8, 8) == data[8:16]
    rest = session.read_trace(trace.position, 2**64 - 1)
    assert rest == data + recording.records[-1]
    assert session.read_trace(0, 8) == session.read_trace(2**64 - 1, 8) == b""
    assert isinstance(lost, perf.lost_samples_event)
    assert lost.lost == 2


@pytest.mark.parametrize("order", "<>")
def test_build_ids_of_the_first_perf_have_no_pid(order: str, tmp_path: Path) -> None:
    made = rb.Recording([rb.Attr(KIND)], order)
    made.add(3, made.pack("II", 1, 1) + rb.padded(b"one") + bytes(40))
    entries = b""
    for digit, name in ((0x11, b"[kernel.kallsyms]"), (0x22, b"/usr/bin/program")):
        entries += made.record(0, bytes([digit]) * 20 + bytes(4) + rb.padded(name), rb.KERNEL)
    made.features[2] = entries
    path = tmp_path / "old.data"
    path.write_bytes(made.raw())
    found = perf.session(perf.data(str(path))).header["build_ids"]
    assert [(entry["build_id"], entry["filename"], entry["pid"]) for entry in found] == [
        ("11" * 20, "[kernel.kallsyms]", -1),
        ("22" * 20, "/usr/bin/program", -1),
    ]
