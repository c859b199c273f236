"""Installed language packs: one folder, changed so that a kill at any instant does no harm."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterable
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import (
    BrokenPack,
    PackMetadata,
    check_layout,
    naming_damage,
    pack_root,
    read_metadata,
    refused,
    unpack,
)
from dragoman.translation.pack_folder import PackFolder, disk_error, sync_folder
from dragoman.translation.pack_scan import Pack as Pack
from dragoman.translation.pack_scan import Scan, changed_file, read_packs, version_key, write_receipt
from dragoman.translation.progress import Ask, Phase, Progress, Report, never, silent
from dragoman.translation.tags import best_match

_STARTERS = "starters.json"
_QUARANTINE = "quarantine.json"
_FRESH_NS = 100_000_000


class Trial(Protocol):
    """Says why an unpacked pack cannot translate, None when it can."""

    def __call__(self, folder: Path, *, engine: str, source: str, cancelled: Ask) -> Text | None: ...


def _try_pack(folder: Path, *, engine: str, source: str, cancelled: Ask) -> Text | None:
    from dragoman.translation.pack_trial import try_pack  # with subprocess: not before the first paint

    return try_pack(folder, engine=engine, source=source, cancelled=cancelled)


class PackStore:
    """The packs in ``folder``, which is created at the first install. Safe for threads and several processes.

    ``trial`` is asked about every pack before it is installed or found good. Work that takes long reports to
    ``report`` and raises :class:`Cancelled` soon after ``cancelled`` says so; then nothing has changed.
    """

    def __init__(self, folder: Path, *, trial: Trial = _try_pack) -> None:
        self.folder = folder
        self._folder = PackFolder(folder)
        self._trial = trial
        self._scan: Scan | None = None

    def installed(self, engine: str | None = None) -> list[Pack]:
        """Return the usable packs, of one engine or all, by source, target, engine and version.

        Broken ones are left out (:meth:`quarantined`).
        """
        return [pack for pack in self._scanned().packs if engine in (None, pack.engine)]

    def quarantined(self) -> list[tuple[str, Text]]:
        """Return the names of the packs that are set aside, each with the reason."""
        return list(self._scanned().broken)

    def find(self, pair: LanguagePair, *, engine: str = "argos") -> Pack | None:
        """Return the newest usable pack of an engine for exactly this pair."""
        fitting = [pack for pack in self.installed(engine) if pack.pair == pair]
        return fitting[-1] if fitting else None

    def of_pair(self, source: str, target: str, *, engine: str | None = None) -> list[Pack]:
        """Return the usable packs that serve two BCP 47 tags, oldest first. Raises :class:`KnownError` without any."""
        packs = self.installed(engine)
        chosen = LanguagePair(
            best_match(source, {pack.source for pack in packs}) or source,
            best_match(target, {pack.target for pack in packs}) or target,
        )
        found = [pack for pack in packs if pack.pair == chosen]
        if not found:
            raise self._not_installed(source, target)
        return found

    def install(
        self,
        file: Path,
        *,
        name: str = "",
        expected: LanguagePair | None = None,
        report: Report = silent,
        cancelled: Ask = never,
    ) -> Pack:
        """Install a pack file (``.argosmodel``, zip or folder of a Firefox model) and return the pack.

        The same version is replaced, another one stays beside it. Raises :class:`KnownError` when the file is missing,
        broken or dangerous, its model does not translate, or the disk is full; then nothing has changed and nothing
        is left behind. ``name`` is what messages call the file; a pack of another pair than ``expected`` is refused.
        """
        if not file.exists():
            raise KnownError(
                N_("There is no file {file}."),
                N_("Check the name. A pack is a file that ends in .argosmodel."),
                file=file,
            )
        name = name or file.name
        report(Progress(Phase.WAITING, name))
        with self._folder.locked(cancelled):
            return self._install(file, name, expected, report, cancelled)

    def remove(self, source: str, target: str, *, version: str | None = None, engine: str | None = None) -> Pack:
        """Remove the packs of a pair, or only those of a version or engine, and return the newest of them.

        Raises :class:`KnownError` when there is none.
        """
        with self._folder.locked():
            packs = self.of_pair(source, target, engine=engine)
            going = [pack for pack in packs if version in (None, pack.version)]
            if not going:
                raise self._not_installed(source, target)
            for pack in going:
                self._folder.discard(pack.path)
            self._scan = None
            return going[-1]

    def remove_older(self, pack: Pack) -> list[Pack]:
        """Remove the older versions of ``pack``, once that is there and usable, and return them."""
        with self._folder.locked():
            packs = [other for other in self.installed(pack.engine) if other.pair == pack.pair]
            if pack.name not in {other.name for other in packs}:
                return []
            older = [other for other in packs if version_key(other.version) < version_key(pack.version)]
            for other in older:
                self._folder.discard(other.path)
            self._scan = None
            return older

    def remove_quarantined(self, name: str) -> None:
        """Delete a pack that is set aside. Raises :class:`KnownError` when there is none of that name."""
        with self._folder.locked():
            if name not in {broken for broken, _reason in self.quarantined()}:
                raise KnownError(
                    N_("No pack {name} is set aside."), N_("See “dragoman packs list” for those that are."), name=name
                )
            self._folder.discard(self.folder / name)
            self._forget_quarantine(name)
            self._scan = None

    def quarantine(self, pack: Pack, reason: Text) -> None:
        """Set ``pack`` aside: it is no longer offered until it is installed again. Its files stay where they are."""
        with self._folder.locked():
            noted = self._folder.read_json(_QUARANTINE)
            noted[pack.name] = {"message": reason.message, "values": {k: str(v) for k, v in reason.values.items()}}
            self._folder.write_json(_QUARANTINE, noted)
            self._scan = None

    def verify(
        self, *, names: Collection[str] | None = None, report: Report = silent, cancelled: Ask = never
    ) -> list[tuple[str, Text | None]]:
        """Return the name of every pack, or of those in ``names``, with what is wrong with it, None where nothing is.

        Each file is compared with what was installed and each model translates a sentence; a pack that fails is set
        aside.
        """
        self._scan = None
        aside = self.quarantined()
        found: list[tuple[str, Text | None]] = [one for one in aside if names is None or one[0] in names]
        for pack in self.installed():
            if names is not None and pack.name not in names:
                continue
            reason = changed_file(pack.path, report=report, cancelled=cancelled)
            if reason is None:
                report(Progress(Phase.TESTING, pack.name))
                reason = self._trial(pack.path, engine=pack.engine, source=pack.source, cancelled=cancelled)
            if reason is not None:
                self.quarantine(pack, reason)
            found.append((pack.name, reason))
        return sorted(found, key=lambda item: item[0])

    def ensure_starters(self) -> list[Pack]:
        """Install the packs that come with Dragoman, each once ever, and return those installed by this call.

        One that the user removed stays removed. Costs one small file read when there is nothing to do.
        """
        shipped = {entry.name: entry for entry in _shipped()}
        if not set(shipped) - set(self._folder.read_json(_STARTERS)):
            return []
        with self._folder.locked():
            done = self._folder.read_json(_STARTERS)
            new: list[Pack] = []
            for name in sorted(set(shipped) - set(done)):
                with as_file(shipped[name]) as file:
                    pack = self._install(file, file.name, None, silent, never)
                new.append(pack)
                done[name] = pack.name
                self._folder.write_json(_STARTERS, done)
            return new

    def _not_installed(self, source: str, target: str) -> KnownError:
        return KnownError(
            N_("No pack from {source} to {target} is installed."),
            N_("Installed packs: {installed}."),
            source=source,
            target=target,
            installed=pair_list(self.installed()),
        )

    def _install(self, file: Path, name: str, expected: LanguagePair | None, report: Report, cancelled: Ask) -> Pack:
        temporary = self._folder.temporary()
        try:
            root = _staged(file, name, temporary, report, cancelled)
            metadata = self._checked(root, name, expected, report, cancelled)
            final = self._folder.swap_in(root, metadata.folder_name)
        except BrokenPack as broken:
            raise refused(name, broken.reason) from broken
        except OSError as error:
            raise disk_error(error, self.folder, name) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
            self._scan = None
        self._forget_quarantine(final.name)
        return next(pack for pack in self.installed() if pack.path == final)

    def _checked(
        self, root: Path, name: str, expected: LanguagePair | None, report: Report, cancelled: Ask
    ) -> PackMetadata:
        """Return the metadata of a pack that translates and whose files are on the disk for good."""
        metadata = read_metadata(root)
        if expected is not None and LanguagePair(metadata.source, metadata.target) != expected:
            pair = f"{metadata.source}-{metadata.target}"
            raise BrokenPack(Text(N_("it translates {pair} and not what was asked for."), {"pair": pair}))
        check_layout(root, metadata.engine)
        report(Progress(Phase.TESTING, name))
        reason = self._trial(root, engine=metadata.engine, source=metadata.source, cancelled=cancelled)
        if reason is not None:
            raise BrokenPack(reason)
        write_receipt(root)
        for path in (root, *(path for path in root.rglob("*") if path.is_dir())):
            sync_folder(path)
        return metadata

    def _scanned(self) -> Scan:
        try:
            stamp = self.folder.stat().st_mtime_ns
        except OSError:
            return Scan(0, (), ())
        scan = self._scan
        if scan is None or scan.stamp != stamp:
            try:
                scan = read_packs(self.folder, stamp, self._folder.read_json(_QUARANTINE))
            except OSError as error:
                raise disk_error(error, self.folder, self.folder.name) from error
            # A change in the same tick of the file system's clock would go unseen: only an older stamp is trusted.
            settled = abs(time.time_ns() - stamp) > _FRESH_NS
            self._scan = scan if settled else None
        return scan

    def _forget_quarantine(self, name: str) -> None:
        noted = self._folder.read_json(_QUARANTINE)
        if noted.pop(name, None) is not None:
            self._folder.write_json(_QUARANTINE, noted)
            self._scan = None


def pair_list(packs: Iterable[Pack]) -> str:
    """Return the pairs of ``packs`` for a message: ``en-pt, pt-en``."""
    return ", ".join(sorted({f"{pack.source}-{pack.target}" for pack in packs})) or "-"


def _shipped() -> list[Traversable]:
    folder = files("dragoman_resources") / "models"
    if not folder.is_dir():
        return []
    return [entry for entry in folder.iterdir() if entry.name.endswith(".argosmodel")]


def _staged(file: Path, name: str, temporary: Path, report: Report, cancelled: Ask) -> Path:
    """Return the folder within ``temporary`` where the unpacked pack begins."""
    from dragoman.translation import firefox_package

    with naming_damage():
        staged = firefox_package.stage(file, temporary)
    if staged is not None:
        return staged
    if file.is_dir():
        raise BrokenPack(Text(N_("the folder holds no pack that Dragoman knows.")))
    shutil.rmtree(temporary, ignore_errors=True)
    unpack(file, temporary, name=name, report=report, cancelled=cancelled)
    return pack_root(temporary)
