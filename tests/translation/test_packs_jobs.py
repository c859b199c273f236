"""Jobs run in the background, each ends once, and what waits on a network holds nothing else up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.errors import KnownError
from dragoman.translation.catalogue import CatalogueStore
from dragoman.translation.download import Downloader, Patience
from dragoman.translation.pack_jobs import Job, JobKind, JobState, PackJobs
from dragoman.translation.pack_manager import Offer, PackManager
from dragoman.translation.packs import PackStore
from dragoman.translation.web import Timeouts, Web


@pytest.fixture
def server(pack_material: ModuleType) -> Iterator[Any]:
    with pack_material.running_server() as running:
        yield running


@pytest.fixture
def manager(tmp_path: Path, server: Any) -> PackManager:
    web = Web(Timeouts(connect_seconds=2, read_seconds=20))
    downloads = Downloader(
        tmp_path / "packs" / ".downloads", web=web, patience=Patience(tries=3, first_wait_seconds=0.01)
    )
    catalogue = CatalogueStore(tmp_path / "catalogue.json", address=lambda: server.address + "/index.json", web=web)
    return PackManager(PackStore(tmp_path / "packs", trial=lambda *_a, **_k: None), catalogue, downloads)


@pytest.fixture
def jobs(manager: PackManager) -> Iterator[PackJobs]:
    made = PackJobs(manager, offline=lambda: False)
    yield made
    made.close()


def until(wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not wanted():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.01)


def only(jobs: PackJobs) -> Job:
    (job,) = jobs.all()
    return job


def stalled(server: Any, material: ModuleType, folder: Path, manager: PackManager) -> tuple[Offer, threading.Event]:
    """Return an offer whose server sends half of the file and the rest when the event is set."""
    content = material.tiny_pack(folder / "shop.argosmodel").read_bytes()
    go = threading.Event()

    def send(reply: Any) -> None:
        reply.file(content, cut=None if go.is_set() else len(content) // 2)
        while not go.is_set() and not reply.over.is_set():
            go.wait(0.02)

    server.index(server.route("/pack", send))
    (offer,) = manager.offers(manager.catalogue.fetch())
    return offer, go


def test_a_file_does_not_wait_for_a_slow_network(
    jobs: PackJobs, manager: PackManager, server: Any, pack_material: ModuleType, tmp_path: Path
) -> None:
    offer, go = stalled(server, pack_material, tmp_path, manager)
    jobs.download(offer)
    jobs.install(pack_material.tiny_pack(tmp_path / "stick.argosmodel", "en", "fr"))
    until(lambda: any(job.state is JobState.DONE for job in jobs.all()))
    assert [(job.kind, job.state) for job in jobs.all()] == [
        (JobKind.DOWNLOAD, JobState.RUNNING),
        (JobKind.INSTALL, JobState.DONE),
    ]
    go.set()


def test_the_same_download_is_not_begun_twice(
    jobs: PackJobs, manager: PackManager, server: Any, pack_material: ModuleType, tmp_path: Path
) -> None:
    offer, go = stalled(server, pack_material, tmp_path, manager)
    assert jobs.download(offer) == jobs.download(offer)
    go.set()
    until(lambda: only(jobs).state is JobState.DONE)
    assert [pack.target for pack in only(jobs).packs] == ["de"]


def test_resuming_before_the_pause_has_come_about_goes_on(
    jobs: PackJobs, manager: PackManager, server: Any, pack_material: ModuleType, tmp_path: Path
) -> None:
    offer, go = stalled(server, pack_material, tmp_path, manager)
    number = jobs.download(offer)
    until(lambda: bool(server.requests[1:]))
    jobs.pause(number)
    jobs.resume(number)
    go.set()
    until(lambda: only(jobs).state is JobState.DONE)


def test_a_closed_program_keeps_what_has_come(
    jobs: PackJobs, manager: PackManager, server: Any, pack_material: ModuleType, tmp_path: Path
) -> None:
    offer, go = stalled(server, pack_material, tmp_path, manager)
    jobs.download(offer)
    until(lambda: only(jobs).progress is not None and only(jobs).progress.done_bytes > 0)  # type: ignore[union-attr]
    jobs.close()
    assert only(jobs).state is JobState.PAUSED
    next_run = PackJobs(manager, offline=lambda: False)
    next_run.take_up()
    next_run.take_up()
    assert only(next_run).state is JobState.PAUSED
    go.set()
    next_run.resume(only(next_run).id)
    until(lambda: only(next_run).state is JobState.DONE)
    next_run.close()


def test_a_failure_stays_until_it_is_dismissed(jobs: PackJobs, tmp_path: Path) -> None:
    (number,) = jobs.install(tmp_path / "nowhere.argosmodel")
    until(lambda: only(jobs).state is JobState.FAILED)
    assert isinstance(only(jobs).error, KnownError)
    assert not jobs.busy()
    jobs.dismiss(number)
    assert jobs.all() == []


def test_a_bug_in_a_job_ends_that_job_alone(
    jobs: PackJobs, manager: PackManager, pack_material: ModuleType, tmp_path: Path
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError

    manager.store._trial = broken  # type: ignore[assignment]
    jobs.install(pack_material.tiny_pack(tmp_path / "one.argosmodel"))
    until(lambda: only(jobs).state is JobState.FAILED)
    assert isinstance(only(jobs).error, ZeroDivisionError)
    manager.store._trial = lambda *_a, **_k: None
    jobs.retry(only(jobs).id)
    until(lambda: only(jobs).state is JobState.DONE)


def test_a_folder_of_pack_files_is_installed_file_by_file(
    jobs: PackJobs, manager: PackManager, pack_material: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    for target in ("de", "fr"):
        pack_material.tiny_pack(folder / f"{target}.argosmodel", "en", target)
    assert len(jobs.install(folder)) == 2
    until(lambda: not jobs.busy())
    assert [pack.target for pack in manager.store.installed()] == ["de", "fr"]


def test_single_packs_are_verified(
    jobs: PackJobs, manager: PackManager, pack_material: ModuleType, tmp_path: Path
) -> None:
    good, bad = (
        manager.store.install(pack_material.tiny_pack(tmp_path / f"{target}.argosmodel", "en", target))
        for target in ("de", "fr")
    )
    (bad.path / "metadata.json").write_text((bad.path / "metadata.json").read_text() + " ")
    jobs.verify([good.name])
    until(lambda: not jobs.busy())
    assert (only(jobs).packs, only(jobs).refused) == ((good,), ())
    jobs.dismiss(only(jobs).id)
    jobs.verify()
    until(lambda: not jobs.busy())
    assert [name for name, _reason in only(jobs).refused] == [bad.name]
