"""Every kind of record that perf itself writes, of either byte order, from a file and a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import recording_bytes as rb

import perf

ID, OTHER, TID = 0x1122334455667788, 7, 71
BIG = 0x1234_5678_9ABC_DEF0
MASK = 1 << 63 | 1 << 3 | 1
KIND = rb.SAMPLE_IP | rb.SAMPLE_TID | rb.SAMPLE_TIME | rb.SAMPLE_CPU | rb.SAMPLE_IDENTIFIER

Fields = dict[str, object]
Body = Callable[[rb.Recording], bytes]

ORDERS = pytest.mark.parametrize("order", ["<", ">"])
FORMS = pytest.mark.parametrize("form", [rb.Recording.raw, rb.Recording.piped])
Form = Callable[[rb.Recording], bytes]


def traced(r: rb.Recording, form: int) -> bytes:
    """Return an AUXTRACE_ERROR, which has a time in form 1 and a guest in form 2."""
    head = r.pack("IIiiiI", 1, 2, -1, 70, TID, form) + r.words(BIG)
    time = r.words(99) if form else b""
    guest = r.pack("II", 900, 1) if form == 2 else b""
    return head + time + b"lost".ljust(64, b"\0") + guest


ATTR = rb.Attr(KIND, config=3, read_format=4, flags=rb.SAMPLE_ID_ALL | 3 << 15, aux_action=5)
ERROR = {
    **{"error_type": 1, "code": 2, "cpu": -1, "pid": 70, "tid": TID, "ip": BIG},
    "msg": "lost",
}
ERROR_TEXT = (
    "{ type: auxtrace_error, error_type: 1, code: 2, cpu: -1, pid: 70, tid: 71, "
    "ip: 0x123456789abcdef0, time: %d, msg: lost }"
)
NOTHING = {"unit": None, "scale": None, "name": None, "cpus": None}

# The callback's name, the record's type, its misc and body, its repr, what it is read as.
USER: list[tuple[str, int, int, Body, str, Fields]] = [
    (
        "event_type",
        65,
        0,
        lambda r: r.words(BIG) + b"cycles".ljust(64, b"\0"),
        f"{{ type: event_type, id: {BIG}, name: cycles }}",
        {"id": BIG, "name": "cycles"},
    ),
    (
        "build_id",
        67,
        rb.KERNEL | 1 << 15,
        lambda r: r.pack("i20sB3x", -1, bytes(range(20)), 16) + rb.padded(b"[kernel.kallsyms]"),
        "{ type: build_id, pid: -1, build_id: 000102030405060708090a0b0c0d0e0f, "
        "filename: [kernel.kallsyms] }",
        {"pid": -1, "build_id": bytes(range(16)), "filename": "[kernel.kallsyms]"},
    ),
    (
        "id_index",
        69,
        0,
        lambda r: r.words(2, ID, 0, 3, TID, OTHER, 1, 2**64 - 1, 2**64 - 1, 900, 0, 0, 0),
        "{ type: id_index, nr: 2 }",
        {"entries": [(ID, 0, 3, TID, 900, 0), (OTHER, 1, -1, -1, 0, -1)]},
    ),
    (
        "id_index",
        69,
        0,
        lambda r: r.words(1, ID, 0, 3, TID),
        "{ type: id_index, nr: 1 }",
        {"entries": [(ID, 0, 3, TID, 0, -1)]},
    ),
    (
        "auxtrace_info",
        70,
        0,
        lambda r: r.pack("II", 1, 0) + r.words(BIG, 2),
        "{ type: auxtrace_info, auxtrace_type: 1, nr: 2 }",
        {"auxtrace_type": 1, "priv": [BIG, 2]},
    ),
    (
        "auxtrace_error",
        72,
        0,
        lambda r: traced(r, 0),
        ERROR_TEXT % 0,
        {**ERROR, "fmt": 0, "time": None, "machine_pid": 0, "vcpu": -1},
    ),
    (
        "auxtrace_error",
        72,
        0,
        lambda r: traced(r, 2),
        ERROR_TEXT % 99,
        {**ERROR, "fmt": 2, "time": 99, "machine_pid": 900, "vcpu": 1},
    ),
    (
        "thread_map",
        73,
        0,
        lambda r: r.words(2, 70, b"worker".ljust(16, b"\0"), 2**64 - 1, b"x" * 16),
        "{ type: thread_map, nr: 2 }",
        {"entries": [(70, "worker"), (-1, "x" * 16)]},
    ),
    (
        "cpu_map",
        74,
        0,
        lambda r: r.pack("HHHHH6x", 0, 3, 0, 300, 65535),
        "{ type: cpu_map, nr: 3 }",
        {"map_type": 0, "cpus": [0, 300, -1]},
    ),
    (
        "cpu_map",
        74,
        0,
        lambda r: r.pack("HHH", 1, 2, 4) + r.pack("II2x", MASK & 0xFFFFFFFF, MASK >> 32),
        "{ type: cpu_map, nr: 3 }",
        {"map_type": 1, "cpus": [0, 3, 63]},
    ),
    (
        "cpu_map",
        74,
        0,
        lambda r: r.pack("HHH4x", 1, 2, 8) + r.words(MASK, 2) + bytes(6),
        "{ type: cpu_map, nr: 4 }",
        {"map_type": 1, "cpus": [0, 3, 63, 65]},
    ),
    (
        "cpu_map",
        74,
        0,
        lambda r: r.pack("HBxHH", 2, 1, 254, 257),
        "{ type: cpu_map, nr: 5 }",
        {"map_type": 2, "cpus": [-1, 254, 255, 256, 257]},
    ),
    (
        "cpu_map",
        74,
        0,
        lambda r: r.pack("H6x", 9),
        "{ type: cpu_map, nr: 0 }",
        {"map_type": 9, "cpus": []},
    ),
    (
        "stat_config",
        75,
        0,
        lambda r: r.words(2, 0, 1, 1, 1000),
        "{ type: stat_config, nr: 2 }",
        {"settings": [(0, 1), (1, 1000)]},
    ),
    (
        "event_update",
        78,
        0,
        lambda r: r.words(0, ID) + rb.padded(b"Joules"),
        f"{{ type: event_update, id: {ID}, unit: Joules }}",
        {**NOTHING, "update_type": 0, "id": ID, "unit": "Joules"},
    ),
    (
        "event_update",
        78,
        0,
        lambda r: r.words(1, ID) + r.pack("d", 0.25),
        f"{{ type: event_update, id: {ID}, scale: 0.25 }}",
        {**NOTHING, "update_type": 1, "scale": 0.25},
    ),
    (
        "event_update",
        78,
        0,
        lambda r: r.words(2, ID) + rb.padded(b"energy"),
        f"{{ type: event_update, id: {ID}, name: energy }}",
        {**NOTHING, "update_type": 2, "name": "energy"},
    ),
    (
        "event_update",
        78,
        0,
        lambda r: r.words(3, ID) + r.pack("HHHH", 0, 2, 1, 300),
        f"{{ type: event_update, id: {ID}, nr_cpus: 2 }}",
        {**NOTHING, "update_type": 3, "cpus": [1, 300]},
    ),
    (
        "event_update",
        78,
        0,
        lambda r: r.words(9, ID) + b"what it is",
        f"{{ type: event_update, id: {ID}, update_type: 9 }}",
        {**NOTHING, "update_type": 9},
    ),
    (
        "time_conv",
        79,
        0,
        lambda r: r.words(10, 3, BIG, 5, 6, b"\1\0".ljust(8, b"\0")),
        f"{{ type: time_conv, time_shift: 10, time_mult: 3, time_zero: {BIG}, time_cycles: 5, "
        "time_mask: 0x6 }",
        {
            **{"time_shift": 10, "time_mult": 3, "time_zero": BIG, "time_cycles": 5},
            **{"time_mask": 6, "cap_user_time_zero": True, "cap_user_time_short": False},
        },
    ),
    (
        "time_conv",
        79,
        0,
        lambda r: r.words(10, 3, 4),
        "{ type: time_conv, time_shift: 10, time_mult: 3, time_zero: 4, time_cycles: 0, "
        "time_mask: 0 }",
        {"time_zero": 4, "time_cycles": None, "time_mask": None, "cap_user_time_zero": False},
    ),
    ("finished_init", 82, 0, lambda _: b"", "{ type: finished_init }", {}),
    (
        "bpf_metadata",
        84,
        0,
        lambda r: b"".join(
            (
                b"bpf_prog".ljust(512, b"\0"),
                r.words(2),
                b"key".ljust(64, b"\0"),
                b"value".ljust(256, b"\0"),
                b"k" * 64,
                b"v" * 256,
            )
        ),
        "{ type: bpf_metadata, prog_name: bpf_prog }",
        {"prog_name": "bpf_prog", "entries": [("key", "value"), ("k" * 64, "v" * 256)]},
    ),
    (
        "schedstat_cpu",
        85,
        0,
        lambda r: r.pack("QIH2x6I3Q", BIG, 3, 17, *range(1, 7), BIG, 8, 9),
        f"{{ type: schedstat_cpu, timestamp: {BIG}, cpu: 3, version: 17 }}",
        {"timestamp": BIG, "cpu": 3, "version": 17, "counters": [*range(1, 7), BIG, 8, 9]},
    ),
    (
        "schedstat_domain",
        86,
        0,
        lambda r: r.pack("QIHH16s36I", BIG, 3, 17, 1, b"MC", *range(36)),
        f"{{ type: schedstat_domain, timestamp: {BIG}, cpu: 3, version: 17, domain: 1, name: MC }}",
        {"version": 17, "domain": 1, "name": "MC", "counters": list(range(36))},
    ),
]


def recording_of(order: str) -> rb.Recording:
    return rb.Recording([rb.Attr(KIND, ids=(OTHER,)), rb.Attr(KIND, ids=(ID,))], order)


def session_of(recording: rb.Recording, form: Form, path: Path) -> perf.session:
    path.write_bytes(form(recording))
    session = perf.session(perf.data(str(path)))
    assert session.damage == []
    return session


def attributes_of(event: perf.event) -> Iterator[object]:
    for name in dir(type(event)):
        if not name.startswith("__"):
            yield getattr(event, name)


@ORDERS
@FORMS
def test_perfs_own_records(order: str, form: Form, tmp_path: Path) -> None:
    recording = recording_of(order)
    for _, kind, misc, body, _, _ in USER:
        recording.add(kind, body(recording), misc)
    session = session_of(recording, form, tmp_path / "perf.data")
    found = [event for event in session if event.type not in (rb.HEADER_ATTR, rb.HEADER_FEATURE)]
    native = recording_of("<")
    for event, (name, kind, misc, body, text, fields) in zip(found, USER, strict=True):
        assert (event.type, event.misc, type(event).__name__) == (kind, misc, f"{name}_event")
        assert repr(event) == text
        assert {field: getattr(event, field) for field in fields} == fields
        assert event.raw == body(native)
        assert event.sample_tid == -1
        about = ID if name == "event_update" else None
        assert (event.evsel.ids[0] if event.evsel else None) == about


def test_a_callback_for_each_of_them(tmp_path: Path) -> None:
    recording = recording_of("<")
    recording.features[3] = recording.string("host")
    for _, kind, misc, body, _, _ in USER:
        recording.add(kind, body(recording), misc)
    recording.add(66, recording.pack("I4x", 0), 0)
    recording.add(68, b"", 0)  # which is handed to nobody
    path = tmp_path / "perf.data"
    path.write_bytes(recording.piped())
    seen: list[tuple[str, int]] = []

    def noting(name: str) -> Callable[[perf.event], None]:
        return lambda event: seen.append((name, event.type))

    names = {"attr", "feature", "tracing_data", *(name for name, *_ in USER)}
    perf.session(perf.data(str(path)), **{name: noting(name) for name in names}).process_events()
    expected = [("attr", 64), ("attr", 64), ("feature", 80), *((n, kind) for n, kind, *_ in USER)]
    assert seen == [*expected, ("tracing_data", 66)]
    for name, kind in seen:
        constant = {"RECORD_" + name.upper(), "RECORD_HEADER_" + name.upper()} & {*dir(perf)}
        assert [getattr(perf, known) for known in constant] == [kind]


@ORDERS
def test_what_a_pipe_begins_with(order: str, tmp_path: Path) -> None:
    recording = rb.Recording([ATTR, rb.Attr(KIND, ids=(ID, OTHER))], order)
    recording.features[3] = recording.string("host")
    recording.features[70] = b"\1\2\3\4"
    session = session_of(recording, rb.Recording.piped, tmp_path / "perf.data")
    first, second, host, unknown = session
    assert isinstance(first, perf.attr_event)
    assert (first.attr_type, first.config, first.sample_type) == (1, 3, KIND)
    assert (first.sample_period, first.read_format, first.ids) == (1, 4, [])
    assert first.flags == ATTR.flags
    assert first.raw == ATTR.raw()
    assert repr(first) == f"{{ type: attr, attr_type: 1, config: 0x3, sample_type: {KIND:#x}, " + (
        "nr_ids: 0 }"
    )
    assert isinstance(second, perf.attr_event)
    assert second.ids == [ID, OTHER]
    assert second.evsel is not None
    assert second.evsel.ids == [ID, OTHER]
    assert isinstance(host, perf.feature_event)
    assert (host.feature, host.name, host.data) == (3, "HOSTNAME", recording.features[3])
    assert repr(host) == f"{{ type: feature, feature: 3, size: {len(host.data)} }}"
    assert isinstance(unknown, perf.feature_event)
    assert (unknown.feature, unknown.name, unknown.data) == (70, None, b"\1\2\3\4")


def test_maps_of_cpus_stay_within_bounds(tmp_path: Path) -> None:
    recording = recording_of("<")
    recording.add(74, recording.pack("HBxHH", 2, 1, 0, 65535), 0)
    recording.add(74, recording.pack("HBxHH", 2, 0, 9, 8), 0)
    recording.add(74, recording.pack("HHH4x", 1, 8000, 8) + b"\xff" * 64000, 0)
    every, none, full = session_of(recording, rb.Recording.raw, tmp_path / "perf.data")
    assert isinstance(every, perf.cpu_map_event)
    assert every.cpus == [-1, *range(65536)]
    assert isinstance(none, perf.cpu_map_event)
    assert none.cpus == []
    assert isinstance(full, perf.cpu_map_event)
    assert full.cpus == list(range(512000))


@ORDERS
@FORMS
def test_records_that_are_cut_off(order: str, form: Form, tmp_path: Path) -> None:
    """Each is read as what is left of it, or is left out; counts never reach beyond it."""
    recording = recording_of(order)
    for _, kind, misc, body, _, _ in USER:
        whole = body(recording)
        for size in range(0, len(whole), 1 if len(whole) < 200 else 16):
            recording.add(kind, whole[:size], misc)
    recording.sample(ID, 0x1000, recording.pack("IIQII", 70, TID, 5, 3, 0))
    path = tmp_path / "perf.data"
    path.write_bytes(form(recording))
    session = perf.session(perf.data(str(path)))
    found = [(repr(event), list(attributes_of(event))) for event in session]
    assert found[-1][0] == "{ type: sample }"
    assert len(found) > 100


@FORMS
def test_what_does_not_fit_is_told_once(form: Form, tmp_path: Path) -> None:
    recording = recording_of("<")
    for kind, body in ((73, recording.words(9, 1)), (74, b""), (78, b""), (69, bytes(4))):
        recording.add(kind, body, 0)
    path = tmp_path / "perf.data"
    path.write_bytes(form(recording))
    session = perf.session(perf.data(str(path)))
    said = sorted(sentence[sentence.index("record of") :] for sentence, _, _ in session.damage)
    assert said == [f"record of type {kind} does not fit its size" for kind in (69, 73, 74, 78)]
    assert [event for event in session if event.type != rb.HEADER_ATTR] == []


@ORDERS
@FORMS
def test_guests_that_counters_count_for(order: str, form: Form, tmp_path: Path) -> None:
    recording = recording_of(order)
    recording.add(69, recording.words(2, ID, 0, 3, TID, OTHER, 1, 4, TID, 900, 2, 0, 0), 0)
    who = recording.pack("IIQII", 70, TID, 5, 3, 0)
    for counter in (ID, OTHER):
        recording.sample(counter, 0x1000, who)
        recording.add(76, recording.words(counter, recording.pack("II", 3, 0), 1, 2, 3), 0)
        recording.add(14, who + recording.words(counter), 1 << 13)
    events = [
        event
        for event in session_of(recording, form, tmp_path / "perf.data")
        if isinstance(event, perf.sample_event | perf.stat_event | perf.switch_event)
    ]
    guests = {
        (type(event).__name__, event.machine_pid, event.vcpu): event.evsel.ids[0]
        for event in events
        if event.evsel is not None
    }
    kinds = ("sample_event", "stat_event", "switch_event")
    assert guests == {(kind, 900, 2): ID for kind in kinds} | {
        (kind, 0, -1): OTHER for kind in kinds
    }


def test_without_guests_all_is_the_hosts(tmp_path: Path) -> None:
    recording = recording_of("<")
    recording.add(69, recording.words(1, ID, 0, 3, TID), 0)
    recording.sample(ID, 0x1000, recording.pack("IIQII", 70, TID, 5, 3, 0))
    *_, sample = session_of(recording, rb.Recording.raw, tmp_path / "perf.data")
    assert (sample.machine_pid, sample.vcpu) == (0, -1)
    made = perf.stat_event()
    assert (made.machine_pid, made.vcpu) == (0, -1)
