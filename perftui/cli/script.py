"""`perftui script`: perf's text for every sample."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from perftui.cli.common import add_input, add_selection, input_path, selection_settings, switched_on
from perftui.cli.messages import guarded

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

# The options --show-…-events, and what they show.
SHOWN = {
    "task": "COMM, FORK and EXIT",
    "mmap": "MMAP and MMAP2",
    "lost": "LOST and LOST_SAMPLES",
    "switch": "SWITCH and SWITCH_CPU_WIDE",
    "namespace": "NAMESPACES",
    "cgroup": "CGROUP",
    "bpf": "KSYMBOL and BPF_EVENT",
    "text-poke": "TEXT_POKE",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    add_input(parser)
    add_selection(parser)
    add = parser.add_argument
    add("-F", "--fields", metavar="FIELDS", help="ip,sym,dso,…; with + or - change the usual ones")
    add("-G", "--hide-call-graph", action="store_true", help="one line a sample, without its stack")
    add("--dsos", metavar="NAMES", help="only these objects")
    add("--comm", dest="comms", metavar="NAMES", help="the same as --comms")
    add("--follow", action="store_true", help="go on as the recording grows, until it is finished")
    add("--ns", action="store_true", help="times in nanoseconds")
    add("--header", action="store_true", help="begin with the recording's header")
    add("-I", "--show-info", action="store_true", help="with the header: topology and memory")
    for kind, records in SHOWN.items():
        add(f"--show-{kind}-events", action="store_true", help=f"print {records}")


def _field_settings(text: str) -> list[str]:
    """Turn "ip,sym", "+addr" or "-comm,+cpu" into settings."""
    changes = text.split(",")
    if not any(change.startswith(("+", "-")) for change in changes):
        return [f"fields={text}"]
    added = [change.lstrip("+") for change in changes if not change.startswith("-")]
    removed = [change[1:] for change in changes if change.startswith("-")]
    return [f"add_fields={','.join(added)}", f"remove_fields={','.join(removed)}"]


def _settings(options: argparse.Namespace, path: str) -> list[str]:
    settings = selection_settings(options, path)
    if options.fields:
        settings += _field_settings(options.fields)
    if options.dsos is not None:
        settings.append(f"dsos={options.dsos}")
    if options.hide_call_graph:
        settings.append("callchains=0")
    shown = [f"{kind.replace('-', '_')}_events" for kind in SHOWN]
    return settings + switched_on(
        **{name: getattr(options, f"show_{name}") for name in shown},
        follow=options.follow,
        nanoseconds=options.ns,
        progress=sys.stderr.isatty() and not sys.stdout.isatty(),
    )


def run(options: argparse.Namespace) -> int:
    """Print the samples."""
    from _perf import _text  # noqa: PLC0415  (--help needs no core)

    path = input_path(options)

    def work() -> Mapping[str, object]:
        if options.header:
            _text.write_facts(path, 1, "full_header" if options.show_info else "header")
        return _text.write_script(path, 1, _settings(options, path))

    return guarded(work)
