"""The metrics that there are: those of any machine, and those of the files that the user names."""

from __future__ import annotations

from typing import Any, NamedTuple

from _perf._pmu_events import metrics_of_files

Metric = dict[str, Any]

CPU_TIME = r"(cpu\-clock if #target_cpu else task\-clock)"  # in nanoseconds


class Usual(NamedTuple):
    """A metric whose events any machine may have: perf's names, units, groups and thresholds."""

    name: str
    expression: str
    unit: str
    description: str
    threshold: str = ""
    group: str = "Default"


def _miss_rate(cache: str, event: str, accesses: str, what: str, group: str) -> Usual:
    return Usual(
        f"{cache}_miss_rate",
        rf"{event}\-misses / {accesses}",
        "100%",
        f"Share of the {what} that did not find there what they looked for",
        "> 0.05",
        group,
    )


USUAL = (
    Usual(
        "CPUs_utilized",
        f"{CPU_TIME} / (duration_time * 1e9)",
        "1CPUs",
        "How many CPUs were busy on average",
    ),
    Usual(
        "cs_per_second",
        rf"(context\-switches * 1e9) / {CPU_TIME}",
        "1cs/sec",
        "How often a CPU took up another task, per second of CPU time",
    ),
    Usual(
        "migrations_per_second",
        rf"(cpu\-migrations * 1e9) / {CPU_TIME}",
        "1migrations/sec",
        "How often a task went on on another CPU, per second of CPU time",
    ),
    Usual(
        "page_faults_per_second",
        rf"(page\-faults * 1e9) / {CPU_TIME}",
        "1faults/sec",
        "How often the kernel had to find a page, per second of CPU time",
    ),
    Usual(
        "insn_per_cycle",
        r"instructions / cpu\-cycles",
        "1instructions",
        "How many instructions were completed in a cycle",
        "< 1",
    ),
    Usual(
        "stalled_cycles_per_instruction",
        r"max(stalled\-cycles\-frontend, stalled\-cycles\-backend) / instructions",
        "",
        "How many cycles the half of the pipeline that waited longer lost for an instruction",
    ),
    Usual(
        "frontend_cycles_idle",
        r"stalled\-cycles\-frontend / cpu\-cycles",
        "",
        "Share of the cycles in which no instructions came to be executed",
        "> 0.1",
    ),
    Usual(
        "backend_cycles_idle",
        r"stalled\-cycles\-backend / cpu\-cycles",
        "",
        "Share of the cycles in which instructions waited for data or for a place to execute",
        "> 0.2",
    ),
    Usual(
        "cycles_frequency",
        rf"cpu\-cycles / {CPU_TIME}",
        "1GHz",
        "How fast the clocks of the CPUs were while they counted",
    ),
    Usual(
        "branch_frequency",
        f"branches / {CPU_TIME}",
        "1000M/sec",
        "How many branches there were, per second of CPU time",
    ),
    Usual(
        "branch_miss_rate",
        r"branch\-misses / branches",
        "100%",
        "Share of the branches that were predicted wrongly",
        "> 0.05",
    ),
    _miss_rate(
        "l1d", r"L1\-dcache\-load", r"L1\-dcache\-loads", "loads from the L1 data cache", "Default2"
    ),
    _miss_rate("llc", r"LLC\-load", r"LLC\-loads", "loads from the last cache", "Default2"),
    _miss_rate(
        "l1i",
        r"L1\-icache\-load",
        r"L1\-icache\-loads",
        "fetches from the L1 instruction cache",
        "Default3",
    ),
    _miss_rate("dtlb", r"dTLB\-load", r"dTLB\-loads", "lookups in the data TLB", "Default3"),
    _miss_rate("itlb", r"iTLB\-load", r"iTLB\-loads", "lookups in the instruction TLB", "Default3"),
    _miss_rate(
        "l1_prefetch",
        r"L1\-dcache\-prefetch",
        r"L1\-dcache\-prefetches",
        "prefetches into the L1 data cache",
        "Default4",
    ),
)


def _described(usual: Usual) -> Metric:
    metric = {
        "MetricGroup": [usual.group],
        "MetricName": usual.name,
        "MetricExpr": usual.expression,
        "BriefDescription": usual.description,
    }
    if usual.threshold:
        metric["MetricThreshold"] = f"{usual.name} {usual.threshold}"
    if usual.unit:
        metric["ScaleUnit"] = usual.unit
    return metric


def metrics() -> list[Metric]:
    """Return the metrics, those of files first: dicts of what is known of each.

    `MetricGroup` (a list) is always there; `MetricName`, `MetricExpr`, `MetricThreshold` (true when
    the value should be looked into), `ScaleUnit` (a number and a unit that the value has to be
    multiplied with), `PMU`, `Compat`, `BriefDescription`, `PublicDescription` when known.
    """
    found = metrics_of_files()
    names = {metric["MetricName"].lower() for metric in found}
    return found + [_described(usual) for usual in USUAL if usual.name.lower() not in names]


def find_metrics(name: str, unit: str | None = None) -> list[Metric]:
    """Return the metrics that have this name or belong to this group, in letters of any size.

    `unit` restricts them to those of a unit; None and "all" do not. The CPU's is "cpu".
    """
    wanted = name.lower()
    return [
        metric
        for metric in metrics()
        if _is_of(metric, unit)
        and wanted in map(str.lower, (metric["MetricName"], *metric["MetricGroup"]))
    ]


def expressions(unit: str | None = None) -> dict[str, str]:
    """Return what metrics may call each other by: names in small letters, and their expressions."""
    return {m["MetricName"].lower(): m["MetricExpr"] for m in metrics() if _is_of(m, unit)}


def _is_of(metric: Metric, unit: str | None) -> bool:
    return unit in (None, "all") or str(metric.get("PMU", "cpu")).lower() == str(unit).lower()
