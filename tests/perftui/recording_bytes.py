"""Recordings made byte by byte, with nothing of ours: what no machine at hand would record."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

HEADER = 104
ATTR = 128  # what perf 6.1 knows
ATTR_ENTRY = ATTR + 16

SAMPLE_IP, SAMPLE_TID, SAMPLE_TIME = 1 << 0, 1 << 1, 1 << 2
SAMPLE_ADDR, SAMPLE_READ, SAMPLE_CALLCHAIN = 1 << 3, 1 << 4, 1 << 5
SAMPLE_ID, SAMPLE_CPU, SAMPLE_PERIOD = 1 << 6, 1 << 7, 1 << 8
SAMPLE_STREAM_ID, SAMPLE_RAW, SAMPLE_BRANCH_STACK = 1 << 9, 1 << 10, 1 << 11
SAMPLE_REGS_USER, SAMPLE_WEIGHT, SAMPLE_DATA_SRC = 1 << 12, 1 << 14, 1 << 15
SAMPLE_IDENTIFIER, SAMPLE_REGS_INTR, SAMPLE_CGROUP = 1 << 16, 1 << 18, 1 << 21
SAMPLE_DATA_PAGE_SIZE, SAMPLE_CODE_PAGE_SIZE = 1 << 22, 1 << 23
SAMPLE_WEIGHT_STRUCT = 1 << 24
SAMPLE_ID_ALL = 1 << 18  # a flag of the attribute

SAMPLE, HEADER_ATTR, HEADER_FEATURE = 9, 64, 80
KERNEL, USER, GUEST_KERNEL, GUEST_USER = 1, 2, 4, 5  # PERF_RECORD_MISC_CPUMODE

FLAGS = (*(1,) * 15, 2, *(1,) * 47)  # the widths of an attribute's bits: precise_ip has two
AUX_ACTION = (1, 1, 1, 29)
BRANCH_FLAGS = (1, 1, 1, 1, 16, 4, 2, 4, 3, 31)


def bit_fields(order: str, value: int, widths: tuple[int, ...], size: int = 64) -> int:
    """Return the number that a word has whose fields C declares from the lowest bits of `value` on.

    Compilers for big-endian machines begin with the highest bit.
    """
    if order == "<":
        return value
    word, at = 0, 0
    for width in widths:
        word |= (value >> at & (1 << width) - 1) << size - at - width
        at += width
    return word


def padded(data: bytes) -> bytes:
    """Return the bytes of a text that ends with NULs, in whole words."""
    return data.ljust(len(data) // 8 * 8 + 8, b"\0")


@dataclass
class Attr:
    """One event: the fields of struct perf_event_attr that matter here."""

    sample_type: int
    type: int = 1
    config: int = 0
    read_format: int = 0
    branch_sample_type: int = 0
    regs_user: int = 0
    regs_intr: int = 0
    max_stack: int = 0
    aux_action: int = 0
    ids: tuple[int, ...] = ()
    flags: int = SAMPLE_ID_ALL

    def raw(self, order: str = "<") -> bytes:
        """Return its bytes."""
        head = struct.pack(
            order + "IIQQQQQ",
            self.type,
            ATTR,
            self.config,
            1,
            self.sample_type,
            self.read_format,
            bit_fields(order, self.flags, FLAGS),
        )
        middle = struct.pack(order + "IIQQQ", 0, 0, 0, 0, self.branch_sample_type)
        regs = struct.pack(order + "QIiQ", self.regs_user, 0, 0, self.regs_intr)
        action = bit_fields(order, self.aux_action, AUX_ACTION, 32)
        tail = struct.pack(order + "IHHII", 0, self.max_stack, 0, 0, action)
        return (head + middle + regs + tail).ljust(ATTR, b"\0")


@dataclass
class Recording:
    """What a machine of some byte order and word size records."""

    attrs: list[Attr]
    order: str = "<"  # as struct has it
    long: int = 8
    features: dict[int, bytes] = field(default_factory=dict)
    records: list[bytes] = field(default_factory=list)

    def pack(self, form: str, *values: float | bytes) -> bytes:
        """Return values in the recording's byte order."""
        return struct.pack(self.order + form, *values)

    def words(self, *words: int | bytes) -> bytes:
        """Return numbers as u64 and bytes as they are."""
        return b"".join(word if isinstance(word, bytes) else self.pack("Q", word) for word in words)

    def string(self, text: str) -> bytes:
        """Return a feature's text."""
        data = padded(text.encode())
        return self.pack("I", len(data)) + data

    def record(self, kind: int, body: bytes, misc: int = 0) -> bytes:
        """Return a record."""
        return self.pack("IHH", kind, misc, 8 + len(body)) + body

    def add(self, kind: int, body: bytes, misc: int = USER) -> None:
        """Append a record."""
        self.records.append(self.record(kind, body, misc))

    def sample(self, *words: int | bytes, misc: int = USER) -> None:
        """Append a sample."""
        self.add(SAMPLE, self.words(*words), misc)

    def raw(self) -> bytes:
        """Return the file."""
        attrs = HEADER + sum(8 * len(attr.ids) for attr in self.attrs)
        data = attrs + ATTR_ENTRY * len(self.attrs)
        ids, table = b"", b""
        for attr in self.attrs:
            table += attr.raw(self.order)
            table += self.words(HEADER + len(ids), 8 * len(attr.ids))
            ids += self.words(*attr.ids)
        records = b"".join(self.records)
        head = b"PERFILE2" if self.order == "<" else b"2ELIFREP"
        head += self.words(HEADER, ATTR_ENTRY, attrs, len(table), data, len(records), 0, 0)
        return (
            head + self._feature_bits() + ids + table + records + self._features(data, len(records))
        )

    def piped(self) -> bytes:
        """Return the same in pipe format."""
        out = (b"PERFILE2" if self.order == "<" else b"2ELIFREP") + self.words(16)
        for attr in self.attrs:
            out += self.record(HEADER_ATTR, attr.raw(self.order) + self.words(*attr.ids))
        for number, body in sorted(self.features.items()):
            out += self.record(HEADER_FEATURE, self.words(number) + body)
        return out + b"".join(self.records)

    def _feature_bits(self) -> bytes:
        bits, width = sum(1 << number for number in self.features), 8 * self.long
        longs = (bits >> at & (1 << width) - 1 for at in range(0, 256, width))
        return self.pack(f"{256 // width}{'Q' if self.long == 8 else 'I'}", *longs)

    def _features(self, data: int, size: int) -> bytes:
        at = data + size + 16 * len(self.features)
        table, bodies = b"", b""
        for _, body in sorted(self.features.items()):
            table += self.words(at + len(bodies), len(body))
            bodies += body
        return table + bodies
