"""What metric expressions ask of the machine itself: literals such as #num_cpus, and its CPU's id.

Everything is read from sysfs and /proc when it is asked for, since CPUs come and go.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path

SYSFS, PROC = Path("/sys"), Path("/proc")


def literal(name: str, *, system_wide: bool) -> float | None:
    """Return the value of #name, nan when the machine does not tell it, None for no literal.

    `system_wide` is whether the events are counted on CPUs, not for threads.
    """
    if name == "target_cpu":
        return float(system_wide)
    if name == "core_wide":  # a core is counted as a whole: all of its threads, or its only one
        return float(system_wide or _smt_on() == 0)
    read = LITERALS.get(name)
    return None if read is None else read()


def cpuid_matches(pattern: str) -> float:
    """Return 1 if perf's id of the CPU, with or without its stepping, matches the whole pattern."""
    fields = _cpuinfo()
    try:
        numbers = [int(fields[name]) for name in ("cpu family", "model", "stepping")]
    except (KeyError, ValueError):  # not an x86
        return 0.0
    family, model, stepping = numbers
    model_id = f"{fields.get('vendor_id')}-{family}-{model:X}"
    return float(any(re.fullmatch(pattern, x) for x in (model_id, f"{model_id}-{stepping:X}")))


def _read(path: Path) -> str:
    """Return the text of a file, empty when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _cpuinfo() -> dict[str, str]:
    """Return what /proc/cpuinfo has of the first CPU."""
    lines = _read(PROC / "cpuinfo").split("\n\n")[0].splitlines()
    halves = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in halves}


def _cpus(name: str) -> list[tuple[int, int]]:
    """Return a list of CPUs such as "0-3,8" as its closed ranges."""
    text = _read(SYSFS / "devices/system/cpu" / name)
    ranges = re.findall(r"(\d+)(?:-(\d+))?", text)
    return [(int(first), int(last or first)) for first, last in ranges]


def _num_cpus() -> float:
    present = _cpus("present")
    return float(present[-1][1] + 1) if present else math.nan


def _num_cpus_online() -> float:
    return float(sum(last - first + 1 for first, last in _cpus("online"))) or math.nan


def _smt_on() -> float:
    return float(_read(SYSFS / "devices/system/cpu/smt/active") == "1")


def _number_of(siblings: str) -> Callable[[], float]:
    """Return a function that counts the different lists of CPUs that share something."""

    def count() -> float:
        files = (SYSFS / "devices/system/cpu").glob(f"cpu[0-9]*/topology/{siblings}")
        return float(len({_read(file) for file in files})) or math.nan

    return count


def _has_pmem() -> float:
    return float((SYSFS / "firmware/acpi/tables/NFIT").exists())


def _system_tsc_freq() -> float:
    """Return what the model's name promises: the CPUID leaf is not to be had from here."""
    found = re.search(r"@ (\d+(?:\.\d+)?)GHz", _cpuinfo().get("model name", ""))
    return float(found[1]) * 1e9 if found else math.nan


def _slots() -> float:
    """Return the width of the pipeline, which only units of arm64 tell."""
    for file in sorted((SYSFS / "bus/event_source/devices").glob("*/caps/slots")):
        if number := re.fullmatch(r"(?:0x)?([0-9a-fA-F]{1,8})", _read(file)):
            return float(int(number[1], 16)) or math.nan
    return math.nan


LITERALS: dict[str, Callable[[], float]] = {
    "smt_on": _smt_on,
    "num_cpus": _num_cpus,
    "num_cpus_online": _num_cpus_online,
    "num_cores": _number_of("core_cpus_list"),
    "num_dies": _number_of("die_cpus_list"),
    "num_packages": _number_of("package_cpus_list"),
    "has_pmem": _has_pmem,
    "system_tsc_freq": _system_tsc_freq,
    "slots": _slots,
}
