"""What a recording says of itself: the types of `session.header`, which are plain dicts.

The fields are those of perf's header features (tools/perf/Documentation/perf.data-file-format.txt
of the kernel). A feature that the recording has not is a key that is not there.
"""

from __future__ import annotations

from typing import TypedDict


class header_cpu(TypedDict):
    """Where one CPU is."""

    core: int
    socket: int
    die: int


class header_cpu_topology(TypedDict):
    """Which CPUs share a core, a package, a die: lists such as "0-3", and each CPU's place."""

    cores: list[str]
    threads: list[str]
    dies: list[str]
    cpus: list[header_cpu]


class header_numa_node(TypedDict):
    """A node's memory when the recording began, and its CPUs."""

    node: int
    total_kib: int
    free_kib: int
    cpus: str


class header_cache(TypedDict):
    """A cache of the CPUs of the list `cpus`."""

    level: int
    line_size: int
    sets: int
    ways: int
    type: str
    size: str
    cpus: str


class header_memory_node(TypedDict):
    """Which blocks of memory a node has: words of 64 bits, the lowest block first."""

    node: int
    blocks: int
    bitmap: list[int]


class header_sched_domain(TypedDict):
    """A scheduling domain; the name is empty before version 17 of /proc/schedstat."""

    domain: int
    name: str
    cpumask: str
    cpus: str


class header_cpu_domains(TypedDict):
    """The scheduling domains of one CPU."""

    cpu: int
    domains: list[header_sched_domain]


class header_domain_info(TypedDict):
    """How the scheduler saw the machine."""

    schedstat_version: int
    max_sched_domains: int
    cpus: list[header_cpu_domains]


class header_hybrid(TypedDict):
    """A PMU of some of the CPUs only."""

    pmu: str
    cpus: str


class header_pmu(TypedDict):
    """The number that the kernel gave to a PMU; an event's attribute names it as its type."""

    type: int
    name: str


class header_pmu_caps(TypedDict):
    """What a PMU can do; without a name it is the CPU's own."""

    pmu: str
    caps: dict[str, str]


class header_event(TypedDict):
    """An event's name, and the ids of its counters."""

    name: str
    ids: list[int]


class header_group(TypedDict):
    """A group of events: the leader's place among the events, how many there are."""

    name: str
    leader: int
    members: int


class header_build_id(TypedDict):
    """An object's build id, in hexadecimal; pid -1 is the host, misc its cpumode."""

    pid: int
    misc: int
    build_id: str
    filename: str


class header_clock(TypedDict):
    """The same moment on the wall's clock and on that of the samples."""

    clockid: int
    wall_ns: int
    clock_ns: int


class header_compression(TypedDict):
    """How the records were compressed: type 1 is zstd."""

    type: int
    level: int
    ratio: int
    mmap_len: int


class header_bpf_function(TypedDict):
    """A function of a BPF program, as the kernel compiled it."""

    tag: str
    address: int
    size: int


class header_bpf_program(TypedDict):
    """A BPF program that was loaded."""

    id: int
    name: str
    functions: list[header_bpf_function]


class header(TypedDict, total=False):
    """A recording's header. `features` names all that it has, numbers for unknown ones."""

    features: list[str]
    hostname: str
    osrelease: str
    version: str
    arch: str
    cpudesc: str
    cpuid: str
    nrcpus_online: int
    nrcpus_available: int
    total_mem_kib: int
    e_machine: int
    cmdline: list[str]
    cpu_topology: header_cpu_topology
    numa_topology: list[header_numa_node]
    caches: list[header_cache]
    memory_block_size: int
    memory_nodes: list[header_memory_node]
    cpu_domain_info: header_domain_info
    hybrid_topology: list[header_hybrid]
    pmu_mappings: list[header_pmu]
    pmu_caps: list[header_pmu_caps]
    events: list[header_event]
    groups: list[header_group]
    first_sample_time: int
    last_sample_time: int
    build_ids: list[header_build_id]
    clockid_resolution: int
    clock_data: header_clock
    dir_format: int
    compressed: header_compression
    bpf_programs: list[header_bpf_program]
    bpf_btf: list[int]
