"""`perftui top` as text: what is busy stands on top."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import all_cpus, printed, run
from perf_text import Node, entries

from _perf._evlist import cgroup_root


@pytest.fixture
def busy(sorter: str) -> Iterator[subprocess.Popen[bytes]]:
    """Something that always runs."""
    process = subprocess.Popen(["sh", "-c", f"while true; do {sorter}; done"])
    yield process
    process.kill()
    process.wait()


TARGET = ("-e", "cpu-clock:u", "-F", "999")


def test_the_hot_function_of_a_process_is_on_top(busy: subprocess.Popen[bytes]) -> None:
    text = printed("top", *TARGET, "-p", str(busy.pid), "--once", "1", "-g")
    rows = [line for line in text.splitlines() if line and line[0] != "#" and "%" in line[:11]]
    assert any("sort" in row for row in rows[:8])
    assert "--" in text  # a call graph


def test_rows_by_cgroup(busy: subprocess.Popen[bytes]) -> None:
    theirs = Path(f"/proc/{busy.pid}/cgroup").read_text(encoding="ascii")
    paths = [line.split(":", 2)[2] for line in theirs.splitlines()]
    text = printed("top", *TARGET, "-p", str(busy.pid), "--once", "0.5", "-s", "cgroup,comm")
    rows = [line.split() for line in text.splitlines() if line and line[0] != "#"]
    assert rows[0][-1] == "sorter"
    assert rows[0][1] in (paths if cgroup_root() else ["unknown"])  # where none are mounted


def test_the_same_as_json(busy: subprocess.Popen[bytes]) -> None:
    text = printed("top", *TARGET, "-p", str(busy.pid), "--once", "1", "--json")
    (event,) = json.loads(text)["events"]
    assert event["event"] == "cpu-clock:u"
    assert event["samples"] > 100
    assert {"split", "compare"} & {row["symbol"] for row in event["rows"][:4]}


def test_text_again_and_again(busy: subprocess.Popen[bytes]) -> None:
    command = [sys.executable, "-P", "-m", "perftui", "top", *TARGET, "-p", str(busy.pid)]
    process = subprocess.Popen(
        [*command, "--stdio", "-d", "0.2", "-E", "3"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(24)]
    process.terminate()
    process.communicate()
    titles = [line for line in lines if line.startswith(f"process {busy.pid}")]
    assert len(titles) >= 4
    assert all("own CPU" in title for title in titles)
    assert any("split" in line for line in lines)


@pytest.mark.parametrize(
    ("option", "hidden", "shown"), [("-K", "[k]", "[.]"), ("-U", "[.]", "[k]")]
)
def test_the_kernel_or_programs_are_left_out(option: str, hidden: str, shown: str) -> None:
    busy = subprocess.Popen(["dd", "if=/dev/zero", "of=/dev/null", "bs=1"], stderr=subprocess.PIPE)
    done = run("top", "-e", "cpu-clock", "-p", str(busy.pid), option, "--once", "1")
    busy.kill()
    busy.communicate()
    if "is left out" in done.stderr:
        pytest.skip("what the kernel does is not for this user")
    rows = [line for line in done.stdout.splitlines() if line.lstrip()[:1].isdigit()]
    assert any(shown in row for row in rows)
    assert not any(hidden in row for row in rows)


def test_programs_in_mounts_of_their_own_have_names(tmp_path: Path, sorter: str) -> None:
    inside = f"mount -t tmpfs none {tmp_path} && cp {sorter} {tmp_path}/inside && cd /"
    script = f"{inside} && while true; do {tmp_path}/inside; done"
    busy = subprocess.Popen(["unshare", "--mount", "sh", "-c", script], stderr=subprocess.PIPE)
    try:
        time.sleep(0.5)
        if busy.poll() is not None:
            pytest.skip("this user may not mount anything")
        assert not (tmp_path / "inside").exists()
        text = printed("top", *TARGET, "-p", str(busy.pid), "--once", "1", "-s", "sym")
        assert "[.] split" in text
    finally:
        busy.kill()
        busy.communicate()


def test_a_reader_that_goes_away_ends_it(busy: subprocess.Popen[bytes]) -> None:
    command = [sys.executable, "-P", "-m", "perftui", "top", *TARGET, "-p", str(busy.pid)]
    process = subprocess.Popen([*command, "--json", "-d", "0.1"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.wait(10) == 0


def test_a_full_disk_is_told(busy: subprocess.Popen[bytes]) -> None:
    command = [sys.executable, "-P", "-m", "perftui", "top", *TARGET, "-p", str(busy.pid)]
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*command, "--once", "0.2"], stdout=full, stderr=-1, check=False)
    assert done.returncode == 1
    assert b"No space left" in done.stderr


def test_each_picture_of_its_own_time() -> None:
    busy = subprocess.Popen(["sh", "-c", "sleep 0.2; while :; do :; done & sleep 1; kill $!"])
    command = ("-e", "cpu-clock:u", "-p", str(busy.pid), "--stdio", "-z", "-d", "0.3")
    done = run("top", *command)
    busy.wait()
    assert "last 0.3 s" in done.stdout


def test_the_end_of_what_is_watched_ends_the_watching() -> None:
    process = subprocess.Popen(["sleep", "0.5"])
    done = run("top", "-e", "dummy", "-p", str(process.pid), "--stdio", "-d", "0.1")
    process.wait()
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("-e", "cycels"), "did you mean"),
        (("-p", "4194304"), "no process"),
        (("-F", "x"), "number"),
    ],
)
def test_what_is_wrong_is_one_sentence(options: tuple[str, ...], sentence: str) -> None:
    done = run("top", *options, "--once", "0.1")
    assert done.returncode in (1, 2)
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_columns_of_samples_and_counts_are_chosen() -> None:
    text = printed("top", "--once", "0.3", "-e", "cpu-clock", "--idle", "-ns", "comm")
    heading = next(line for line in text.splitlines() if "Overhead" in line)
    assert heading.split() == ["#", "Overhead", "Samples", "Command"]


def siblings(node: Node) -> Iterator[list[str]]:
    yield [child.frames[0] for child in node.children]
    for child in node.children:
        yield from siblings(child)


@all_cpus
def test_a_file_that_ran_before_and_runs_again_is_one_object(
    busy: subprocess.Popen[bytes],
) -> None:
    time.sleep(0.3)
    _, rows = entries(printed("top", "-e", "cpu-clock", "--once", "1.2", "-g", "-s", "comm"))
    (graph,) = (row.graph for row in rows if "sorter" in row.cells)
    assert "sort" in graph.functions()
    for names in siblings(graph):
        ours = [name for name in names if name in ("__libc_start_call_main", "main", "sort")]
        assert len(set(ours)) == len(ours)
    assert busy.poll() is None
