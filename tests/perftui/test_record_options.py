"""Options of `perftui record` that say what a recording holds, as perf reads it and we do."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable
from pathlib import Path

from commands import all_cpus, printed, run
from test_record import headings, recorded, rows

import perf

Run = Callable[..., str]


def records(path: Path) -> list[int]:
    """Return the types of the records of a file, as they lie there."""
    content = path.read_bytes()
    at, size = struct.unpack_from("<QQ", content, 40)
    types = []
    end = at + size
    while at < end:
        kind, _, length = struct.unpack_from("<IHH", content, at)
        types.append(kind)
        at += length
    return types


def counted(text: str) -> list[list[str]]:
    """Return the table at the end of a report."""
    return [line.split() for line in text[text.rindex("#  ") :].splitlines()]


def samples(path: Path) -> list[perf.sample_event]:
    return [e for e in perf.session(perf.data(str(path))) if isinstance(e, perf.sample_event)]


def test_what_each_thread_has_counted(tmp_path: Path, perf_output: Run) -> None:
    shell = "ls / > /dev/null; ls /usr > /dev/null"
    path = recorded(tmp_path, "-s", "-e", "page-faults,cpu-clock", command=("sh", "-c", shell))
    table = counted(printed("report", "--stdio", "-T", path))
    assert table == counted(perf_output("report", "--stdio", "-T", "-i", path))
    assert table[0][:3] == ["#", "PID", "TID"]
    assert sorted(table[0][3:]) == ["cpu-clock", "page-faults"]
    assert len(table) >= 3
    reads = [e for e in perf.session(perf.data(str(path))) if isinstance(e, perf.read_event)]
    assert sum(struct.unpack_from("<Q", read.values)[0] for read in reads) == sum(
        int(count) for line in table[1:] for count in line[2:]
    )


def test_without_reads_there_are_no_rows(tmp_path: Path, perf_output: Run, sorter: str) -> None:
    path = recorded(tmp_path, "-e", "cpu-clock", command=(sorter,))
    ours = printed("report", "--stdio", "--threads", path).splitlines()[-1]
    assert ours == perf_output("report", "--stdio", "-T", "-i", path).splitlines()[-1]


def test_registers(tmp_path: Path, perf_output: Run, sorter: str) -> None:
    pair = "sp,ip" if os.uname().machine == "x86_64" else "sp,pc"
    options = ("-e", "cpu-clock:u", "-I", f"--user-regs={pair}")
    path = recorded(tmp_path, *options, command=(sorter,))
    fields = ("-F", "ip,iregs,uregs")
    ours = printed("script", *fields, path).split()
    assert ours == perf_output("script", *fields, "-i", path).split()
    first = samples(path)[0]
    assert first.user_regs is not None
    assert len(first.user_regs) == 2
    assert first.intr_regs is not None
    assert len(first.intr_regs) > 15
    done = run("record", "-o", tmp_path / "none", "--user-regs=sp,hat", "--", "true")
    assert done.returncode == 2
    assert "'hat' is no register" in done.stderr


def test_a_buffer_for_each_thread(tmp_path: Path, perf_output: Run, sorter: str) -> None:
    path = recorded(tmp_path, "--per-thread", "-e", "cpu-clock", "-F", "999", command=(sorter,))
    assert rows(printed("report", "--stdio", path)) == rows(
        perf_output("report", "--stdio", "-i", path)
    )
    attr = re.search(r"cpu-clock.*", printed("header", path))
    assert attr is not None
    assert "inherit" not in attr[0]
    assert any(sample.symbol in ("split", "compare") for sample in samples(path))


def test_no_samples_but_all_else(tmp_path: Path, sorter: str) -> None:
    path = recorded(tmp_path, "-n", "-s", "-e", "cpu-clock", command=("sh", "-c", f"{sorter}; :"))
    types = records(path)
    assert 9 not in types
    assert {3, 4, 7, 8, 10} <= set(types)  # COMM, EXIT, FORK, READ, MMAP2


@all_cpus
def test_what_runs_is_told_of_at_the_end(tmp_path: Path, perf_output: Run) -> None:
    options = ("-a", "--tail-synthesize", "-e", "cpu-clock", "-F", "499")
    path = recorded(tmp_path, *options, command=("sleep", "0.3"))
    types = records(path)
    own = sum(kind == 10 for kind in types[types.index(9) :])
    assert own > sum(kind == 10 for kind in types[: types.index(9)])
    assert types[-1] != 9
    assert headings(perf_output("script", "-i", path)) == headings(printed("script", path))
