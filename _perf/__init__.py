"""The SWIG binding of the perftui core: the built modules, their names in one place."""

from __future__ import annotations

from _perf._callchain import branch_entry, branch_stack, callchain, callchain_node
from _perf._config import config_get
from _perf._convert import convert
from _perf._data import data
from _perf._driver import session
from _perf._events import (
    aux_event,
    aux_output_hw_id_event,
    auxtrace_event,
    bpf_event,
    callchain_deferred_event,
    cgroup_event,
    comm_event,
    event,
    itrace_start_event,
    ksymbol_event,
    lost_event,
    lost_samples_event,
    mmap2_event,
    mmap_event,
    namespaces_event,
    read_event,
    sample_event,
    stat_event,
    stat_round_event,
    switch_event,
    task_event,
    text_poke_event,
    throttle_event,
)
from _perf._evlist import evlist
from _perf._evsel import evsel
from _perf._follow import follow
from _perf._header import header
from _perf._maps import counts_values, cpu_map, thread_map
from _perf._perf import record_name
from _perf._session import thread
from _perf._syscalls import syscall_id, syscall_name

__all__ = [
    "aux_event",
    "aux_output_hw_id_event",
    "auxtrace_event",
    "bpf_event",
    "branch_entry",
    "branch_stack",
    "callchain",
    "callchain_deferred_event",
    "callchain_node",
    "cgroup_event",
    "comm_event",
    "config_get",
    "convert",
    "counts_values",
    "cpu_map",
    "data",
    "event",
    "evlist",
    "evsel",
    "follow",
    "header",
    "itrace_start_event",
    "ksymbol_event",
    "lost_event",
    "lost_samples_event",
    "mmap2_event",
    "mmap_event",
    "namespaces_event",
    "read_event",
    "record_name",
    "sample_event",
    "session",
    "stat_event",
    "stat_round_event",
    "switch_event",
    "syscall_id",
    "syscall_name",
    "task_event",
    "text_poke_event",
    "thread",
    "thread_map",
    "throttle_event",
]
