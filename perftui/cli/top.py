"""`perftui top`: where this machine spends its time, just now."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from perftui.cli.browse import name_filters
from perftui.cli.messages import UsageError, complain, explained
from perftui.cli.sampling import add_sampling, open_events, record_options
from perftui.cli.target import Target, add_target

if TYPE_CHECKING:
    import argparse
    import threading

    from _perf import evlist
    from perftui.views.live import Live
    from perftui.views.source import Query, Weighing

FREQUENCY = 4000
MAX_STACK = 127
CLEAR = "\x1b[H\x1b[2J"
KEYS = ("comm", "dso", "sym")
MOST_SECONDS = 60  # that a window can go back
LEAST_SHARE = 0.5  # percent, of what call graphs show
PRIORITY = -10  # of the screen; see nice(1)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options, under perf's letters."""
    add = parser.add_argument
    add_target(parser)
    add_sampling(parser, FREQUENCY)
    add("-d", "--delay", type=float, default=1.0, metavar="S", help="seconds between pictures")
    add(
        "-s",
        "--sort",
        metavar="KEYS",
        default=",".join(KEYS),
        help="group by: comm,dso,sym,cgroup…",
    )
    add("-E", "--entries", type=int, metavar="N", help="at most so many lines of text")
    add("-K", "--hide_kernel_symbols", action="store_true", help="only what users' programs do")
    add("-U", "--hide_user_symbols", action="store_true", help="only what the kernel does")
    add("-z", "--zero", action="store_true", help="each picture of its own time alone")
    add("--window", type=float, metavar="S", help="look at the last so many seconds")
    add("--all-time", action="store_true", help="look at all since the start")
    add("--idle", action="store_true", help="with what CPUs do that have nothing to do")
    add("--children", action="store_false", dest="no_children", default=False,
        help="with what functions' callees cost (the default, with -g)")  # fmt: skip
    add("--no-children", action="store_true", help="without what functions' callees cost")
    for name in ("--comms", "--dsos", "--symbols"):
        add(name, metavar="NAMES", help=f"only these {name[2:]}, parted by commas")
    add("-n", "--show-nr-samples", action="store_true", help="a column of samples (text)")
    add("--show-total-period", action="store_true", help="a column of counts (text)")
    add(
        "--percent-limit", type=float, default=0.0, metavar="P", help="only rows of so many percent"
    )
    add("--stdio", action="store_true", help="text, written again and again")
    add("--once", type=float, metavar="S", help="the profile of so many seconds as text, and end")
    add("--json", action="store_true", help="the same as JSON, also for ever with --stdio")


class Watch:
    """How the events of the command line are opened, to be watched and to be recorded."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Understand the options."""
        self.options = options
        if not options.graph and options.call_graph is None:
            options.call_graph = "no"
        self.target = Target(options)
        self.opts = record_options(options, FREQUENCY)
        self.opts.record_cgroup = True
        self.names: list[str] | None = None

    def open(self, names: list[str] | None) -> evlist:
        """Open the events of these names, None: those asked for."""
        options = self.options
        opened = self.target.events()
        open_events(options, self.target, opened, self.opts, names)
        self.names = names
        return opened

    def label(self) -> str:
        """Return who is watched, in a few words."""
        options = self.options
        if options.pid or options.tid:
            return f"{'process' if options.pid else 'thread'} {options.pid or options.tid}"
        if options.uid:
            return f"user {options.uid}"
        if self.target.cgroups:
            return f"cgroup {', '.join(filter(None, self.target.cgroups))}"
        return f"CPUs {options.cpu}" if options.cpu else "this machine"

    def record(self, stop: threading.Event) -> str:
        """Write what is watched to perf.data until the event is set; tell how it went."""
        from perftui.cli.recording import Recording  # noqa: PLC0415

        try:
            events = self.open(self.names)
            recording = Recording("perf.data", events)
            events.enable()
            while not stop.is_set():
                recording.file.run(100)
            events.disable()
            recording.finish()
            events.close()
        except OSError as error:
            return error.strerror or str(error)
        return f"wrote perf.data ({recording.file.samples} samples); see perftui report"


def _check(options: argparse.Namespace) -> None:
    if options.delay <= 0 or (options.once is not None and options.once <= 0):
        raise UsageError("-d and --once take seconds, more than none")


def _query(options: argparse.Namespace) -> Query:
    from perftui.views.source import Query  # noqa: PLC0415

    return Query(
        filters=tuple(name_filters(options)),
        keys=tuple("sym" if key == "symbol" else key for key in options.sort.split(",")),
        children=not options.no_children,
        percent_limit=options.percent_limit,
    )


def settings(options: argparse.Namespace) -> list[str]:
    """Turn the options into settings of the core's text."""
    graph = options.call_graph != "no" or options.graph
    children = graph and not options.no_children
    costs = ["overhead_children", "overhead"] if children else ["overhead"]
    if options.show_nr_samples:
        costs.append("sample")
    if options.show_total_period:
        costs.append("period")
    keys = options.sort.split(",")
    made = [
        f"columns={','.join([*costs, *keys])}",
        f"children={int(children)}",
        f"callchains={int(graph)}",
        f"graph={'graph' if graph else 'none'}",
        f"graph_order={'caller' if children else 'callee'}",
        f"graph_percent={LEAST_SHARE}",
        f"percent_limit={options.percent_limit}",
    ]
    for name in ("comms", "dsos", "symbols"):
        if (names := getattr(options, name)) is not None:
            made.append(f"{name}={names}")
    return [*made, "json=1"] if options.json else made


def _write(live: Live, made: list[str]) -> None:
    sys.stdout.flush()
    live.write(1, made)


def _print_once(live: Live, options: argparse.Namespace) -> None:
    time.sleep(options.once)
    live.stop()
    _write(live, settings(options))
    if lost := live.progress().lost:
        complain(f"{lost} samples were lost")


def _picture(live: Live, options: argparse.Namespace) -> str:
    """Return the text of a picture: as many lines as the terminal has, or are asked for."""
    descriptor = os.memfd_create("picture")
    with open(descriptor, "r+", encoding="utf-8", errors="surrogateescape") as file:
        live.write(descriptor, [*settings(options), "quiet=1"])
        file.seek(0)
        lines = [line for line in file.read().splitlines() if line.strip() != ""]
    room = options.entries or shutil.get_terminal_size().lines - 3
    state = live.progress()
    return "\n".join([f"{live.path}: {', '.join(live.events())} · {state.state}", *lines[:room]])


def _print_again(live: Live, options: argparse.Namespace) -> None:
    clears = sys.stdout.isatty()
    while not live.progress().done:
        time.sleep(options.delay)
        if options.json:
            _write(live, settings(options))
        else:
            print(CLEAR if clears else "", _picture(live, options), sep="", flush=True)


def _weighing(options: argparse.Namespace) -> Weighing:
    from perftui.views.source import Weighing  # noqa: PLC0415

    if options.window is not None and not 0 < options.window <= MOST_SECONDS:
        raise UsageError(f"--window goes back at most {MOST_SECONDS} seconds")
    if options.all_time or options.once is not None:
        return Weighing("all")
    seconds = options.window or (options.delay if options.zero else None)
    return Weighing("last", seconds) if seconds else Weighing()


def _live(watch: Watch) -> Live:
    from perftui.views.live import Live, Watched  # noqa: PLC0415

    options = watch.options
    settings = (
        f"max_stack={options.max_stack or MAX_STACK}",
        f"idle={int(options.idle)}",
        f"kernel={int(not options.hide_kernel_symbols)}",
        f"user={int(not options.hide_user_symbols)}",
    )
    live = Live(Watched(watch.open, watch.label(), settings))
    live.weighing = _weighing(options)
    return live


def _come_first() -> None:
    """Let keys be answered on a machine that is overloaded, where that is allowed."""
    with suppress(OSError):
        if os.getpriority(os.PRIO_PROCESS, 0) == 0:
            os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)


def _top(options: argparse.Namespace) -> int:
    _check(options)
    text = options.stdio or options.json or options.once is not None
    text = text or not (sys.stdout.isatty() and sys.stdin.isatty())
    if not text:
        _come_first()
    watch = Watch(options)
    live = _live(watch)
    if text:
        for note in live.notes():
            complain(note)
        with suppress(KeyboardInterrupt):
            (_print_once if options.once is not None else _print_again)(live, options)
        return 0
    from perftui import tui  # noqa: PLC0415  (text needs no screen)

    return tui.watch(
        live,
        _query(options),
        interval=options.delay,
        frequency=0 if options.count else watch.opts.freq,
        record=watch.record,
    )


def run(options: argparse.Namespace) -> int:
    """Watch until the end."""
    return explained(lambda: _top(options))
