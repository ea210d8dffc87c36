"""A recording that no 32 bits can count: two gigabytes, and more behind a hole."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from recording_bytes import (
    SAMPLE_CALLCHAIN,
    SAMPLE_IP,
    SAMPLE_PERIOD,
    SAMPLE_TID,
    SAMPLE_TIME,
    USER,
    Attr,
    Recording,
)

COMM, AUXTRACE, DATA_SIZE = 3, 71, 48
GIGABYTE = 1 << 30
MOST_MEMORY = 300 << 20
DEPTH = 120
TYPE = SAMPLE_IP | SAMPLE_TID | SAMPLE_TIME | SAMPLE_PERIOD | SAMPLE_CALLCHAIN


@dataclass
class Large:
    """The file, and the samples of its first process; its second has one, at the end."""

    path: Path
    samples: int


def sample(made: Recording, pid: int, time: int) -> bytes:
    chain = made.words(DEPTH, *range(0x1000, 0x1000 + DEPTH))
    who = made.pack("II", pid, pid)
    body = made.words(0x1000, who, time, 1, chain)
    return made.record(9, body, USER)


def comm(made: Recording, pid: int, name: bytes) -> bytes:
    return made.record(
        COMM, made.pack("II", pid, pid) + name + made.words(made.pack("II", 0, 0), 0)
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    made = Recording([Attr(TYPE)])
    made.records = [comm(made, 1, b"first\0\0\0"), comm(made, 2, b"last\0\0\0\0")]
    head = made.raw()
    begin = len(head) - len(b"".join(made.records))
    block = b"".join(sample(made, 1, time) for time in range(1, 10_001))
    blocks = 2 * GIGABYTE // len(block) + 1
    path = tmp_path_factory.mktemp("large") / "perf.data"
    with path.open("wb") as file:
        file.write(head)
        for _ in range(blocks):
            file.write(block)
        trace = made.words(4 * GIGABYTE, 0, 0) + made.pack("IIII", 0, 1, 0, 0)
        file.write(made.record(AUXTRACE, trace))
        file.seek(4 * GIGABYTE, os.SEEK_CUR)
        file.write(sample(made, 2, 20_000))
        size = file.tell() - begin
        file.seek(DATA_SIZE)
        file.write(made.words(size))
    yield Large(path, blocks * 10_000)
    path.unlink()


def report(path: Path) -> tuple[int, str, str]:
    """Return status and both outputs of a report by process; its memory must stay within bounds."""
    command = (sys.executable, "-P", "-m", "perftui", "report", "--stdio", "-n", "-g", "none")
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        options = ("--no-children", "-s", "comm,pid", "-i", str(path))
        with subprocess.Popen((*command, *options), stdout=out, stderr=err) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        assert usage.ru_maxrss << 10 < MOST_MEMORY
        return process.returncode, out.read(), err.read()


def rows(text: str) -> dict[str, int]:
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {comm: int(samples) for _, samples, comm, *_ in lines}


def test_all_of_it_is_read(large: Large) -> None:
    assert large.path.stat().st_size > 6 * GIGABYTE
    status, text, _ = report(large.path)
    assert status == 0
    assert rows(text) == {"first": large.samples, "last": 1}


def test_so_is_what_is_left_of_it(large: Large) -> None:
    size = large.path.stat().st_size
    os.truncate(large.path, size - 8)
    status, text, error = report(large.path)
    assert status == 3
    assert rows(text) == {"first": large.samples}
    assert f"{large.path}: offset {size - len(sample(Recording([]), 2, 0)):#x}: " in error
