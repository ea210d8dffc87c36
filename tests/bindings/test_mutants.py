"""Damaged recordings; `tools/mutants.py` runs many more of them."""

from __future__ import annotations

import os
from pathlib import Path

import mutants
from corpus import CORPUS

COUNT = 50 if "LD_PRELOAD" in os.environ else 300  # a sanitizer takes five times as long


def test_no_mutant_does_harm(tmp_path: Path) -> None:
    path = tmp_path / "mutant.data"
    harm = []
    tried = 0
    for name, raw in mutants.mutants(CORPUS, ["anchor"], COUNT):
        path.write_bytes(raw)
        found = mutants.verdict(str(path), raw)
        tried += 1
        if found:
            harm.append((name, found))
    assert tried >= COUNT
    assert harm == []


def test_no_recording_does_harm() -> None:
    files = [path for path in sorted(CORPUS.glob("*/*")) if path.is_file()]
    harm = {str(path): mutants.verdict(str(path), path.read_bytes()) for path in files}
    assert len(harm) > 60
    assert [path for path, found in harm.items() if found] == []
