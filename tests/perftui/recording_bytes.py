"""Recordings made byte by byte, with nothing of ours: what no machine at hand would record."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

HEADER = 104
ATTR = 128  # what perf 6.1 knows
ATTR_ENTRY = ATTR + 16

SAMPLE_IP, SAMPLE_TID, SAMPLE_TIME = 1 << 0, 1 << 1, 1 << 2
SAMPLE_ADDR, SAMPLE_READ, SAMPLE_CPU = 1 << 3, 1 << 4, 1 << 7
SAMPLE_ID, SAMPLE_PERIOD = 1 << 6, 1 << 8
SAMPLE_REGS_USER, SAMPLE_WEIGHT, SAMPLE_DATA_SRC = 1 << 12, 1 << 14, 1 << 15
SAMPLE_REGS_INTR, SAMPLE_CGROUP = 1 << 18, 1 << 21
SAMPLE_DATA_PAGE_SIZE, SAMPLE_CODE_PAGE_SIZE = 1 << 22, 1 << 23
SAMPLE_WEIGHT_STRUCT = 1 << 24

SAMPLE = 9
USER = 2  # PERF_RECORD_MISC_USER


@dataclass
class Attr:
    """One event: the fields of struct perf_event_attr that matter here."""

    sample_type: int
    type: int = 1
    config: int = 0
    read_format: int = 0
    regs_user: int = 0
    regs_intr: int = 0
    ids: tuple[int, ...] = ()
    flags: int = 1 << 18  # sample_id_all

    def raw(self) -> bytes:
        """Return its bytes."""
        head = struct.pack(
            "<IIQQQQQ",
            self.type,
            ATTR,
            self.config,
            1,
            self.sample_type,
            self.read_format,
            self.flags,
        )
        middle = struct.pack("<IIQQQ", 0, 0, 0, 0, 0)
        regs = struct.pack("<QIiQ", self.regs_user, 0, 0, self.regs_intr)
        return (head + middle + regs).ljust(ATTR, b"\0")


@dataclass
class Recording:
    """A file of native byte order, without features."""

    attrs: list[Attr]
    records: list[bytes] = field(default_factory=list)

    def add(self, kind: int, body: bytes, misc: int = USER) -> None:
        """Append a record."""
        self.records.append(struct.pack("<IHH", kind, misc, 8 + len(body)) + body)

    def sample(self, *words: int | bytes) -> None:
        """Append a sample: numbers are u64, bytes stand as they are."""
        parts: Iterable[bytes] = (
            word if isinstance(word, bytes) else struct.pack("<Q", word) for word in words
        )
        self.add(SAMPLE, b"".join(parts))

    def raw(self) -> bytes:
        """Return the file."""
        ids = b"".join(struct.pack(f"<{len(a.ids)}Q", *a.ids) for a in self.attrs)
        attrs = HEADER + len(ids)
        data = attrs + ATTR_ENTRY * len(self.attrs)
        table, at = b"", HEADER
        for attr in self.attrs:
            table += attr.raw() + struct.pack("<QQ", at, 8 * len(attr.ids))
            at += 8 * len(attr.ids)
        records = b"".join(self.records)
        head = struct.pack(
            "<8sQQQQQQQQ4Q",
            b"PERFILE2",
            HEADER,
            ATTR_ENTRY,
            attrs,
            len(table),
            data,
            len(records),
            0,
            0,
            *(0,) * 4,
        )
        return head + ids + table + records
