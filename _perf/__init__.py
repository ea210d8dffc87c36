"""The SWIG binding of the perftui core: the built modules, their names in one place."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, which takes 4 ms to import
if TYPE_CHECKING:
    from _perf._callchain import branch_entry, branch_stack, callchain, callchain_node
    from _perf._config import config_get
    from _perf._convert import convert
    from _perf._data import data
    from _perf._driver import session
    from _perf._events import (
        attr_event,
        aux_event,
        aux_output_hw_id_event,
        auxtrace_error_event,
        auxtrace_event,
        auxtrace_info_event,
        bpf_event,
        bpf_metadata_event,
        build_id_event,
        callchain_deferred_event,
        cgroup_event,
        comm_event,
        cpu_map_event,
        event,
        event_type_event,
        event_update_event,
        feature_event,
        finished_init_event,
        id_index_event,
        itrace_start_event,
        ksymbol_event,
        lost_event,
        lost_samples_event,
        mmap2_event,
        mmap_event,
        namespaces_event,
        read_event,
        sample_event,
        schedstat_cpu_event,
        schedstat_domain_event,
        stat_config_event,
        stat_event,
        stat_round_event,
        switch_event,
        task_event,
        text_poke_event,
        thread_map_event,
        throttle_event,
        time_conv_event,
        tracing_data_event,
    )
    from _perf._evlists import evlist, parse_events, parse_metrics, sample_columns
    from _perf._evsel import evsel
    from _perf._follow import follow
    from _perf._header import header
    from _perf._live import LiveSession
    from _perf._maps import counts_values, cpu_map, thread_map
    from _perf._metric_tables import metrics
    from _perf._perf import record_name
    from _perf._pmu import pmu, pmus, tracepoint
    from _perf._record_opts import record_opts
    from _perf._session import thread
    from _perf._syscalls import syscall_id, syscall_name

# Names by their module, which is imported when one of them is asked for: a program pays for what it
# uses (all of it takes 30 ms). Those of no other module are types of events.
_NAMES = {
    "_callchain": ("branch_entry", "branch_stack", "callchain", "callchain_node"),
    "_config": ("config_get",),
    "_convert": ("convert",),
    "_data": ("data",),
    "_driver": ("session",),
    "_evlists": ("evlist", "parse_events", "parse_metrics", "sample_columns"),
    "_evsel": ("evsel",),
    "_follow": ("follow",),
    "_header": ("header",),
    "_live": ("LiveSession",),
    "_maps": ("counts_values", "cpu_map", "thread_map"),
    "_metric_tables": ("metrics",),
    "_perf": ("record_name",),
    "_pmu": ("pmu", "pmus", "tracepoint"),
    "_record_opts": ("record_opts",),
    "_session": ("thread",),
    "_syscalls": ("syscall_id", "syscall_name"),
}

__all__ = [
    "LiveSession",
    "attr_event",
    "aux_event",
    "aux_output_hw_id_event",
    "auxtrace_error_event",
    "auxtrace_event",
    "auxtrace_info_event",
    "bpf_event",
    "bpf_metadata_event",
    "branch_entry",
    "branch_stack",
    "build_id_event",
    "callchain",
    "callchain_deferred_event",
    "callchain_node",
    "cgroup_event",
    "comm_event",
    "config_get",
    "convert",
    "counts_values",
    "cpu_map",
    "cpu_map_event",
    "data",
    "event",
    "event_type_event",
    "event_update_event",
    "evlist",
    "evsel",
    "feature_event",
    "finished_init_event",
    "follow",
    "header",
    "id_index_event",
    "itrace_start_event",
    "ksymbol_event",
    "lost_event",
    "lost_samples_event",
    "metrics",
    "mmap2_event",
    "mmap_event",
    "namespaces_event",
    "parse_events",
    "parse_metrics",
    "pmu",
    "pmus",
    "read_event",
    "record_name",
    "record_opts",
    "sample_columns",
    "sample_event",
    "schedstat_cpu_event",
    "schedstat_domain_event",
    "session",
    "stat_config_event",
    "stat_event",
    "stat_round_event",
    "switch_event",
    "syscall_id",
    "syscall_name",
    "task_event",
    "text_poke_event",
    "thread",
    "thread_map",
    "thread_map_event",
    "throttle_event",
    "time_conv_event",
    "tracepoint",
    "tracing_data_event",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module '_perf' has no attribute {name!r}")
    module = next((module for module, names in _NAMES.items() if name in names), "_events")
    value: object = getattr(import_module(f"_perf.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
