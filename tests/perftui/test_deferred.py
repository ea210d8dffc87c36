"""Call chains whose user part comes in a record of its own, once the thread is back there."""

from __future__ import annotations

from pathlib import Path

import pytest
import recording_bytes as rb
from commands import printed

import perf

KIND = rb.SAMPLE_IP | rb.SAMPLE_TID | rb.SAMPLE_TIME | rb.SAMPLE_CALLCHAIN
IN_KERNEL, IN_USER, DEFERRED = (2**64 - marker for marker in (128, 512, 640))
SYSCALL = 0xFFFFFFFF81000010
PID, TID = 70, 71
KERNEL_PART = (IN_KERNEL, SYSCALL, SYSCALL + 0x100)
USER_PART = (0x401000, 0x402000)


class Builder:
    """A recording of one event with call chains; times count up."""

    def __init__(self, order: str) -> None:
        self.recording = rb.Recording([rb.Attr(KIND, type=1)], order)
        self.time = 0

    def who(self, tid: int) -> bytes:
        self.time += 1000
        return self.recording.pack("IIQ", PID, tid, self.time)

    def sample(self, *chain: int, tid: int = TID) -> None:
        self.recording.sample(SYSCALL, self.who(tid), len(chain), *chain, misc=rb.KERNEL)

    def rest(self, cookie: int, *ips: int, tid: int = TID) -> None:
        words = (cookie, 1 + len(ips), IN_USER, *ips)
        self.recording.add(22, self.recording.words(*words) + self.who(tid))

    def write(self, path: Path) -> Path:
        path.write_bytes(self.recording.raw())
        return path


def chains(path: Path) -> list[tuple[list[int], int | None]]:
    found = []
    for event in perf.session(perf.data(str(path))):
        if isinstance(event, perf.sample_event):
            assert event.callchain is not None
            found.append(([node.ip for node in event.callchain], event.deferred_cookie))
    return found


@pytest.fixture(params=["<", ">"])
def deferred(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Two samples of one system call, and such as nothing or something else comes for."""
    builder = Builder(request.param)
    builder.rest(5, 0x999000)  # before its time
    builder.sample(*KERNEL_PART, DEFERRED, 5)
    builder.sample(*KERNEL_PART, DEFERRED, 5, tid=TID + 1)
    builder.sample(IN_KERNEL, SYSCALL, DEFERRED, 5)
    builder.rest(6, 0x998000)
    builder.rest(5, *USER_PART)
    builder.rest(5, 0x997000)  # of whatever comes next
    builder.sample(IN_KERNEL, SYSCALL, IN_USER, *USER_PART)
    builder.sample(DEFERRED, 7)
    return builder.write(tmp_path / "perf.data")


KERNEL_IPS, USER_IPS = list(KERNEL_PART[1:]), list(USER_PART)
EXPECTED = [
    (KERNEL_IPS + USER_IPS, None),
    (KERNEL_IPS, 5),
    ([SYSCALL, *USER_IPS], None),
    ([SYSCALL, *USER_IPS], None),
    ([], 7),
]


def test_in_a_loop(deferred: Path) -> None:
    assert chains(deferred) == EXPECTED


def test_in_a_callback_and_after_the_session(deferred: Path) -> None:
    kept: list[perf.sample_event] = []
    parts: list[list[int]] = []

    def callchain_deferred(event: perf.callchain_deferred_event) -> None:
        assert event.sample_tid == TID
        parts.append(event.ips)

    perf.session(
        perf.data(str(deferred)), sample=kept.append, callchain_deferred=callchain_deferred
    ).process_events()
    assert [[node.ip for node in event.callchain or ()] for event in kept] == [
        ips for ips, _ in EXPECTED
    ]
    assert [IN_USER, *USER_PART] in parts


def test_in_script(deferred: Path) -> None:
    text = printed("script", "-F", "ip", "-i", deferred)
    stacks = [[int(ip, 16) for ip in stack.split()] for stack in text.split("\n\n")]
    assert [stack for stack in stacks if stack] == [ips for ips, _ in EXPECTED if ips]


@pytest.mark.parametrize("options", [("-g",), ("-g", "caller"), ("--max-stack=3",)])
def test_in_report(deferred: Path, options: tuple[str, ...]) -> None:
    """The same as of a recording in which every chain was whole from the beginning."""
    builder = Builder("<")
    for ips, _ in EXPECTED:
        kernel = [ip for ip in ips if ip >= 1 << 63]
        user = [ip for ip in ips if ip < 1 << 63]
        tid = TID + 1 if ips == KERNEL_IPS else TID
        builder.sample(*((IN_KERNEL, *kernel) if kernel else ()), IN_USER, *user, tid=tid)
    whole = builder.write(deferred.with_name("whole.data"))
    expected, found = (
        printed("report", "--stdio", "-i", path, *options) for path in (whole, deferred)
    )
    assert found == expected


def test_many_chunks(tmp_path: Path) -> None:
    """Whoever reads a part of the recording knows what comes in later parts."""
    builder = Builder("<")
    count = 20_000
    for cookie in range(count):
        builder.sample(*KERNEL_PART, DEFERRED, cookie)
    for cookie in range(count):
        builder.rest(cookie, *USER_PART)
    path = builder.write(tmp_path / "perf.data")
    assert path.stat().st_size > 1 << 20
    assert set(map(str, chains(path))) == {str((KERNEL_IPS + USER_IPS, None))}
    graph = printed("report", "--stdio", "-g", "caller", "-i", path)
    assert f"# Samples: {count // 1000}K of event" in graph
    stacks = graph.split("---")[1:]
    assert len(stacks) == 4  # one for each function
    assert stacks[0].split()[:4] == [f"{ip:#x}" for ip in reversed(KERNEL_IPS + USER_IPS)]
