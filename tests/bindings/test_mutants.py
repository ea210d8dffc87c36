"""Damaged recordings; `tools/mutants.py` runs many more of them."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("PERFTUI_CORPUS", ROOT.parent / "shared" / "corpus"))
COUNT = 300


def test_no_mutant_does_harm(tmp_path: Path) -> None:
    if not (CORPUS / "mutate.py").exists():
        pytest.skip(f"there is no corpus in {CORPUS}")
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "tools" / "mutants.py")
    assert spec
    assert spec.loader
    mutants = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(mutants)
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
