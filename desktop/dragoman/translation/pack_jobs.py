"""Work on packs that goes on while nobody looks: one object for the whole program holds downloads, imports, exports."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from dragoman.base.errors import Cancelled
from dragoman.base.i18n import Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_manager import Offer, PackManager
from dragoman.translation.pack_scan import Pack
from dragoman.translation.pack_transfer import SUMS, export_packs, import_packs
from dragoman.translation.progress import Ask, Phase, Progress, Report

_LOADING_AT_ONCE = 2
"""One pack is tried out while the next one comes over the wire."""
_OTHERS_AT_ONCE = 1
"""Beside those: a stick must not wait for a slow network."""


class JobKind(StrEnum):
    """What a job does."""

    DOWNLOAD = "download"
    FIREFOX = "firefox"
    INSTALL = "install"
    IMPORT = "import"
    EXPORT = "export"
    VERIFY = "verify"


class JobState(StrEnum):
    """How a job stands. A paused one holds no connection and no thread; what came of it lies on the disk."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands now. ``pair`` is that of a download, ``name`` that of the file or folder of another one.

    ``packs`` are those it installed, wrote or found good, ``refused`` names with what is wrong with each.
    """

    id: int
    kind: JobKind
    name: str
    state: JobState = JobState.WAITING
    pair: LanguagePair | None = None
    offer: Offer | None = None
    progress: Progress | None = None
    error: BaseException | None = None
    packs: tuple[Pack, ...] = ()
    refused: tuple[tuple[str, Text], ...] = ()

    @property
    def is_online(self) -> bool:
        """Whether it loads something from the network."""
        return self.kind in (JobKind.DOWNLOAD, JobKind.FIREFOX)

    @property
    def can_pause(self) -> bool:
        """Whether stopping now loses nothing that a later start would have to do again."""
        return self.kind is JobKind.DOWNLOAD


@dataclass(frozen=True, slots=True)
class _Outcome:
    packs: tuple[Pack, ...] = ()
    refused: tuple[tuple[str, Text], ...] = ()


_Work = Callable[[bool, Report, Ask], _Outcome]
"""Gets whether a changed file is accepted, whom to report to, and whom to ask whether to stop."""


class _Running:
    """A job with what is not for others to see."""

    def __init__(self, job: Job, work: _Work) -> None:
        self.job = job
        self.work = work
        self.accept_changed = False
        self.is_to_pause = False
        self.is_to_stop = False

    def cancelled(self) -> bool:
        return self.is_to_pause or self.is_to_stop


class PackJobs:
    """Runs work on packs on threads of its own, in the order it was asked for: two downloads at once, one of the rest.

    All methods return at once and may be called from any thread. Whoever shows the jobs looks at :meth:`all` when
    :attr:`revision` has changed; finished and failed jobs stay until :meth:`dismiss`.
    """

    def __init__(self, manager: PackManager, *, offline: Ask) -> None:
        self._manager = manager
        self._offline = offline
        self._guard = threading.RLock()
        self._numbers = itertools.count(1)
        self._entries: dict[int, _Running] = {}
        self._threads: set[threading.Thread] = set()
        self._is_closed = False
        self.revision = 0

    def all(self) -> list[Job]:
        """Return the jobs, oldest first."""
        with self._guard:
            return [entry.job for entry in self._entries.values()]

    def busy(self) -> bool:
        """Return whether some job is under way or about to be."""
        return any(job.state in (JobState.WAITING, JobState.RUNNING) for job in self.all())

    def download(self, offer: Offer) -> int:
        """Load a pack of the catalogue and install it, in place of older versions when it is an update."""
        return self._add(*self._loading(offer))

    def fetch_firefox(self, pair: LanguagePair) -> int:
        """Fetch Mozilla's model of a pair from its service and install it."""
        name = f"firefox-{pair.source}_{pair.target}"

        def work(_accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            from dragoman.translation.firefox_discovery import fetch

            into = self._manager.downloads.folder / name
            folder = fetch(pair, into, offline=self._offline(), report=report, cancelled=cancelled)
            pack = self._manager.store.install(folder, name=name, expected=pair, report=report, cancelled=cancelled)
            shutil.rmtree(into, ignore_errors=True)
            return _Outcome((pack,))

        return self._add(self._job(JobKind.FIREFOX, name, pair), work)

    def install(self, path: Path) -> list[int]:
        """Install a pack file or folder; of a folder that was exported all packs, of another one each pack file."""
        if path.is_dir():
            if (path / SUMS).is_file():
                return [self._import(path)]
            if inside := sorted(path.glob("*.argosmodel")):
                return [self._install(file) for file in inside]
        return [self._install(path)]

    def export(self, folder: Path) -> int:
        """Write all installed packs to a folder, with checksums."""

        def work(_accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            written = export_packs(self._manager.store, folder, report=report, cancelled=cancelled)
            return _Outcome(tuple(one.pack for one in written))

        return self._add(self._job(JobKind.EXPORT, str(folder)), work)

    def verify(self, names: Collection[str] | None = None) -> int:
        """Compare packs, all or those of these names, with what was installed, and translate a sentence with each."""

        def work(_accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            results = self._manager.store.verify(names=names, report=report, cancelled=cancelled)
            good = {name for name, reason in results if reason is None}
            packs = tuple(pack for pack in self._manager.store.installed() if pack.name in good)
            return _Outcome(packs, tuple((name, reason) for name, reason in results if reason is not None))

        return self._add(self._job(JobKind.VERIFY, "" if names is None else ", ".join(sorted(names))), work)

    def take_up(self) -> None:
        """List what an earlier run of the program left unfinished, as paused, where the kept catalogue knows it.

        Reads small files only.
        """
        unfinished = self._manager.downloads.unfinished()
        catalogue = self._manager.catalogue.cached() if unfinished else None
        if catalogue is None:
            return
        offers = {address: offer for offer in self._manager.offers(catalogue) for address in offer.entry.addresses}
        with self._guard:
            listed = {job.pair for job in self.all()}
            for one in unfinished:
                offer = offers.get(one.address)
                if offer is None or offer.entry.pair in listed:
                    continue
                progress = Progress(Phase.PAUSED, offer.entry.file_name, one.done_bytes, one.total_bytes)
                job, work = self._loading(offer)
                self._add(replace(job, state=JobState.PAUSED, progress=progress), work)

    def pause(self, number: int) -> None:
        """Stop a download and keep what has come."""
        with self._guard:
            entry = self._entries.get(number)
            if entry is None or not entry.job.can_pause:
                return
            if entry.job.state is JobState.WAITING:
                self._change(number, state=JobState.PAUSED)
            elif entry.job.state is JobState.RUNNING:
                entry.is_to_pause = True
                self.revision += 1

    def resume(self, number: int) -> None:
        """Go on with a paused download."""
        with self._guard:
            entry = self._entries.get(number)
            if entry is not None:
                entry.is_to_pause = False
                if entry.job.state is JobState.PAUSED:
                    self._change(number, state=JobState.WAITING)
                self._start()

    def retry(self, number: int, *, accept_changed: bool = False) -> None:
        """Try a failed job again; ``accept_changed`` takes a file that is not the one of the first download."""
        with self._guard:
            entry = self._entries.get(number)
            if entry is not None and entry.job.state is JobState.FAILED:
                entry.accept_changed = accept_changed
                self._change(number, state=JobState.WAITING, error=None, progress=None)
                self._start()

    def cancel(self, number: int) -> None:
        """Give a job up; what came of a download is thrown away."""
        with self._guard:
            entry = self._entries.get(number)
            if entry is None:
                return
            entry.is_to_stop = True
            if entry.job.state is not JobState.RUNNING:
                self._drop(entry)
            self.revision += 1

    def dismiss(self, number: int) -> None:
        """Take a finished or failed job off the list."""
        with self._guard:
            entry = self._entries.get(number)
            if entry is None:
                return
            if entry.job.state is JobState.FAILED:
                self._drop(entry)
            elif entry.job.state is JobState.DONE:
                del self._entries[number]
            self.revision += 1

    def is_stopping(self, number: int) -> bool:
        """Return whether a running job was asked to pause or stop and has not done so yet."""
        with self._guard:
            entry = self._entries.get(number)
            return entry is not None and entry.job.state is JobState.RUNNING and entry.cancelled()

    def close(self, wait_seconds: float = 3.0) -> None:
        """Stop everything soon; downloads go on at the next start of the program."""
        with self._guard:
            self._is_closed = True
            for entry in self._entries.values():
                entry.is_to_pause = True
            threads = list(self._threads)
        for thread in threads:
            thread.join(wait_seconds)

    def _job(self, kind: JobKind, name: str, pair: LanguagePair | None = None, offer: Offer | None = None) -> Job:
        return Job(next(self._numbers), kind, name, pair=pair, offer=offer)

    def _loading(self, offer: Offer) -> tuple[Job, _Work]:
        def work(accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            get = self._manager.update if offer.is_update else self._install_new
            return _Outcome((get(offer, accept_changed=accept_changed, report=report, cancelled=cancelled),))

        return self._job(JobKind.DOWNLOAD, offer.entry.file_name, offer.entry.pair, offer), work

    def _install_new(self, offer: Offer, *, accept_changed: bool, report: Report, cancelled: Ask) -> Pack:
        return self._manager.install(offer.entry, accept_changed=accept_changed, report=report, cancelled=cancelled)

    def _install(self, file: Path) -> int:
        def work(_accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            return _Outcome((self._manager.store.install(file, report=report, cancelled=cancelled),))

        return self._add(self._job(JobKind.INSTALL, file.name), work)

    def _import(self, folder: Path) -> int:
        def work(_accept_changed: bool, report: Report, cancelled: Ask) -> _Outcome:
            found = import_packs(self._manager.store, folder, report=report, cancelled=cancelled)
            packs = tuple(one.pack for one in found if one.pack is not None)
            return _Outcome(packs, tuple((one.name, one.reason) for one in found if one.reason is not None))

        return self._add(self._job(JobKind.IMPORT, folder.name or str(folder)), work)

    def _add(self, job: Job, work: _Work) -> int:
        with self._guard:
            for entry in self._entries.values():
                is_same = (entry.job.kind, entry.job.name) == (job.kind, job.name)
                if is_same and entry.job.state is not JobState.DONE and not entry.is_to_stop:
                    if entry.job.state is JobState.FAILED:
                        entry.work = work
                        self.retry(entry.job.id)
                    else:
                        self.resume(entry.job.id)
                    return entry.job.id
            self._entries[job.id] = _Running(job, work)
            self.revision += 1
            self._start()
            return job.id

    def _start(self) -> None:
        """Start what waits, as far as there is room. The guard is held."""
        room = {True: _LOADING_AT_ONCE, False: _OTHERS_AT_ONCE}
        for job in self.all():
            room[job.is_online] -= job.state is JobState.RUNNING
        for entry in self._entries.values():
            is_online = entry.job.is_online
            if entry.job.state is JobState.WAITING and room[is_online] > 0 and not self._is_closed:
                room[is_online] -= 1
                self._change(entry.job.id, state=JobState.RUNNING)
                thread = threading.Thread(target=self._run, args=(entry,), name="packs", daemon=True)
                self._threads.add(thread)
                thread.start()

    def _run(self, entry: _Running) -> None:
        number = entry.job.id

        def report(progress: Progress) -> None:
            self._change(number, progress=progress)

        outcome: _Outcome | None = None
        error: BaseException | None = None
        try:
            outcome = entry.work(entry.accept_changed, report, entry.cancelled)
        except Cancelled:
            pass
        except BaseException as trouble:
            error = trouble
        with self._guard:
            self._threads.discard(threading.current_thread())
            if outcome is not None:
                self._change(number, state=JobState.DONE, packs=outcome.packs, refused=outcome.refused)
            elif entry.is_to_stop:
                self._drop(entry)
            elif error is not None:
                self._change(number, state=JobState.FAILED, error=error)
            elif entry.is_to_pause:
                entry.is_to_pause = False
                self._change(number, state=JobState.PAUSED)
            else:  # resumed before it had stopped
                self._change(number, state=JobState.WAITING)
            self._start()

    def _drop(self, entry: _Running) -> None:
        self._entries.pop(entry.job.id, None)
        if entry.job.offer is not None:
            self._manager.abandon(entry.job.offer.entry)
        self.revision += 1

    def _change(self, number: int, **changes: object) -> None:
        with self._guard:
            entry = self._entries.get(number)
            if entry is not None:
                entry.job = replace(entry.job, **changes)  # type: ignore[arg-type]
                self.revision += 1
