"""Damaged recordings; `tools/mutants.py` runs many more of them."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("PERFTUI_CORPUS", ROOT.parent / "shared" / "corpus"))
COUNT = 50 if "LD_PRELOAD" in os.environ else 300  # a sanitizer takes five times as long
if not (CORPUS / "mutate.py").exists():
    pytest.skip(f"there is no corpus in {CORPUS}", allow_module_level=True)


@pytest.fixture(scope="module")
def mutants() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "tools" / "mutants.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_mutant_does_harm(mutants: ModuleType, tmp_path: Path) -> None:
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


def test_no_recording_does_harm(mutants: ModuleType) -> None:
    files = [path for path in sorted(CORPUS.glob("*/*")) if path.is_file()]
    harm = {str(path): mutants.verdict(str(path), path.read_bytes()) for path in files}
    assert len(harm) > 60
    assert [path for path, found in harm.items() if found] == []
