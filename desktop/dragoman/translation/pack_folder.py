"""The packs' folder as such: one writer at a time, small files written whole, and what a kill left behind."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_
from dragoman.translation.progress import Ask, never

SPARE_BYTES = 16 << 20
"""Room that is left on the disk in any case."""

_TEMPORARY = ".tmp-"
_REPLACED = ".old-"
_LOCK = ".lock"
_PATIENCE_SECONDS = 0.05


class FileLock:
    """A lock between threads and processes on a file; the system lets go of it when a process dies.

    The file of a ``passing`` lock is deleted when it is let go, where the system allows that.
    """

    def __init__(self, file: Path, *, passing: bool = False) -> None:
        self._file = file
        self._passing = passing
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self, cancelled: Ask = never) -> Iterator[bool]:
        """Hold the lock in the block, which gets whether it had to be waited for.

        Raises :class:`Cancelled` when asked to stop while waiting, :class:`OSError` when the file cannot be made.
        """
        waited = False
        while not self._threads.acquire(timeout=_PATIENCE_SECONDS):
            waited = True
            if cancelled():
                raise Cancelled
        try:
            if self._depth:
                yield waited
                return
            descriptor = self._open()
            try:
                while not self._is_mine(descriptor):
                    os.close(descriptor)
                    descriptor = -1
                    waited = True
                    if cancelled():
                        raise Cancelled
                    time.sleep(_PATIENCE_SECONDS)
                    descriptor = self._open()
                self._depth = 1
                try:
                    yield waited
                finally:
                    self._depth = 0
                    if self._passing:
                        with suppress(OSError):
                            self._file.unlink()
                    _unlock(descriptor)
            finally:
                if descriptor >= 0:
                    os.close(descriptor)
        finally:
            self._threads.release()

    def _open(self) -> int:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self._file, os.O_RDWR | os.O_CREAT, 0o666)

    def _is_mine(self, descriptor: int) -> bool:
        if not _try_lock(descriptor):
            return False
        try:
            # Whoever held the lock before may have deleted the file that is open here.
            return os.path.samestat(os.fstat(descriptor), self._file.stat())
        except OSError:
            return False


class PackFolder:
    """Names, locks and small files in the folder of the packs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / _LOCK)

    @contextmanager
    def locked(self, cancelled: Ask = never) -> Iterator[None]:
        """Hold the folder against other threads and processes, cleared of what a killed one left in it."""
        with ExitStack() as stack:
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                stack.enter_context(self._lock.held(cancelled))
                self._sweep()
            except OSError as error:
                raise disk_error(error, self.path, self.path.name) from error
            yield

    def temporary(self) -> Path:
        """Return a new name in the folder that is swept when its user dies; nothing is made."""
        return self.path / f"{_TEMPORARY}{uuid.uuid4().hex}"

    def swap_in(self, root: Path, name: str) -> Path:
        """Make the folder ``root`` the pack ``name``, in place of one that may be there, durably; return its path."""
        final = self.path / name
        if final.exists():
            aside = self.path / f"{_REPLACED}{name}"
            shutil.rmtree(aside, ignore_errors=True)
            final.rename(aside)
            root.rename(final)
            shutil.rmtree(aside, ignore_errors=True)
        else:
            root.rename(final)
        sync_folder(self.path)
        return final

    def discard(self, path: Path) -> None:
        """Delete a pack. Raises :class:`KnownError` when that is not allowed."""
        # Renamed first: a kill in the middle of the deletion must not leave half a pack that looks installed.
        aside = self.temporary()
        try:
            path.rename(aside)
        except OSError as error:
            raise disk_error(error, self.path, path.name) from error
        shutil.rmtree(aside, ignore_errors=True)

    def read_json(self, name: str) -> dict[str, object]:
        """Return the content of a small file; empty when there is none or it is damaged."""
        return read_json(self.path / name)

    def write_json(self, name: str, content: dict[str, object]) -> None:
        """Write a small file whole. Raises :class:`KnownError`."""
        write_json(self.path / name, content)

    def _sweep(self) -> None:
        for leftover in list(self.path.iterdir()):
            if leftover.name.startswith(_TEMPORARY):
                shutil.rmtree(leftover, ignore_errors=True)
                if leftover.is_file():
                    leftover.unlink(missing_ok=True)
            elif leftover.name.startswith(_REPLACED):
                original = self.path / leftover.name.removeprefix(_REPLACED)
                if original.exists():
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.rename(original)


def read_json(file: Path) -> dict[str, object]:
    """Return the object in a small file of our own; empty when there is none or it is damaged."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(file: Path, content: dict[str, object]) -> None:
    """Write a small file so that a reader finds the old content or the new, whole. Raises :class:`KnownError`."""
    temporary = file.with_name(f"{_TEMPORARY}{uuid.uuid4().hex}")
    try:
        with temporary.open("w", encoding="utf-8") as handle:
            json.dump(content, handle, ensure_ascii=False, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise disk_error(error, file.parent, file.name) from error


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable, where the system can (Windows does it by itself, some sticks cannot)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def check_room(folder: Path, needed_bytes: int, name: str) -> None:
    """Raise :class:`KnownError` unless ``needed_bytes`` fit beside what is in ``folder``, with some to spare."""
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + SPARE_BYTES:
        raise KnownError(
            N_("There is not enough room for {name}: it needs {needed} MB, {free} MB are free."),
            N_("Free some space and try again. Nothing was changed."),
            name=name,
            needed=(needed_bytes + SPARE_BYTES) >> 20,
            free=free >> 20,
        )


def disk_error(error: OSError, folder: Path, name: str) -> KnownError:
    """Return what a failure to read or write ``name`` in ``folder`` means for the user."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError(
            N_("The disk is full: {name} could not be written."),
            N_("Free some space and try again. The packs you had are intact."),
            name=name,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return KnownError(
            N_("Dragoman may not write to {folder}."),
            N_("Give yourself permission to write there, or set DRAGOMAN_HOME to another folder."),
            folder=folder,
        )
    return KnownError(
        N_("{name} could not be read or written: {reason}."),
        N_("Check the disk and try again. The packs you had are intact."),
        name=name,
        reason=error.strerror or str(error),
    )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in (errno.EDEADLK, errno.EACCES):
                raise
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
