"""Recordings of every kind, from many machines and writers, which lie beside the project.

PERFTUI_CORPUS names them where they are elsewhere. Without them the tests that need them are
skipped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
CORPUS = Path(os.environ.get("PERFTUI_CORPUS", BESIDE))
if not (CORPUS / "expected.json").exists():
    pytest.skip(f"there is no corpus in {CORPUS}", allow_module_level=True)

Facts = dict[str, Any]
EXPECTED: Facts = json.loads((CORPUS / "expected.json").read_text())
