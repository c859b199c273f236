"""Proof that something works without a network: while it runs, no socket can be opened."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NETWORK = frozenset({socket.AF_INET, socket.AF_INET6})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})


class _Guard:
    """An audit hook, which Python never takes out again; it refuses for the threads that are listed."""

    def __init__(self) -> None:
        self._refused: dict[int, list[str]] = {}
        self._lock = threading.Lock()
        self._is_installed = False

    @contextmanager
    def blocked(self) -> Iterator[list[str]]:
        with self._lock:
            if not self._is_installed:
                sys.addaudithook(self._look)
                self._is_installed = True
        attempts: list[str] = []
        self._refused[threading.get_ident()] = attempts
        try:
            yield attempts
        finally:
            del self._refused[threading.get_ident()]

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._refused or not event.startswith("socket."):
            return
        attempts = self._refused.get(threading.get_ident())
        if attempts is None:
            return
        if event in _LOOKUPS or (event == "socket.__new__" and arguments[1] in _NETWORK):
            attempts.append(event)
            raise PermissionError(f"{event} while sockets are blocked")


_guard = _Guard()


@contextmanager
def sockets_blocked() -> Iterator[list[str]]:
    """Refuse every network socket and name look-up of this thread in the block, with :class:`PermissionError`.

    The block gets the list of what was refused, which grows. Local sockets, and other threads, are left alone.
    """
    with _guard.blocked() as attempts:
        yield attempts
