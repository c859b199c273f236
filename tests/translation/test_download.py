from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.errors import Cancelled, KnownError
from dragoman.translation.download import Downloader, Patience
from dragoman.translation.progress import Phase, Progress, Speedometer
from dragoman.translation.web import Timeouts, Web, is_allowed

CONTENT = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server(pack_material: ModuleType) -> Iterator[Any]:
    with pack_material.running_server() as running:
        yield running


@pytest.fixture
def downloads(tmp_path: Path) -> Downloader:
    web = Web(Timeouts(connect_seconds=2, read_seconds=0.5))
    return Downloader(tmp_path / "downloads", web=web, patience=Patience(tries=4, first_wait_seconds=0.01))


def ranges(server: Any) -> list[str | None]:
    return [wanted for _method, _path, wanted in server.requests]


def test_a_file_comes_whole_with_progress(server: Any, downloads: Downloader) -> None:
    seen: list[Progress] = []
    found = downloads.fetch(server.serve("/pack", CONTENT), name="pack", report=seen.append)
    assert (found.path.read_bytes(), found.sha256, found.size_bytes) == (CONTENT, SHA256, len(CONTENT))
    assert seen[0].phase == Phase.CONNECTING
    assert (seen[-1].phase, seen[-1].done_bytes, seen[-1].total_bytes) == (
        Phase.DOWNLOADING,
        len(CONTENT),
        len(CONTENT),
    )
    assert seen[-1].fraction == 1.0
    assert seen[-1].seconds_left == 0
    downloads.discard(found.address)
    assert list(downloads.folder.iterdir()) == []


def test_a_dropped_connection_goes_on_where_it_stopped(server: Any, downloads: Downloader) -> None:
    cuts = iter([300_000, 300_000, None])
    address = server.route("/pack", lambda reply: reply.file(CONTENT, cut=next(cuts)))
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server) == [None, "bytes=300000-", "bytes=600000-"]


def test_a_stalled_server_is_asked_again(server: Any, downloads: Downloader) -> None:
    turns = iter([True, False])

    def stall_once(reply: Any) -> None:
        if next(turns):
            reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
            reply.body(CONTENT[:200_000])
            reply.over.wait(3)
        else:
            reply.file(CONTENT)

    seen: list[Progress] = []
    assert downloads.fetch(server.route("/pack", stall_once), name="pack", report=seen.append).sha256 == SHA256
    assert ranges(server) == [None, "bytes=200000-"]
    waiting = [progress.note for progress in seen if progress.phase == Phase.WAITING]
    assert [note.message for note in waiting if note] == ["{host} does not answer."]


def test_a_server_that_drips_is_left(server: Any, downloads: Downloader, tmp_path: Path) -> None:
    def drip(reply: Any) -> None:
        reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
        while not reply.over.wait(0.05):
            reply.body(b"x")

    impatient = Downloader(
        tmp_path / "other", patience=Patience(tries=1, slow_bytes_per_second=10_000, slow_seconds=0.3)
    )
    start = time.monotonic()
    with pytest.raises(KnownError):
        impatient.fetch(server.route("/pack", drip), name="pack")
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("tag", ['W/"weak"', ""])
def test_without_a_strong_validator_it_begins_anew(server: Any, downloads: Downloader, tag: str) -> None:
    cuts = iter([300_000, None])
    address = server.route("/pack", lambda reply: reply.file(CONTENT, tag=tag, cut=next(cuts)))
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server) == [None, None]


def test_a_server_without_ranges_begins_anew(server: Any, downloads: Downloader) -> None:
    cuts = iter([300_000, None])
    address = server.route("/pack", lambda reply: reply.file(CONTENT, ranges=False, cut=next(cuts)))
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server) == [None, "bytes=300000-"]


def test_a_file_that_changed_begins_anew(server: Any, downloads: Downloader) -> None:
    versions = iter([(b"old" * 200_000, '"one"', 300_000), (CONTENT, '"two"', None)])

    def changing(reply: Any) -> None:
        content, tag, cut = next(versions)
        reply.file(content, tag=tag, cut=cut)

    assert downloads.fetch(server.route("/pack", changing), name="pack").path.read_bytes() == CONTENT
    assert ranges(server) == [None, "bytes=300000-"]


@pytest.mark.parametrize("wrong", ["bytes 0-99/100", "bytes 300001-1023999/1024000", "items 1-2/3", ""])
def test_a_wrong_range_begins_anew(server: Any, downloads: Downloader, wrong: str) -> None:
    turns = iter([0, 1, 2])

    def answer(reply: Any) -> None:
        turn = next(turns)
        if turn == 1:
            reply.head(206, Content_Range=wrong, Content_Length=100, ETag='"one"')
            reply.body(bytes(100))
        else:
            reply.file(CONTENT, cut=None if turn else 300_000)

    assert downloads.fetch(server.route("/pack", answer), name="pack").sha256 == SHA256
    assert ranges(server) == [None, "bytes=300000-", None]


def test_a_file_that_changes_for_ever_is_given_up(server: Any, downloads: Downloader) -> None:
    turn = iter(range(1000))

    def changing(reply: Any) -> None:
        reply.file(CONTENT, tag=f'"{next(turn)}"', cut=100_000 if next(turn) % 4 else 200_000)

    with pytest.raises(KnownError):
        downloads.fetch(server.route("/pack", changing), name="pack")
    assert len(server.requests) < 12


def test_the_server_says_how_long_to_wait(server: Any, downloads: Downloader) -> None:
    turns = iter([429, 503, 200])

    def busy(reply: Any) -> None:
        status = next(turns)
        if status == 200:
            reply.file(CONTENT)
        else:
            reply.head(status, Retry_After=1 if status == 429 else 0, Content_Length=0)

    start = time.monotonic()
    assert downloads.fetch(server.route("/pack", busy), name="pack").sha256 == SHA256
    assert 1.0 <= time.monotonic() - start < 3


def test_redirects_are_followed_and_keep_the_range(server: Any, downloads: Downloader) -> None:
    cuts = iter([300_000, None])
    server.route("/real", lambda reply: reply.file(CONTENT, cut=next(cuts)))
    address = server.route("/pack", lambda reply: reply.head(302, Location="/real", Content_Length=0))
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server) == [None, None, "bytes=300000-", "bytes=300000-"]


def test_pause_lets_go_of_the_server_and_goes_on(server: Any, downloads: Downloader) -> None:
    paused = threading.Event()
    turns = iter([True, False])

    def slow_once(reply: Any) -> None:
        if next(turns):
            reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
            reply.body(CONTENT[:400_000])
            threading.Timer(0.1, paused.set).start()
            reply.over.wait(3)
        else:
            reply.file(CONTENT)

    seen: list[Phase] = []

    def report(progress: Progress) -> None:
        seen.append(progress.phase)
        if progress.phase == Phase.PAUSED:
            threading.Timer(0.2, paused.clear).start()

    found = downloads.fetch(server.route("/pack", slow_once), name="pack", report=report, paused=paused.is_set)
    assert found.sha256 == SHA256
    assert Phase.PAUSED in seen
    assert ranges(server) == [None, "bytes=400000-"]


@pytest.mark.parametrize("silent_after", [0, 400_000])
def test_cancel_does_not_wait_for_the_server(server: Any, tmp_path: Path, silent_after: int) -> None:
    downloads = Downloader(tmp_path / "downloads")
    cancelled = threading.Event()

    def silent(reply: Any) -> None:
        if silent_after:
            reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
            reply.body(CONTENT[:silent_after])
        threading.Timer(0.1, cancelled.set).start()
        reply.over.wait(5)

    start = time.monotonic()
    with pytest.raises(Cancelled):
        downloads.fetch(server.route("/pack", silent), name="pack", cancelled=cancelled.is_set)
    assert time.monotonic() - start < 1
    assert [one.done_bytes for one in downloads.unfinished()] == ([silent_after] if silent_after else [])
    downloads.discard(f"{server.address}/pack")
    assert list(downloads.folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_program_goes_on_where_it_stopped(server: Any, downloads: Downloader) -> None:
    turns = iter([True, False])

    def slow_once(reply: Any) -> None:
        if next(turns):
            reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
            for first in range(0, 500_000, 100_000):
                reply.body(CONTENT[first : first + 100_000])
                time.sleep(0.12)
            reply.over.wait(5)
        else:
            reply.file(CONTENT)

    address = server.route("/pack", slow_once)
    code = (
        "import sys; from pathlib import Path; from dragoman.translation.download import Downloader\n"
        "report = lambda progress: print(progress.done_bytes, flush=True)\n"
        "Downloader(Path(sys.argv[1])).fetch(sys.argv[2], name='pack', report=report)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code, str(downloads.folder), address]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 300_000:
                break
        process.kill()
    (left,) = downloads.unfinished()
    assert (left.address, left.total_bytes) == (address, len(CONTENT))
    assert 300_000 <= left.done_bytes <= 500_000
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server)[-1] == f"bytes={left.done_bytes}-"
    assert {path.suffix for path in downloads.folder.iterdir()} == {".part", ".json"}


def test_two_windows_do_not_load_over_each_other(server: Any, downloads: Downloader) -> None:
    def slow(reply: Any) -> None:
        reply.head(200, Content_Length=len(CONTENT), ETag='"one"')
        for start in range(0, len(CONTENT), 100_000):
            reply.body(CONTENT[start : start + 100_000])
            time.sleep(0.01)

    address = server.route("/pack", slow)
    found: list[str] = []
    other = Downloader(downloads.folder)
    threads = [
        threading.Thread(target=lambda one=one: found.append(one.fetch(address, name="pack").sha256))  # type: ignore[misc]
        for one in (downloads, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [SHA256, SHA256]


def test_the_first_checksum_is_kept_and_compared(server: Any, downloads: Downloader) -> None:
    address = server.serve("/pack", CONTENT)
    first = downloads.fetch(address, name="pack", version="1.0")
    assert not first.is_known
    downloads.remember(first)
    downloads.discard(address)
    assert downloads.fetch(address, name="pack", version="1.0").is_known
    downloads.discard(address)

    server.serve("/pack", b"another file")
    with pytest.raises(KnownError) as caught:
        downloads.fetch(address, name="pack", version="1.0")
    assert "--accept-changed" in caught.value.remedy
    assert {path.name for path in downloads.folder.iterdir()} == {"known.json"}
    assert not downloads.fetch(address, name="pack", version="2.0").is_known
    assert downloads.fetch(address, name="pack", version="1.0", accept_changed=True).size_bytes == 12


def test_sizes_are_asked_for_once_and_only_on_demand(server: Any, downloads: Downloader) -> None:
    address = server.serve("/pack", CONTENT)
    assert downloads.size(address) is None
    assert server.requests == []
    assert downloads.size(address, ask=True) == len(CONTENT)
    assert downloads.size(address) == len(CONTENT)
    assert [method for method, _path, _range in server.requests] == ["HEAD"]


def test_old_parts_are_swept(server: Any, downloads: Downloader) -> None:
    address = server.serve("/pack", CONTENT)
    downloads.folder.mkdir()
    old = downloads.folder / "0123.part"
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    downloads.fetch(address, name="pack")
    assert not old.exists()


@pytest.mark.parametrize(
    ("address", "before", "allowed"),
    [
        ("https://example.org/x", "", True),
        ("http://example.org/x", "", True),
        ("http://example.org/x", "http://example.net/", True),
        ("http://example.org/x", "https://example.net/", False),
        ("http://127.0.0.1:8080/x", "https://example.net/", True),
        ("http://[::1]/x", "https://example.net/", True),
        ("http://localhost/x", "https://example.net/", True),
        ("file:///etc/passwd", "", False),
        ("ftp://example.org/x", "", False),
        ("data:text/plain,x", "", False),
        ("https:///x", "", False),
        ("https://example.org/a b", "", False),
        ("https://example.org/\r\nHost: x", "", False),
        ("https://example.org:port/", "", False),
        ("//example.org/x", "", False),
    ],
)
def test_only_safe_addresses_are_read(address: str, before: str, allowed: bool) -> None:
    assert is_allowed(address, before=before) is allowed


def test_speed_forgets_a_fast_start() -> None:
    meter = Speedometer(0, window_seconds=0.05)
    meter.add(10_000_000)
    for step in range(4):
        time.sleep(0.03)
        meter.add(10_000_000 + step)
    assert meter.bytes_per_second < 100_000
    assert meter.seconds_left(0, 0) is None


def test_a_sign_in_page_does_not_spoil_what_came(server: Any, downloads: Downloader) -> None:
    turns = iter([0, 1])

    def portal(reply: Any) -> None:
        if next(turns):
            reply.head(200, Content_Type="text/html", Content_Length=6)
            reply.body(b"<html>")
        else:
            reply.file(CONTENT, cut=300_000)

    address = server.route("/pack", portal)
    with pytest.raises(KnownError, match="web page"):
        downloads.fetch(address, name="pack")
    assert [one.done_bytes for one in downloads.unfinished()] == [300_000]
    server.serve("/pack", CONTENT)
    assert downloads.fetch(address, name="pack").sha256 == SHA256
    assert ranges(server)[-1] == "bytes=300000-"


def test_the_proxy_of_the_system_is_used_but_not_for_this_computer(
    server: Any, downloads: Downloader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address)
    monkeypatch.delenv("no_proxy", raising=False)
    server.serve("http://packs.example/pack", CONTENT)  # a proxy is asked for the whole address
    assert downloads.fetch("http://packs.example/pack", name="pack").sha256 == SHA256
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert downloads.fetch(server.serve("/pack", CONTENT), name="pack").sha256 == SHA256


@pytest.fixture
def secure(tmp_path: Path, pack_material: ModuleType) -> Iterator[tuple[Any, Path]]:
    """A server with a certificate of its own making for 127.0.0.1, and the certificate's file."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not on this machine to make a certificate with")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    with pack_material.running_server(certificate=certificate, key=key) as running:
        yield running, certificate


def test_a_stranger_who_cannot_prove_his_name_is_refused(secure: tuple[Any, Path], downloads: Downloader) -> None:
    server, _certificate = secure
    with pytest.raises(KnownError, match="could not prove who it is"):
        downloads.fetch(server.serve("/pack", CONTENT), name="pack")
    assert server.requests == []
    assert list(downloads.folder.iterdir()) == []


def test_https_is_read_and_never_left_for_http(
    secure: tuple[Any, Path], downloads: Downloader, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, certificate = secure
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert server.address.startswith("https://")
    assert downloads.fetch(server.serve("/pack", CONTENT), name="pack").sha256 == SHA256
    away = server.route("/away", lambda reply: reply.head(302, Location="http://packs.example/pack", Content_Length=0))
    with pytest.raises(KnownError, match=r"sends on to http://packs\.example/pack"):
        downloads.fetch(away, name="pack")
