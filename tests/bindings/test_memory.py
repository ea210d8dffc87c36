"""Memory that runs out in the core is a MemoryError, and nothing worse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "share" / "example" / "example.data"
READ = """
import os, resource, sys
from _perf import _text
sink = os.open(os.devnull, os.O_WRONLY)
resource.setrlimit(resource.RLIMIT_AS, (1 << 20, resource.RLIM_INFINITY))
try:
    _text.write_facts(sys.argv[1], sink, "full_header")
except MemoryError:
    os._exit(7)
"""


@pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="a sanitizer needs memory without end")
def test_memory_error() -> None:
    done = subprocess.run([sys.executable, "-c", READ, str(EXAMPLE)], check=False)
    assert done.returncode == 7
