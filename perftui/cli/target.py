"""Whom a command measures: the options that say so, and the maps they turn into."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

from perftui.cli.messages import UsageError, complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from _perf import cpu_map, evlist, thread_map


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who is measured."""
    add = parser.add_argument
    add("-a", "--all-cpus", action="store_true", help="everything that runs (the default)")
    add("-C", "--cpu", metavar="CPUS", help="only on these CPUs: 0,2-3")
    add("-p", "--pid", metavar="PIDS", help="these processes, with threads that they begin")
    add("-t", "--tid", metavar="TIDS", help="these threads")
    add("-u", "--uid", metavar="USER", help="the processes of a user, a name or number")
    add("-G", "--cgroup", metavar="CGROUPS", action="append",
        help="what runs in this cgroup; of several, each event has its own")  # fmt: skip
    add("-i", "--no-inherit", action="store_true", help="not the children of who is measured")


def add_workload(parser: argparse.ArgumentParser) -> None:
    """Add the command that is started to be measured; it is the last of all options."""
    # (the parsers' own "command" is that of perftui)
    parser.add_argument(
        "workload", nargs="...", metavar="COMMAND", help="a command to start, with its arguments"
    )


def command_words(options: argparse.Namespace) -> list[str]:
    """Return the command that is started, empty: none."""
    words: list[str] = options.workload
    return words[1:] if words[:1] == ["--"] else words


def numbers(text: str) -> list[int]:
    """Return the numbers of a list parted by commas."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise UsageError(f"'{text}' is no list of numbers") from None


def _tasks(pid: int) -> list[int]:
    try:
        return sorted(int(name) for name in os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return []


def _tasks_of(pid: int) -> list[int]:
    tasks = _tasks(pid)
    if not tasks:
        raise UsageError(f"there is no process {pid}")
    return tasks


def _prefer(options: argparse.Namespace) -> None:
    """Leave one of the options that say who: of several the narrower one, as in perf."""
    options.all_cpus = options.all_cpus or None
    names = (("pid", "-p"), ("tid", "-t"), ("uid", "-u"), ("all_cpus", "-a"))
    given = [(name, letter) for name, letter in names if getattr(options, name) is not None]
    for name, letter in given[1:]:
        complain(f"{given[0][1]} goes before {letter}")
        setattr(options, name, None)


def _processes_of(user: str) -> Iterator[int]:
    try:
        uid = int(user) if user.isdigit() else pwd.getpwnam(user).pw_uid
    except KeyError:
        raise UsageError(f"there is no user '{user}'") from None
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == uid:
                yield int(name)
        except OSError:
            continue  # it has ended


def cgroup_directory(name: str) -> str:
    """Return where the kernel shows a cgroup, by its path from the root."""
    from _perf._evlist import cgroup_root  # noqa: PLC0415  (--help needs no core)

    root = cgroup_root()
    directory = os.path.join(root, name.lstrip("/"))
    if not root or not os.path.isdir(directory):
        raise UsageError(f"there is no cgroup '{name}'")
    return directory


class Target:
    """The threads and CPUs that are measured; threads None: all of them."""

    def __init__(self, options: argparse.Namespace, command_pid: int | None = None) -> None:
        """Find out from the options, and the command that waits, if there is one."""
        tids: list[int] | None = None
        _prefer(options)
        if options.pid is not None:
            tids = [tid for pid in numbers(options.pid) for tid in _tasks_of(pid)]
        elif options.tid is not None:
            tids = numbers(options.tid)
            for tid in tids:
                _tasks_of(tid)
        elif options.uid is not None:
            tids = [tid for pid in _processes_of(options.uid) for tid in _tasks(pid)]
        elif command_pid is not None and not options.all_cpus and options.cpu is None:
            tids = [command_pid]
        if tids is not None and not tids:
            raise UsageError(f"there is no process of the user {options.uid}")
        if options.cgroup is not None and tids is not None and command_pid is None:
            raise UsageError("-G measures a cgroup, so it goes with none of -p, -t and -u")
        # One of all events, or one for each in order; empty: that event has none.
        self.cgroups = ",".join(options.cgroup).split(",") if options.cgroup else []
        self.tids = None if self.cgroups else tids
        self._cpus: str | None = options.cpu

    @property
    def is_system_wide(self) -> bool:
        """Whether all threads are measured."""
        return self.tids is None

    def events(self, *, on_any_cpu: bool = False) -> evlist:
        """Return a list for events of whom is measured, one for each CPU or for all together."""
        from _perf import evlist  # noqa: PLC0415  (--help needs no core)

        events = evlist(None if on_any_cpu else self.cpus(), self.threads())
        if len(self.cgroups) == 1:
            events.set_cgroup(cgroup_directory(self.cgroups[0]))
        return events

    def place(self, events: evlist, first: int = 0) -> None:
        """Put the events, from the first on, into the cgroups that are theirs alone."""
        if spare := self.cgroups[len(events) - first :]:
            raise UsageError(f"there is no event for the cgroup '{spare[0]}'")
        if len(self.cgroups) > 1:
            for number, name in enumerate(self.cgroups, first):
                if name:
                    events.set_cgroup(cgroup_directory(name), number)

    def share(self, events: int) -> None:
        """Let so many events, which are as many for each cgroup, belong to one after the other."""
        of_each = events // len(self.cgroups)
        self.cgroups = [name for name in self.cgroups for _ in range(of_each)]

    def cgroup_of(self, event: int) -> str:
        """Return the name of an event's cgroup, empty: it has none."""
        if len(self.cgroups) == 1:
            return self.cgroups[0]
        return self.cgroups[event] if event < len(self.cgroups) else ""

    def cpus(self) -> cpu_map:
        """Return the CPUs that are measured."""
        from _perf import cpu_map  # noqa: PLC0415  (--help needs no core)

        return cpu_map() if self._cpus is None else cpu_map(self._cpus)

    def threads(self) -> thread_map | None:
        """Return the threads, None for all."""
        from _perf._maps import thread_list  # noqa: PLC0415  (--help needs no core)

        return None if self.tids is None else thread_list(self.tids)
