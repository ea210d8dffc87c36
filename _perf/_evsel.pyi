from _perf._maps import counts_values, cpu_map, thread_map

class evsel:
    type: int
    config: int
    sample_period: int
    sample_type: int
    read_format: int
    wakeup_events: int
    tracking: bool
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def scale(self) -> float: ...
    @property
    def leader(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def config1(self) -> int: ...
    @property
    def config2(self) -> int: ...
    @property
    def branch_sample_type(self) -> int: ...
    @property
    def freq(self) -> bool: ...
    @property
    def is_open(self) -> bool: ...
    @property
    def ids(self) -> list[int]: ...
    def __init__(
        self,
        type: int = 0,
        config: int = 0,
        sample_freq: int = 0,
        sample_period: int = 0,
        sample_type: int = 0x102,
        read_format: int = 0,
        disabled: int = 0,
        inherit: int = 0,
        pinned: int = 0,
        exclusive: int = 0,
        exclude_user: int = 0,
        exclude_kernel: int = 0,
        exclude_hv: int = 0,
        exclude_idle: int = 0,
        mmap: int = 0,
        context_switch: int = 0,
        comm: int = 0,
        freq: int = 1,
        inherit_stat: int = 0,
        enable_on_exec: int = 0,
        task: int = 0,
        watermark: int = 0,
        precise_ip: int = 0,
        mmap_data: int = 0,
        sample_id_all: int = 1,
        wakeup_events: int = 0,
        bp_type: int = 0,
        bp_addr: int = 0,
        bp_len: int = 0,
        idx: int = 0,
    ) -> None: ...
    def open(
        self,
        cpus: cpu_map | None = None,
        threads: thread_map | None = None,
        group: int = 0,
        inherit: int = 0,
    ) -> None: ...
    def close(self) -> None: ...
    def enable(self) -> None: ...
    def disable(self) -> None: ...
    def set_filter(self, filter: str) -> None: ...
    def read(self, cpu: int, thread: int) -> counts_values: ...
    def cpus(self) -> cpu_map: ...
    def threads(self) -> thread_map: ...
