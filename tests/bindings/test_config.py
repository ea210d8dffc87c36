"""Settings of perf's config files through the binding."""

from __future__ import annotations

from pathlib import Path

import pytest

import _perf


def test_a_setting_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "perfconfig"
    file.write_bytes(b"[report]\nchildren = off\nodd = \xff\n[include]\npath = more\n")
    (tmp_path / "more").write_text("[ui]\nshow-headers\n", encoding="utf-8")
    monkeypatch.setenv("PERF_CONFIG", str(file))
    assert _perf.config_get("report.children") == "off"
    assert _perf.config_get("report.odd") == "\udcff"
    assert _perf.config_get("ui.show-headers") == "true"
    assert _perf.config_get("report.sort") is None
    with pytest.raises(TypeError):
        _perf.config_get(1)  # type: ignore[arg-type]
