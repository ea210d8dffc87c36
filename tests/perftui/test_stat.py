"""`perftui stat` against the machine's perf: the same counts, in the same layout."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import run

import perf
from perftui.views.counts import Event, Line, Reading, event_of, metric, spread
from perftui.views.stat_text import Style, ending, lines_of

TRACEFS = Path("/sys/kernel/tracing/events/syscalls/sys_enter_write/id")
PERF = os.environ.get("PERF", "perf")
Run = Callable[..., str]


def counted(*arguments: str | Path) -> str:
    done = run("stat", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stderr


def by_perf(*arguments: str | Path) -> str:
    done = subprocess.run(
        [PERF, "stat", *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return done.stderr


def columns(text: str) -> dict[str, list[str]]:
    """Return the columns of -x, by the name of the event."""
    rows = [line.split(",") for line in text.splitlines() if line.count(",") > 3]
    return {row[2]: row for row in rows}


@pytest.mark.skipif(not TRACEFS.exists(), reason="tracefs cannot be read")
def test_tracepoints_of_a_deterministic_program_agree_exactly(perf_output: Run) -> None:
    del perf_output  # perf is there
    program = "import os\nf = os.open('/dev/null', 1)\nfor i in range(777): os.write(f, b'x')"
    arguments = ("-x,", "-e", "syscalls:sys_enter_write,syscalls:sys_enter_openat,dummy",
                 "--", sys.executable, "-S", "-E", "-c", program)  # fmt: skip
    ours, theirs = columns(counted(*arguments)), columns(by_perf(*arguments))
    assert [row[0] for row in ours.values()] == [row[0] for row in theirs.values()]
    assert int(ours["syscalls:sys_enter_write"][0]) == 777


@pytest.mark.skipif(not TRACEFS.exists(), reason="tracefs cannot be read")
def test_only_what_passes_a_filter_is_counted() -> None:
    program = (
        "import os\nf = os.open('/dev/null', 1)\nfor i in range(99): os.write(f, b'x' * (i % 3))"
    )
    event = "syscalls:sys_enter_write"
    filtered = ("-e", event, "--filter", "count == 2", "--filter", "fd > 2")
    text = counted("-x,", *filtered, "-e", "dummy", "--", sys.executable, "-S", "-E", "-c", program)
    assert columns(text)[event][0] == "33"
    assert "stands behind" in run("stat", "--filter", "x", "--", "true").stderr
    done = run("stat", "-e", event, "--filter", "nothing == 2", "--", "true")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_the_clock_of_a_program_agrees(perf_output: Run) -> None:
    del perf_output
    program = "for i in range(2_000_000): pass"
    least = dict.fromkeys((counted, by_perf), float("inf"))
    # The least is what the program needs; the rest is what else the machine does. As long as they
    # differ, one of them may have been unlucky each time.
    for _ in range(30):
        for count in least:
            text = count("-x,", "-e", "task-clock", "--", sys.executable, "-S", "-E", "-c", program)
            least[count] = min(least[count], float(columns(text)["task-clock"][0]))
        if least[counted] == pytest.approx(least[by_perf], rel=0.02):
            return
    assert least[counted] == pytest.approx(least[by_perf], rel=0.02)


def shape(text: str) -> list[str]:
    """Return the lines with all numbers made alike, and one space between words.

    Without the spreads: there are none where two runs counted the same.
    """
    text = re.sub(r"  \( \+-.*?\)", "", text)
    lines = [re.sub(r"[\d,]*\d(\.\d+)?", "N", line) for line in text.splitlines()]
    return [re.sub(r"\b[GMK]/sec", "/sec", re.sub(r" +", " ", line)).strip() for line in lines]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--", "true"),
        ("-e", "task-clock,page-faults,cycles", "--", "true"),
        ("-r", "2", "-e", "task-clock,page-faults", "--", "true"),
        ("-x,", "-e", "task-clock,page-faults,cycles", "--", "true"),
        ("-a", "-e", "cpu-clock,context-switches", "--", "sleep", "0.05"),
        ("-a", "-A", "-e", "cpu-clock,cycles", "--", "sleep", "0.05"),
        ("-a", "-A", "-x,", "-e", "cpu-clock,cycles", "--", "sleep", "0.05"),
        ("-a", "--per-socket", "-x,", "-e", "cpu-clock,context-switches", "--", "sleep", "0.05"),
        ("-a", "--per-core", "-e", "cpu-clock", "--", "sleep", "0.05"),
        ("-a", "-I", "50", "-e", "cpu-clock,cycles", "--", "sleep", "0.08"),
        ("-a", "-I", "50", "-x,", "-e", "cpu-clock,context-switches", "--", "sleep", "0.08"),
    ],
    ids=" ".join,
)
def test_the_layout_is_perfs(perf_output: Run, arguments: tuple[str, ...]) -> None:
    del perf_output
    done = run("stat", *arguments)
    if done.returncode == 1 and "perf_event_paranoid" in done.stderr:
        pytest.skip("whole CPUs may not be watched")
    assert shape(done.stderr) == shape(by_perf(*arguments))


def test_a_signal_ends_the_counting_and_the_command() -> None:
    begin = time.monotonic()
    command = [
        sys.executable,
        "-P",
        "-m",
        "perftui",
        "stat",
        "-e",
        "task-clock:u",
        "--",
        "sleep",
        "9",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    process.terminate()
    assert "seconds time elapsed" in process.communicate()[1]
    assert process.returncode == -signal.SIGTERM
    assert time.monotonic() - begin < 6


def test_a_run_that_was_cut_short_is_no_run() -> None:
    command = [sys.executable, "-P", "-m", "perftui", "stat", "-r", "9", "-e", "task-clock:u"]
    process = subprocess.Popen([*command, "--", "sleep", "0.7"], stderr=subprocess.PIPE, text=True)
    time.sleep(2.5)
    process.send_signal(signal.SIGINT)
    text = process.communicate()[1]
    assert re.search(r"\([23] runs\)", text)
    assert "0.70" in text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--per-core", "--", "true"), "-a counts whole CPUs"),
        (("-A", "-p", "1"), "-a counts whole CPUs"),
        (("--per-thread", "-a", "--", "true"), "name whose"),
        (("-I", "0", "--", "true"), "at least one"),
        (("-r", "-1", "--", "true"), "number of runs"),
    ],
)
def test_what_would_mean_nothing_is_refused(options: tuple[str, ...], sentence: str) -> None:
    done = run("stat", *options)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_so_many_intervals_and_no_more() -> None:
    text = counted(
        "-x,", "-I", "50", "--interval-count", "2", "-e", "task-clock:u", "--", "sleep", "5"
    )
    assert len(text.splitlines()) == 2


def test_json_has_the_keys_of_perf(perf_output: Run) -> None:
    arguments = ("-j", "-e", "task-clock,page-faults,cycles", "--", "true")
    ours = [json.loads(line) for line in counted(*arguments).splitlines()]
    theirs = [json.loads(line) for line in by_perf(*arguments).splitlines() if line[:1] == "{"]
    assert [row["event"] for row in ours] == [row["event"] for row in theirs]
    assert [set(row) for row in ours] == [set(row) for row in theirs]
    del perf_output


def may_count(cgroup: Path) -> bool:
    events = perf.parse_events("cpu-clock", perf.cpu_map())
    events.set_cgroup(str(cgroup))
    try:
        events.open()
    except OSError:
        return False
    events.close()
    return True


@pytest.fixture
def cgroup() -> Iterator[Path]:
    """A cgroup that events can count."""
    mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    places = [line.split()[1] for line in mounts if "perf_event" in line or " cgroup2 " in line]
    if not places or os.geteuid() != 0:
        pytest.skip("there are no cgroups that events can count")
    made = Path(places[0], f"perftui-{os.getpid()}")
    try:
        made.mkdir()
    except OSError:
        pytest.skip("no cgroup can be made")
    try:
        if not may_count(made):
            pytest.skip("this cgroup has no controller of events")
        yield made
    finally:
        made.rmdir()


def test_only_a_cgroup_is_counted(cgroup: Path) -> None:
    options = ("-G", cgroup.name, "-x,", "-e", "cpu-clock", "--")
    enter = f"echo $$ > {cgroup}/cgroup.procs"
    busy = f"{enter}; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"
    text = counted(*options, "sh", "-c", busy)
    assert float(columns(text)["cpu-clock"][0]) > 1
    idle = counted(*options, "sh", "-c", "sleep 0.1")
    assert columns(idle)["cpu-clock"][0] in ("<not counted>", "0.00")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-G", "{0},{1}"),
        ("-G", "{0}"),
        ("-G", ",{1}"),
        ("--for-each-cgroup", "{0},{1}"),
        ("-x,", "-G", "{1}"),
        ("-x,", "--for-each-cgroup", "{0},{1}"),
        ("-x,", "-A", "-G", "{0},"),
    ],
    ids=" ".join,
)
def test_events_of_several_cgroups_are_told_as_by_perf(
    perf_output: Run, cgroup: Path, arguments: tuple[str, ...]
) -> None:
    del perf_output
    (cgroup / "inner").mkdir()
    try:
        names = cgroup.name, f"{cgroup.name}/inner"
        whose = [argument.format(*names) for argument in arguments]
        # Nothing runs there; an event of none counts what else happens.
        command = ("-a", "-e", "cpu-clock,dummy", *whose, "--", "sleep", "0.05")
        assert shape(counted(*command)) == shape(by_perf(*command))
    finally:
        (cgroup / "inner").rmdir()


def test_samples_of_a_cgroup_are_of_the_event_that_is_in_it(cgroup: Path, tmp_path: Path) -> None:
    enter = f"echo $$ > {cgroup}/cgroup.procs"
    busy = f"{enter}; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"
    path = tmp_path / "perf.data"
    (cgroup / "idle").mkdir()
    try:
        whose = f"{cgroup.name}/idle,{cgroup.name}"
        run("record", "-q", "-o", path, "-e", "cpu-clock,cpu-clock", "-G", whose, "sh", "-c", busy)
    finally:
        (cgroup / "idle").rmdir()
    session = perf.session(perf.data(str(path)))
    evsels = list(session.evlist)
    samples = [event for event in session if isinstance(event, perf.sample_event)]
    counts = [sum(sample.evsel == one for sample in samples) for one in evsels]
    assert counts[0] == 0
    assert counts[1] > 10


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("-G", "no/such"), "there is no cgroup 'no/such'"),
        (("-G", "a,b", "-e", "dummy"), "there is no event for the cgroup 'b'"),
        (("-G", "a", "--for-each-cgroup", "b"), "goes with neither -G nor -M"),
    ],
)
def test_cgroups_that_cannot_be_are_told(arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in run("stat", *arguments, "--", "true").stderr


def test_a_process_is_counted_until_it_ends() -> None:
    process = subprocess.Popen(["sleep", "0.4"])
    text = counted("-e", "dummy", "-p", str(process.pid))
    process.wait()
    assert f"process id '{process.pid}'" in text


def test_the_end_comes_after_a_time_or_a_count(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    counted("-e", "dummy", "-p", str(os.getpid()), "--timeout", "100", "-o", path)
    assert "dummy" in path.read_text(encoding="utf-8")
    text = counted(
        "-e", "dummy", "-p", str(os.getpid()), "-I", "30", "--interval-count", "2", "-x,"
    )
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("-e", "cycels", "true"), 1, "did you mean"),
        (("-r", "3"), 2, "one is needed"),
        (("-p", "4194304"), 2, "no process"),
        (("-e", "dummy", "--", "/no/such/program"), 1, "cannot start"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    done = run("stat", *arguments)
    assert done.returncode == status
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_commands_status_is_returned() -> None:
    assert run("stat", "-e", "dummy", "--", "sh", "-c", "exit 9").returncode == 9


def line(name: str, value: int, enabled: int = 1000, running: int = 1000) -> Line:
    event = event_of(name, "", 1.0, supported=True)
    return Line(event, [Reading(value, enabled, running)])


def test_counts_of_counters_that_shared_are_scaled() -> None:
    half = line("cycles", 500, 1000, 500)
    assert half.mean == 1000
    assert half.share == 50
    assert line("cycles", 0, 1000, 0).counted is False
    mean, error = spread([1.0, 3.0])
    assert (mean, error) == (2.0, 1.0)


def test_runs_that_differ_are_told_with_their_spread() -> None:
    event = event_of("page-faults", "", 1.0, supported=True)
    alike, apart = (
        Line(event, [Reading(value, 9, 9) for value in values]) for values in ((7, 7), (1, 3))
    )
    style = Style()
    (one,) = lines_of([(alike, [])], style)
    (other,) = lines_of([(apart, [])], style)
    assert "+-" not in one
    assert other.endswith("  ( +- 50.00% )")
    assert list(ending([1.0, 3.0], None, None))[1] == (
        "              2.00 +- 1.00 seconds time elapsed  ( +- 50.00% )"
    )
    assert "0.00400 +- 0.00200 seconds" in list(ending([0.002, 0.006], None, None))[1]


@pytest.mark.parametrize(
    ("name", "value", "expected", "unit"),
    [
        ("instructions", 3_000_000, 1.5, "insn per cycle"),
        ("cycles", 2_000_000, 2.0, "GHz"),
        ("branch-misses:u", 50, 5.0, "of all branches"),
        ("page-faults", 2, 2.0, "K/sec"),
        ("task-clock", 1_000_000, 0.5, "CPUs utilized"),
    ],
)
def test_what_a_count_means(name: str, value: int, expected: float, unit: str) -> None:
    beside = [
        line("task-clock", 1_000_000),
        line("cpu-cycles", 2_000_000),
        line("branches", 1000),
        line(name, value),
    ]
    told = metric(beside[-1], beside, 0.002)
    assert told is not None
    assert told.unit == unit
    assert told.value == pytest.approx(expected)


def test_an_event_without_a_clock_beside_means_nothing_more() -> None:
    assert metric(line("page-faults", 2), [line("page-faults", 2)], 1.0) is None
    assert Event("cpu/event=0x3c/u").base == "cpu"


def test_the_time_that_goes_by_is_an_event_too() -> None:
    spin = "import time\nend = time.time() + 0.3\nwhile time.time() < end: pass"
    events = "duration_time,{task-clock,dummy},user_time,system_time"
    done = run("stat", "-x,", "-e", events, "--", sys.executable, "-c", spin)
    counts = {line.split(",")[2]: float(line.split(",")[0]) for line in done.stderr.splitlines()}
    assert list(counts) == [*events.replace("{", "").replace("}", "").split(",")]
    assert 0.3e9 < counts["duration_time"] < 3e9
    spent = counts["user_time"] + counts["system_time"]
    assert spent == pytest.approx(counts["task-clock"] * 1e6, rel=0.25)


def test_metrics_are_what_their_events_say() -> None:
    text = counted("-x,", "-M", "page_faults_per_second,CPUs_utilized", "--", "true")
    rows = columns(text)
    clock, faults = (float(rows[name][0]) for name in ("task-clock", "page-faults"))
    took = float(rows["duration_time"][0])
    assert rows["page-faults"][-1] == "faults/sec  page_faults_per_second"
    assert float(rows["page-faults"][-2]) == pytest.approx(faults / clock * 1e3, rel=0.05)
    assert rows["task-clock"][-1] == "CPUs  CPUs_utilized"
    assert float(rows["task-clock"][-2]) == pytest.approx(clock * 1e6 / took, rel=0.05)
    assert len(rows) == 3  # each event once


def test_an_event_of_two_metrics_has_a_line_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        {"MetricName": name, "MetricExpr": expression, "MetricGroup": "mine"}
        for name, expression in (("twice", r"page\-faults * 2"), ("half", r"page\-faults / 2"))
    ]
    (tmp_path / "mine.json").write_text(json.dumps(entries), encoding="utf-8")
    (tmp_path / "config").write_text(f"[pmu-events]\n\tpath = {tmp_path}\n", encoding="utf-8")
    monkeypatch.setenv("PERF_CONFIG", str(tmp_path / "config"))
    faults, more = (
        json.loads(line) for line in counted("-j", "-M", "mine", "--", "true").splitlines()
    )
    count = float(faults["counter-value"])
    assert (faults["metric-unit"], float(faults["metric-value"])) == ("twice", count * 2)
    assert (more["metric-unit"], float(more["metric-value"])) == ("half", count / 2)
    rows = [line.split(",") for line in counted("-x,", "-M", "mine", "true").splitlines()]
    assert [row[-1] for row in rows] == ["twice", "half"]
    assert len(rows[0]) == len(rows[1])


def test_metrics_alone_stand_below_their_names() -> None:
    plain = counted("--metric-only", "-M", "CPUs_utilized,cs_per_second", "--", "true")
    heads, values = (line for line in plain.splitlines()[3:5])
    assert heads.split("  ")[-1].split() == ["cs_per_second"]
    assert len(values.split()) == 2
    told = json.loads(counted("-j", "--metric-only", "-M", "CPUs_utilized", "--", "true"))
    assert list(told) == ["CPUs  CPUs_utilized"]
    rows = counted("-x,", "--metric-only", "-I", "40", "-M", "CPUs_utilized", "sleep", "0.1")
    first, *others = [line.split(",") for line in rows.splitlines()]
    assert first == ["time", "CPUs  CPUs_utilized", ""]
    assert len(others) >= 2
    assert all(len(row) == 3 for row in others)


def test_a_metric_that_is_none_is_told() -> None:
    done = run("stat", "-M", "no_such_metric", "--", "true")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "perftui: 'no_such_metric' is no metric of this machine"
