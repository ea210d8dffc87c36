"""Text against the machine's perf, line by line, on recordings made in the run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from commands import printed
from perf_rules import RULES, Rule, Version, applicable, rewritten
from perf_text import Entry, Rows, cells_of, column, counted, entries, lines_of

import perf
from _perf._evlist import cgroup_root

Run = Callable[..., str]
Record = Callable[..., Path]
ALLOWED = 0.001  # of the lines

RECORDINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "graph": (("-e", "cpu-clock", "-F", "1999", "-g"), ()),
    "system": (
        ("-a", "-e", "cpu-clock", "-e", "page-faults", "-e", "context-switches", "-g"),
        (
            "sh",
            "-c",
            "SORTER & for i in 1 2 3; do WALKER /usr/lib/python3 /usr/share/doc; done; wait",
        ),
    ),
    "tracepoints": (
        (
            "-a",
            "-e",
            "sched:sched_switch",
            "-e",
            "sched:sched_wakeup",
            "-e",
            "syscalls:sys_exit_read",
        ),
        ("sh", "-c", "ls -R /usr/share/doc | sort > /dev/null"),
    ),
    "flat": (("-e", "task-clock", "-F", "1999"), ()),
}


@pytest.fixture(scope="session")
def fresh(record: Record, sorter: str, walker: str) -> dict[str, Path]:
    """Return the recordings, made now."""

    def spelled(program: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.replace("SORTER", sorter).replace("WALKER", walker) for word in program)

    return {
        name: record(name, *options, program=spelled(program))
        for name, (options, program) in RECORDINGS.items()
    }


@pytest.fixture(scope="session")
def perf_version(perf_output: Run) -> Version:
    found = re.search(r"(\d+)\.(\d+)", perf_output("version"))
    assert found
    return int(found[1]), int(found[2])


def tell(what: str, rules: list[Rule], lines: int, different: int) -> None:
    """Print how many lines each rule touched, and how many stay different."""
    touched = ", ".join(f"{rule.name} {rule.touched}" for rule in rules) or "no rules"
    print(f"{what}: {lines} lines, rules: {touched}; {different} different")


def fitted(rows: list[Entry], place: int, width: int) -> list[Entry]:
    """command-width: cut the names of one column."""

    def cut(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cell[:width] if i == place else cell for i, cell in enumerate(cells))

    return [replace(row, cells=cut(row.cells)) for row in rows]


def forgive_plt(missing: Rows, extra: Rows) -> None:
    """plt-unknown: drop PLT entries of ours together with the addresses that stand for them."""
    for ours in list(extra):
        cells = cells_of(ours)
        if not cells[-1].endswith("@plt"):
            continue
        for theirs in list(missing):
            others = cells_of(theirs)
            unknown = others[-1].startswith("[.] 0") or others[-1] == "[.] _init"
            if others[:-1] == cells[:-1] and unknown:
                del missing[theirs], extra[ours]
                forgive_in_chains(missing, others)
                break


def forgive_plt_in_graphs(missing: Rows, extra: Rows) -> None:
    """plt-unknown: drop rows that differ in their graphs, where these lead through a PLT."""
    for ours in list(extra):
        for theirs in list(missing):
            if cells_of(ours) == cells_of(theirs) and "@plt" in repr((ours, theirs)):
                del missing[theirs], extra[ours]
                break


@cache
def functions_with_twins(path: Path, perf_output: Run) -> set[str]:
    """twin-siblings: find where perf names a function twice, however little each costs."""
    _, rows = entries(perf_output("report", "--stdio", "-i", path, "--children", "-g", "graph,0"))
    return {row.cells[-1] for row in rows if row.graph.has_twins()}


def without_twins(
    theirs: list[Entry], ours: list[Entry], known: set[str]
) -> tuple[list[Entry], list[Entry]]:
    """twin-siblings: drop rows that differ where perf names a function twice.

    Ours, put together, may be above a limit below which both of perf's are.
    """
    for row in theirs:
        if not row.graph.has_twins() and row.cells[-1] not in known:
            continue
        for other in ours:
            same = other.cells == row.cells and other.graph.text() != row.graph.text()
            more = row.graph.functions() <= other.graph.functions()
            if same and more and not other.graph.has_twins():
                theirs = [kept for kept in theirs if kept is not row]
                ours = [kept for kept in ours if kept is not other]
                break
    return theirs, ours


def forgive_in_chains(missing: Rows, leaf: tuple[str, ...]) -> None:
    """An address that is sampled has a second row, where it lies in memory, as part of chains."""
    for row in list(missing):
        cells = cells_of(row)
        same = cells[-1][-3:] == leaf[-1][-3:]
        if same and "0.00%" in cells and cells[-1].startswith("[.] 0"):
            del missing[row]


def compare_reports(
    path: Path, options: tuple[str, ...], perf_output: Run, version: Version
) -> tuple[int, int]:
    """Return how many lines perf prints, and how many of them differ."""
    rules = [replace(rule, touched=0) for rule in applicable(version)]
    theirs = perf_output("report", "--stdio", "-i", path, *options)
    ours = printed("report", "--stdio", "-i", path, *options)
    their_comments, their_rows = entries(rewritten(theirs, rules, True))
    our_comments, our_rows = entries(rewritten(ours, rules, False))
    assert our_comments == their_comments
    if command := column(theirs, "Command"):
        their_rows, our_rows = fitted(their_rows, *command), fitted(our_rows, *command)
    lines = lines_of(counted(their_rows))
    if counted(their_rows) != counted(our_rows):
        known = functions_with_twins(path, perf_output)
        their_rows, our_rows = without_twins(their_rows, our_rows, known)
    missing = counted(their_rows) - counted(our_rows)
    extra = counted(our_rows) - counted(their_rows)
    if version < (6, 12):
        forgive_plt(missing, extra)
        forgive_plt_in_graphs(missing, extra)
    different = max(lines_of(missing), lines_of(extra))
    tell(f"report {path.parent.name} {' '.join(options)}", rules, lines, different)
    for row in [*list(missing)[:3], *list(extra)[:3]]:
        print("   ", row)
    return lines, different


Pair = tuple[list[str], list[str]]  # the words of a line of ours, and of perf's


def forgive_exited(pairs: list[Pair]) -> list[Pair]:
    """exited-threads: drop the names of threads after their EXIT, and what was mapped there."""
    kept: list[Pair] = []
    exited = False
    for ours, theirs in pairs:
        named = ours[:1] and ours[0].startswith(":")
        exited = bool(named) or (exited and bool(ours))  # up to the line after its call chain
        if named:
            kept.append((ours[1:], theirs[-len(ours) + 1 :]))
        elif not (exited and ours[1:] == ["[unknown]", "([unknown])"]):
            kept.append((ours, theirs))
    return kept


def is_plt(ours: list[str], theirs: list[str]) -> bool:
    """plt-unknown, in a line of a script."""
    elsewhere = "[unknown]" in theirs or any(word.startswith("_init") for word in theirs)
    return elsewhere and "@plt" in " ".join(ours)


def compare_scripts(
    path: Path, options: tuple[str, ...], perf_output: Run, version: Version
) -> tuple[int, int]:
    """Likewise for scripts, whose lines stand in one order only."""
    rules = [replace(rule, touched=0) for rule in applicable(version)]
    theirs = rewritten(perf_output("script", "-i", path, *options), rules, True).splitlines()
    ours = rewritten(printed("script", "-i", path, *options), rules, False).splitlines()
    assert len(ours) == len(theirs)
    pairs = [(a.split(), b.split()) for a, b in zip(ours, theirs, strict=True)]
    if version < (6, 12):
        pairs = forgive_exited(pairs)
        pairs = [(a, b) for a, b in pairs if not is_plt(a, b)]
    different = [(a, b) for a, b in pairs if a != b]
    tell(f"script {path.parent.name} {' '.join(options)}", rules, len(ours), len(different))
    for pair in different[:3]:
        print("   ", pair)
    return len(ours), len(different)


REPORTS = [(), ("--no-children",), ("--no-children", "-g", "none"), ("-n",)]
GRAPHS = [*REPORTS, ("--call-graph=callee",), ("--no-children", "-G")]
OPTIONS = [
    ("-s", "dso,sym"),
    ("-s", "pid,dso"),
    ("-s", "cpu,dso,sym", "--show-total-period"),
    ("-s", "dso", "-F", "overhead,sample"),
    ("-F", "overhead,comm,dso"),
    ("--hierarchy", "-s", "dso,cpu,sym", "-g", "none"),
    ("--hierarchy", "-n", "-s", "dso,sym", "-g", "none"),
    ("-c", "walker"),
    ("-d", "[kernel.kallsyms]", "--no-children"),
    ("-S", "do_syscall_64,clear_page_erms", "--no-children"),
    ("--pid", "0"),
    ("-C", "0"),
    ("--time", "10%/2"),
    ("--max-stack", "3"),
    ("--max-stack", "3", "--no-children"),
    ("--percent-limit", "2"),
    ("-g", "flat"),
    ("-g", "graph,5"),
    ("--symfs", "/nowhere"),
]
SCRIPTS = [(), ("-G",), ("--show-task-events", "--show-mmap-events")]
# Rules that are more than a rewriting of lines.
BESIDE = ["exited-threads", "command-width", "plt-unknown", "twin-siblings", "event-lines"]
# What PLT entries that an older perf does not name change too much.
NEWER_OPTIONS = [
    ("-U", "--no-children"),
    ("-c", "walker", "--percentage", "relative"),
]


def test_report(fresh: dict[str, Path], perf_output: Run, perf_version: Version) -> None:
    results = [
        compare_reports(path, options, perf_output, perf_version)
        for name, path in fresh.items()
        for options in (GRAPHS if name in ("graph", "system") else REPORTS)
    ]
    results += [
        compare_reports(fresh["system"], options, perf_output, perf_version)
        for options in OPTIONS + (NEWER_OPTIONS if perf_version >= (6, 12) else [])
    ]
    lines, different = map(sum, zip(*results, strict=True))
    assert lines > 1000
    assert different <= lines * ALLOWED


def test_report_by_cgroup(
    record: Record, tmp_path: Path, sorter: str, perf_output: Run, perf_version: Version
) -> None:
    for call_graph in ((), ("-g",)):
        how = ("-a", "-e", "cpu-clock", "--all-cgroups", *call_graph)
        ours = tmp_path / "perf.data"
        printed("record", "-q", "-o", ours, *how, "--", sorter)
        # perf records no cgroups where none are mounted.
        theirs = [record("cgroups" + "".join(call_graph), *how)] if cgroup_root() else []
        for path in (ours, *theirs):
            for keys in ("cgroup", "comm,cgroup", "cgroup,dso"):
                options = ("--no-children", "-n", "-s", keys)
                lines, different = compare_reports(path, options, perf_output, perf_version)
                assert lines > 0
                assert different == 0


GROUPED = [
    (),
    ("--no-children",),
    ("--no-children", "-g", "none", "-n", "--show-total-period"),
    ("-g", "none", "-s", "comm,dso"),
    ("--no-children", "-g", "none", "-F", "overhead,sym"),
    ("-g", "none", "--percent-limit", "1"),
]


@pytest.fixture(
    params=[
        ("-e", "{cpu-clock,page-faults}", "-e", "context-switches", "-e", "task-clock", "-g"),
        ("-e", "page-faults", "-e", "task-clock", "-g"),
    ],
    ids=["grouped", "apart"],
)
def several(
    request: pytest.FixtureRequest, record: Record, tmp_path: Path, sorter: str
) -> list[Path]:
    """Several events in two recordings, one of them ours, of a program without symbols."""
    ours = tmp_path / "perf.data"
    nameless = tmp_path / "nameless"  # an address has two rows: one in the file, one in memory
    subprocess.run(["strip", "-o", nameless, sorter], check=True)
    printed("record", "-q", "-o", ours, *request.param, "--", nameless)
    return [ours, record("group", *request.param)]


def test_report_of_groups(several: list[Path], perf_output: Run, perf_version: Version) -> None:
    grouped = len(perf.session(perf.data(str(several[0]))).evlist) == 4
    option = "--no-group" if grouped else "--group"
    for path in several:
        for options in [*GROUPED, (option, "--no-children", "-g", "none")]:
            lines, different = compare_reports(path, options, perf_output, perf_version)
            assert lines > 0
            assert different == 0


def test_script(fresh: dict[str, Path], perf_output: Run, perf_version: Version) -> None:
    results = [
        compare_scripts(path, options, perf_output, perf_version)
        for path in fresh.values()
        for options in SCRIPTS
    ]
    lines, different = map(sum, zip(*results, strict=True))
    assert lines > 1000
    assert different <= lines * ALLOWED


def test_header(fresh: dict[str, Path], perf_output: Run, perf_version: Version) -> None:
    # A line break in the command is a line break in perf's text, and an escape in ours.
    left_out: tuple[str, ...] = ("# missing features", "# captured on", "# cmdline")
    if perf_version < (6, 12):
        left_out += ("# event :",)  # event-lines

    def lines(text: str) -> list[str]:
        kept = [line.rstrip() for line in text.splitlines() if line.startswith("#")]
        return [line for line in kept if not line.startswith(left_out)]

    for path in fresh.values():
        theirs = perf_output("report", "--header-only", "-I", "-i", path)
        assert lines(printed("header", "-I", path)) == lines(theirs)


def test_every_rule_is_documented() -> None:
    documented = Path("docs/differences.md").read_text(encoding="utf-8")
    for name in [rule.name for rule in RULES] + BESIDE:
        assert f"`{name}`" in documented
