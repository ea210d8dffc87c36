"""Recordings that are read while they are written."""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import commands
import pytest

import _perf

DATA, FEATURES = 40, 72  # where the header has the data's offset and size, and the bits
SAMPLE = 9
ROUND = struct.pack("=IHH", 68, 0, 8)


class Writer:
    """Writes a finished recording again, as perf does: the header's size and features come last."""

    def __init__(self, source: Path, target: Path) -> None:
        self.whole = source.read_bytes()
        self.begin, size = struct.unpack_from("=QQ", self.whole, DATA)
        self.end = self.begin + size
        self.target = target

    def head(self, size: int) -> bytes:
        """What stands before the records of so many bytes when there are no features."""
        head = bytearray(self.whole[: self.begin])
        struct.pack_into("=Q", head, DATA + 8, size)
        head[FEATURES : FEATURES + 32] = bytes(32)
        return bytes(head)

    def start(self) -> None:
        self.target.write_bytes(self.head(0))

    def append(self, data: bytes) -> None:
        with self.target.open("ab") as file:
            file.write(data)

    def records(self) -> Iterator[bytes]:
        at = self.begin
        while at < self.end:
            size = struct.unpack_from("=H", self.whole, at + 6)[0]
            yield self.whole[at : at + size]
            at += size

    def finish(self) -> None:
        self.append(self.whole[self.end :])
        with self.target.open("r+b") as file:
            file.write(self.whole[: self.begin])


@contextmanager
def written_slowly(source: Path, target: Path) -> Iterator[None]:
    """Write in pieces of any size, in a thread of its own."""
    writer = Writer(source, target)
    data = b"".join(writer.records())

    def work() -> None:
        writer.start()
        for at in range(0, len(data), len(data) // 7):
            writer.append(data[at : at + len(data) // 7])
            time.sleep(0.15)
        writer.finish()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


@pytest.fixture
def several_rounds(recording: Path, tmp_path: Path) -> Path:
    """A recording in order of time with the ends of many rounds."""
    target = tmp_path / "rounds.data"
    _perf.convert(recording, target)
    writer = Writer(target, target)
    data = b"".join(record + (ROUND if record[0] == SAMPLE else b"") for record in writer.records())
    target.write_bytes(writer.head(len(data)) + data)
    return target


def test_python_gets_each_record_once(several_rounds: Path, tmp_path: Path) -> None:
    growing = tmp_path / "growing.data"
    with written_slowly(several_rounds, growing):
        while not growing.exists():
            time.sleep(0.01)
        seen = [f"{event.sample_time} {event!r}" for event in _perf.follow(growing, interval=0.05)]
    session = _perf.session(_perf.data(str(several_rounds)))
    assert seen == [f"{event.sample_time} {event!r}" for event in session]
    assert session.is_finished


def test_records_come_before_the_end(several_rounds: Path, tmp_path: Path) -> None:
    growing = tmp_path / "growing.data"
    writer = Writer(several_rounds, growing)
    writer.start()
    growing_records = writer.records()
    for record in growing_records:
        writer.append(record)
        if record[0] == SAMPLE:
            break
    assert not _perf.session(_perf.data(str(growing))).is_finished
    assert [e for e in _perf.follow(growing, timeout=0.1) if e.type == SAMPLE] == []
    writer.append(b"".join(growing_records)[:-4])  # within a record
    samples = [event for event in _perf.follow(growing, timeout=0.1) if event.type == SAMPLE]
    everything = [e for e in _perf.session(_perf.data(str(several_rounds))) if e.type == SAMPLE]
    assert len(everything) - 4 < len(samples) <= len(everything)


def test_script_follows(several_rounds: Path, tmp_path: Path) -> None:
    growing = tmp_path / "growing.data"
    command = (sys.executable, "-P", "-m", "perftui", "script", "--follow", "-i", str(growing))
    growing.touch()
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        written_slowly(several_rounds, growing),
    ):
        assert process.stdout is not None
        text = process.stdout.read()
    assert process.returncode == 0
    assert text == commands.printed("script", "-i", several_rounds)


def test_what_is_no_recording_is_not_waited_for(tmp_path: Path) -> None:
    done = commands.run("script", "--follow", "-i", tmp_path / "nothing")
    assert done.returncode == 1
    assert "No such file" in done.stderr
    with pytest.raises(FileNotFoundError):
        next(_perf.follow(tmp_path / "nothing"))
    other = tmp_path / "other"
    other.write_text("not a recording\n")
    done = commands.run("script", "--follow", "-i", other)
    assert done.returncode == 1
    assert "magic number" in done.stderr
    with pytest.raises(OSError, match="magic number"):
        next(_perf.follow(other))
    (tmp_path / "empty").touch()
    assert list(_perf.follow(tmp_path / "empty", timeout=0.1)) == []
