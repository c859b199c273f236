"""Downloads that survive bad networks: paused, resumed, tried again, and compared with the first one of its kind."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPResponse
from pathlib import Path
from typing import cast

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.download_part import Partial
from dragoman.translation.pack_folder import FileLock, check_room, disk_error, read_json, write_json
from dragoman.translation.progress import Ask, Phase, Progress, Report, Speedometer, never, silent
from dragoman.translation.web import Web, WebError, broken_off, host_of, refuse_page

_CHUNK_BYTES = 1 << 17
_REPORT_SECONDS = 0.1
_IDLE_SECONDS = 0.1
_HEADWAY_BYTES = 1 << 16
_KEEP_SECONDS = 30 * 24 * 3600
_KNOWN = "known.json"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try again when nothing comes, how long to wait between (doubling), and what is too slow or large.

    Tries are counted anew after every 64 KiB that came.
    """

    tries: int = 6
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 30.0
    slow_bytes_per_second: float = 100.0
    slow_seconds: float = 60.0
    largest_bytes: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Download:
    """A file that came whole; ``sha256`` in hexadecimal. ``is_known``: it was compared with an earlier one."""

    address: str
    version: str
    path: Path
    size_bytes: int
    sha256: str
    is_known: bool


class ChangedFileError(KnownError):
    """The file is not the one that an earlier download of this address and version found."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A download that can go on where it stopped."""

    address: str
    done_bytes: int
    total_bytes: int


class Downloader:
    """Loads files to ``folder``, each to a temporary file of its own that a later try, or process, goes on with."""

    def __init__(self, folder: Path, *, web: Web | None = None, patience: Patience | None = None) -> None:
        self.folder = folder
        self._web = web or Web()
        self._patience = patience or Patience()
        self._locks: dict[str, FileLock] = {}
        self._guard = threading.Lock()

    @contextmanager
    def reserved(self, address: str, cancelled: Ask = never) -> Iterator[bool]:
        """Hold ``address`` against other windows in the block, which gets whether it had to be waited for."""
        with self._guard:
            lock = self._locks.setdefault(address, FileLock(self._file(address, ".lock"), passing=True))
        with lock.held(cancelled) as waited:
            yield waited

    def fetch(
        self,
        address: str,
        *,
        name: str,
        version: str = "",
        start: bytes = b"",
        accept_changed: bool = False,
        report: Report = silent,
        cancelled: Ask = never,
        paused: Ask = never,
    ) -> Download:
        """Return the file at ``address``, which must begin with ``start``; the caller discards it after use.

        Its SHA-256 must be that of the first download of this address and version, unless ``accept_changed``. Raises
        :class:`KnownError` when it cannot be had and :class:`Cancelled` when asked to stop; what came so far is then
        kept for the next call when it is of use, until :meth:`discard`.
        """
        with self.reserved(address, cancelled):
            self._drop_stale()
            partial = Partial(self._file(address, ".part"), address, name)
            try:
                _Run(self._web, self._patience, partial, name, start, report, cancelled, paused).to_the_end()
            except BaseException:
                partial.close(keep=partial.can_resume)
                raise
            partial.close(keep=True)
            expected = self._known("checksums").get(f"{address} {version}")
            is_known = isinstance(expected, dict)
            if isinstance(expected, dict) and expected.get("sha256") != partial.sha256 and not accept_changed:
                self.discard(address)
                raise ChangedFileError(
                    N_("{name} is not the file that was there on {date}: its checksum has changed."),
                    N_("Ask the publisher, then install it with “--accept-changed”. Nothing was changed."),
                    name=name,
                    date=str(expected.get("date", ""))[:10],
                )
            return Download(address, version, partial.path, partial.size, partial.sha256, is_known)

    def remember(self, download: Download, *, holds: str = "") -> None:
        """Note the checksum of a file that turned out to be good: later ones of this address must have it too.

        ``holds`` is the version that was found in it.
        """
        entry = {
            "sha256": download.sha256,
            "size": download.size_bytes,
            "date": datetime.now(UTC).isoformat(),
            "holds": holds,
        }
        self._note("checksums", f"{download.address} {download.version}", entry)
        self._note("sizes", download.address, download.size_bytes)

    def discard(self, address: str) -> None:
        """Throw away what was loaded from ``address``."""
        for ending in (".part", ".json"):
            self._file(address, ending).unlink(missing_ok=True)

    def unfinished(self) -> list[Unfinished]:
        """Return the downloads that can go on."""
        found = []
        for file in sorted(self.folder.glob("*.part")):
            noted = read_json(file.with_suffix(".json"))
            if noted.get("validator"):
                total = noted.get("total")
                found.append(
                    Unfinished(str(noted.get("address")), file.stat().st_size, total if isinstance(total, int) else 0)
                )
        return found

    def size(self, address: str, *, ask: bool = False, cancelled: Ask = never) -> int | None:
        """Return the bytes at ``address`` as far as they are known; the server is asked only with ``ask``."""
        known = self._known("sizes").get(address)
        if isinstance(known, int):
            return known
        if not ask:
            return None
        size = self._web.size(address, stop=cancelled)
        if size is not None:
            self._note("sizes", address, size)
        return size

    def holds(self, address: str, version: str) -> str:
        """Return which version the file turned out to hold when it was loaded, an empty string before that."""
        entry = self._known("checksums").get(f"{address} {version}")
        return str(entry.get("holds", "")) if isinstance(entry, dict) else ""

    def _file(self, address: str, ending: str) -> Path:
        return self.folder / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}{ending}"

    def _known(self, kind: str) -> dict[str, object]:
        found = read_json(self.folder / _KNOWN).get(kind)
        return cast("dict[str, object]", found) if isinstance(found, dict) else {}

    def _note(self, kind: str, key: str, value: object) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "known.lock", passing=True).held():
                content = read_json(self.folder / _KNOWN)
                content[kind] = {**self._known(kind), key: value}
                write_json(self.folder / _KNOWN, content)
        except OSError as error:
            raise disk_error(error, self.folder, _KNOWN) from error

    def _drop_stale(self) -> None:
        limit = time.time() - _KEEP_SECONDS
        for file in self.folder.glob("*.part"):
            if file.stat().st_mtime < limit:
                file.unlink(missing_ok=True)
                file.with_suffix(".json").unlink(missing_ok=True)


@dataclass(slots=True)
class _Run:
    """One file on its way: request after request, until it is whole."""

    web: Web
    patience: Patience
    partial: Partial
    name: str
    start: bytes
    report: Report
    cancelled: Ask
    paused: Ask
    restarts: int = 0

    def to_the_end(self) -> None:
        """Return when the file is whole. Raises :class:`KnownError` and :class:`Cancelled`."""
        failures = 0
        while True:
            before = self.partial.size
            try:
                self._request()
                return
            except Cancelled:
                if self.cancelled():
                    raise
                self._while_paused()
            except WebError as error:
                failures = 1 if self.partial.size >= before + _HEADWAY_BYTES else failures + 1
                if not error.again or failures >= self.patience.tries:
                    raise error.known from error
                self._wait(error, failures)

    def _stop(self) -> bool:
        return self.cancelled() or self.paused()

    def _while_paused(self) -> None:
        self._tell(Phase.PAUSED)
        while self.paused():
            if self.cancelled():
                raise Cancelled
            time.sleep(_IDLE_SECONDS)

    def _wait(self, error: WebError, failures: int) -> None:
        longest = self.patience.longest_wait_seconds
        # Half of it is chance: many who lost the same server must not come back at the same instant.
        seconds = min(longest, self.patience.first_wait_seconds * 2 ** (failures - 1)) * random.uniform(0.5, 1)
        if error.after_seconds is not None:
            seconds = min(longest, max(seconds, error.after_seconds))
        self._tell(Phase.WAITING, note=Text(error.known.what, error.known.values))
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.cancelled():
                raise Cancelled
            time.sleep(min(left, _IDLE_SECONDS))

    def _request(self) -> None:
        if self._stop():
            raise Cancelled
        partial = self.partial
        if partial.size and partial.size == partial.total:
            return
        self._tell(Phase.CONNECTING)
        address = partial.address
        headers = {"Range": f"bytes={partial.size}-", "If-Range": partial.validator} if partial.can_resume else {}
        try:
            with self.web.opened(address, headers=headers, stop=self._stop) as response:
                self._begin(response, address)
                self._receive(response, address)
        except WebError as error:
            # 416: the file is shorter now than what came of it.
            if error.status != 416 or not partial.size:
                raise
            self._restart(address)
            raise broken_off(address) from error

    def _begin(self, response: HTTPResponse, address: str) -> None:
        partial = self.partial
        refuse_page(response.headers, b"", address)
        length = response.headers.get("Content-Length", "")
        total = int(length) if length.isascii() and length.isdigit() else None
        validator = _validator(response)
        if response.status == 206 and partial.size:
            first, whole = _content_range(response.headers.get("Content-Range", ""))
            fits = first == partial.size and (whole is None or partial.total is None or whole == partial.total)
            if not fits or (validator and validator != partial.validator):
                self._restart(address)
                raise broken_off(address)
            return
        self._restart(address)
        if total is not None and total > self.patience.largest_bytes:
            raise _too_large(self.name, self.patience.largest_bytes)
        check_room(partial.path.parent, total or 0, self.name)
        partial.begin(validator, total)

    def _restart(self, address: str) -> None:
        """Begin anew, which a server that changes its file again and again may bring about only so often."""
        self.restarts += self.partial.size > 0
        self.partial.restart()
        if self.restarts > self.patience.tries:
            error = broken_off(address)
            error.again = False
            raise error

    def _receive(self, response: HTTPResponse, address: str) -> None:
        partial = self.partial
        speed = Speedometer(partial.size)
        slow = Speedometer(partial.size, window_seconds=self.patience.slow_seconds)
        began, told = time.monotonic(), 0.0
        while chunk := response.read1(_CHUNK_BYTES):
            if not partial.size:
                self._check_start(response, chunk, address)
            if partial.size + len(chunk) > self.patience.largest_bytes:
                raise _too_large(self.name, self.patience.largest_bytes)
            partial.add(chunk)
            speed.add(partial.size)
            slow.add(partial.size)
            now = time.monotonic()
            if now - told >= _REPORT_SECONDS or partial.size == partial.total:
                told = now
                self._tell(Phase.DOWNLOADING, speed=speed)
            if self._stop():
                raise Cancelled
            crawls = slow.bytes_per_second < self.patience.slow_bytes_per_second
            if crawls and now - began > self.patience.slow_seconds:
                raise broken_off(address)
        if self._stop():
            raise Cancelled
        if partial.total is not None and partial.size != partial.total:
            raise WebError(
                KnownError(
                    N_("{host} promised {promised} bytes of {name} and sent {received}."),
                    N_("Try again later. A download goes on where it stopped, if the server allows that."),
                    host=host_of(address),
                    promised=partial.total,
                    received=partial.size,
                    name=self.name,
                ),
                again=True,
            )

    def _check_start(self, response: HTTPResponse, chunk: bytes, address: str) -> None:
        if chunk.startswith(self.start[: len(chunk)]):
            return
        refuse_page(response.headers, chunk, address)
        raise KnownError(
            N_("What {host} sent as {name} is no pack file."),
            N_("Try again later, or tell the publisher. Nothing was changed."),
            host=host_of(address),
            name=self.name,
        )

    def _tell(self, phase: Phase, *, speed: Speedometer | None = None, note: Text | None = None) -> None:
        done, total = self.partial.size, self.partial.total or 0
        self.report(
            Progress(
                phase,
                self.name,
                done,
                total,
                speed.bytes_per_second if speed else 0.0,
                speed.seconds_left(done, total) if speed else None,
                note,
            )
        )


def _validator(response: HTTPResponse) -> str:
    """Return what If-Range may carry: a strong entity tag, or the date of the last change (RFC 9110, 13.1.5)."""
    tag = str(response.headers.get("ETag") or "")
    if tag.startswith('"'):
        return tag
    return str(response.headers.get("Last-Modified") or "")


def _content_range(value: str) -> tuple[int | None, int | None]:
    """Return first byte and whole length of ``bytes 100-199/200``; None for what is not said."""
    unit, _, rest = value.partition(" ")
    span, _, whole = rest.partition("/")
    first = span.partition("-")[0]
    if unit != "bytes" or not first.isdecimal():
        return None, None
    return int(first), int(whole) if whole.isdecimal() else None


def _too_large(name: str, limit_bytes: int) -> KnownError:
    return KnownError(
        N_("{name} is larger than {limit} MB."),
        N_("No pack is that large: tell the publisher. Nothing was changed."),
        name=name,
        limit=limit_bytes >> 20,
    )
