"""System call names and numbers through the binding."""

from __future__ import annotations

import pytest

import _perf

X86_64, AARCH64 = 62, 183


def test_numbers_and_names() -> None:
    assert _perf.syscall_id("openat", X86_64) == 257
    assert _perf.syscall_id("openat", elf_machine=AARCH64) == 56
    assert _perf.syscall_name(56, AARCH64) == "openat"
    assert _perf.syscall_name(id=0x40000000, elf_machine=X86_64) == "read"


def test_this_machine_is_the_default() -> None:
    assert _perf.syscall_name(_perf.syscall_id("openat")) == "openat"


@pytest.mark.parametrize("machine", [X86_64, 9999, -1, 1 << 20])
def test_what_is_unknown(machine: int) -> None:
    assert _perf.syscall_name(1 << 40, machine) is None
    with pytest.raises(ValueError, match="Failed to find syscall no_such_call"):
        _perf.syscall_id("no_such_call", machine)


def test_wrong_types() -> None:
    with pytest.raises(TypeError):
        _perf.syscall_name("openat")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        _perf.syscall_id(None)  # type: ignore[arg-type]
    with pytest.raises(OverflowError):
        _perf.syscall_name(1 << 70)
