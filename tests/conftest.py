"""What holds for every test: no screen, no network, no home of its own, no dialog that waits for somebody."""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Before anything imports Qt or asks for the user's folders.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DRAGOMAN_HOME"] = tempfile.mkdtemp(prefix="dragoman-tests-")
os.environ["LANG"] = "C.UTF-8"
for _name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "DRAGOMAN_EXIT_AFTER_PAINT"):
    os.environ.pop(_name, None)

# Dates must not depend on how old the zone database of the system is.
zoneinfo.reset_tzpath(to=[])

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

_attempts: list[str] = []


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a local socket
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host is None or _is_loopback(host):
        return
    _attempts.append(f"{event} {host}")
    raise RuntimeError(f"the network is off in tests: {event} {host}")


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in ("", "localhost") or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail the test that tried to leave this machine, even when the program swallowed the refusal."""
    _attempts.clear()
    yield
    assert not _attempts, f"tried to open a connection: {_attempts}"


@pytest.fixture(autouse=True)
def no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every modal dialog raise: nobody is there to answer it."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        return

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"a modal dialog would wait for the user: {arguments}")

    for cls, methods in {
        "QDialog": ("exec",),
        "QMessageBox": ("exec", "information", "question", "warning", "critical", "about"),
        "QFileDialog": ("exec", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
        "QInputDialog": ("exec", "getText", "getMultiLineText", "getItem", "getInt", "getDouble"),
    }.items():
        for method in methods:
            monkeypatch.setattr(getattr(widgets, cls), method, refuse)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start and leave every test in English, whatever it switched to."""
    from dragoman.base import i18n

    i18n.activate("en")
    yield
    i18n.activate("en")


@pytest.fixture
def shared() -> Path:
    """Return the folder of material that lies beside the checkout, or skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with models and evaluation data is not beside this checkout")
    return SHARED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder that is Dragoman's home for this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DRAGOMAN_HOME", str(folder))
    return folder


@pytest.fixture
def services(home: Path) -> Iterator[Any]:
    """Return the real services on an empty home."""
    from dragoman.services import Services

    services = Services()
    yield services
    services.database.close()
