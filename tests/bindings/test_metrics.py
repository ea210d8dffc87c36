"""Expressions of metrics, against results computed by hand and Python's own arithmetic."""

from __future__ import annotations

import math
import random
import re
from pathlib import Path

import pytest

from _perf import _metric_literals
from _perf._metric_expression import parse

NAN = math.nan


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("7", 7),
        ("2.5e3", 2500),
        ("1e-9", 1e-9),
        (".5 + 1.", 1.5),
        ("2 + 3", 5),
        ("2 - 3 - 4", -5),
        ("2 * 3", 6),
        ("7 / 2 / 2", 1.75),
        ("7 % 4", 3),
        ("-7 % 4", -3),
        ("7.9 % 4.9", 3),
        ("3 < 4", 1),
        ("4 < 3", 0),
        ("4 > 3", 1),
        ("6 ^ 3", 0),
        ("0 ^ 3", 1),
        ("2 | 0", 1),
        ("0 | 0", 0),
        ("2 & 4", 1),
        ("2 & 0", 0),
        ("--3", 3),
        ("-2 * -3", 6),
        ("min(2, 3) + max(2, 3) * 10", 32),
        ("d_ratio(6, 4)", 1.5),
        ("d_ratio(6, 0)", 0),
        ("1 if 2 else 3", 1),
        ("1 if 0 else 3", 3),
        ("1 if 0 else 2 if 0 else 3", 3),
        ("(1 if 1 else 2) if 0 else 4", 4),
        ("min(1 if 0 else 9, 5 if 1 else 0)", 5),
    ],
)
def test_each_operator(text: str, result: float) -> None:
    expression = parse(text)
    assert expression.constant
    assert expression.value({}) == pytest.approx(result)
    # The same with events in the place of whole numbers, which leaves nothing to do for the parser.
    variable = parse(re.sub(r"(?<![\d.e-])(\d)(?![\d.e])", r"n\1", text))
    values = {f"n{digit}": float(digit) for digit in range(10)}
    assert variable.value(values) == pytest.approx(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("2 + 3 * 4", 14),
        ("2 * 3 + 4", 10),
        ("(2 + 3) * 4", 20),
        ("1 < 2 + 3", 1),
        ("3 > 2 > 1", 0),
        ("5 > 4 & 1 > 2", 0),
        ("5 ^ 1 & 0", 1),
        ("0 & 0 | 1", 1),
        ("1 | 0 & 0", 1),
        ("1 | 1 ^ 1", 1),
        ("0 ^ 1 > 0", 1),
        ("10 - 4 * 2 % 3", 8),
        ("-2 + 3", 1),
        ("3 if 1 - 1 else 4 + 5", 9),
    ],
)
def test_what_binds_tighter(text: str, result: float) -> None:
    assert parse(text).value({}) == result


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "a / (b - b)",
        "a % 0",
        "1 % 0.5",
        "missing + 1",
        "missing < 1",
        "1e99 % 7",
        "missing ^ 1",
    ],
)
def test_what_has_no_value_is_nan(text: str) -> None:
    assert math.isnan(parse(text).value({"a": 1, "b": 2}))


def test_an_unknown_value_counts_only_where_it_matters() -> None:
    assert parse("missing & 0").value({}) == 0
    assert parse("missing | 1").value({}) == 1
    assert math.isnan(parse("missing & 1").value({}))
    assert math.isnan(parse("0 | missing").value({}))
    assert parse("missing if 0 else a").value({"a": 4}) == 4


def test_thresholds() -> None:
    threshold = parse("tma_memory_bound > 0.2 & (tma_backend_bound > 0.2)")
    assert threshold.events == ("tma_memory_bound", "tma_backend_bound")
    assert threshold.value({"tma_memory_bound": 0.3, "tma_backend_bound": 0.21}) == 1
    assert threshold.value({"tma_memory_bound": 0.3, "tma_backend_bound": 0.2}) == 0


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("instructions / cpu\\-cycles", ("instructions", "cpu-cycles")),
        ("b + a - b", ("b", "a")),
        ("cpu@event\\=0x3c\\,umask\\=0x1@ * 2", ("cpu/event=0x3c,umask=0x1/",)),
        ("cha_0@UNC_CHA_TOR\\,edge@ - cycles:u", ("cha_0/UNC_CHA_TOR,edge/", "cycles:u")),
        ("sched:sched_switch / duration_time", ("sched:sched_switch", "duration_time")),
        ("INST_RETIRED.ANY_P / 1e9", ("INST_RETIRED.ANY_P",)),
        ("cpu@inst@k + cpu@inst@u", ("cpu/inst/k", "cpu/inst/u")),
        ("source_count(a\\-b)", ("a-b",)),
        ("a if has_event(b) else c", ("a", "c")),
        ("a if 1 > 2 else b", ("b",)),
        ("3 * (a if 2 > 1 else b)", ("a",)),
        ("a if c else b if 0 else d", ("a", "c", "d")),
    ],
)
def test_events_are_event_strings(text: str, events: tuple[str, ...]) -> None:
    expression = parse(text)
    assert expression.events == events
    assert not expression.constant


def test_questions_about_events() -> None:
    assert parse("a / source_count(a)").value({"a": 12}, {"a": 4}) == 3
    assert parse("a / source_count(a)").value({"a": 12}) == 12
    assert parse("a if has_event(a) else 5").value({}) == 5
    assert parse("a if has_event(a) else 5").value({"a": 2}) == 2
    assert parse("a if has_event(msr@tsc@) else 5", exists=lambda e: e == "msr/tsc/").events == (
        "a",
    )
    assert parse("a if has_event(msr@tsc@) else 5", exists=lambda e: e == "tsc").constant


def test_metrics_in_expressions() -> None:
    metrics = {"ipc": "instructions / cycles", "cpi": "1 / IPC", "both": "CPI * ipc + cycles"}
    expression = parse("both", metrics=metrics)
    assert expression.events == ("instructions", "cycles")
    assert expression.value({"instructions": 8, "cycles": 2}) == 3
    assert parse("ipc").events == ("ipc",)


def test_a_metric_cannot_need_itself() -> None:
    with pytest.raises(ValueError, match=r"^metric b, column 5: a metric needs its own value: 'a'"):
        parse("2 * a", metrics={"a": "1 + b", "b": "2 * a"})
    doubling = {f"m{i}": f"m{i + 1} + m{i + 1}" for i in range(40)}
    with pytest.raises(ValueError, match="make it too long"):
        parse("m0", metrics=doubling)
    chain = {f"m{i}": f"m{i + 1}" for i in range(1000)}
    with pytest.raises(ValueError, match="too deeply"):
        parse("m0", metrics=chain)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: a value is missing before the end"),
        ("1 +", "column 4: a value is missing before the end"),
        ("1 + * 2", "column 5: a value is missing before '*'"),
        ("(1 + 2", "column 7: ')' is missing before the end"),
        ("1 + 2)", "column 6: an operator is missing before ')'"),
        ("a b", "column 3: an operator is missing before 'b'"),
        ("min(1)", "column 6: ',' is missing before ')'"),
        ("a if b", "column 7: 'else' is missing before the end"),
        ("if", "column 1: a value is missing before 'if'"),
        ("1 + $x", "column 5: nothing can be made of '$'"),
        ("2 * #no_such", "column 5: there is no literal '#no_such'"),
        ("has_event(1 + 2)", "column 13: ')' is missing before '+'"),
        ("source_count(", "column 14: a name is missing before the end"),
        ("ä", "column 1: nothing can be made of 'ä'"),
    ],
)
def test_errors_have_a_column(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  (the whole message is compared)
        parse(text)
    assert str(error.value) == message


@pytest.mark.parametrize("opening", ["(", "-(", "min(", "1 if 0 else ", "1|1^1&1<1+1*("])
def test_hostile_nesting(opening: str) -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse(opening * (60_000 // len(opening)) + "1")


def test_long_chains_are_not_nested() -> None:
    assert parse("+".join(["a"] * 10_000)).value({"a": 2}) == 20_000
    assert parse("-" * 10_001 + "a").value({"a": 2}) == -2
    with pytest.raises(ValueError, match="column 65537: the expression is too long"):
        parse("1+" * 40_000 + "1")


def arithmetic(generator: random.Random, depth: int) -> str:
    """Make an expression that means the same in Python."""
    kind = generator.randrange(8) if depth else 0
    if kind < 2:
        return generator.choice(["a", "b", "c", "2", "0.5", "1e3", "17"])
    inner = [arithmetic(generator, depth - 1) for _ in range(3)]
    if kind == 2:
        return f"({inner[0]} if {inner[1]} else {inner[2]})"
    if kind == 3:
        return f"{generator.choice(['min', 'max'])}({inner[0]}, {inner[1]})"
    if kind == 4:
        return f"-({inner[0]})"
    return f"({inner[0]} {generator.choice('+-*')} {inner[1]}) {generator.choice('+-*')} {inner[2]}"


def test_arithmetic_is_that_of_python() -> None:
    generator = random.Random(20)
    values = {"a": 3.0, "b": -1.5, "c": 0.0}
    for _ in range(2000):
        text = arithmetic(generator, 4)
        expected = float(eval(text, {"min": min, "max": max}, dict(values)))
        assert parse(text).value(values) == pytest.approx(expected), text


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a machine of two packages, four cores and eight CPUs, one of them offline."""
    cpus = tmp_path / "sys/devices/system/cpu"
    for cpu in range(7):
        topology = cpus / f"cpu{cpu}/topology"
        topology.mkdir(parents=True)
        (topology / "core_cpus_list").write_text(f"{cpu % 4},{cpu % 4 + 4}\n")
        (topology / "package_cpus_list").write_text(f"{cpu % 2},...\n")
    (cpus / "smt").mkdir()
    (cpus / "smt/active").write_text("1\n")
    (cpus / "present").write_text("0-7\n")
    (cpus / "online").write_text("0-3,4-6\n")
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/cpuinfo").write_text(
        "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\n"
        "model name\t: Xeon(R) CPU @ 2.60GHz\nstepping\t: 4\n\nprocessor\t: 1\nmodel\t: 1\n"
    )
    monkeypatch.setattr(_metric_literals, "SYSFS", tmp_path / "sys")
    monkeypatch.setattr(_metric_literals, "PROC", tmp_path / "proc")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("#smt_on", 1),
        ("#SMT_on", 1),
        ("#num_cpus", 8),
        ("#num_cpus_online", 7),
        ("#num_cores", 4),
        ("#num_packages", 2),
        ("#num_dies", NAN),
        ("#has_pmem", 0),
        ("#system_tsc_freq", 2.6e9),
        ("#slots", NAN),
        ("#core_wide", 1),
        ("#target_cpu", 1),
        ("strcmp_cpuid_str(GenuineIntel\\-6\\-55\\-4)", 1),
        ("strcmp_cpuid_str(GenuineIntel\\-6\\-55)", 1),
        ("strcmp_cpuid_str(GenuineIntel\\-6\\-5.)", 1),
        ("strcmp_cpuid_str(GenuineIntel\\-6\\-5)", 0),
        ("strcmp_cpuid_str(0x41)", 0),
    ],
)
def test_literals(machine: Path, name: str, value: float) -> None:
    expression = parse(name)
    assert expression.constant
    assert expression.value({}) == pytest.approx(value, nan_ok=True)


def test_what_is_counted_for_threads(machine: Path) -> None:
    text = "cpu\\-clock if #target_cpu else task\\-clock"
    assert parse(text).events == ("cpu-clock",)
    assert parse(text, system_wide=False).events == ("task-clock",)
    assert parse("#core_wide", system_wide=False).value({}) == 0
    (machine / "sys/devices/system/cpu/smt/active").write_text("0\n")
    assert parse("#core_wide", system_wide=False).value({}) == 1


def test_literals_of_a_machine_with_more(machine: Path) -> None:
    (machine / "sys/firmware/acpi/tables").mkdir(parents=True)
    (machine / "sys/firmware/acpi/tables/NFIT").touch()
    caps = machine / "sys/bus/event_source/devices/armv8_pmuv3_0/caps"
    caps.mkdir(parents=True)
    (caps / "slots").write_text("0x00000008\n")
    assert parse("#has_pmem * 10 + #slots").value({}) == 18


def test_literals_of_this_machine() -> None:
    online = parse("#num_cpus_online").value({})
    assert 1 <= parse("#num_packages").value({}) <= parse("#num_cores").value({}) <= online
    assert online <= parse("#num_cpus").value({})
