"""One recording in every mode: what is read does not depend on how it arrives."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import _perf

EXAMPLE = Path(__file__).resolve().parents[2] / "share" / "example" / "example.data"


def counted(path: Path | str, fd: int = -1) -> Counter[str]:
    return Counter(repr(event) for event in _perf.session(_perf.data(str(path), fd)))


def data_section() -> bytes:
    whole = EXAMPLE.read_bytes()
    offset, size = struct.unpack_from("=QQ", whole, 40)
    return whole[offset : offset + size]


def as_pipe() -> bytes:
    """The same events and records in pipe format, without the features."""
    whole = EXAMPLE.read_bytes()
    entry, attrs, size = struct.unpack_from("=QQQ", whole, 16)
    out = struct.pack("=8sQ", b"PERFILE2", 16)
    for at in range(attrs, attrs + size, entry):
        attr = whole[at : at + entry - 16]
        ids_at, ids_size = struct.unpack_from("=QQ", whole, at + entry - 16)
        ids = whole[ids_at : ids_at + ids_size]
        out += struct.pack("=IHH", 64, 0, 8 + len(attr) + len(ids)) + attr + ids
    return out + data_section()


def test_a_file_through_a_pipe() -> None:
    command = [sys.executable, "-m", "perftui", "script", "-i"]
    expected = subprocess.run([*command, EXAMPLE], capture_output=True, check=True).stdout
    piped = EXAMPLE.read_bytes()
    found = subprocess.run([*command, "-"], input=piped, capture_output=True, check=True)
    assert expected.count(b"\n") > 10
    assert found.stdout == expected
    with EXAMPLE.open("rb") as file:  # not every standard input is a pipe
        found = subprocess.run([*command, "-"], stdin=file, capture_output=True, check=True)
    assert found.stdout == expected


def test_a_fifo_and_a_descriptor(tmp_path: Path) -> None:
    expected = counted(EXAMPLE)
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = subprocess.Popen(["sh", "-c", 'cat "$0" > "$1"', EXAMPLE, fifo])
    assert counted(fifo) == expected
    assert writer.wait() == 0
    with EXAMPLE.open("rb") as file:
        assert counted("-", file.fileno()) == expected
        assert file.read(8) == b"PERFILE2"  # the descriptor is still open


def test_pipe_format(tmp_path: Path) -> None:
    path = tmp_path / "pipe.data"
    path.write_bytes(as_pipe())
    found = counted(path)
    expected = counted(EXAMPLE)
    assert sum(found.values()) == sum(expected.values()) + 1  # HEADER_ATTR itself
    samples = [text for text in expected if "sample" in text]
    assert samples
    assert all(found[text] == expected[text] for text in samples)


def test_a_pipe_without_an_end_can_be_left() -> None:
    command = [sys.executable, "-m", "perftui", "report", "--stdio", "-i", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        assert reader.stdin is not None
        reader.stdin.write(EXAMPLE.read_bytes())
        reader.stdin.flush()
        time.sleep(0.5)
        assert reader.poll() is None
        reader.send_signal(signal.SIGINT)
        assert reader.wait(timeout=10) != 0


def test_a_directory(tmp_path: Path) -> None:
    """Threads write files of their own; what they hold is one recording."""
    (tmp_path / "data").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "data.0").write_bytes(b"")
    (tmp_path / "data.1").write_bytes(data_section())
    (tmp_path / "data.10").write_bytes(data_section())
    (tmp_path / "data.old").write_bytes(b"no part of it")
    once = counted(EXAMPLE)
    assert counted(tmp_path) == Counter({text: 3 * count for text, count in once.items()})
    session = _perf.session(_perf.data(str(tmp_path)))
    times = [event.sample_time for event in session if isinstance(event, _perf.sample_event)]
    assert times == sorted(times)


def test_damage_in_a_part_of_a_directory(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "data.0").write_bytes(data_section() + bytes(24))
    session = _perf.session(_perf.data(str(tmp_path)))
    (damage,) = session.damage
    assert damage[0].startswith(f"{tmp_path}/data.0: offset ")
    assert damage[1:] == (len(data_section()), 24)
