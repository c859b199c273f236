"""Installed language packs: Argos packages in one folder, installed so that a kill at any instant does no harm."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import threading
import time
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import (
    BrokenPack,
    PackMetadata,
    check_entries,
    check_layout,
    read_metadata,
    refused,
)
from dragoman.translation.tags import best_match

_TEMPORARY = ".tmp-"
_REPLACED = ".old-"
_STARTERS = "starters.json"
_QUARANTINE = "quarantine.json"
_LOCK = ".lock"
_SPARE_BYTES = 16 << 20
_FRESH_NS = 100_000_000


@dataclass(frozen=True, slots=True)
class Pack:
    """One installed pack; ``name`` is its folder's name, ``size_bytes`` what it takes on disk."""

    source: str
    target: str
    version: str
    path: Path
    size_bytes: int
    name: str
    source_name: str = ""
    target_name: str = ""

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source, self.target)


@dataclass(frozen=True, slots=True)
class _Scan:
    stamp: int
    packs: tuple[Pack, ...]
    broken: tuple[tuple[str, Text], ...]


class PackStore:
    """The packs in ``folder``, which is created at the first install. Safe for threads and several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._thread_lock = threading.RLock()
        self._scan: _Scan | None = None

    def installed(self) -> list[Pack]:
        """Return the usable packs, by source, target and version. Broken ones are left out (:meth:`quarantined`)."""
        return list(self._scanned().packs)

    def quarantined(self) -> list[tuple[str, Text]]:
        """Return the names of the packs that are set aside, each with the reason."""
        return list(self._scanned().broken)

    def find(self, pair: LanguagePair) -> Pack | None:
        """Return the newest usable pack for exactly this pair."""
        fitting = [pack for pack in self._scanned().packs if pack.pair == pair]
        return fitting[-1] if fitting else None

    def install(self, file: Path) -> Pack:
        """Install an ``.argosmodel`` file and return the pack; the same version is replaced.

        Raises :class:`KnownError` when the file is missing, broken or dangerous, or the disk is full; then nothing
        has changed and nothing is left behind.
        """
        if not file.is_file():
            raise KnownError(
                N_("There is no file {file}."),
                N_("Check the name. A pack is a file that ends in .argosmodel."),
                file=file,
            )
        with self._locked():
            return self._install(file)

    def remove(self, source: str, target: str) -> Pack:
        """Remove the packs of a pair and return the newest of them. Raises :class:`KnownError` when there is none."""
        with self._locked():
            packs = self.installed()
            chosen = LanguagePair(
                best_match(source, {pack.source for pack in packs}) or source,
                best_match(target, {pack.target for pack in packs}) or target,
            )
            going = [pack for pack in packs if pack.pair == chosen]
            if not going:
                raise KnownError(
                    N_("No pack from {source} to {target} is installed."),
                    N_("Installed packs: {installed}."),
                    source=source,
                    target=target,
                    installed=pair_list(packs),
                )
            for pack in going:
                self._discard(pack.path)
            self._scan = None
            return going[-1]

    def quarantine(self, pack: Pack, reason: Text) -> None:
        """Set ``pack`` aside: it is no longer offered until it is installed again. Its files stay where they are."""
        with self._locked():
            noted = self._read_json(_QUARANTINE)
            noted[pack.name] = {"message": reason.message, "values": {k: str(v) for k, v in reason.values.items()}}
            self._write_json(_QUARANTINE, noted)
            self._scan = None

    def verify(self) -> list[tuple[str, Text | None]]:
        """Return every pack's name with what is wrong with it, None where nothing is; each model is loaded once."""
        self._scan = None
        found: list[tuple[str, Text | None]] = [(name, reason) for name, reason in self.quarantined()]
        for pack in self.installed():
            reason = _try_load(pack.path)
            if reason is not None:
                self.quarantine(pack, reason)
            found.append((pack.name, reason))
        return sorted(found, key=lambda item: item[0])

    def ensure_starters(self) -> list[Pack]:
        """Install the packs that come with Dragoman, each once ever, and return those installed by this call.

        One that the user removed stays removed. Costs one small file read when there is nothing to do.
        """
        shipped = {entry.name: entry for entry in _shipped()}
        if not set(shipped) - set(self._read_json(_STARTERS)):
            return []
        with self._locked():
            done = self._read_json(_STARTERS)
            new: list[Pack] = []
            for name in sorted(set(shipped) - set(done)):
                with as_file(shipped[name]) as file:
                    pack = self._install(file)
                new.append(pack)
                done[name] = pack.name
                self._write_json(_STARTERS, done)
            return new

    def _install(self, file: Path) -> Pack:
        temporary = self.folder / f"{_TEMPORARY}{uuid.uuid4().hex}"
        try:
            metadata, root = self._unpack(file, temporary)
            final = self.folder / metadata.folder_name
            self._swap_in(root, final)
        except BrokenPack as broken:
            raise refused(file.name, broken.reason) from None
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            if isinstance(error, KnownError):
                raise
            raise refused(file.name, Text(N_("it is not a complete pack file."))) from error
        except OSError as error:
            raise _disk_error(error, self.folder, file.name) from error
        except Exception as error:
            # zlib.error and struct.error have no common base: a damaged archive raises either.
            if type(error).__module__ in ("zlib", "struct"):
                raise refused(file.name, Text(N_("it is not a complete pack file."))) from error
            raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            self._scan = None
        self._forget_quarantine(final.name)
        pack = next((pack for pack in self.installed() if pack.path == final), None)
        if pack is None:
            raise refused(file.name, Text(N_("it is not a complete pack file.")))
        return pack

    def _unpack(self, file: Path, temporary: Path) -> tuple[PackMetadata, Path]:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            total = check_entries(entries, file.stat().st_size)
            free = shutil.disk_usage(self.folder).free
            if free < total + _SPARE_BYTES:
                raise KnownError(
                    N_("There is not enough room for {name}: it needs {needed} MB, {free} MB are free."),
                    N_("Free some space and try again. Nothing was changed."),
                    name=file.name,
                    needed=(total + _SPARE_BYTES) >> 20,
                    free=free >> 20,
                )
            temporary.mkdir()
            for entry in entries:
                _extract(archive, entry, temporary)
        root = _root(temporary)
        metadata = read_metadata(root)
        check_layout(root)
        _check_tokenizer(root)
        for path in (root, root / "model"):
            _sync_folder(path)
        return metadata, root

    def _swap_in(self, root: Path, final: Path) -> None:
        if final.exists():
            aside = self.folder / f"{_REPLACED}{final.name}"
            shutil.rmtree(aside, ignore_errors=True)
            final.rename(aside)
            root.rename(final)
            shutil.rmtree(aside, ignore_errors=True)
        else:
            root.rename(final)
        _sync_folder(self.folder)

    def _discard(self, path: Path) -> None:
        # Renamed first: a kill in the middle of the deletion must not leave half a pack that looks installed.
        aside = self.folder / f"{_TEMPORARY}{uuid.uuid4().hex}"
        try:
            path.rename(aside)
        except OSError as error:
            raise _disk_error(error, self.folder, path.name) from error
        shutil.rmtree(aside, ignore_errors=True)

    def _sweep(self) -> None:
        for leftover in list(self.folder.iterdir()):
            if leftover.name.startswith(_TEMPORARY):
                shutil.rmtree(leftover, ignore_errors=True)
            elif leftover.name.startswith(_REPLACED):
                original = self.folder / leftover.name.removeprefix(_REPLACED)
                if original.exists():
                    shutil.rmtree(leftover, ignore_errors=True)
                else:
                    leftover.rename(original)

    def _scanned(self) -> _Scan:
        try:
            stamp = self.folder.stat().st_mtime_ns
        except OSError:
            return _Scan(0, (), ())
        scan = self._scan
        if scan is None or scan.stamp != stamp:
            scan = self._read_folder(stamp)
            # A change in the same tick of the file system's clock would go unseen: only an older stamp is trusted.
            settled = abs(time.time_ns() - stamp) > _FRESH_NS
            self._scan = scan if settled else None
        return scan

    def _read_folder(self, stamp: int) -> _Scan:
        packs: list[Pack] = []
        broken: list[tuple[str, Text]] = []
        noted = self._read_json(_QUARANTINE)
        try:
            folders = sorted(path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        except OSError as error:
            raise _disk_error(error, self.folder, self.folder.name) from error
        for path in folders:
            try:
                reason = noted.get(path.name)
                if isinstance(reason, dict):
                    raise BrokenPack(Text(str(reason.get("message", "")), dict(reason.get("values") or {})))
                metadata = read_metadata(path)
                check_layout(path)
                size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
            except BrokenPack as error:
                broken.append((path.name, error.reason))
                continue
            except OSError:
                broken.append((path.name, Text(N_("its files cannot be read."))))
                continue
            packs.append(
                Pack(
                    metadata.source,
                    metadata.target,
                    metadata.version,
                    path,
                    size,
                    path.name,
                    metadata.source_name,
                    metadata.target_name,
                )
            )
        packs.sort(key=lambda pack: (pack.source, pack.target, _version_key(pack.version)))
        return _Scan(stamp, tuple(packs), tuple(broken))

    def _forget_quarantine(self, name: str) -> None:
        noted = self._read_json(_QUARANTINE)
        if noted.pop(name, None) is not None:
            self._write_json(_QUARANTINE, noted)
            self._scan = None

    def _read_json(self, name: str) -> dict[str, object]:
        try:
            content = json.loads((self.folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _write_json(self, name: str, content: dict[str, object]) -> None:
        temporary = self.folder / f".{name}.{uuid.uuid4().hex}"
        try:
            with temporary.open("w", encoding="utf-8") as handle:
                json.dump(content, handle, ensure_ascii=False, indent=1)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(self.folder / name)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _disk_error(error, self.folder, name) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder against other threads and processes; the system lets go of it when a process dies."""
        with self._thread_lock:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                handle = (self.folder / _LOCK).open("a+b")
            except OSError as error:
                raise _disk_error(error, self.folder, self.folder.name) from error
            with handle:
                _lock(handle.fileno())
                try:
                    self._sweep()
                    yield
                finally:
                    _unlock(handle.fileno())


def pair_list(packs: Iterable[Pack]) -> str:
    """Return the pairs of ``packs`` for a message: ``en-pt, pt-en``."""
    return ", ".join(sorted({f"{pack.source}-{pack.target}" for pack in packs})) or "-"


def _shipped() -> list[Traversable]:
    folder = files("dragoman_resources") / "models"
    if not folder.is_dir():
        return []
    return [entry for entry in folder.iterdir() if entry.name.endswith(".argosmodel")]


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> None:
    path = into.joinpath(*entry.filename.rstrip("/").split("/"))
    if entry.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, path.open("xb") as plain:
        shutil.copyfileobj(packed, plain, 1 << 20)
        plain.flush()
        os.fsync(plain.fileno())


def _root(temporary: Path) -> Path:
    if (temporary / "metadata.json").is_file():
        return temporary
    holders = [path for path in temporary.iterdir() if (path / "metadata.json").is_file()]
    if len(holders) != 1:
        raise BrokenPack(Text(N_("metadata.json is missing.")))
    return holders[0]


def _check_tokenizer(root: Path) -> None:
    from dragoman.translation.argos_package import open_package

    try:
        tokens = open_package(root).tokenizer.encode("Hello 123")
    except Exception as error:
        # SentencePiece, JSON and the BPE reader each raise their own; for the user it is one reason.
        raise BrokenPack(Text(N_("its tokenizer cannot be read."))) from error
    if not tokens:
        raise BrokenPack(Text(N_("its tokenizer cannot be read.")))


def _try_load(path: Path) -> Text | None:
    from dragoman.translation.engines.argos import LoadedModel

    try:
        model = LoadedModel.load(path, threads=1)
        if not model.translate(["1"], beam=1)[0].text.strip():
            return Text(N_("its model gives no translation."))
    except BrokenPack as broken:
        return broken.reason
    return None


def _sync_folder(folder: Path) -> None:
    """Make the folder's entries durable, where the system can (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        while True:
            try:
                os.lseek(descriptor, 0, os.SEEK_SET)
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            except OSError as error:
                # LK_LOCK gives up after ten seconds; the other process may be unpacking a large pack.
                if error.errno not in (errno.EDEADLK, errno.EACCES):
                    raise
            else:
                return

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _version_key(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))


def _disk_error(error: OSError, folder: Path, name: str) -> KnownError:
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
