"""Against a copy of Mozilla's records on the loopback address; the attachments' address is fixed in the library, so a
model is fetched only as far as it was fetched before."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.base.errors import Cancelled, KnownError
from dragoman.translation.firefox_discovery import fetch
from dragoman.translation.firefox_package import stage
from dragoman.translation.model import LanguagePair

EN_PT = LanguagePair("en", "pt")


class Records:
    """What the server answers, and how slowly."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.wait = threading.Event()
        self.wait.set()
        self.asked = 0


def record(model: Path, name: str, kind: str, source: str, target: str) -> dict[str, object]:
    content = (model / name).read_bytes()
    return {
        "id": f"{name}{source}{target}",
        "name": name,
        "fileType": kind,
        "sourceLanguage": source,
        "targetLanguage": target,
        "version": "3.0",
        "architecture": "tiny",
        "decompressedHash": hashlib.sha256(content).hexdigest(),
        "decompressedSize": len(content),
        "attachment": {"hash": "0" * 64, "size": 1, "filename": name, "location": f"main/{name}", "mimetype": "x"},
    }


@pytest.fixture
def model(firefox_models: Path) -> Path:
    (folder,) = firefox_models.glob("enpt-*")
    return folder


@pytest.fixture
def records(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    files = {"model": "model.enpt.intgemm.alphas.bin", "lex": "lex.50.50.enpt.s2t.bin", "vocab": "vocab.enpt.spm"}
    data = [record(model, name, kind, "en", "pt") for kind, name in files.items()]
    state = Records(json.dumps({"data": data}).encode())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            state.wait.wait(20)
            try:
                self.send_response(200)
                self.send_header("Content-Length", str(len(state.body)))
                self.end_headers()
                self.wfile.write(state.body)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            return

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", f"http://127.0.0.1:{httpd.server_port}/records")
    yield state
    state.wait.set()
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_what_was_fetched_is_verified_and_can_be_staged(records: Records, model: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (cache / "en-pt").mkdir(parents=True)
    for name in ("model.enpt.intgemm.alphas.bin", "lex.50.50.enpt.s2t.bin", "vocab.enpt.spm"):
        shutil.copy(model / name, cache / "en-pt")
    folder = fetch(EN_PT, cache)
    assert folder == cache / "en-pt"
    assert stage(folder, tmp_path / "staged") is not None
    assert records.asked >= 1


def test_a_pair_that_is_not_published(records: Records, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="publishes no model from en to de"):
        fetch(LanguagePair("en", "de"), tmp_path)


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"", b'{"data": 5}'])
def test_an_answer_that_is_none(records: Records, tmp_path: Path, body: bytes) -> None:
    records.body = body
    with pytest.raises(KnownError, match="could not be fetched"):
        fetch(EN_PT, tmp_path)


def test_a_server_that_is_gone(records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", "http://127.0.0.1:9/records")
    with pytest.raises(KnownError, match="could not be fetched"):
        fetch(EN_PT, tmp_path)


def test_a_server_that_stalls_is_left(records: Records, tmp_path: Path) -> None:
    records.wait.clear()
    wish = time.monotonic() + 1
    with pytest.raises(Cancelled):
        fetch(EN_PT, tmp_path, cancelled=lambda: time.monotonic() > wish)
    assert time.monotonic() - wish < 1
    with pytest.raises(KnownError, match="did not answer in time"):
        fetch(EN_PT, tmp_path, seconds=1)


def test_offline_asks_nobody(records: Records, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="offline mode"):
        fetch(EN_PT, tmp_path / "cache", offline=True)
    assert records.asked == 0
    assert not (tmp_path / "cache").exists()
