"""What a command samples: the options that record and top share, and the events they turn into."""

from __future__ import annotations

import argparse
import resource
from typing import TYPE_CHECKING

from perftui.cli.attached import Attached
from perftui.cli.filters import add_events, set_filters
from perftui.cli.messages import UsageError, complain

if TYPE_CHECKING:
    from _perf import evlist, record_opts
    from perftui.cli.target import Target

DEFAULT_EVENT = "cycles"
STACK = 8192  # bytes of a thread's stack, for dwarf
PAGE = resource.getpagesize()
PAGES = 128  # of a buffer
UNITS = {"": 1, "B": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
# PERF_SAMPLE_BRANCH_… of perf_event_open(2).
BRANCHES = {
    name: 1 << bit
    for bit, name in enumerate(
        (
            *("u", "k", "hv", "any", "any_call", "any_ret", "ind_call", "abort_tx", "in_tx"),
            *("no_tx", "cond", "stack", "ind_jmp", "call", "no_flags", "no_cycles", "save_type"),
            *("hw_index", "priv", "counter"),
        )
    )
}
MAX_RATE = "/proc/sys/kernel/perf_event_max_sample_rate"


def add_sampling(parser: argparse.ArgumentParser, frequency: int) -> None:
    """Add the options that say what is sampled, and how often."""
    add = parser.add_argument
    add_events(parser)
    add("--strict-freq", action="store_true", help="fail if -F is more than may be")
    add("--exclude-perf", action="store_true", help="no tracepoints of perftui itself")
    add("-F", "--freq", metavar="HZ", help=f"samples a second ({frequency}); max: all there may be")
    add("-c", "--count", type=int, metavar="N", help="a sample every so many events")
    add("-g", action="store_true", dest="graph", help="with the callers, by frame pointers")
    add("--call-graph", metavar="HOW", help="with the callers: fp, dwarf[,BYTES] or lbr")
    add("--max-stack", type=int, metavar="N", help="at most so many callers")
    add("-m", "--mmap-pages", metavar="SIZE", help="of each buffer: pages, or with B, K, M or G")


def add_extras(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what else a recording holds."""
    add = parser.add_argument
    add("-d", "--data", action="store_true", help="with the addresses of data")
    add("--phys-data", action="store_true", help="with their physical addresses")
    add("-W", "--weight", action="store_true", help="with weights, such as latencies")
    add("-b", "--branch-any", action="store_true", help="with the branches before")
    add("-j", "--branch-filter", metavar="KINDS", help="with branches of kinds: any_call,u …")
    add("--switch-events", action="store_true", help="with switches between threads")
    add("--namespaces", action="store_true", help="with the namespaces of threads")
    add("--all-cgroups", action="store_true", help="with the cgroups of samples")
    add("--transaction", action="store_true", help="with flags of transactional memory")
    add("--data-page-size", action="store_true", help="with the sizes of the pages of data")
    add("--code-page-size", action="store_true", help="with the sizes of the pages of code")
    add("-P", "--period", action="store_true", help="with periods, which -c would leave out")
    add("-R", "--raw-samples", action="store_true", help="with the raw data of all events")
    add("-k", "--clockid", metavar="CLOCK", help="times of a clock: mono, raw, boot, realtime, tai")
    add("--all-user", action="store_true", help="only what users' programs do")
    add("--all-kernel", action="store_true", help="only what the kernel does")
    add("-s", "--stat", action="store_true", help="with what each thread has counted at its end")
    add("-n", "--no-samples", action="store_true", help="no samples, but all else")
    for letter, name, whose in (
        ("-I", "--intr-regs", "registers of what was interrupted"),
        (None, "--user-regs", "registers of users' programs"),
    ):
        add(*filter(None, (letter, name)), type=Attached(str), nargs="?", const="", metavar="NAMES",
            help=f"with {whose}: all or {name}=ax,ip …")  # fmt: skip
    for letter, name, why in (
        ("-T", "--timestamp", "samples have times"),
        ("-N", "--no-buildid-cache", "no cache is filled"),
    ):
        add(letter, name, action="store_true", help=f"as it is anyway: {why}")


def size(text: str) -> int:
    """Return the bytes of a size such as "16M"."""
    digits = text.rstrip("".join(UNITS)).strip()
    unit = UNITS.get(text[len(digits) :].strip().upper())
    if unit is None or not digits.isdigit():
        raise UsageError(f"'{text}' is no size; one is 512K or 16M")
    return int(digits) * unit


def pages(text: str | None) -> int:
    """Return the pages of a buffer: a power of two, the next one up if need be."""
    if text is None:
        return PAGES
    wanted = int(text) if text.isdigit() else -(-size(text) // PAGE)
    if not 0 < wanted <= 1 << 24:
        raise UsageError(f"'{text}' is no size of a buffer")
    return 1 << (wanted - 1).bit_length()


def frequency(text: str | None, otherwise: int, *, strict: bool = False) -> int:
    """Return the samples a second; what the system does not allow is lowered, and told."""
    with open(MAX_RATE, encoding="ascii") as file:
        most = int(file.read())
    if text == "max":
        return most
    if text is not None and not text.isdigit():
        raise UsageError(f"'{text}' is no number of samples a second")
    wanted = otherwise if text is None else int(text)
    if wanted > most and strict:
        raise UsageError(
            f"{wanted} samples a second are more than kernel.perf_event_max_sample_rate: {most}"
        )
    if wanted > most:
        complain(f"at most {most} samples a second are taken: kernel.perf_event_max_sample_rate")
    return min(wanted, most)


def _branches(options: argparse.Namespace) -> int:
    kinds = options.branch_filter.split(",") if options.branch_filter else []
    if options.branch_any:
        kinds.append("any")
    unknown = [kind for kind in kinds if kind not in BRANCHES]
    if unknown:
        raise UsageError(f"'{unknown[0]}' is no kind of branch; those are {', '.join(BRANCHES)}")
    bits = sum(BRANCHES[kind] for kind in dict.fromkeys(kinds))
    privileges = BRANCHES["u"] | BRANCHES["k"] | BRANCHES["hv"]
    return bits if bits & ~privileges or not bits else bits | BRANCHES["any"]


def _registers(names: str | None) -> int:
    """Return the mask of the registers of these names, of all for none; None: of no register."""
    from _perf._perf import register_names  # noqa: PLC0415  (--help needs no core)

    if names is None:
        return 0
    known = {name: 1 << bit for bit, name in enumerate(register_names()) if name}
    wanted = names.lower().split(",") if names else list(known)
    for name in wanted:
        if name not in known:
            raise UsageError(f"'{name}' is no register of samples; those are {', '.join(known)}")
    return sum(known[name] for name in dict.fromkeys(wanted))


def _call_graph(options: argparse.Namespace) -> tuple[str, int]:
    how, _, stack = (options.call_graph or "").partition(",")
    if how not in ("", "no", "fp", "dwarf", "lbr"):
        raise UsageError(f"'{how}' is no way to find callers; those are fp, dwarf and lbr")
    if stack and not stack.isdigit():
        raise UsageError(f"'{stack}' is no number of bytes")
    return how or ("fp" if options.graph else ""), int(stack) if stack else STACK


def record_options(options: argparse.Namespace, usual_frequency: int) -> record_opts:
    """Turn the options of add_sampling into those of evlist.config()."""
    from _perf import record_opts  # noqa: PLC0415  (--help needs no core)

    if options.freq == "0" or options.count == 0:
        raise UsageError("-F and -c take numbers from 1")
    if options.freq is not None and options.count is not None:
        raise UsageError("-F and -c cannot be used at once")
    call_graph, stack = _call_graph(options)
    return record_opts(
        freq=frequency(options.freq, usual_frequency, strict=options.strict_freq),
        period=options.count or 0,
        rate_for_all=options.freq is not None or options.count is not None,
        call_graph=call_graph,
        stack_size=(stack + 7) // 8 * 8,
        max_stack=options.max_stack or 0,
        no_buffering=False,
        inherit=not options.no_inherit,
        buildid_mmap=True,
    )


def set_extras(opts: record_opts, options: argparse.Namespace) -> None:
    """Add what the options of add_extras say."""
    opts.branch_sample_type = _branches(options)
    opts.sample_address = options.data or options.phys_data
    opts.record_data_mmap = options.data
    opts.sample_phys_addr = options.phys_data
    opts.sample_data_src = options.data
    opts.sample_weight = options.weight
    opts.sample_transaction = options.transaction
    opts.sample_data_page_size = options.data_page_size
    opts.sample_code_page_size = options.code_page_size
    opts.sample_period = options.period
    opts.raw_samples = options.raw_samples
    opts.clockid = options.clockid or ""
    opts.all_user, opts.all_kernel = options.all_user, options.all_kernel
    if options.all_user and options.all_kernel:
        raise UsageError("--all-user and --all-kernel leave nothing")
    opts.inherit_stat = options.stat
    opts.no_samples = options.no_samples
    opts.intr_regs, opts.user_regs = _registers(options.intr_regs), _registers(options.user_regs)
    opts.record_switch_events = options.switch_events
    opts.record_namespaces = options.namespaces
    opts.record_cgroup = options.all_cgroups


def open_events(
    options: argparse.Namespace,
    target: Target,
    events: evlist,
    opts: record_opts,
    names: list[str] | None = None,
) -> None:
    """Add the events that are asked for, or those of the names, and open all with their buffers."""
    buffer = pages(options.mmap_pages)
    asked: list[tuple[int, range]] = []
    first = len(events)
    for place, text in enumerate(names or options.event or [DEFAULT_EVENT]):
        before = len(events)
        events.add_events(text)
        asked.append((place, range(before, len(events))))
    target.place(events, first)
    events.config(opts)
    events.open()
    given = options.filter if names is None and options.filter else []
    set_filters(given, asked, events, exclude_perf=options.exclude_perf)
    for smaller in range(buffer.bit_length()):
        try:
            events.mmap(buffer >> smaller, names=False)
            break
        except PermissionError:  # more than the user may lock: half of it may do
            if options.mmap_pages is not None or buffer >> smaller == 1:
                raise
