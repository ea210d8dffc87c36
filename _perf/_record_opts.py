"""The options of a recording, as evlist.config() takes them."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True, kw_only=True)
class record_opts:
    """What events record; each option is what perf-record(1) says of it.

    `freq` (samples a second) or `period`, `rate_for_all` (of tracepoints too, whose every event is
    a sample otherwise), `call_graph` ("fp", "dwarf", "lbr"), `stack_size` (bytes, of dwarf),
    `max_stack` (0: the kernel's limit), `branch_sample_type` (PERF_SAMPLE_BRANCH_… of
    perf_event_open(2)), `user_regs` and `intr_regs` (masks of registers, of the program and of
    what was interrupted), `inherit`, `inherit_stat` (a read_event tells what a thread has counted
    when it ends), `no_samples`, `enable_on_exec`, `no_buffering` (poll() wakes for each record),
    `overwrite` (full buffers keep what is newest, and poll() does not wake),
    `sample_address`, `sample_phys_addr`, `sample_weight`, `sample_data_src`, `sample_transaction`,
    `sample_data_page_size`, `sample_code_page_size`, `sample_period`, `raw_samples`, `all_user`,
    `all_kernel`, `clockid` (the name of a clock of clock_gettime(2), "": the scheduler's),
    `record_data_mmap`, `record_switch_events`, `record_namespaces`, `record_cgroup`,
    `buildid_mmap`.
    """

    freq: int = 4000
    period: int = 0
    rate_for_all: bool = False
    call_graph: str = ""
    stack_size: int = 8192
    max_stack: int = 0
    branch_sample_type: int = 0
    user_regs: int = 0
    intr_regs: int = 0
    inherit: bool = False
    inherit_stat: bool = False
    no_samples: bool = False
    enable_on_exec: bool = False
    no_buffering: bool = True
    overwrite: bool = False
    sample_address: bool = False
    sample_phys_addr: bool = False
    sample_weight: bool = False
    sample_data_src: bool = False
    sample_transaction: bool = False
    sample_data_page_size: bool = False
    sample_code_page_size: bool = False
    sample_period: bool = False
    raw_samples: bool = False
    all_user: bool = False
    all_kernel: bool = False
    clockid: str = ""
    record_data_mmap: bool = False
    record_switch_events: bool = False
    record_namespaces: bool = False
    record_cgroup: bool = False
    buildid_mmap: bool = False

    def settings(self) -> list[str]:
        """Return the options as the core has them: "name=value"; TypeError for another type."""
        made = []
        for option in fields(self):
            value = getattr(self, option.name)
            kind = str if isinstance(option.default, str) else int
            if not isinstance(value, kind):
                raise TypeError(
                    f"record_opts: {option.name} is {kind.__name__}, not {type(value).__name__}"
                )
            made.append(f"{option.name}={value if kind is str else int(value)}")
        return made
