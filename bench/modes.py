#!/usr/bin/env python3
"""Measure what it costs that a recording comes compressed, foreign or through a pipe.

    modes.py RECORDING [--json FILE]

The recording is written again in each way and read back. Seconds are medians of three.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from common import circumstances, keep
from foreign import write_foreign
from text import PERFTUI, measure

import perf

ROUNDS = 3
FLAT = ("report", "--stdio", "--no-children", "-g", "none")
COMPRESSED = 81


def seconds_of(work: Callable[[], object]) -> float:
    """Return the median of three runs."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


def flat_seconds(path: Path, *options: str) -> float:
    """Return what a flat report takes as a whole process."""
    command = [PERFTUI, *FLAT, *options, "-i", str(path)]
    return median(measure(command).seconds for _ in range(ROUNDS))


def compressed_pieces(path: Path) -> Iterator[bytes]:
    """Yield what the compressed records of a file hold."""
    whole = path.read_bytes()
    at, size = struct.unpack_from("=QQ", whole, 40)
    end = at + size
    while at < end:
        kind, _, length = struct.unpack_from("=IHH", whole, at)
        if kind == COMPRESSED:
            yield whole[at + 8 : at + length]
        at += length


class _Buffer(ctypes.Structure):
    _fields_ = (("data", ctypes.c_void_p), ("size", ctypes.c_size_t), ("pos", ctypes.c_size_t))


def decompression_seconds(path: Path) -> float:
    """Return what libzstd alone takes for the same stream, on one core, into memory in use."""
    zstd = ctypes.CDLL(ctypes.util.find_library("zstd"))
    zstd.ZSTD_createDCtx.restype = ctypes.c_void_p
    zstd.ZSTD_decompressStream.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    pieces = list(compressed_pieces(path))
    room = ctypes.create_string_buffer(1 << 20)

    def work() -> None:
        context = zstd.ZSTD_createDCtx()
        for piece in pieces:
            source = _Buffer(ctypes.cast(piece, ctypes.c_void_p), len(piece), 0)
            while source.pos < source.size:
                to = _Buffer(ctypes.cast(room, ctypes.c_void_p), len(room), 0)
                zstd.ZSTD_decompressStream(context, ctypes.byref(to), ctypes.byref(source))

    return seconds_of(work)


def pipe_rate(path: Path) -> float:
    """Return the megabytes a second at which the records of a pipe are counted."""
    command = f'cat "{path}" | "{PERFTUI}" report --stats -i - > /dev/null'
    taken = seconds_of(lambda: subprocess.run(["sh", "-c", command], check=True))
    return path.stat().st_size / 1e6 / taken


def opening_milliseconds(path: Path) -> float:
    """Return how long it takes to open a file and know its events."""
    return 1e3 * seconds_of(lambda: len(str(perf.data(str(path)))))


def measured(recording: Path, folder: Path) -> dict[str, float]:
    """Write the recording in every way into the folder, and read it."""
    plain, packed, pipe, foreign = (folder / name for name in ("plain", "zstd", "pipe", "foreign"))
    perf.convert(recording, plain)
    perf.convert(recording, packed, level=1)
    perf.convert(recording, pipe, pipe=True)
    write_foreign(plain, foreign)
    native, once = flat_seconds(plain), decompression_seconds(packed)
    zstd = flat_seconds(packed)
    # A foreign recording's objects have no symbols here: names that neither needs.
    by_comm, turned = (flat_seconds(path, "-s", "comm") for path in (plain, foreign))
    return {
        "flat_seconds": round(native, 3),
        "zstd_flat_seconds": round(zstd, 3),
        "decompression_seconds": round(once, 3),
        "zstd_extra_decompressions": round((zstd - native) / once, 2),
        "zstd_share_of_size": round(packed.stat().st_size / plain.stat().st_size, 3),
        "comm_seconds": round(by_comm, 3),
        "foreign_comm_seconds": round(turned, 3),
        "foreign_to_native": round(turned / by_comm, 2),
        "pipe_megabytes_per_second": round(pipe_rate(pipe)),
        **{
            f"opening_{path.name}_milliseconds": round(opening_milliseconds(path), 2)
            for path in (plain, packed, pipe, foreign)
        },
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recording")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    result = circumstances(options.recording)
    with tempfile.TemporaryDirectory(dir=Path(options.recording).parent) as folder:
        result |= measured(Path(options.recording), Path(folder))
    keep(result, options.json)


if __name__ == "__main__":
    main()
