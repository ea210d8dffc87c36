"""How an entry of perf's pmu-events files is asked for: the unit and the terms of an event string.

The names of fields, terms and units are those of tools/perf/pmu-events of the kernel.
"""

from __future__ import annotations

from collections.abc import Mapping

UNITS = {
    "CBO": "uncore_cbox",
    "CPU-M-CF": "cpum_cf",
    "CPU-M-SF": "cpum_sf",
    "DFPMC": "amd_df",
    "L3PMC": "amd_l3",
    "PAI-CRYPTO": "pai_crypto",
    "PAI-EXT": "pai_ext",
    "QPI LL": "uncore_qpi",
    "SBO": "uncore_sbox",
    "UMCPMC": "amd_umc",
    "UPI LL": "uncore_upi",
    "iMPH-U": "uncore_arb",
}

# Units that the kernel names as the files do.
KERNEL_UNITS = {
    "ali_drw",
    "arm_cmn",
    "cpu_atom",
    "cpu_core",
    "hisi_sccl,ddrc",
    "hisi_sccl,hha",
    "hisi_sccl,l3c",
    "hisi_sicl,cpa",
    "imx8_ddr",
    "imx9_ddr",
    "tool",
}

TERMS = {
    "AnyThread": "any",
    "PortMask": "ch_mask",
    "CounterMask": "cmask",
    "EdgeDetect": "edge",
    "FCMask": "fc_mask",
    "Invert": "inv",
    "SampleAfterValue": "period",
    "UMask": "umask",
    "NodeType": "type",
    "RdWrMask": "rdwrmask",
    "EnAllCores": "enallcores",
    "EnAllSlices": "enallslices",
    "SliceId": "sliceid",
    "ThreadMask": "threadmask",
}

# The registers that an event needs a value in, by the term that the kernel fills them from.
REGISTERS = {0x3F6: "ldlat", 0x1A6: "offcore_rsp", 0x1A7: "offcore_rsp", 0x3F7: "frontend"}

# The files have Intel's fixed counters, whose codes general counters do not know.
GENERAL_COUNTERS = {
    "inst_retired.any": "event=0xc0",
    "inst_retired.any_p": "event=0xc0",
    "cpu_clk_unhalted.ref": "event=0x0,umask=0x3",
    "cpu_clk_unhalted.thread": "event=0x3c",
    "cpu_clk_unhalted.core": "event=0x3c",
    "cpu_clk_unhalted.thread_any": "event=0x3c,any=1",
}


def unit_name(entry: Mapping[str, str]) -> str:
    """Return the kernel's name of the unit; many of a kind have numbers behind it."""
    unit = entry.get("Unit")
    if unit is None:
        return "cpu"
    return unit if unit in KERNEL_UNITS else UNITS.get(unit, f"uncore_{unit.lower()}")


def encoding(entry: Mapping[str, str]) -> str:
    """Return the event string of an entry; ValueError where it cannot be told."""
    return f"{unit_name(entry)}/{','.join(_terms(entry))}/"


def _terms(entry: Mapping[str, str]) -> list[str]:
    terms = [_event(entry)]
    general = GENERAL_COUNTERS.get(entry.get("EventName", "").lower())
    left_out = set()
    if general is not None:
        terms, left_out = [general], {"UMask", "AnyThread"}
    for key, term in TERMS.items():
        if key in entry and key not in left_out and (number := _number(entry[key])):
            terms.append(f"{term}={number if term == 'period' else hex(number)}")
    if "Filter" in entry:
        terms.append(entry["Filter"])
    if register := _number(entry.get("MSRIndex", "0").split(",")[0]):
        if register not in REGISTERS:
            raise ValueError(f"no term fills register {register:#x}")
        terms.append(f"{REGISTERS[register]}={_number(entry.get('MSRValue', '0')):#x}")
    return terms


def _event(entry: Mapping[str, str]) -> str:
    for key, term in (("ConfigCode", "config"), ("EventidCode", "eventid")):
        if key in entry:
            return f"{term}={_number(entry[key]):#x}"
    code = _number(entry.get("EventCode", "0").split(",")[0])
    return f"event={code | _number(entry.get('ExtSel', '0')) << 8:#x}"


def _number(text: str) -> int:
    """Return the number that a field holds, decimal or hexadecimal."""
    try:
        number = int(text, 16 if text.lower().startswith("0x") else 10)
    except ValueError:
        number = -1
    if not 0 <= number < 1 << 64:
        raise ValueError(f"'{text[:40]}' is no number of 64 bits")
    return number
