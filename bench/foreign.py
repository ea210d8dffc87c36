"""A recording as a machine of the other byte order would have written it, without its features.

It knows what bench/record.py records: samples of addresses, tasks, times, CPUs, periods and call
chains, and the kernel's records of processes and mappings.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

HEADER, SECTIONS = 104, 16
SAMPLE, USER_START, FINISHED_ROUND = 9, 64, 68
CALLCHAIN = 1 << 5
PAIRS = {1 << 1, 1 << 7}  # of sample_type: two numbers of 32 bits
FIXED = [1 << bit for bit in (16, 0, 1, 2, 3, 6, 9, 7, 8)]
TRAILER = [1 << bit for bit in (1, 2, 6, 9, 7, 16)]
MMAP2, MMAP_BUILD_ID = 10, 1 << 14
BUILD_ID_FORM = "IIQQQ24sII"
FORMS = {  # a name follows in some
    **{1: "IIQQQ", 2: "QQ", 3: "II", 4: "IIIIQ", 5: "QQQ", 6: "QQQ", 7: "IIIIQ"},
    **{10: "IIQQQIIQQII", 13: "Q", 14: "", 15: "II", 17: "QIHH", 18: "HHI8s", FINISHED_ROUND: ""},
}
ATTR_FORM = "IIQQQQ8sIIQQQQIiQIHH"
ATTR = struct.calcsize(f"<{ATTR_FORM}")


def _turned(form: str, raw: bytes) -> bytes:
    return struct.pack(f">{form}", *struct.unpack(f"<{form}", raw))


def _form(order: list[int], sample_type: int) -> str:
    return "".join("II" if bit in PAIRS else "Q" for bit in order if sample_type & bit)


def _turned_attr(raw: bytes) -> bytes:
    fields = list(struct.unpack_from(f"<{ATTR_FORM}", raw))
    fields[1] = ATTR
    # The bits of a bit-field run from the other end of each byte.
    fields[6] = bytes(int(f"{byte:08b}"[::-1], 2) for byte in fields[6])
    return struct.pack(f">{ATTR_FORM}", *fields)


def _turned_records(data: bytes, sample_type: int) -> Iterator[bytes]:
    fixed, trailer = _form(FIXED, sample_type), _form(TRAILER, sample_type)
    fixed_size, trailer_size = struct.calcsize(f"<{fixed}"), struct.calcsize(f"<{trailer}")
    at = 0
    while at < len(data):
        kind, misc, size = struct.unpack_from("<IHH", data, at)
        body = data[at + 8 : at + size]
        at += size
        if kind == SAMPLE:
            words = (len(body) - fixed_size) // 8
            turned = _turned(f"{fixed}{words}Q", body)
        elif kind in FORMS:
            form = BUILD_ID_FORM if kind == MMAP2 and misc & MMAP_BUILD_ID else FORMS[kind]
            head = struct.calcsize(f"<{form}")
            tail = 0 if kind == FINISHED_ROUND else trailer_size
            name = body[head : len(body) - tail]
            turned = _turned(form, body[:head]) + name
            turned += _turned(trailer if tail else "", body[len(body) - tail :])
        else:
            continue
        yield struct.pack(">IHH", kind, misc, size) + turned


def write_foreign(source: Path, target: Path) -> None:
    """Write a little-endian file as a big-endian one; all its events record the same fields."""
    whole = source.read_bytes()
    entry, attrs, attrs_size, data, data_size = struct.unpack_from("<QQQQQ", whole, 16)
    ids, table, sample_type = b"", b"", 0
    for at in range(attrs, attrs + attrs_size, entry):
        ids_at, ids_size = struct.unpack_from("<QQ", whole, at + entry - SECTIONS)
        sample_type = struct.unpack_from("<Q", whole, at + 24)[0]
        place = struct.pack(">QQ", HEADER + len(ids), ids_size)
        ids += _turned(f"{ids_size // 8}Q", whole[ids_at : ids_at + ids_size])
        table += _turned_attr(whole[at : at + entry]) + place
    with target.open("wb") as file:
        file.write(bytes(HEADER) + ids + table)
        file.writelines(_turned_records(whole[data : data + data_size], sample_type))
        end = file.tell()
        file.seek(0)
        begin = HEADER + len(ids) + len(table)
        sections = (ATTR + SECTIONS, HEADER + len(ids), len(table), begin, end - begin, 0, 0)
        file.write(struct.pack(">8sQ7Q4Q", b"2ELIFREP", HEADER, *sections, *(0,) * 4))
