"""A team's own LibreTranslate server as an engine. It is off until the user connects to one, and opens no socket then.

The interface is that of LibreTranslate 1.x: ``GET /languages`` and ``POST /translate``.
"""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_
from dragoman.base.settings import SettingsStore
from dragoman.translation.engines.server_keys import ServerKeys
from dragoman.translation.model import CharacterKnowledge, Hypothesis, LanguagePair
from dragoman.translation.tags import pack_language

if TYPE_CHECKING:
    from http.client import HTTPConnection

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 60.0
BATCH_SENTENCES = 20
BATCH_CHARACTERS = 2000
"""Servers limit what one request may hold; the public one allows 2,000 characters."""

_MAX_ANSWER_BYTES = 8 << 20
_MAX_LANGUAGES = 500
_POLL_SECONDS = 0.02
_LONGEST_WAIT_SECONDS = 10.0
_PLAIN = frozenset(" .,;:!?'\"()-%/&+0123456789")


@dataclass(frozen=True, slots=True)
class Connection:
    """What connecting to a server found. ``is_key_kept`` is False where the key goes with the end of the program."""

    address: str
    pairs: frozenset[LanguagePair]
    is_key_kept: bool
    is_encrypted: bool


class LibreTranslateEngine:
    """Translates on the server in the settings; what it offers was asked for when the user connected."""

    name = "libretranslate"

    def __init__(self, settings: SettingsStore, keys: ServerKeys, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._settings = settings
        self._keys = keys
        self._answer_seconds = answer_seconds

    def connect(self, address: str, key: str = "", *, cancelled: Callable[[], bool] = lambda: False) -> Connection:
        """Ask the server what it translates, and use it from now on; ``key`` goes to the system's keyring.

        Raises :class:`KnownError` when it does not answer as it should, and in offline mode; then nothing is stored.
        """
        server = _Server(address, self._answer_seconds)
        self._check_online()
        codes = _pairs_said(server.ask("GET", "/languages", None, cancelled))
        if not codes:
            raise server.strange()
        source, target = next(iter(codes.values()))
        # A wrong key shows only when something is translated.
        server.translate(["1"], source, target, key, cancelled)
        is_kept = self._keys.write(server.address, key)
        said = " ".join(sorted(f"{source}>{target}" for source, target in codes.values()))
        self._settings.update(libretranslate_on=True, libretranslate_address=server.address, libretranslate_pairs=said)
        return Connection(server.address, frozenset(codes), is_kept, server.is_encrypted)

    def disconnect(self) -> None:
        """Turn the engine off and forget the server's key; the address stays for the next time."""
        address = self._settings.load().libretranslate_address
        if address:
            self._keys.write(address, "")
        self._settings.update(libretranslate_on=False, libretranslate_pairs="")

    def pairs(self) -> frozenset[LanguagePair]:
        """Return the directions the server offered; none while it is off or Dragoman is offline. Asks nobody."""
        return frozenset(self._codes())

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return one hypothesis per sentence, without scores.

        Raises :class:`Cancelled` within 100 ms of the wish, and :class:`KnownError` for what the server or the way to
        it does wrong.
        """
        self._check_online()
        codes = self._codes().get(pair)
        address = self._settings.load().libretranslate_address
        if codes is None:
            raise KnownError(
                N_("The server {address} does not translate from {source} to {target}."),
                N_("Connect to it again if that has changed, or use another engine."),
                address=address,
                source=pair.source,
                target=pair.target,
            )
        server, key = _Server(address, self._answer_seconds), self._keys.read(address)
        found: list[Hypothesis] = []
        for batch in _batches(sentences):
            found += [Hypothesis(text, None) for text in server.translate(batch, *codes, key, cancelled)]
        return found

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        """Return nothing: another request for each would cost the team's server more than it helps."""
        return []

    def default_beam(self, pair: LanguagePair) -> int:
        """Return 1; the server decides."""
        return 1

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        """Return every character that some model is known to lose: its vocabulary is not at hand."""
        # English packs lack even ü; those of other languages have their own letters.
        plain = pair.source.split("-")[0]
        letters = "" if plain == "en" else "LATIN" if _is_latin(pair.source) else "any"
        return CharacterKnowledge(frozenset(char for char in set(text) if not _is_safe(char, letters)))

    def length(self, pair: LanguagePair, text: str) -> int:
        """Return about how many pieces a model sees: one for four characters of Latin script, else one for each."""
        return len(text) // 4 + 1 if _is_latin(pair.source) else len(text)

    def _codes(self) -> dict[LanguagePair, tuple[str, str]]:
        settings = self._settings.load()
        if settings.offline or not settings.libretranslate_on:
            return {}
        said = (entry.partition(">") for entry in settings.libretranslate_pairs.split())
        return _by_pair((source, target) for source, _, target in said)

    def _check_online(self) -> None:
        if self._settings.load().offline:
            raise KnownError(
                N_("Dragoman is in offline mode; the server was not asked."),
                N_("Turn offline mode off in the settings, or use an installed pack."),
            )


class _Server:
    """One server. Every request is a connection of its own; redirections are not followed."""

    def __init__(self, address: str, answer_seconds: float) -> None:
        self.address, self._host, self._port, self._path, self.is_encrypted = _parts(address)
        self._answer_seconds = answer_seconds

    def translate(
        self, texts: Sequence[str], source: str, target: str, key: str, cancelled: Callable[[], bool]
    ) -> list[str]:
        """Return the translations in order."""
        body: dict[str, object] = {"q": list(texts), "source": source, "target": target, "format": "text"}
        if key:
            body["api_key"] = key
        said = self.ask("POST", "/translate", body, cancelled)
        found = said.get("translatedText") if isinstance(said, dict) else None
        if not isinstance(found, list) or len(found) != len(texts) or not all(isinstance(one, str) for one in found):
            raise self.strange()
        return [one.strip() for one in found]

    def ask(self, method: str, path: str, body: object, cancelled: Callable[[], bool]) -> object:
        """Return the JSON the server answers. One "slow down" is obeyed when it asks for a few seconds only."""
        for is_last in (False, True):
            status, wait, content = self._exchange(method, path, body, cancelled)
            if status != 429 or is_last or wait is None or wait > _LONGEST_WAIT_SECONDS:
                break
            _sleep(wait, cancelled)
        if status != 200:
            raise self._refused(status, wait, _error_in(content))
        try:
            answer: object = json.loads(content)
        except (ValueError, RecursionError):
            raise self.strange() from None
        return answer

    def strange(self) -> KnownError:
        """Return the error for an answer that is none of LibreTranslate's."""
        return KnownError(
            N_("{address} does not answer as a LibreTranslate server does."),
            N_("Check the address. A page to log in to the network may stand in between."),
            address=self.address,
        )

    def _refused(self, status: int, wait: float | None, said: str) -> KnownError:
        # A server that wants a key and gets none says so with 400.
        if status in (401, 403) or (status == 400 and "API key" in said):
            return KnownError(
                N_("{address} does not accept your key. It says: {said}"),
                N_("Ask whoever runs the server for a key and connect again."),
                address=self.address,
                said=said or status,
            )
        if status == 429:
            return KnownError(
                N_("{address} gets too many requests. It says: {said}"),
                N_("Try again in {wait} seconds, or use an installed pack."),
                address=self.address,
                said=said or status,
                wait=round(wait) if wait is not None else 60,
            )
        if status == 400 and said:
            return KnownError(
                N_("{address} refused the text. It says: {said}"),
                N_("Connect to it again if its languages have changed, or use an installed pack."),
                address=self.address,
                said=said,
            )
        if status >= 500:
            return KnownError(
                N_("{address} has a fault of its own ({status}). It says: {said}"),
                N_("Tell whoever runs the server, or use an installed pack."),
                address=self.address,
                status=status,
                said=said or "-",
            )
        return self.strange()

    def _exchange(
        self, method: str, path: str, body: object, cancelled: Callable[[], bool]
    ) -> tuple[int, float | None, bytes]:
        """Return status, seconds to wait where given, and content. The request runs on a thread, to be cancelled."""
        import http.client  # 15 ms: not with the window

        make = http.client.HTTPSConnection if self.is_encrypted else http.client.HTTPConnection
        connection = make(self._host, self._port, timeout=CONNECT_SECONDS)
        outcome: queue.SimpleQueue[tuple[int, float | None, bytes] | Exception] = queue.SimpleQueue()

        def work() -> None:
            try:
                connection.connect()
                connection.sock.settimeout(self._answer_seconds)
                content = None if body is None else json.dumps(body).encode("ascii")
                headers = {"Content-Type": "application/json", "Accept": "application/json"}
                connection.request(method, self._path + path, content, headers)
                answer = connection.getresponse()
                read = answer.read(_MAX_ANSWER_BYTES + 1)
                outcome.put((answer.status, _seconds(answer.headers.get("Retry-After")), read))
            except Exception as error:
                outcome.put(error)
            finally:
                connection.close()

        threading.Thread(target=work, name="libretranslate", daemon=True).start()
        deadline = time.monotonic() + CONNECT_SECONDS + self._answer_seconds
        while True:
            try:
                found = outcome.get(timeout=_POLL_SECONDS)
                break
            except queue.Empty:
                is_late = time.monotonic() > deadline
                if is_late or cancelled():
                    _cut(connection)
                    if is_late:
                        raise self._unreachable(TimeoutError()) from None
                    raise Cancelled from None
        if isinstance(found, Exception):
            raise self._unreachable(found) from found
        if len(found[2]) > _MAX_ANSWER_BYTES:
            raise self.strange()
        return found

    def _unreachable(self, error: Exception) -> KnownError:
        from http.client import HTTPException

        if isinstance(error, TimeoutError):
            return KnownError(
                N_("{address} does not answer in time."),
                N_("Try again later, or use an installed pack. Your text is unchanged."),
                address=self.address,
            )
        if isinstance(error, HTTPException):
            return self.strange()
        if isinstance(error, OSError):
            return KnownError(
                N_("{address} cannot be reached: {reason}."),
                N_("Check the connection and the address, or use an installed pack. Your text is unchanged."),
                address=self.address,
                reason=getattr(error, "verify_message", "") or error.strerror or str(error),
            )
        raise error


def _parts(address: str) -> tuple[str, str, int | None, str, bool]:
    """Return the address in one form, host, port, path and whether it is encrypted. Raises :class:`KnownError`."""
    from urllib.parse import urlsplit

    text = address.strip()
    if "://" not in text:
        text = f"{'http' if _is_near(text.partition('/')[0].rpartition(':')[0] or text) else 'https'}://{text}"
    wrong = KnownError(
        N_("“{address}” is not the address of a server."),
        N_("Write it like https://translate.example.com or http://192.168.1.20:5000, without name and password."),
        address=address,
    )
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    printable = text.isascii() and text.isprintable() and " " not in text
    if not printable or parts.scheme not in ("http", "https") or not host or parts.username or parts.query:
        raise wrong
    return text.rstrip("/"), host, port, parts.path.rstrip("/"), parts.scheme == "https"


def _is_near(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host.strip("[]")).is_private
    except ValueError:
        return host == "localhost"


def _pairs_said(said: object) -> dict[LanguagePair, tuple[str, str]]:
    """Return the pairs in an answer to ``/languages``; an older server does not name targets and offers every pair."""
    languages = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    codes = [one["code"] for one in languages[:_MAX_LANGUAGES] if isinstance(one.get("code"), str)]

    def pairs() -> Iterable[tuple[str, str]]:
        for one in languages[:_MAX_LANGUAGES]:
            targets = one.get("targets", codes)
            for target in targets if isinstance(targets, list) else ():
                if isinstance(one.get("code"), str) and isinstance(target, str):
                    yield one["code"], target

    return _by_pair(pairs())


def _by_pair(codes: Iterable[tuple[str, str]]) -> dict[LanguagePair, tuple[str, str]]:
    found = {}
    for source, target in codes:
        tags = [pack_language(code) for code in (source, target)]
        first, second = ("zh" if tag == "zh-Hans" else tag for tag in tags)
        if first and second and first != second:
            found[LanguagePair(first, second)] = (source, target)
    return found


def _batches(sentences: Sequence[str]) -> Iterable[list[str]]:
    batch: list[str] = []
    for sentence in sentences:
        if batch and (len(batch) >= BATCH_SENTENCES or sum(map(len, batch)) + len(sentence) > BATCH_CHARACTERS):
            yield batch
            batch = []
        batch.append(sentence)
    if batch:
        yield batch


def _error_in(content: bytes) -> str:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    text = said.get("error", "") if isinstance(said, dict) else ""
    return "".join(char for char in str(text) if char.isprintable())[:200].strip()


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None


def _sleep(seconds: float, cancelled: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        if cancelled():
            raise Cancelled
        time.sleep(min(_POLL_SECONDS, left))


def _cut(connection: HTTPConnection) -> None:
    """Break a connection off that another thread waits on."""
    try:
        connection.sock.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError):
        return


def _is_latin(language: str) -> bool:
    from babel.core import get_global

    script = next((part for part in language.split("-")[1:] if len(part) == 4), "")
    return "Latn" in (script or get_global("likely_subtags").get(language.split("-")[0], "Latn"))


def _is_safe(char: str, letters: str) -> bool:
    """Return whether every model knows a character; ``letters`` says of which script beyond ASCII, or ``any``."""
    if char in _PLAIN or char in "\n\t" or (char.isascii() and char.isalnum()):
        return True
    if letters == "any":
        return char.isalpha() or unicodedata.category(char) in ("Mn", "Mc", "Nd", "Po")
    return bool(letters) and char.isalpha() and unicodedata.name(char, "").startswith(letters)
