"""`perftui report`: a recording on the screen, or as perf's text."""

from __future__ import annotations

import argparse
import sys

from perftui.cli.browse import browse, is_for_text, part_of, query_of
from perftui.cli.call_graph import CallGraph, parse_call_graph
from perftui.cli.common import add_input, add_selection, input_path, selection_settings, switched_on
from perftui.cli.messages import UsageError, explained, guarded

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT_KEYS = ("comm", "dso", "symbol")
_COSTS = ("overhead", "overhead_children", "sample", "period")
_LEAST_SHARE = 0.5  # percent, of what call graphs show
_FACTS = ("stats", "tasks", "mmaps")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options, under perf's letters."""
    add_input(parser)
    add_selection(parser)
    _add_layout(parser)
    add = parser.add_argument
    add("-d", "--dsos", metavar="NAMES", help="only these objects")
    add("-U", "--hide-unresolved", action="store_true", help="leave out what has no symbol")
    add("--stdio", action="store_true", help="print text, also on a terminal")
    add("--tui", action="store_true", help="the browser")
    add("--json", action="store_true", help="print JSON")
    add("-q", "--quiet", action="store_true", help="no comments in the text")
    add("--header", action="store_true", help="begin with the recording's header")
    add("--header-only", action="store_true", help="print nothing else")
    add("-I", "--show-info", action="store_true", help="with the header: topology and memory")
    add("--stats", action="store_true", help="only count the records")
    add("--tasks", action="store_true", help="only list the tasks")
    add("--mmaps", action="store_true", help="only list the tasks and their mappings")
    add("-T", "--threads", action="store_true",
        help="end with what each thread has counted (record -s)")  # fmt: skip
    add("--jobs", type=int, metavar="N", help="threads that read (one a CPU)")


def _add_layout(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("-s", "--sort", metavar="KEYS", help="group by these: comm,dso,symbol")
    add("-F", "--fields", metavar="FIELDS", help="the columns: overhead,sample,comm,…")
    add("--children", action=argparse.BooleanOptionalAction, help="what callees cost, too")
    add("-g", "--call-graph", nargs="?", const="", metavar="GRAPH", help="graph,0.5,caller,…")
    add("--no-call-graph", action="store_true", help="the same as -g none")
    add("-G", "--inverted", action="store_true", help="call graphs from the caller down")
    add("--percent-limit", type=float, metavar="P", help="only rows of at least so many percent")
    add("--percentage", choices=("relative", "absolute"), help="of what is filtered, or of all")
    add("-n", "--show-nr-samples", action="store_true", help="a column of samples")
    add("--show-total-period", action="store_true", help="a column of periods")
    add("--group", action=argparse.BooleanOptionalAction, help="events of a group side by side")
    add("-H", "--hierarchy", action="store_true", help="rows under rows, one level a key")
    add("-t", "--field-separator", metavar="C", help="part columns by this")
    add("-w", "--column-widths", metavar="WIDTHS", help="widths of the columns: 8,20,…")
    add("--time-quantum", metavar="TIME", help="what the key time counts in: 100ms")


def _keys(options: argparse.Namespace) -> list[str]:
    text = options.sort
    if text is None:
        return list(_DEFAULT_KEYS)
    keys = [key for key in text.removeprefix("+").split(",") if key]
    return [*_DEFAULT_KEYS, *keys] if text.startswith("+") else keys


def _columns(options: argparse.Namespace, children: bool) -> list[str]:
    """Return the columns, costs first unless -F says otherwise."""
    costs = ["overhead_children"] if children else []
    costs.append("overhead")
    if options.show_nr_samples:
        costs.append("sample")
    if options.show_total_period:
        costs.append("period")
    if options.fields is None:
        return costs + [key for key in _keys(options) if key not in _COSTS]
    fields = [field for field in options.fields.removeprefix("+").split(",") if field]
    if options.fields.startswith("+"):
        return costs + fields + _keys(options)
    keys = _keys(options) if options.sort is not None else []
    return fields + [key for key in keys if key not in fields]


def _shown_keys(options: argparse.Namespace) -> list[str]:
    """Return the columns that are no costs."""
    return [key for key in _columns(options, children=False) if key not in _COSTS]


def _children(options: argparse.Namespace) -> bool:
    return options.children is not False and not options.hierarchy


def _quantum(text: str) -> int:
    """Turn "100ms" into nanoseconds."""
    for unit, size in (("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)):
        number = text.removesuffix(unit)
        if number != text and number.isdigit() and int(number):
            return int(number) * size
    msg = f"'{text}' is not a time such as 100ms"
    raise UsageError(msg)


def _graph(options: argparse.Namespace, children: bool) -> CallGraph:
    graph = CallGraph() if options.no_call_graph else parse_call_graph(options.call_graph or "")
    if options.no_call_graph:
        graph.mode = "none"
    if graph.percent is None:
        graph.percent = _LEAST_SHARE if options.percent_limit is None else options.percent_limit
    graph.order = graph.order or ("caller" if children or options.inverted else "callee")
    return graph


def settings(options: argparse.Namespace, path: str) -> list[str]:
    """Turn the command line into settings of the core."""
    children = _children(options)
    graph = _graph(options, children)
    keys = _keys(options)
    made = selection_settings(options, path)
    made += [
        f"columns={','.join(_columns(options, children))}",
        f"children={int(children)}",
        f"callchains={int(children or graph.mode != 'none')}",
        f"graph={graph.mode}",
        f"graph_order={graph.order}",
        f"graph_value={graph.value}",
        f"graph_percent={graph.percent}",
        f"graph_limit={graph.limit}",
        f"graph_by_address={int(graph.by_address)}",
        f"graph_skip_first={int(options.fields is None and keys[:1] in (['sym'], ['symbol']))}",
    ]
    made += switched_on(
        hide_unresolved=options.hide_unresolved,
        usual_keys=options.sort is None and options.fields is None,
        chosen_fields=options.fields is not None and not options.fields.startswith("+"),
        json=options.json,
        header=options.header,
        full_header=options.show_info,
        relative=options.percentage == "relative",
        hierarchy=options.hierarchy,
        verbose=options.verbose > 0,
        quiet=options.quiet,
        group_all=options.group is True,
        thread_counts=options.threads,
        progress=sys.stderr.isatty(),
    )
    if options.group is False:
        made.append("group=0")
    for setting, value in (
        ("dsos", options.dsos),
        ("percent_limit", options.percent_limit),
        ("separator", options.field_separator and options.field_separator.replace("\\t", "\t")),
        ("widths", options.column_widths),
        ("time_text", options.time),
        ("threads", options.jobs),
        ("time_quantum", options.time_quantum and _quantum(options.time_quantum)),
    ):
        if value is not None:
            made.append(f"{setting}={value}")
    return made


def _browse(options: argparse.Namespace, path: str) -> int | None:
    """Show the recording in the browser; None: what is asked for is text."""
    keys, children = _shown_keys(options), _children(options)
    graph = _graph(options, children)
    if not options.tui and is_for_text(options, keys, graph):
        return None
    # Only where it is said: flame graphs are turned round, too.
    inverted = parse_call_graph(options.call_graph or "").order == "callee"
    query = query_of(options, keys, children=children, inverted=inverted)
    return browse(path, settings(options, path), query, part_of(options))


def run(options: argparse.Namespace) -> int:
    """Show the recording: in the browser on a terminal, else as text."""
    return explained(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    from _perf import _text  # noqa: PLC0415  (--help needs no core)

    _text.keep_memory()
    path = input_path(options)
    facts = [name for name in _FACTS if getattr(options, name)]
    if options.header_only:
        facts = ["full_header" if options.show_info else "header"]
    text = options.stdio or options.json or facts or options.quiet
    if options.tui or (not text and sys.stdout.isatty() and sys.stdin.isatty()):
        shown = _browse(options, path)
        if shown is not None:
            return shown

    def work() -> Mapping[str, object]:
        if facts:
            return _text.write_facts(path, 1, facts[0])
        return _text.write_report(path, 1, settings(options, path))

    return guarded(work)
