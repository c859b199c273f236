"""Against a server on the loopback address that answers as LibreTranslate 1.x does, and as it should not."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import pytest
from keyring.errors import PasswordDeleteError

from dragoman.base.database import UserDatabase
from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.settings import SettingsStore
from dragoman.base.sockets import sockets_blocked
from dragoman.translation.engines.libretranslate import BATCH_SENTENCES, LibreTranslateEngine
from dragoman.translation.engines.server_keys import SystemKeys
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.pipeline import SentencePipeline
from dragoman.translation.service import TranslationService

EN_PT = LanguagePair("en", "pt")
LANGUAGES = [
    {"code": "en", "name": "English", "targets": ["en", "pt", "zh-Hans", "zt"]},
    {"code": "pt", "name": "Portuguese", "targets": ["en"]},
    {"code": "../evil", "name": "x", "targets": ["en"]},
]


def never() -> bool:
    return False


@dataclass
class Server:
    """A server and what was asked of it; ``answer`` makes its answers."""

    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]] = lambda asked: (200, {}, b"{}")


def said(content: object, status: int = 200, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json", **headers}, json.dumps(content).encode()


def good(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    if asked["path"].endswith("/languages"):
        return said(LANGUAGES)
    return said({"translatedText": [f"pt:{text}" for text in asked["body"]["q"]]})


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server(answer=good)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(None)

        def do_POST(self) -> None:
            self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _serve(self, body: object) -> None:
            asked = {"path": self.path, "body": body}
            state.asked.append(asked)
            status, headers, content = state.answer(asked)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            return

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    state.address = f"http://127.0.0.1:{httpd.server_port}"
    yield state
    httpd.shutdown()
    thread.join()
    httpd.server_close()


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that protects what it keeps, as far as its priority says."""

    priority = 5

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture
def system_keyring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    import keyring.backends.fail

    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[SettingsStore]:
    database = UserDatabase(tmp_path / "user.sqlite3")
    yield SettingsStore(database)
    database.close()


@pytest.fixture
def engine(settings: SettingsStore, system_keyring: MemoryKeyring) -> LibreTranslateEngine:
    return LibreTranslateEngine(settings, SystemKeys(), answer_seconds=1.0)


def test_off_by_default_and_then_it_asks_nobody(engine: LibreTranslateEngine, server: Server) -> None:
    with sockets_blocked() as attempts:
        assert engine.pairs() == frozenset()
    assert not attempts
    with pytest.raises(KnownError, match="does not translate"):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    assert server.asked == []


def test_connecting_finds_the_pairs_and_keeps_the_key_in_the_keyring(
    engine: LibreTranslateEngine, server: Server, settings: SettingsStore, system_keyring: MemoryKeyring, tmp_path: Path
) -> None:
    found = engine.connect(server.address + "/", "s3cret-key")
    expected = {EN_PT, LanguagePair("pt", "en"), LanguagePair("en", "zh"), LanguagePair("en", "zh-Hant")}
    assert found.pairs == engine.pairs() == expected
    assert (found.address, found.is_key_kept, found.is_encrypted) == (server.address, True, False)
    assert system_keyring.kept == {("Dragoman", server.address): "s3cret-key"}
    assert settings.load().libretranslate_on
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"libretranslate_address" in stored
    assert b"s3cret-key" not in stored


def test_translates_in_batches_with_the_servers_own_codes(engine: LibreTranslateEngine, server: Server) -> None:
    engine.connect(server.address, "key")
    server.asked.clear()
    texts = [f"Sentence {n}." for n in range(BATCH_SENTENCES + 5)]
    found = engine.translate_batch(LanguagePair("en", "zh-Hant"), texts, beam=1, cancelled=never)
    assert [one.text for one in found] == [f"pt:{text}" for text in texts]
    assert {one.score for one in found} == {None}
    assert [len(asked["body"]["q"]) for asked in server.asked] == [BATCH_SENTENCES, 5]
    assert {(a["body"]["source"], a["body"]["target"], a["body"]["api_key"]) for a in server.asked} == {
        ("en", "zt", "key")
    }


def test_figures_are_checked_as_with_every_engine(engine: LibreTranslateEngine, server: Server) -> None:
    def careless(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        if asked["path"].endswith("/languages"):
            return good(asked)
        return said({"translatedText": ["Pague 17 dólares."] * len(asked["body"]["q"])})

    engine.connect(server.address)
    server.answer = careless
    (outcome,) = SentencePipeline(engine, EN_PT).translate(["Pay 71,250 dollars."], beam=None, cancelled=never)
    assert outcome.alarms or "71" in outcome.text


def test_characters_a_model_may_not_know_never_reach_the_server(engine: LibreTranslateEngine, server: Server) -> None:
    engine.connect(server.address)
    server.asked.clear()
    SentencePipeline(engine, EN_PT).translate(
        ["Müller pays €5 for 中文 at https://x.example/a_b 😀 now."], beam=None, cancelled=never
    )
    sent = "".join(text for asked in server.asked for text in asked["body"]["q"])
    assert not set(sent) & set("ü€中文😀_")


class TestKeys:
    def test_without_a_keyring_the_key_lives_as_long_as_the_program(
        self, no_keyring: None, settings: SettingsStore, server: Server, tmp_path: Path
    ) -> None:
        engine = LibreTranslateEngine(settings, SystemKeys())
        assert not engine.connect(server.address, "s3cret-key").is_key_kept
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
        assert server.asked[-1]["body"]["api_key"] == "s3cret-key"
        again = LibreTranslateEngine(settings, SystemKeys())
        again.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
        assert "api_key" not in server.asked[-1]["body"]
        assert b"s3cret-key" not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())

    def test_disconnecting_forgets_it(
        self, engine: LibreTranslateEngine, server: Server, system_keyring: MemoryKeyring
    ) -> None:
        engine.connect(server.address, "key")
        engine.disconnect()
        assert system_keyring.kept == {}
        assert engine.pairs() == frozenset()

    def test_a_keyring_that_does_not_protect_is_not_used(
        self, system_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(MemoryKeyring, "priority", 0.5)
        keys = SystemKeys()
        assert not keys.is_available()
        assert not keys.write("http://x", "key")
        assert system_keyring.kept == {}
        assert keys.read("http://x") == "key"


class TestOffline:
    def test_no_socket_is_opened(self, engine: LibreTranslateEngine, server: Server, settings: SettingsStore) -> None:
        engine.connect(server.address)
        server.asked.clear()
        settings.update(offline=True)
        assert engine.pairs() == frozenset()
        with sockets_blocked() as attempts:
            with pytest.raises(KnownError, match="offline mode"):
                engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
            with pytest.raises(KnownError, match="offline mode"):
                engine.connect(server.address)
        assert attempts == []
        assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (said({"error": "Invalid API key"}, 403), "does not accept your key. It says: Invalid API key"),
        (
            said({"error": "Please contact the server operator to get an API key"}, 400),
            "does not accept your key. It says: Please",
        ),
        (said({"error": "Slowdown: 3 per 1 minute"}, 429), "too many requests. It says: Slowdown: 3 per 1 minute"),
        (said({"error": "en is not supported"}, 400), "refused the text. It says: en is not supported"),
        (said({"error": "\x1b[31mred\nline"}, 400), r"It says: \[31mredline"),
        (said({"error": "internal"}, 500), r"fault of its own \(500\). It says: internal"),
        ((502, {}, b"<html>Bad gateway</html>"), r"fault of its own \(502\). It says: -"),
        ((200, {}, b"<html>Log in to the hotel's network</html>"), "does not answer as a LibreTranslate server"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "does not answer as a LibreTranslate server"),
        ((200, {}, b"[" * 100_000), "does not answer as a LibreTranslate server"),
        (said({"translatedText": "one text for a list"}), "does not answer as a LibreTranslate server"),
        (said({"translatedText": ["a", "b"]}), "does not answer as a LibreTranslate server"),
        (said({"translatedText": [None]}), "does not answer as a LibreTranslate server"),
        ((200, {}, b" " * (9 << 20)), "does not answer as a LibreTranslate server"),
    ],
)
def test_what_a_server_does_wrong_is_said(
    engine: LibreTranslateEngine, server: Server, answer: tuple[int, dict[str, str], bytes], message: str
) -> None:
    engine.connect(server.address)
    server.answer = lambda asked: answer
    with pytest.raises(KnownError, match=message):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)


def test_a_wrong_key_shows_when_connecting_and_stores_nothing(
    engine: LibreTranslateEngine, server: Server, settings: SettingsStore, system_keyring: MemoryKeyring
) -> None:
    server.answer = lambda asked: good(asked) if asked["body"] is None else said({"error": "Invalid API key"}, 403)
    with pytest.raises(KnownError, match="does not accept your key"):
        engine.connect(server.address, "wrong")
    assert system_keyring.kept == {}
    assert not settings.load().libretranslate_on


@pytest.mark.parametrize("content", [[], {}, "x", [{"code": 5}], [{"code": "en", "targets": ["en"]}], [["en"]]])
def test_languages_that_are_none(engine: LibreTranslateEngine, server: Server, content: object) -> None:
    server.answer = lambda asked: said(content)
    with pytest.raises(KnownError, match="does not answer as a LibreTranslate server"):
        engine.connect(server.address)


def test_slow_down_for_a_moment_is_obeyed(engine: LibreTranslateEngine, server: Server) -> None:
    engine.connect(server.address)
    server.asked.clear()
    times: list[float] = []

    def once_too_many(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        return good(asked) if len(times) > 1 else said({"error": "Slowdown"}, 429, **{"Retry-After": "0.3"})

    server.answer = once_too_many
    assert engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)[0].text == "pt:Hello."
    assert times[1] - times[0] >= 0.3


def test_slow_down_for_long_names_the_time(engine: LibreTranslateEngine, server: Server) -> None:
    engine.connect(server.address)
    server.answer = lambda asked: said({"error": "Slowdown"}, 429, **{"Retry-After": "3600"})
    with pytest.raises(KnownError) as caught:
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    assert caught.value.remedy.format(**caught.value.values).startswith("Try again in 3600 seconds")


def test_a_stalled_server_is_left_in_time(engine: LibreTranslateEngine, server: Server) -> None:
    engine.connect(server.address)
    release = threading.Event()

    def stall(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        release.wait(20)
        return good(asked)

    server.answer = stall
    begun = time.monotonic()
    with pytest.raises(KnownError, match="does not answer in time"):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    assert time.monotonic() - begun < 5
    wish = time.monotonic() + 0.2
    with pytest.raises(Cancelled):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=lambda: time.monotonic() > wish)
    assert time.monotonic() - wish < 0.2
    release.set()


def test_a_server_that_is_gone(engine: LibreTranslateEngine, server: Server, settings: SettingsStore) -> None:
    engine.connect(server.address)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    settings.update(libretranslate_address=address)
    with pytest.raises(KnownError, match="cannot be reached: Connection refused"):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)


def test_a_server_that_talks_no_http(engine: LibreTranslateEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 mail ready\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(KnownError, match="does not answer as a LibreTranslate server"):
            engine.connect(f"127.0.0.1:{listening.getsockname()[1]}")
        thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://x.example",
        "file:///etc/passwd",
        "http://",
        "http://user:pw@x.example",
        "http://x y",
        "http://x:99999",
    ],
)
def test_addresses_that_are_none(engine: LibreTranslateEngine, address: str) -> None:
    with sockets_blocked() as attempts, pytest.raises(KnownError, match="is not the address of a server"):
        engine.connect(address)
    assert attempts == []


def test_the_teams_server_comes_after_what_is_installed(
    engine: LibreTranslateEngine, server: Server, packs: PackStore, settings: SettingsStore
) -> None:
    from dragoman.translation.engines.argos import ArgosEngine

    engine.connect(server.address)
    service = TranslationService(packs, engines=(ArgosEngine(packs), engine), settings=settings)
    server.asked.clear()
    assert service.translate("Good morning.", source="en", target="pt").engine == "argos"
    assert server.asked == []
    assert service.hops("en", "zh-Hant")[0].engine == "libretranslate"
    assert service.engines("en", "pt") == ["argos", "libretranslate"]
    service.choose_engine("en", "pt", "libretranslate")
    assert service.translate("The box is red.", source="en", target="pt").text == "Pt:The box is red."
    service.choose_engine("en", "pt", "auto")
    assert service.hops("en", "pt")[0].engine == "argos"
    service.close()
