"""The catalogue of packs that can be had: the Argos index, fetched when the user asks and kept with its date.

The index is a list of objects with ``package_version``, ``from_code``, ``from_name``, ``to_code``, ``to_name``,
``links`` (https or ipfs) and ``code`` (https://github.com/argosopentech/argospm-index). It knows neither checksums nor
sizes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urljoin

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, UI_LANGUAGES
from dragoman.base.settings import CATALOGUE_ADDRESS
from dragoman.base.text import bare
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import plain_name, plain_version
from dragoman.translation.pack_folder import read_json, write_json
from dragoman.translation.pack_scan import version_key
from dragoman.translation.progress import Ask, never
from dragoman.translation.tags import ARGOS_CODES, best_match, pack_language
from dragoman.translation.web import Web, check_address, is_allowed

LIMIT_BYTES = 8 << 20
"""Far above the real index, which has 33 KB."""

_ALSO_CALLED = {
    "zh": ("汉语", "华语", "普通话", "Mandarin"),
    "fa": ("Farsi",),
    "nb": ("Norwegian", "挪威语"),
    "es": ("Castellano",),
    "tl": ("Filipino", "菲律宾语"),
}
_MAX_ENTRIES = 20_000
_MAX_LINKS = 10
_MAX_LINK_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A pack that can be had. ``addresses`` are those it can be loaded from, best first."""

    source: str
    target: str
    version: str
    source_name: str
    target_name: str
    addresses: tuple[str, ...]

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source, self.target)

    @property
    def file_name(self) -> str:
        """What messages call the pack's file."""
        return f"translate-{self.source}_{self.target}-{self.version.replace('.', '_')}.argosmodel"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The newest version of each pair, by languages; ``refused`` counts the entries that were not usable."""

    address: str
    fetched_at: datetime
    entries: tuple[CatalogueEntry, ...]
    refused: int = 0

    def find(self, source: str, target: str) -> CatalogueEntry | None:
        """Return the pack that serves a pair of BCP 47 tags or Argos codes, None when there is none."""
        wanted = LanguagePair(
            best_match(ARGOS_CODES.get(source, source), {entry.source for entry in self.entries}) or "",
            best_match(ARGOS_CODES.get(target, target), {entry.target for entry in self.entries}) or "",
        )
        return next((entry for entry in self.entries if entry.pair == wanted), None)

    def search(self, text: str) -> list[CatalogueEntry]:
        """Return the packs whose languages ``text`` names (:func:`fitting`)."""
        return fitting(text, self.entries)


class CatalogueStore:
    """Fetches the catalogue and keeps the last one in ``file``."""

    def __init__(
        self,
        file: Path,
        *,
        address: Callable[[], str] = lambda: CATALOGUE_ADDRESS,
        offline: Callable[[], bool] = never,
        web: Web | None = None,
    ) -> None:
        self._file = file
        self._address = address
        self._offline = offline
        self._web = web or Web()

    @property
    def address(self) -> str:
        """Where the catalogue is fetched from."""
        return self._address() or CATALOGUE_ADDRESS

    def cached(self) -> Catalogue | None:
        """Return the last one that was fetched from the address in force, None when there is none. Opens no socket."""
        stored = read_json(self._file)
        if stored.get("address") != self.address:
            return None
        try:
            fetched_at = datetime.fromisoformat(str(stored.get("fetched_at")))
            return parse_index(stored.get("index"), address=self.address, fetched_at=fetched_at)
        except (ValueError, KnownError):
            return None

    def fetch(self, *, cancelled: Ask = never) -> Catalogue:
        """Fetch the catalogue, keep it and return it.

        Raises :class:`KnownError` when it cannot be had or is none; the last one is then kept.
        """
        if self._offline():
            raise offline_error()
        address = self.address
        check_address(address)
        content = self._web.read(address, limit_bytes=LIMIT_BYTES, stop=cancelled)
        try:
            index = json.loads(content)
        except (ValueError, RecursionError):
            raise _no_catalogue(address) from None
        catalogue = parse_index(index, address=address, fetched_at=datetime.now(UTC))
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._file, {"address": address, "fetched_at": catalogue.fetched_at.isoformat(), "index": index})
        return catalogue


class Named(Protocol):
    """A pack, installed or to be had."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def source_name(self) -> str: ...
    @property
    def target_name(self) -> str: ...


P = TypeVar("P", bound=Named)


def fitting(text: str, packs: Iterable[P]) -> list[P]:
    """Return the packs one of whose languages ``text`` names: in a language of the program, its own, or by code.

    Several words narrow the choice: each must fit one side.
    """
    words = [bare(word) for word in text.replace("→", " ").replace(">", " ").split()]
    return [pack for pack in packs if all(_fits(word, pack) for word in words)]


def offline_error() -> KnownError:
    """Return the error for a request in offline mode."""
    return KnownError(
        N_("Offline mode is on: Dragoman opens no connection."),
        N_("Switch it off in the settings to load packs."),
    )


def parse_index(index: object, *, address: str, fetched_at: datetime) -> Catalogue:
    """Return the catalogue of an index in Argos's shape; entries that are hostile or make no sense are counted.

    Raises :class:`KnownError` when it is no index at all.
    """
    if not isinstance(index, list) or len(index) > _MAX_ENTRIES:
        raise _no_catalogue(address)
    newest: dict[LanguagePair, CatalogueEntry] = {}
    refused = 0
    for raw in index:
        entry = _entry(raw, address)
        if entry is None:
            refused += 1
            continue
        known = newest.get(entry.pair)
        if known is None or version_key(known.version) < version_key(entry.version):
            newest[entry.pair] = entry
    if index and not newest:
        raise _no_catalogue(address)
    entries = tuple(sorted(newest.values(), key=lambda entry: (entry.source, entry.target)))
    return Catalogue(address, fetched_at, entries, refused)


def _entry(raw: object, address: str) -> CatalogueEntry | None:
    if not isinstance(raw, dict) or raw.get("type", "translate") != "translate":
        return None
    source, target = (
        pack_language(code) if isinstance(code, str) else None for code in (raw.get("from_code"), raw.get("to_code"))
    )
    version = plain_version(raw.get("package_version"))
    links = raw.get("links")
    if source is None or target is None or source == target or version is None or not isinstance(links, list):
        return None
    addresses = tuple(_addresses(links, address))
    if not addresses:
        return None
    names = (plain_name(raw.get("from_name"), source), plain_name(raw.get("to_name"), target))
    return CatalogueEntry(source, target, version, *names, addresses)


def _addresses(links: Iterable[object], index: str) -> Iterable[str]:
    for link in list(links)[:_MAX_LINKS]:
        if not isinstance(link, str) or len(link) > _MAX_LINK_LENGTH:
            continue
        try:
            address = urljoin(index, link)
        except ValueError:
            continue
        if is_allowed(address, before=index):
            yield address


def _no_catalogue(address: str) -> KnownError:
    return KnownError(
        N_("What {address} holds is no catalogue of packs."),
        N_("Check the address of the catalogue in the settings. The last catalogue is kept."),
        address=address,
    )


def _fits(word: str, entry: Named) -> bool:
    pair = f"{entry.source}-{entry.target}".casefold()
    if word.replace("_", "-") == pair:
        return True
    sides = ((entry.source, entry.source_name), (entry.target, entry.target_name))
    return any(
        word in name if len(word) > 2 or not word.isascii() else name.startswith(word)
        for tag, own in sides
        for name in (*language_words(tag), bare(own))
    )


@lru_cache(maxsize=512)
def language_words(tag: str) -> tuple[str, ...]:
    """Return what people call a language, folded for search: in every language of the program, in its own, its code."""
    found = [tag, *(code for code, same in ARGOS_CODES.items() if same == tag), *_ALSO_CALLED.get(tag, ())]
    found += [language_title(tag, reader) for reader in (*UI_LANGUAGES, tag)]
    return tuple(dict.fromkeys(bare(name) for name in found if name))


def language_title(tag: str, reader: str) -> str:
    """Return the language with its script or country as a reader of ``reader`` writes it; the tag when unknown."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-", resolve_likely_subtags=False)
        title = str(locale.get_display_name(reader.replace("-", "_")) or tag)
    except (UnknownLocaleError, ValueError):
        return tag
    return title[:1].upper() + title[1:]
