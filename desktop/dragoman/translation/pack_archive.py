"""What is checked before a language pack is trusted: the archive, its metadata and its layout."""

from __future__ import annotations

import json
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.tags import pack_language

MAX_ENTRIES = 20_000
MAX_TOTAL_BYTES = 4 << 30
MAX_RATIO = 200
"""Uncompressed over compressed size; the vocabulary maps of real packs reach about 5."""

_BOMB_FLOOR_BYTES = 1 << 20
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
_CT2_MAX_BINARY_VERSION = 64
_REMEDY = N_("Download the pack again, or ask whoever gave it to you for a new copy. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class PackMetadata:
    """What a pack says of itself, checked: BCP 47 languages, a plain version, printable names."""

    source: str
    target: str
    version: str
    source_name: str
    target_name: str

    @property
    def folder_name(self) -> str:
        """The folder the pack is installed in; safe on every file system."""
        return f"translate-{self.source}_{self.target}-{self.version.replace('.', '_')}"


class BrokenPack(Exception):  # noqa: N818 - carries a reason; callers decide whether it is an error
    """A pack that must not be used; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.message.format(**reason.values))
        self.reason = reason


def refused(name: str, reason: Text) -> KnownError:
    """Return the error for a pack file that was not installed."""
    return KnownError(N_("{name} was not installed: {reason}"), _REMEDY, name=name, reason=reason)


def check_entries(entries: Iterable[zipfile.ZipInfo], archive_bytes: int) -> int:
    """Return the bytes the entries unpack to. Raises :class:`BrokenPack` for an archive that could do harm.

    Refused are paths out of the folder, links, devices, encrypted entries, names that collide on a file system
    without case, names Windows cannot hold, and sizes that only a decompression bomb has.
    """
    seen: set[str] = set()
    total = 0
    for count, entry in enumerate(entries, start=1):
        if count > MAX_ENTRIES:
            raise BrokenPack(Text(N_("it holds more than {limit} files."), {"limit": MAX_ENTRIES}))
        _check_name(entry.orig_filename if "\0" in entry.orig_filename else entry.filename)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BrokenPack(Text(N_("it holds a link or device, {entry}."), {"entry": _shown(entry.filename)}))
        if entry.flag_bits & 0x1:
            raise BrokenPack(Text(N_("it is encrypted.")))
        folded = unicodedata.normalize("NFC", entry.filename.rstrip("/")).casefold()
        if folded in seen:
            raise BrokenPack(Text(N_("it holds the name {entry} twice."), {"entry": _shown(entry.filename)}))
        seen.add(folded)
        total += entry.file_size
        if entry.file_size > _BOMB_FLOOR_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BrokenPack(Text(N_("it would grow far beyond its size when unpacked.")))
    if total > MAX_TOTAL_BYTES or (total > _BOMB_FLOOR_BYTES and total > MAX_RATIO * max(archive_bytes, 1)):
        raise BrokenPack(Text(N_("it would grow far beyond its size when unpacked.")))
    return total


def read_metadata(folder: Path) -> PackMetadata:
    """Return the checked ``metadata.json`` of an unpacked pack. Raises :class:`BrokenPack`."""
    try:
        raw = json.loads((folder / "metadata.json").read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BrokenPack(Text(N_("metadata.json is missing."))) from None
    except (OSError, ValueError, RecursionError):
        raise BrokenPack(Text(N_("metadata.json cannot be read."))) from None
    if not isinstance(raw, dict):
        raise BrokenPack(Text(N_("metadata.json cannot be read.")))
    if raw.get("type", "translate") != "translate":
        raise BrokenPack(Text(N_("it is not a translation pack.")))
    codes = (raw.get("from_code"), raw.get("to_code"))
    languages = [pack_language(code) if isinstance(code, str) else None for code in codes]
    source, target = languages
    if source is None or target is None or source == target:
        raise BrokenPack(
            Text(N_("its language codes {codes} are not usable."), {"codes": _shown(", ".join(map(str, codes)))})
        )
    version = raw.get("package_version", "")
    if not isinstance(version, str) or not _VERSION.fullmatch(version) or ".." in version:
        raise BrokenPack(Text(N_("its version {version} is not usable."), {"version": _shown(str(version))}))
    return PackMetadata(source, target, version, _name(raw.get("from_name"), source), _name(raw.get("to_name"), target))


def check_layout(folder: Path) -> None:
    """Raise :class:`BrokenPack` unless ``folder`` holds a CTranslate2 model with its vocabulary and a tokenizer."""
    model = folder / "model" / "model.bin"
    if not model.is_file():
        raise BrokenPack(Text(N_("model/model.bin is missing.")))
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise BrokenPack(Text(N_("its tokenizer is missing.")))
    names = {path.stem for path in (folder / "model").iterdir()}
    if "shared_vocabulary" not in names and not {"source_vocabulary", "target_vocabulary"} <= names:
        raise BrokenPack(Text(N_("its vocabulary is missing.")))
    with model.open("rb") as handle:
        header = handle.read(4)
    # A CTranslate2 binary starts with its format version, a small little-endian number.
    if len(header) < 4 or not 0 < int.from_bytes(header, "little") <= _CT2_MAX_BINARY_VERSION:
        raise BrokenPack(Text(N_("model/model.bin is not a CTranslate2 model.")))


def _check_name(name: str) -> None:
    parts = name.rstrip("/").split("/")
    bad = (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or any(part in ("", ".", "..") for part in parts)
        or any(part.endswith((".", " ")) or part.split(".")[0].casefold() in _WINDOWS_DEVICES for part in parts)
        or any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
        or len(name) > 400
    )
    if bad:
        raise BrokenPack(Text(N_("it holds the forbidden path {entry}."), {"entry": _shown(name)}))


def _name(value: object, otherwise: str) -> str:
    if not isinstance(value, str):
        return otherwise
    return "".join(char for char in value if char.isprintable())[:60].strip() or otherwise


def _shown(text: str) -> str:
    printable = "".join(char if char.isprintable() else "�" for char in text)
    return printable if len(printable) <= 60 else printable[:59] + "…"
