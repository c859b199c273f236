"""The user's data lie where the platform wants them, or where the user does."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.base.paths import Paths


def test_home_moves_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path / "Stick é 中"))
    paths = Paths.default()
    for path in (paths.data, paths.cache, paths.database, paths.packs):
        assert path.is_relative_to(tmp_path / "Stick é 中")
    assert not paths.data.exists()


def test_relative_and_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_HOME", "stick")
    assert Paths.default().data == tmp_path / "stick" / "data"
    monkeypatch.setenv("DRAGOMAN_HOME", "~/stick")
    assert Paths.default().data == Path.home() / "stick" / "data"


def test_without_home_the_platform_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DRAGOMAN_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    paths = Paths.default()
    assert paths.data.name == "Dragoman"
    assert paths.data != paths.cache
