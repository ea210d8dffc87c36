"""What fuzzing starts from: small recordings, cut into what each target of fuzz/ takes."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "share" / "example" / "example.data"
BESIDE = ROOT.parent / "shared" / "corpus"
LARGEST = 64 << 10  # bytes of a file that is taken
PIECE = 16 << 10  # of its records, where only some are

ORDERS = {b"PERFILE2": "<", b"2ELIFREP": ">"}
PIPE_HEADER, RECORD_HEADER = 16, 8
ATTR = 136  # what targets take as an attribute
SAMPLE, HEADER_ATTR, TRACING_DATA, COMPRESSED = 9, 64, 66, 81
TRACING_BIT = 1
SAMPLES = 4  # of a recording

FORMAT = b"""name: sched_switch
ID: 316
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:char prev_comm[16];\toffset:8;\tsize:16;\tsigned:0;
\tfield:pid_t prev_pid;\toffset:24;\tsize:4;\tsigned:1;
\tfield:__data_loc char[] name;\toffset:28;\tsize:4;\tsigned:0;
\tfield:unsigned long ips[2];\toffset:32;\tsize:16;\tsigned:0;

print fmt: "%s", REC->prev_comm
"""
CONFIG = b"""# comment
[buildid]
\tdir = "~/.debug" ; where
[core "sub\\"section"]
\tpager = less \\
 -R
\tsize = 0x10k
\tflag
"""


@dataclass
class Recording:
    """The parts of a recording that seeds are made of."""

    order: str
    pipe: bool
    raw: bytes
    attrs: list[tuple[bytes, bytes]]  # each with its ids
    data: bytes

    def records(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield type, offset in the data and bytes of each record."""
        at = 0
        while at + RECORD_HEADER <= len(self.data):
            kind, _, size = struct.unpack_from(f"{self.order}IHH", self.data, at)
            if size < RECORD_HEADER:
                return
            yield kind, at, self.data[at : at + size]
            at += size
            if kind == TRACING_DATA:
                at += struct.unpack_from(f"{self.order}I", self.data, at - 4)[0]

    def attr(self) -> bytes:
        """Return the first event's attribute, as long as targets take one."""
        return self.attrs[0][0][:ATTR].ljust(ATTR, b"\0") if self.attrs else bytes(ATTR)

    def tracing(self) -> bytes:
        """Return the description of its tracepoints, empty without one."""
        if self.pipe:
            for kind, at, record in self.records():
                if kind == TRACING_DATA:
                    size = struct.unpack_from(f"{self.order}I", record, 8)[0]
                    return self.data[at + len(record) :][:size]
            return b""
        start, size, features = struct.unpack_from(f"{self.order}QQ16xQ", self.raw, 40)
        if not features >> TRACING_BIT & 1:
            return b""
        at, size = struct.unpack_from(f"{self.order}QQ", self.raw, start + size)
        return self.raw[at : at + size]


def parsed(raw: bytes) -> Recording | None:
    """Take a recording apart; None for what is none."""
    order = ORDERS.get(raw[:8])
    if order is None:
        return None
    if struct.unpack_from(f"{order}Q", raw, 8)[0] == PIPE_HEADER:
        whole = Recording(order, True, raw, [], raw[PIPE_HEADER:])
        for kind, _, record in whole.records():
            if kind == HEADER_ATTR:
                length = struct.unpack_from(f"{order}I", record, 12)[0]
                whole.attrs.append((record[8 : 8 + length], record[8 + length :]))
        return whole
    entry, attrs, attrs_size, data, data_size = struct.unpack_from(f"{order}5Q", raw, 16)
    found = []
    for at in range(attrs, min(attrs + attrs_size, len(raw)), max(entry, 16)):
        ids, ids_size = struct.unpack_from(f"{order}QQ", raw, at + entry - 16)
        found.append((raw[at : at + entry - 16], raw[ids : ids + ids_size]))
    return Recording(order, False, raw, found, raw[data:][: data_size or None])


def as_pipe(recording: Recording) -> bytes:
    """Return what a pipe would carry behind its header."""
    if recording.pipe:
        return recording.data
    records = b""
    for attr, ids in recording.attrs:
        size = 8 + len(attr) + len(ids)
        records += struct.pack(f"{recording.order}IHH", HEADER_ATTR, 0, size) + attr + ids
    return records + recording.data


def stored(data: bytes) -> bytes:
    """Return a zstd frame of one block that is not compressed."""
    head = (len(data) << 3 | 1).to_bytes(3, "little")
    return b"\x28\xb5\x2f\xfd\0\x50" + head + data


def recordings() -> Iterator[Recording]:
    """Yield the bundled recording and the small ones that lie beside the project."""
    corpus = Path(os.environ.get("PERFTUI_CORPUS", BESIDE))
    for path in [EXAMPLE, *sorted(corpus.rglob("*"))]:
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        try:
            recording = parsed(path.read_bytes())
        except (struct.error, ValueError):
            continue
        if recording is not None:
            yield recording


def seeds_of(recording: Recording) -> Iterator[tuple[str, bytes]]:
    """Yield targets, each with one input."""
    order = bytes([recording.order == ">"])
    if not recording.pipe:
        yield "header", recording.raw
    yield "pipe", order + as_pipe(recording)
    if not recording.attrs:
        return
    attr = recording.attr()
    yield "records", order + attr + recording.data[:PIECE]
    if recording.order == ">":
        return
    records = list(recording.records())
    packed = b"".join(record[8:] for kind, _, record in records if kind == COMPRESSED)
    yield "compressed", b"\0\x10" + (packed or stored(recording.data[:PIECE]))
    samples = [record[8:] for kind, _, record in records if kind == SAMPLE]
    for sample in samples[:SAMPLES]:
        yield "samples", attr + sample
    tracing = recording.tracing()
    if tracing:
        raw = samples[0][:256] if samples else b""
        yield "trace_formats", len(raw).to_bytes(2, "little") + raw + tracing


def write_seeds(folder: Path) -> None:
    """Write the inputs of every target into a folder of its name."""
    inputs = [("trace_formats", b"\x40\0" + bytes(range(64)) + FORMAT), ("perfconfig", CONFIG)]
    for recording in recordings():
        try:
            inputs += seeds_of(recording)
        except struct.error:
            continue
    for number, (target, data) in enumerate(inputs):
        path = folder / target / f"{number:04}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
