"""Options that several commands share, and the settings of the core they turn into."""

from __future__ import annotations

import os.path

from perftui.cli.messages import UsageError
from perftui.cli.times import parse_times

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

DEFAULT_INPUT = "perf.data"


def add_input(parser: argparse.ArgumentParser) -> None:
    """Add -i and the bare path."""
    parser.add_argument(
        "-i", "--input", metavar="FILE", help="the recording (perf.data, - for stdin)"
    )
    parser.add_argument("path", nargs="?", metavar="FILE", help="the same, without -i")
    parser.add_argument("-f", "--force", action="store_true", help="whoever owns the file")


def input_path(options: argparse.Namespace) -> str:
    """Return the recording that is asked for."""
    return str(options.input or options.path or DEFAULT_INPUT)


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose samples by what they record themselves."""
    add = parser.add_argument
    add("--pid", metavar="PIDS", help="only these processes")
    add("--tid", metavar="TIDS", help="only these threads")
    add("-C", "--cpu", metavar="CPUS", help="only these CPUs: 0,2-3")
    add("--time", metavar="RANGES", help="only START,STOP in seconds, or parts: 10%%/2, 0%%-10%%")


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose samples, and where symbols come from."""
    add = parser.add_argument
    add("-c", "--comms", metavar="NAMES", help="only these commands, parted by commas")
    add("-S", "--symbols", metavar="NAMES", help="only these symbols")
    add_filter(parser)
    add("--max-stack", type=int, metavar="N", help="at most so many frames of a stack")
    add("--symfs", metavar="DIR", help="look for every object below this directory")
    add("-k", "--vmlinux", metavar="FILE", help="the kernel's symbols")
    add("--kallsyms", metavar="FILE", help="the kernel's symbols, as /proc/kallsyms has them")
    add("-v", "--verbose", action="count", default=0, help="tell more")


def cpu_numbers(text: str) -> Iterator[int]:
    """Yield the CPUs of a list such as "0,2-3"."""
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            msg = f"'{text}' is no list of CPUs"
            raise ValueError(msg)
        yield from range(int(first), int(last if dash else first) + 1)


def _sample_time(path: str) -> tuple[int, int] | None:
    """Return the first and last time that the recording's header notes."""
    if not (os.path.isfile(path) or os.path.isdir(path)):  # a pipe can be read only once
        return None
    from _perf import data, session  # noqa: PLC0415  (only for percentages)

    header = session(data(path)).header
    first, last = header.get("first_sample_time"), header.get("last_sample_time")
    return (first, last) if isinstance(first, int) and isinstance(last, int) else None


def switched_on(**switches: object) -> list[str]:
    """Turn what is true of these into settings of the core."""
    return [f"{name}=1" for name, value in switches.items() if value]


def filter_settings(options: argparse.Namespace, path: str) -> list[str]:
    """Turn what add_filter added into settings of the core."""
    settings = []
    if options.pid is not None:
        settings.append(f"pids={options.pid}")
    if options.tid is not None:
        settings.append(f"tids={options.tid}")
    if options.cpu is not None:
        settings.append("cpus=" + ",".join(map(str, cpu_numbers(options.cpu))))
    if options.time is not None:
        ranges = parse_times(options.time, _sample_time(path) if "%" in options.time else None)
        settings.append("times=" + ",".join(f"{begin}-{end}" for begin, end in ranges))
    return settings


def selection_settings(options: argparse.Namespace, path: str) -> list[str]:
    """Turn what add_selection added into settings of the core."""
    settings = filter_settings(options, path)
    for file in (options.vmlinux, options.kallsyms):
        if file is not None and not os.path.exists(file):
            raise UsageError(f"there is no file {file}")
    for setting, value in (
        ("comms", options.comms),
        ("symbols", options.symbols),
        ("max_stack", options.max_stack),
        ("symfs", options.symfs),
        ("vmlinux", options.vmlinux),
        ("kallsyms", options.kallsyms),
    ):
        if value is not None:
            settings.append(f"{setting}={value}")
    beside = os.path.join(os.path.dirname(os.path.realpath(path)), "symbols")
    if os.path.isdir(beside):  # (pathlib costs 4 ms of start-up)
        settings.append(f"symbol_dirs={beside}")
    return settings
