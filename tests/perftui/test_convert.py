"""Recordings written again: the same records and features, readable by us and by perf."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import commands
import pytest
from corpus import CORPUS, EXPECTED

import _perf
from _perf import _text

Run = Callable[..., str]

FILES = sorted(EXPECTED["files"])
DATA_OFFSET, HEADER = 40, 104
BUILD_ID, EVENT_DESC, AUXTRACE, SAMPLE_TIME, COMPRESSED = 2, 12, 18, 21, 27
DIR_FORMAT = 24
FORMS = {
    "file": (),
    "pipe": ("--pipe",),
    "compressed": ("-z",),
    "compressed pipe": ("--pipe", "-z"),
}
# Another writer's, whose strings are not padded to 64 bytes.
UNPADDED = {"autofdo/ro_sample.perf", "quipper/perf.data.weight_struct"}


def convert(source: Path, target: Path, *options: str) -> int:
    done = commands.run("convert", *options, "-o", target, "-i", source)
    assert done.returncode in (0, 1, 3), done.stderr
    return done.returncode


def script(path: Path) -> tuple[str, object]:
    """What `perftui script` prints, without a process for each, and how much was damaged."""
    settings = [f"{name}_events=1" for name in ("task", "mmap", "lost")] + ["nanoseconds=1"]
    with tempfile.TemporaryFile("w+") as file:
        outcome = _text.write_script(str(path), file.fileno(), settings)
        file.seek(0)
        return file.read(), outcome["damages"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FILES)
def test_what_is_written_tells_the_same(name: str, form: str, tmp_path: Path) -> None:
    target = tmp_path / "new.data"
    level = 3 if "-z" in FORMS[form] else 0
    try:
        _perf.convert(CORPUS / name, target, level=level, pipe="--pipe" in FORMS[form])
    except OSError:
        assert not target.exists()
        with pytest.raises(OSError, match=r"."):
            script(CORPUS / name)
        pytest.skip("it cannot be read")
    text, damages = script(target)
    assert damages == 0  # whatever was damaged is gone
    assert text == script(CORPUS / name)[0]


def features(path: Path) -> Iterator[tuple[int, bytes]]:
    whole = path.read_bytes()
    offset, size = struct.unpack_from("=QQ", whole, DATA_OFFSET)
    at = offset + size
    for number in range(256):
        if whole[72 + number // 8] >> number % 8 & 1:
            start, length = struct.unpack_from("=QQ", whole, at)
            at += 16
            yield number, whole[start : start + length]


def build_ids(raw: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """The entries without what pads them, which writers fill as they like."""
    at = 0
    while at < len(raw):
        _, misc, size, pid = struct.unpack_from("=IHHi", raw, at)
        length = raw[at + 32] if misc & 1 << 15 else 20
        name = raw[at + 36 : at + size].split(b"\0")[0]
        yield misc, pid, raw[at + 12 : at + 12 + length], name
        at += size


@pytest.mark.parametrize("name", FILES)
def test_features_keep_their_bytes(name: str, tmp_path: Path) -> None:
    if name in UNPADDED:
        pytest.skip("its strings are padded in another way")
    head = b"" if (CORPUS / name).is_dir() else (CORPUS / name).read_bytes()[:HEADER]
    if len(head) < HEADER or head[:16] != b"PERFILE2" + struct.pack("=Q", HEADER):
        pytest.skip("not a file of this byte order with features")
    try:
        before = dict(features(CORPUS / name))
    except (struct.error, IndexError):
        pytest.skip("its table of features is damaged")
    if _perf.convert(CORPUS / name, tmp_path / "new.data")["damages"] != 0 or not before:
        pytest.skip("it is damaged, or has no features")
    after = dict(features(tmp_path / "new.data"))
    of_the_file = {AUXTRACE, SAMPLE_TIME, COMPRESSED, DIR_FORMAT}
    attributes = {EVENT_DESC}  # whose size may be another
    for number in before.keys() - of_the_file - attributes - {BUILD_ID}:
        assert after[number] == before[number], number
    if BUILD_ID in before:
        assert list(build_ids(after[BUILD_ID])) == list(build_ids(before[BUILD_ID]))
    assert after.keys() - of_the_file >= before.keys() - of_the_file


@pytest.mark.parametrize("form", FORMS)
def test_perf_reads_what_is_written(
    form: str, recording: Path, perf_output: Run, tmp_path: Path
) -> None:
    target = tmp_path / "new.data"
    assert convert(recording, target, *FORMS[form]) == 0
    assert perf_output("script", "-i", target) == perf_output("script", "-i", recording)


def test_perf_reads_tracepoints(record: Callable[..., Path], perf_output: Run) -> None:
    made = record("tracepoints", "-e", "sched:sched_switch", "-e", "cpu-clock")
    for form, options in FORMS.items():
        target = made.with_name(f"{form}.data")
        assert convert(made, target, *options) == 0
        assert perf_output("script", "-i", target) == perf_output("script", "-i", made)


def samples(path: Path) -> list[tuple[int, int, str]]:
    session = _perf.session(_perf.data(str(path)))
    return [
        (event.sample_time, event.sample_tid, str(event.evsel))
        for event in session
        if isinstance(event, _perf.sample_event)
    ]


def test_filters(record: Callable[..., Path], tmp_path: Path) -> None:
    made = record("filters", "-e", "cpu-clock", "-e", "task-clock")
    everything = samples(made)
    middle = sorted(time for time, _, _ in everything)[len(everything) // 2]
    target = tmp_path / "new.data"
    convert(made, target, "-e", "task-clock")
    assert samples(target) == [sample for sample in everything if sample[2] == "evsel(task-clock)"]
    seconds = f"{middle // 10**9}.{middle % 10**9:09d}"
    convert(made, target, "--time", f"{seconds},")
    assert samples(target) == [sample for sample in everything if sample[0] >= middle]
    convert(made, target, "--tid", "1")
    assert samples(target) == []
    done = commands.run("convert", "-e", "task-clock,no-such", "-o", target, "-i", made)
    assert done.returncode == 2
    assert done.stderr == f"perftui: {made} has no event called 'no-such'\n"


def test_what_tells_of_the_user_goes(record: Callable[..., Path], tmp_path: Path) -> None:
    made = record("anonymous", "--call-graph", "dwarf,4096", "-e", "cpu-clock")
    target = tmp_path / "new.data"
    assert convert(made, target, "--anonymise") == 0
    raw = target.read_bytes()
    folder = str(made.parent.parent).encode()
    hostname = b"\0\0\0" + os.uname().nodename.encode() + b"\0\0\0"  # a short name may be chance
    for told in (folder, hostname):
        assert told in made.read_bytes()
    for secret in (folder, b"HOME=", hostname, b"dwarf,4096"):
        assert secret not in raw, secret
    assert len(raw) < made.stat().st_size / 4  # most of it was stacks
    assert samples(target) == samples(made)
    assert "sorter" in commands.printed("report", "--stdio", "-s", "dso", "-i", target)


def test_a_failure_leaves_what_was_there(recording: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.data"
    target.write_bytes(b"kept")
    (tmp_path / "broken").write_bytes(b"broken")
    assert convert(tmp_path / "broken", target) == 1
    assert target.read_bytes() == b"kept"
    done = commands.run("convert", "-o", "/dev/full", "-i", recording)
    assert done.returncode == 1
    assert done.stderr == "perftui: /dev/full could not be written: No space left on device\n"
    done = commands.run("convert", "-o", tmp_path / "no" / "such", "-i", recording)
    assert done.returncode == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "kept.data"]


def test_in_place_and_through_a_pipe(recording: Path, tmp_path: Path) -> None:
    target = tmp_path / "perf.data"
    target.write_bytes(recording.read_bytes())
    before = script(target)
    assert convert(target, target) == 0
    assert script(target) == before
    command = (sys.executable, "-P", "-m", "perftui", "convert", "-o", "-", "-i")
    piped = subprocess.run([*command, target], capture_output=True, check=True).stdout
    assert piped[:16] == struct.pack("=8sQ", b"PERFILE2", 16)
    found = subprocess.run(
        [*command[:4], "script", "-i", "-"], input=piped, capture_output=True, check=True
    )
    plain = commands.printed("script", "-i", target)
    assert found.stdout.decode() == plain
