"""The options of a recording, as evlist.config() takes them."""

from __future__ import annotations

from _perf._evlist import record_opts_core


class record_opts(record_opts_core):
    """What events record; each option is what perf-record(1) says of it.

    `freq` (samples a second) or `period`, `rate_for_all` (of tracepoints too, whose every event is
    a sample otherwise), `call_graph` ("fp", "dwarf", "lbr"), `stack_size` (bytes, of dwarf),
    `max_stack`, `branch_sample_type`, `inherit`, `enable_on_exec`, `no_buffering` (poll() wakes for
    each record), `sample_address`, `sample_phys_addr`, `sample_weight`, `sample_data_src`,
    `record_switch_events`, `record_namespaces`, `record_cgroup`, `buildid_mmap`.
    """

    def __init__(self, **options: object) -> None:
        """Set the options that are given; TypeError for one that there is not."""
        super().__init__()
        for name, value in options.items():
            if name.startswith("_") or not hasattr(self, name):
                raise TypeError(f"record_opts has no option {name!r}")
            setattr(self, name, value)
