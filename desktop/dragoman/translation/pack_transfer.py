"""Packs to a folder, such as a stick, and from one: each as an ordinary pack file, all of them with checksums.

The folder holds the pack files, ``SHA256SUMS`` in the form that ``sha256sum -c`` reads, and ``packs.json`` with what
each file is.
"""

from __future__ import annotations

import os
import re
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.pack_folder import check_room, sync_folder, write_json
from dragoman.translation.pack_scan import Pack, pack_files, sha256_of
from dragoman.translation.packs import PackStore
from dragoman.translation.progress import Ask, Phase, Progress, Report, never, silent

SUMS = "SHA256SUMS"
MANIFEST = "packs.json"
_MANIFEST_FORMAT = 1
_CHUNK_BYTES = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINE = re.compile(r"(?P<sha256>[0-9a-fA-F]{64}) [ *](?P<name>[^/\\:\x00-\x1f]{1,200})")
_LIMIT_BYTES = 1 << 20
_TEMPORARY = ".dragoman-"


@dataclass(frozen=True, slots=True)
class ExportedPack:
    """One file of an export; ``sha256`` in hexadecimal."""

    pack: Pack
    file: Path
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file of a folder: a pack, or the reason why not."""

    name: str
    pack: Pack | None
    reason: Text | None


def export_packs(
    store: PackStore,
    folder: Path,
    packs: Sequence[Pack] | None = None,
    *,
    report: Report = silent,
    cancelled: Ask = never,
) -> list[ExportedPack]:
    """Write ``packs``, all usable ones when none are given, to ``folder`` and return them.

    Files of the same packs are replaced. Raises :class:`KnownError` when there are no packs, no room or no permission,
    and :class:`Cancelled`; files that were complete by then stay, without being listed in the checksums.
    """
    chosen = store.installed() if packs is None else list(packs)
    if not chosen:
        raise KnownError(N_("There are no packs to export."), N_("Install a pack first."))
    total = sum(pack.size_bytes for pack in chosen)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_room(folder, total, folder.name)
        written: list[ExportedPack] = []
        done = 0
        for pack in chosen:
            written.append(_export(pack, folder, done, total, report, cancelled))
            done += pack.size_bytes
        kept = {name: digest for name, digest in _kept_sums(folder).items() if (folder / name).is_file()}
        sums = kept | {one.file.name: one.sha256 for one in written}
        _write_text(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())))
        write_json(folder / MANIFEST, _manifest(written))
        sync_folder(folder)
    except OSError as error:
        raise _folder_error(error, folder) from error
    return written


def import_packs(
    store: PackStore, folder: Path, *, report: Report = silent, cancelled: Ask = never
) -> list[ImportedFile]:
    """Install the packs of an exported folder and return what became of each file, by name.

    A file whose checksum is wrong, that is missing, not listed or broken is left out with the reason; the others are
    installed. Raises :class:`KnownError` when the folder is no export, :class:`Cancelled` when asked to stop: packs
    that were installed by then stay.
    """
    sums = _read_sums(folder)
    found: list[ImportedFile] = []
    total = sum((folder / name).stat().st_size for name in sums if (folder / name).is_file())
    done = 0
    for name, digest in sorted(sums.items()):
        file = folder / name
        report(Progress(Phase.READING, name, done, total))
        found.append(_import(store, file, digest, report, cancelled))
        done += file.stat().st_size if file.is_file() else 0
    for file in sorted(folder.iterdir()):
        if file.suffix in (".argosmodel", ".zip") and file.name not in sums and not file.name.startswith("."):
            reason = Text(N_("it has no checksum in {sums}."), {"sums": SUMS})
            found.append(ImportedFile(file.name, None, reason))
    return sorted(found, key=lambda one: one.name)


def _import(store: PackStore, file: Path, digest: str, report: Report, cancelled: Ask) -> ImportedFile:
    if not file.is_file():
        return ImportedFile(file.name, None, Text(N_("it is listed in {sums} and is not there."), {"sums": SUMS}))
    try:
        if sha256_of(file, cancelled=cancelled) != digest:
            return ImportedFile(file.name, None, Text(N_("its checksum is wrong: it was damaged or exchanged.")))
        return ImportedFile(file.name, store.install(file, report=report, cancelled=cancelled), None)
    except KnownError as error:
        reason = error.values.get("reason")
        return ImportedFile(file.name, None, reason if isinstance(reason, Text) else Text(error.what, error.values))
    except OSError as error:
        text = Text(N_("it cannot be read: {reason}."), {"reason": error.strerror or str(error)})
        return ImportedFile(file.name, None, text)


def _export(pack: Pack, folder: Path, before: int, total: int, report: Report, cancelled: Ask) -> ExportedPack:
    """Write one pack as an archive that holds one folder, the same bytes every time."""
    file = folder / f"{pack.name}{'.argosmodel' if pack.engine == 'argos' else '.zip'}"
    temporary = folder / f"{_TEMPORARY}{uuid.uuid4().hex}"
    done = before
    try:
        with temporary.open("xb") as handle:
            with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                for source in pack_files(pack.path):
                    entry = zipfile.ZipInfo(f"{pack.name}/{source.relative_to(pack.path).as_posix()}", _EPOCH)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    entry.external_attr = 0o100644 << 16
                    entry.file_size = source.stat().st_size
                    with source.open("rb") as plain, archive.open(entry, "w") as packed:
                        while chunk := plain.read(_CHUNK_BYTES):
                            packed.write(chunk)
                            done += len(chunk)
                            report(Progress(Phase.WRITING, pack.name, done, total))
                            if cancelled():
                                raise Cancelled
            handle.flush()
            os.fsync(handle.fileno())
        digest = sha256_of(temporary, cancelled=cancelled)
        size = temporary.stat().st_size
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
    return ExportedPack(pack, file, size, digest)


def _manifest(written: Sequence[ExportedPack]) -> dict[str, object]:
    return {
        "format": _MANIFEST_FORMAT,
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "packs": [
            {
                "file": one.file.name,
                "sha256": one.sha256,
                "size_bytes": one.size_bytes,
                "engine": one.pack.engine,
                "source": one.pack.source,
                "target": one.pack.target,
                "version": one.pack.version,
                "source_name": one.pack.source_name,
                "target_name": one.pack.target_name,
            }
            for one in written
        ],
    }


def _kept_sums(folder: Path) -> dict[str, str]:
    try:
        return _read_sums(folder)
    except KnownError:
        return {}


def _read_sums(folder: Path) -> dict[str, str]:
    try:
        with (folder / SUMS).open("rb") as handle:
            lines = handle.read(_LIMIT_BYTES).decode("utf-8").splitlines()
    except FileNotFoundError:
        raise KnownError(
            N_("{folder} is no folder of exported packs: {sums} is missing."),
            N_("Choose the folder that “Export” wrote, or install its pack files one by one."),
            folder=folder,
            sums=SUMS,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            N_("{sums} in {folder} cannot be read."),
            N_("Export the packs again. Nothing was changed."),
            folder=folder,
            sums=SUMS,
        ) from error
    matches = [_LINE.fullmatch(line) for line in lines if line.strip()]
    found = {match["name"]: match["sha256"].lower() for match in matches if match is not None}
    if not matches or None in matches or {".", "..", SUMS} & found.keys():
        raise KnownError(
            N_("{sums} in {folder} cannot be read."),
            N_("Export the packs again. Nothing was changed."),
            folder=folder,
            sums=SUMS,
        )
    return found


def _write_text(file: Path, text: str) -> None:
    temporary = file.with_name(f"{_TEMPORARY}{uuid.uuid4().hex}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _folder_error(error: OSError, folder: Path) -> KnownError:
    return KnownError(
        N_("{folder} cannot be written to: {reason}."),
        N_("Check the stick or folder and try again. The packs you had are intact."),
        folder=folder,
        reason=error.strerror or str(error),
    )
