"""Keys of servers, kept where the system keeps passwords; never in the database."""

from __future__ import annotations

from typing import Protocol

_SERVICE = "Dragoman"
_LEAST_PRIORITY = 1.0
"""Keyrings below it do not protect what they keep (``keyring.backend``)."""


class ServerKeys(Protocol):
    """Where keys are kept."""

    def read(self, address: str) -> str:
        """Return the key for a server, an empty string when there is none."""
        ...

    def write(self, address: str, key: str) -> bool:
        """Keep a key, or forget it when it is empty; return whether it will still be there at the next start."""
        ...


class SystemKeys:
    """The system's keyring. Where there is none, keys are kept in memory until the program ends."""

    def __init__(self) -> None:
        self._in_memory: dict[str, str] = {}

    def read(self, address: str) -> str:
        """Return the key for a server, an empty string when there is none."""
        if address in self._in_memory:
            return self._in_memory[address]
        from keyring import get_password
        from keyring.errors import KeyringError

        if not self.is_available():
            return ""
        try:
            return get_password(_SERVICE, address) or ""
        except (KeyringError, OSError, RuntimeError):
            return ""

    def write(self, address: str, key: str) -> bool:
        """Keep a key, or forget it when it is empty; return whether it will still be there at the next start."""
        from keyring import delete_password, set_password
        from keyring.errors import KeyringError, PasswordDeleteError

        self._in_memory.pop(address, None)
        if self.is_available():
            try:
                if key:
                    set_password(_SERVICE, address, key)
                else:
                    delete_password(_SERVICE, address)
            except PasswordDeleteError:
                return True
            except (KeyringError, OSError, RuntimeError):
                pass
            else:
                return True
        if key:
            self._in_memory[address] = key
        return not key

    def is_available(self) -> bool:
        """Return whether the system has a keyring that protects what it keeps."""
        from keyring import get_keyring

        try:
            return float(get_keyring().priority) >= _LEAST_PRIORITY
        except (RuntimeError, TypeError, ValueError):
            return False
