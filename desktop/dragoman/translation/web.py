"""Reading from the web, and only from it: addresses that are https, answers that come in time, ends that come at once.

Built on ``urllib``, without its handlers for ``file:`` and ``ftp:``. Proxies are those of the system.
"""

from __future__ import annotations

import functools
import http.client
import ipaddress
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from dragoman import __version__
from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_
from dragoman.translation.progress import Ask, never

_HTML = ("text/html", "application/xhtml+xml")
_CHUNK_BYTES = 1 << 16
_WATCH_SECONDS = 0.1
_TRY_AGAIN = N_("Check the network and try again. A download goes on where it stopped, if the server allows that.")
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone at the next try (RFC 9110, 15; RFC 6585, 4)."""

_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait for a connection, and for the next bytes of an answer."""

    connect_seconds: float = 15.0
    read_seconds: float = 30.0


class WebError(Exception):
    """A request that failed; ``known`` says it to the user.

    ``again`` is whether a later try may succeed, ``after_seconds`` what the server asks to wait before it, ``status``
    its HTTP status where it gave one.
    """

    def __init__(
        self, known: KnownError, *, again: bool, after_seconds: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(str(known))
        self.known = known
        self.again = again
        self.status = status
        self.after_seconds = after_seconds


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this computer."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_allowed(address: str, *, before: str = "") -> bool:
    """Return whether ``address`` may be read: https, or http where nothing safer stood ``before``, or to this computer.

    ``before`` is the address that led here, if one did.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return False
    if not host or not address.isascii() or not address.isprintable() or " " in address:
        return False
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and (is_loopback(host) or not before.startswith("https:"))


def check_address(address: str) -> None:
    """Raise :class:`KnownError` for an address that Dragoman does not read."""
    if not is_allowed(address):
        raise KnownError(
            N_("{address} is not a web address that Dragoman reads."),
            N_("Use an address that begins with https://. Nothing was loaded."),
            address=address,
        )


class Web:
    """Opens addresses. One object serves any number of threads."""

    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts or Timeouts()

    @contextmanager
    def opened(
        self, address: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, stop: Ask = never
    ) -> Iterator[http.client.HTTPResponse]:
        """Give the answer to the block, which reads it; a block that reads is interrupted when ``stop`` says so.

        Raises :class:`Cancelled` then, :class:`WebError` for everything that goes wrong on the way, in the block too,
        and :class:`KnownError` for an address that is not read.
        """
        check_address(address)
        line = _Line(self._timeouts)
        request = urllib.request.Request(
            address,
            method=method,
            headers={"User-Agent": f"Dragoman/{__version__}", "Accept-Encoding": "identity", **(headers or {})},
        )
        with _interrupting(line, stop):
            try:
                with _opener(line).open(request, timeout=self._timeouts.connect_seconds) as response:
                    yield response
            except _NETWORK_ERRORS as error:
                if stop():
                    raise Cancelled from None
                raise _named(error, address) from error

    def read(self, address: str, *, limit_bytes: int, stop: Ask = never) -> bytes:
        """Return a small answer whole. Raises :class:`KnownError` when it is larger, a web page, or does not come."""
        try:
            with self.opened(address, stop=stop) as response:
                refuse_page(response.headers, b"", address)
                content = bytearray()
                while chunk := response.read1(_CHUNK_BYTES):
                    content += chunk
                    if len(content) > limit_bytes:
                        raise KnownError(
                            N_("The answer of {host} is larger than {limit} MB."),
                            N_("Check the address {address}. Nothing was changed."),
                            host=host_of(address),
                            limit=limit_bytes >> 20,
                            address=address,
                        )
                if stop():
                    raise Cancelled
                refuse_page(response.headers, bytes(content[:100]), address)
                promised = response.headers.get("Content-Length", "")
                if promised.isascii() and promised.isdigit() and len(content) != int(promised):
                    raise broken_off(address)
                return bytes(content)
        except WebError as error:
            raise error.known from error

    def size(self, address: str, *, stop: Ask = never) -> int | None:
        """Return how many bytes ``address`` has, None where the server does not say. Raises :class:`KnownError`."""
        try:
            with self.opened(address, method="HEAD", stop=stop) as response:
                refuse_page(response.headers, b"", address)
                length = response.headers.get("Content-Length", "")
                return int(length) if length.isascii() and length.isdigit() else None
        except WebError as error:
            raise error.known from error


def host_of(address: str) -> str:
    """Return the server's name for a message."""
    return urlsplit(address).hostname or address


def refuse_page(headers: Message, start: bytes, address: str) -> None:
    """Raise :class:`KnownError` for a web page where data was expected, as hotels and airports send before sign-in."""
    if headers.get_content_type() in _HTML or start.lstrip()[:1] == b"<":
        raise KnownError(
            N_("{host} answered with a web page."),
            N_("If this network asks you to sign in, do that in a web browser and try again. Nothing was changed."),
            host=host_of(address),
        )


def broken_off(address: str) -> WebError:
    """Return the error for an answer that ended before its end."""
    return WebError(
        KnownError(
            N_("The connection to {host} broke off."),
            _TRY_AGAIN,
            host=host_of(address),
        ),
        again=True,
    )


class _Line:
    """The connection of one request, so that another thread can cut it."""

    def __init__(self, timeouts: Timeouts) -> None:
        self._read_seconds = timeouts.read_seconds
        self._socket: socket.socket | None = None

    def connected(self, connection: http.client.HTTPConnection) -> None:
        connection.sock.settimeout(self._read_seconds)
        self._socket = connection.sock

    def cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    def __init__(self, host: str, *, line: _Line, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.connected(self)


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, host: str, *, line: _Line, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.connected(self)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connection: Any = functools.partial(_Connection, line=self._line)
        return self.do_open(connection, req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, line: _Line) -> None:
        self._trust = ssl.create_default_context()
        super().__init__(context=self._trust)
        self._line = line

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        connection: Any = functools.partial(_SecureConnection, line=self._line)
        return self.do_open(connection, req, context=self._trust)


class _Proxies(urllib.request.ProxyHandler):
    def proxy_open(self, req: urllib.request.Request, proxy: str, type: str) -> Any:  # noqa: A002 - urllib's name
        if is_loopback(urlsplit(req.full_url).hostname or ""):
            return None
        return super().proxy_open(req, proxy, type)


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> Any:
        # Checked here: the handler above has an opinion of its own about other schemes, and another error for it.
        target = urljoin(req.full_url, headers.get("location") or headers.get("uri") or "")
        if not is_allowed(target, before=req.full_url):
            fp.close()
            raise KnownError(
                N_("{host} sends on to {address}, which Dragoman does not open."),
                N_("Only web addresses are followed, and from https only to https. Nothing was changed."),
                host=host_of(req.full_url),
                address=target[:200],
            )
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(self, req: urllib.request.Request, *arguments: Any) -> urllib.request.Request | None:
        following = super().redirect_request(req, *arguments)
        if following is not None:
            following.method = req.get_method()
        return following


def _opener(line: _Line) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Proxies(),
        urllib.request.UnknownHandler(),
        _Http(line),
        _Https(line),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


@contextmanager
def _interrupting(line: _Line, stop: Ask) -> Iterator[None]:
    """Cut the connection as soon as ``stop`` says so: a read would otherwise wait for its time-out."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_WATCH_SECONDS):
            if stop():
                line.cut()

    watcher = threading.Thread(target=watch, name="web-watch", daemon=True)
    if stop is not never:
        watcher.start()
    try:
        yield
    finally:
        over.set()


_NETWORK_ERRORS = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError)


def _named(error: Exception, address: str) -> WebError:
    host = host_of(address)
    if isinstance(error, urllib.error.HTTPError):
        return _status_error(error, host)
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return WebError(
            KnownError(
                N_("{host} could not prove who it is: {reason}."),
                N_("Check the clock of this computer and the network, then try again. Nothing was loaded."),
                host=host,
                reason=cause.verify_message,
            ),
            again=False,
        )
    if isinstance(cause, TimeoutError):
        return WebError(
            KnownError(
                N_("{host} does not answer."),
                _TRY_AGAIN,
                host=host,
            ),
            again=True,
        )
    if isinstance(cause, http.client.HTTPException) and not isinstance(
        cause, http.client.IncompleteRead | http.client.RemoteDisconnected
    ):
        return WebError(
            KnownError(
                N_("{host} does not speak HTTP as it should."),
                N_("Check the address {address}. Nothing was changed."),
                host=host,
                address=address,
            ),
            again=True,
        )
    if isinstance(cause, socket.gaierror):
        return WebError(
            KnownError(
                N_("{host} cannot be found."), N_("Check the network and the address, then try again."), host=host
            ),
            again=True,
        )
    if isinstance(error, urllib.error.URLError):
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
        return WebError(
            KnownError(
                N_("{host} cannot be reached: {reason}."),
                N_("Check the network and try again."),
                host=host,
                reason=reason,
            ),
            again=True,
        )
    return broken_off(address)


def _status_error(error: urllib.error.HTTPError, host: str) -> WebError:
    with error:
        after = error.headers.get("Retry-After", "") if error.headers else ""
    if error.code in _GONE:
        return WebError(
            KnownError(
                N_("{host} has no such file (status {status})."),
                N_("Fetch the catalogue anew and try again, or check its address in the settings."),
                host=host,
                status=error.code,
            ),
            again=False,
            status=error.code,
        )
    return WebError(
        KnownError(
            N_("{host} refused with status {status}."),
            N_("Try again later, or check the address of the catalogue in the settings."),
            host=host,
            status=error.code,
        ),
        again=error.code in _AGAIN,
        status=error.code,
        after_seconds=float(after) if after.isascii() and after.isdigit() else None,
    )
