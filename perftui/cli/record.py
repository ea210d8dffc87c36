"""`perftui record`: what happens on this machine, written as perf.data."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
from typing import TYPE_CHECKING

from perftui.cli.attached import Attached
from perftui.cli.control import AT_ONCE, Control, Schedule, add_control, add_delay, times
from perftui.cli.messages import UsageError, complain, exit_status, explained
from perftui.cli.recording import Recording
from perftui.cli.sampling import (
    add_extras,
    add_sampling,
    open_events,
    record_options,
    set_extras,
    size,
)
from perftui.cli.signals import Stop
from perftui.cli.target import Target, add_target, add_workload, command_words

if TYPE_CHECKING:
    import argparse

    from _perf._recorder import recorder, workload

FREQUENCY = 4000
# It tells what happens to processes while the others are off, or overwrite.
TRACKER = "dummy/no-overwrite,name=dummy/u"
LOOK = 0.2  # seconds, at most, between two looks at whether to stop
USUAL_LEVEL = 1


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add = parser.add_argument
    add_target(parser)
    add("--per-thread", action="store_true",
        help="a buffer for each thread of -p, -t or a command, none for its children")  # fmt: skip
    add_sampling(parser, FREQUENCY)
    add_extras(parser)
    add_delay(parser, times, "begin later, or record from-to,from-to…; -1: when told to")
    add_control(parser)
    add("-o", "--output", metavar="FILE", help="perf.data, or -: stdout, as where that is a pipe")
    add("-z", "--compression-level", type=Attached(int), nargs="?", const=USUAL_LEVEL,
        metavar="LEVEL", help="compress with zstd, at a level from 1 to 22 (-z9)")  # fmt: skip
    add("--overwrite", action="store_true",
        help="full buffers keep what is newest; it is written at the end or a switch")  # fmt: skip
    add("--max-size", metavar="SIZE", help="end when the file is so large: 100M")
    add("--switch-output", metavar="WHEN", type=Attached(str), nargs="?", const="signal",
        help="a new file at SIGUSR2, after a time (=30s, =5m) or a size (=100M)")  # fmt: skip
    add("--switch-max-files", type=int, default=0, metavar="N", help="keep the last so many files")
    add("-B", "--no-buildid", action="store_true", help="without build ids of files")
    add("--tail-synthesize", action="store_true", help="tell at the end of what runs already")
    add("-q", "--quiet", action="store_true", help="say nothing of how it goes")
    add_workload(parser)


class Switch:
    """When a new file begins, and how large files may be."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Understand --switch-output, --max-size and --switch-max-files."""
        when: str | None = options.switch_output
        self.most = size(options.max_size) if options.max_size else None
        self.most_files: int = options.switch_max_files
        self.quiet: bool = options.quiet
        self._asked = False
        self._bytes = self._seconds = 0
        self._begun = time.monotonic()
        if when is None:
            return
        units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
        if when == "signal":
            signal.signal(signal.SIGUSR2, self._ask)
        elif when[:-1].isdigit() and when[-1] in units:
            self._seconds = int(when[:-1]) * units[when[-1]]
        else:
            self._bytes = size(when)

    def _ask(self, *_: object) -> None:
        self._asked = True

    def is_due(self, written: int) -> bool:
        """Whether a new file begins now; asking begins it."""
        late = self._seconds and time.monotonic() >= self._begun + self._seconds
        if not (self._asked or late or (self._bytes and written >= self._bytes)):
            return False
        self._asked = False
        self._begun = time.monotonic()
        return True


def _run(
    recording: Recording,
    switch: Switch,
    schedule: Schedule,
    command: workload | None,
    stop: Stop,
) -> None:
    """Write until the command, the threads, the user or the size ends it.

    A command that still runs then is ended too, as by perf.
    """
    while not stop.asked:
        recording.file.run(int(min(LOOK, schedule.go_on()) * 1000))
        if recording.events.ended if command is None else command.ended():
            break
        if recording.events.ended:
            stop.sleep(LOOK)  # the command has ended but for its status, or left our sight
        if switch.most is not None and recording.file.size >= switch.most:
            break
        if switch.is_due(recording.file.size):
            named = recording.switch()
            if not switch.quiet:
                complain(f"wrote {named}")
            recording.keep(switch.most_files)
    recording.events.disable()
    recording.finish()
    if command is not None and not command.ended():
        stop.asked = True
        os.kill(command.pid, signal.SIGTERM)
        command.ended(wait=True)


def _tell(options: argparse.Namespace, file: recorder) -> None:
    if file.lost or file.lost_samples:
        complain(
            f"{max(file.lost, file.lost_samples)} samples were lost; a larger buffer (-m 16M) or a "
            "lower rate (-F) loses fewer"
        )
    if not options.quiet:
        print(
            f"[ perftui record: wrote {file.size / 1e6:.3f} MB {options.output} "
            f"({file.samples} samples) ]",
            file=sys.stderr,
        )


def _record(options: argparse.Namespace) -> int:
    from _perf._recorder import workload  # noqa: PLC0415  (--help needs no core)

    if options.output is None:
        options.output = "-" if stat.S_ISFIFO(os.fstat(1).st_mode) else "perf.data"
    if options.output == "-" and os.isatty(1):
        raise UsageError("perf.data is not for a terminal; name a file with -o, or pipe it on")
    command = workload(words) if (words := command_words(options)) else None
    target = Target(options, command.pid if command else None)
    opts = record_options(options, FREQUENCY)
    opts.overwrite = options.overwrite
    opts.buildid_mmap = not options.no_buildid
    set_extras(opts, options)
    switch = Switch(options)
    stop = Stop()
    if options.per_thread and target.is_system_wide:
        complain("-a goes before --per-thread")
        options.per_thread = False
    events = target.events(on_any_cpu=options.per_thread)
    opts.inherit = opts.inherit and not options.per_thread  # such a buffer takes no children's
    tracked = options.overwrite or options.control or options.delay != AT_ONCE
    if tracked:
        events.add_events(TRACKER)
    # What comes before the command is ours.
    opts.enable_on_exec = not tracked and command is not None and target.tids == [command.pid]
    open_events(options, target, events, opts)
    for note in [] if options.quiet else events.notes:
        complain(note)
    recording = Recording(
        options.output,
        events,
        [
            f"level={options.compression_level or 0}",
            f"build_ids={int(not options.no_buildid)}",
            f"tail={int(options.tail_synthesize)}",
        ],
        before_exec=opts.enable_on_exec,
    )
    if tracked:
        events[0].enable()
    switched = list(events)[1 if tracked else 0 :]
    if options.control:
        Control(options.control, stop).obey(switched)
    schedule = Schedule(options.delay, [] if opts.enable_on_exec else switched)
    schedule.go_on()
    if command is not None:
        command.start()
    try:
        _run(recording, switch, schedule, command, stop)
    finally:
        events.close()
    _tell(options, recording.file)
    stop.pass_on()
    if command is None or stop.asked:
        return 0
    return exit_status(command.status)


def run(options: argparse.Namespace) -> int:
    """Record until the end."""
    return explained(lambda: _record(options))
