"""What lies in the packs' folder: usable packs, broken ones with the reason, and files that changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.base.errors import Cancelled
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import BrokenPack, check_layout, read_metadata
from dragoman.translation.pack_folder import read_json, write_json
from dragoman.translation.progress import Ask, Phase, Progress, Report, never, silent

RECEIPT = ".dragoman.json"
"""File in an installed pack with the checksums of its files, made when it was installed."""

_CHUNK_BYTES = 1 << 20


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
    engine: str = "argos"

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Scan:
    """The folder as it was at ``stamp``, its time of change in nanoseconds."""

    stamp: int
    packs: tuple[Pack, ...]
    broken: tuple[tuple[str, Text], ...]


def read_packs(folder: Path, stamp: int, noted: Mapping[str, object]) -> Scan:
    """Return what lies in ``folder``; ``noted`` holds the packs that are set aside. Raises :class:`OSError`."""
    packs: list[Pack] = []
    broken: list[tuple[str, Text]] = []
    for path in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        try:
            reason = noted.get(path.name)
            if isinstance(reason, dict):
                raise BrokenPack(Text(str(reason.get("message", "")), dict(reason.get("values") or {})))
            packs.append(read_pack(path))
        except BrokenPack as error:
            broken.append((path.name, error.reason))
        except OSError:
            broken.append((path.name, Text(N_("its files cannot be read."))))
    packs.sort(key=lambda pack: (pack.source, pack.target, pack.engine, version_key(pack.version)))
    return Scan(stamp, tuple(packs), tuple(broken))


def read_pack(path: Path) -> Pack:
    """Return the pack in the folder ``path``. Raises :class:`BrokenPack` and :class:`OSError`."""
    metadata = read_metadata(path)
    check_layout(path, metadata.engine)
    return Pack(
        metadata.source,
        metadata.target,
        metadata.version,
        path,
        sum(file.stat().st_size for file in pack_files(path)),
        path.name,
        metadata.source_name,
        metadata.target_name,
        metadata.engine,
    )


def pack_files(path: Path) -> list[Path]:
    """Return the files that belong to a pack, in an order that is always the same."""
    return sorted(file for file in path.rglob("*") if file.is_file() and file != path / RECEIPT)


def write_receipt(path: Path) -> None:
    """Note the checksums of a pack's files beside them. Raises :class:`KnownError`."""
    files = {file.relative_to(path).as_posix(): sha256_of(file) for file in pack_files(path)}
    write_json(path / RECEIPT, {"sha256": files})


def installed_at(pack: Pack) -> datetime | None:
    """Return when a pack was installed here, in local time; None when that is not known."""
    try:
        return datetime.fromtimestamp((pack.path / RECEIPT).stat().st_mtime, UTC).astimezone()
    except OSError:
        return None


def changed_file(path: Path, *, report: Report = silent, cancelled: Ask = never) -> Text | None:
    """Return which file of a pack is no longer as it was installed, None when all are or nothing was noted."""
    noted = read_json(path / RECEIPT).get("sha256")
    if not isinstance(noted, dict):
        return None
    total = sum(file.stat().st_size for file in pack_files(path))
    done = 0
    for name, digest in noted.items():
        file = path / name
        if not file.is_file():
            return Text(N_("its file {file} is missing."), {"file": name})
        if sha256_of(file, cancelled=cancelled) != digest:
            return Text(N_("its file {file} has changed since it was installed."), {"file": name})
        done += file.stat().st_size
        report(Progress(Phase.READING, path.name, done, total))
    return None


def sha256_of(file: Path, *, cancelled: Ask = never) -> str:
    """Return the SHA-256 of a file in hexadecimal. Raises :class:`Cancelled` when asked to stop."""
    import hashlib  # loads OpenSSL: not before the first paint

    digest = hashlib.sha256()
    with file.open("rb") as handle:
        while chunk := handle.read(_CHUNK_BYTES):
            digest.update(chunk)
            if cancelled():
                raise Cancelled
    return digest.hexdigest()


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """Return what versions are ordered by: 1.10 is newer than 1.9."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))
