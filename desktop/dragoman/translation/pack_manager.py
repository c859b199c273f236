"""Packs from the catalogue: what can be had, what is newer, and how a pack gets here and is put to work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.catalogue import Catalogue, CatalogueEntry, CatalogueStore, offline_error
from dragoman.translation.download import Downloader
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_scan import Pack, version_key
from dragoman.translation.packs import PackStore
from dragoman.translation.pairs import language_key
from dragoman.translation.progress import Ask, Report, never, silent
from dragoman.translation.tags import best_match

_ZIP_START = b"PK"
_PIVOT = "en"


@dataclass(frozen=True, slots=True)
class Offer:
    """A pack of the catalogue beside what is installed of its pair. ``size_bytes`` is None until somebody asked.

    ``holds`` is the version found in the pack's file when that was loaded: not always what the catalogue calls it.
    """

    entry: CatalogueEntry
    installed: Pack | None
    size_bytes: int | None
    holds: str = ""

    @property
    def is_installed(self) -> bool:
        return self.installed is not None

    @property
    def is_update(self) -> bool:
        """Whether the catalogue's version is newer than the installed one."""
        if self.installed is None or self.installed.version == self.holds:
            return False
        return version_key(self.installed.version) < version_key(self.entry.version)


class PackManager:
    """Joins the catalogue, downloads and the store.

    Everything that takes long may run on any thread, reports to ``report``, pauses while ``paused`` says so and raises
    :class:`Cancelled` soon after ``cancelled`` does. What was loaded by then is kept for the next call;
    :meth:`abandon` throws it away.
    """

    def __init__(
        self, store: PackStore, catalogue: CatalogueStore, downloads: Downloader, *, offline: Ask = never
    ) -> None:
        self.store = store
        self.catalogue = catalogue
        self.downloads = downloads
        self._offline = offline

    def known_catalogue(self, *, refresh: bool = False, cancelled: Ask = never) -> Catalogue:
        """Return the kept catalogue; a fresh one with ``refresh`` or where none is kept. Raises :class:`KnownError`."""
        kept = None if refresh else self.catalogue.cached()
        return kept or self.catalogue.fetch(cancelled=cancelled)

    def offers(self, catalogue: Catalogue, text: str = "") -> list[Offer]:
        """Return the packs of ``catalogue`` that fit the search ``text``, each with what is installed of it."""
        return [self._offer(entry) for entry in catalogue.search(text)]

    def entry(self, source: str, target: str, *, cancelled: Ask = never) -> CatalogueEntry:
        """Return the catalogue's pack for a pair; a kept catalogue that lacks it is fetched anew.

        Raises :class:`KnownError` when there is no such pack.
        """
        kept = self.catalogue.cached()
        found = kept.find(source, target) if kept is not None else None
        if found is None:
            found = self.catalogue.fetch(cancelled=cancelled).find(source, target)
        if found is None:
            raise _not_offered(source, target)
        return found

    def updates(self, catalogue: Catalogue, pair: LanguagePair | None = None) -> list[Offer]:
        """Return the packs that are newer than the installed ones, all or that of a pair.

        Raises :class:`KnownError` when the pair is not installed.
        """
        if pair is None:
            return [offer for offer in self.offers(catalogue) if offer.is_update]
        installed = {pack.pair for pack in self.store.of_pair(pair.source, pair.target)}
        return [offer for offer in self.offers(catalogue) if offer.is_update and offer.entry.pair in installed]

    def missing(self, catalogue: Catalogue, source: str, target: str) -> list[Offer]:
        """Return the packs still needed to translate between two languages both ways: direct, else by way of English.

        Empty when nothing is missing. Raises :class:`KnownError` when the catalogue cannot help.
        """
        needed: dict[LanguagePair, Offer] = {}
        for start, end in ((source, target), (target, source)):
            for offer in self._way(catalogue, start, end):
                needed[offer.entry.pair] = offer
        return list(needed.values())

    def learn_sizes(self, offers: Iterable[Offer], *, cancelled: Ask = never) -> list[Offer]:
        """Ask the servers for the sizes that are not known, and return the offers with them."""
        if self._offline():
            raise offline_error()
        found = []
        for offer in offers:
            size = offer.size_bytes
            if size is None:
                size = self.downloads.size(offer.entry.addresses[0], ask=True, cancelled=cancelled)
            found.append(replace(offer, size_bytes=size))
        return found

    def install(
        self,
        entry: CatalogueEntry,
        *,
        accept_changed: bool = False,
        report: Report = silent,
        cancelled: Ask = never,
        paused: Ask = never,
    ) -> Pack:
        """Load a pack, install it and return it. Raises :class:`KnownError` when none of its addresses has it."""
        if self._offline():
            raise offline_error()
        trouble: KnownError | None = None
        for address in entry.addresses:
            try:
                with self.downloads.reserved(entry.file_name, cancelled) as waited:
                    # Another window that was faster has just done the work.
                    done = self._same(entry) if waited else None
                    return done or self._load(address, entry, accept_changed, report, cancelled, paused)
            except KnownError as error:
                trouble = trouble or error
        assert trouble is not None
        raise trouble

    def update(
        self,
        offer: Offer,
        *,
        keep_old: bool = False,
        accept_changed: bool = False,
        report: Report = silent,
        cancelled: Ask = never,
        paused: Ask = never,
    ) -> Pack:
        """Install the newer version and return it; the old one goes when the new one has translated a sentence."""
        pack = self.install(
            offer.entry, accept_changed=accept_changed, report=report, cancelled=cancelled, paused=paused
        )
        if not keep_old:
            self.store.remove_older(pack)
        return pack

    def abandon(self, entry: CatalogueEntry) -> None:
        """Throw away what was loaded of a pack that is not wanted any more."""
        for address in entry.addresses:
            self.downloads.discard(address)

    def _load(
        self, address: str, entry: CatalogueEntry, accept_changed: bool, report: Report, cancelled: Ask, paused: Ask
    ) -> Pack:
        with self.downloads.reserved(address, cancelled):
            download = self.downloads.fetch(
                address,
                name=entry.file_name,
                version=entry.version,
                start=_ZIP_START,
                accept_changed=accept_changed,
                report=report,
                cancelled=cancelled,
                paused=paused,
            )
            try:
                pack = self.store.install(
                    download.path, name=entry.file_name, expected=entry.pair, report=report, cancelled=cancelled
                )
            except KnownError:
                # What is no pack now will not become one by going on with it.
                self.downloads.discard(address)
                raise
            self.downloads.remember(download, holds=pack.version)
            self.downloads.discard(address)
            return pack

    def _same(self, entry: CatalogueEntry) -> Pack | None:
        packs = self.store.installed("argos")
        return next((pack for pack in packs if pack.pair == entry.pair and pack.version == entry.version), None)

    def _offer(self, entry: CatalogueEntry) -> Offer:
        sizes = (self.downloads.size(address) for address in entry.addresses)
        holds = (self.downloads.holds(address, entry.version) for address in entry.addresses)
        return Offer(
            entry,
            self.store.find(entry.pair),
            next((size for size in sizes if size is not None), None),
            next(filter(None, holds), ""),
        )

    def _way(self, catalogue: Catalogue, source: str, target: str) -> list[Offer]:
        if language_key(source) == language_key(target):
            return []
        installed = {pack.pair for pack in self.store.installed()}
        ways = ([(source, target)], [(source, _PIVOT), (_PIVOT, target)])
        for way in ways:
            if all(_serves(installed, *hop) for hop in way):
                return []
        for way in ways:
            found = [catalogue.find(*hop) for hop in way if not _serves(installed, *hop)]
            entries = [entry for entry in found if entry is not None]
            if len(entries) == len(found):
                return [self._offer(entry) for entry in entries]
        raise _not_offered(source, target)


def _not_offered(source: str, target: str) -> KnownError:
    return KnownError(
        N_("The catalogue has no packs from {source} to {target}."),
        N_("Import packs from a file or folder, or choose another language."),
        source=source,
        target=target,
    )


def _serves(installed: Iterable[LanguagePair], source: str, target: str) -> bool:
    pairs = list(installed)
    first = best_match(source, {pair.source for pair in pairs})
    return any(
        pair.source == first and best_match(target, {pair.target}) is not None for pair in pairs if first is not None
    )
