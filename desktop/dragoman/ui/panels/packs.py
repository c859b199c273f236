"""Packs: the languages this computer can translate, those it could, and whether it is ready for a journey."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QTabWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _
from dragoman.translation.pack_jobs import Job, JobKind, JobState
from dragoman.ui import pack_wording, wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.panels.packs_data import Overview, read_overview
from dragoman.ui.panels.packs_list import PacksList
from dragoman.ui.panels.packs_travel import TravelPage
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, set_properties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.services import Services
    from dragoman.translation.pack_manager import Offer
    from dragoman.translation.packs import Pack
    from dragoman.ui.tasks import TaskContext

_WATCH_MS = 150
_TOLD_BY_THE_LIST = (JobKind.DOWNLOAD, JobKind.FIREFOX, JobKind.INSTALL)
"""What these have done is seen in the list of installed packs; the others say what came of them."""


class PacksPanel(Panel):
    """Work goes on in :class:`PackJobs` wherever the user is; this panel shows it and says what came of it."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._services = services
        self._context = context
        self._runner = runner
        self._jobs = services.pack_jobs
        self._reading = self._looking = 0
        self._revision = -1
        self._has_looked = False
        self._told: set[int] = set()
        self.setAcceptDrops(True)
        outer = column(self, spacing=0)
        bar = row()
        bar.setContentsMargins(16, 16, 16, 8)
        bar.addWidget(label(_("Language packs"), "title"), 1)
        self._add = button(_("Add packs…"), self._choose, icon=icon("folder-open", tokens.text))
        self._add.setToolTip(_("From pack files, a folder or a stick. You can also drop them here."))
        bar.addWidget(self._add)
        outer.addLayout(bar)
        self.list = PacksList(self._jobs, lambda: self._services.pack_manager.catalogue.address, tokens)
        self.travel = TravelPage(services, context, runner, tokens)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.list, _("Packs"))
        self.tabs.addTab(self.travel, _("Travel check"))
        outer.addWidget(self.tabs, 1)
        self._drop = label(_("Drop packs here to install them"), "lead")
        self._drop.setParent(self)
        set_properties(self._drop, alignment="AlignCenter")
        self._drop.setStyleSheet(
            f"background: {tokens.accent_soft}; color: {tokens.accent}; border: 2px dashed {tokens.accent};"
            " border-radius: 8px;"
        )
        self._drop.hide()
        self._watch = QTimer(self, interval=_WATCH_MS)
        self._watch.timeout.connect(self._look_at_jobs)
        self._connect()
        if self._jobs.busy():
            self._watch.start()

    def refresh(self) -> None:
        """Read the packs anew, in the background."""
        self._runner.cancel(self._reading)
        other, settings = self._context.counterpart, self._context.settings
        own, theirs = settings.home_language or "en", other.language if other else ""
        self.list.is_offline = settings.offline
        self.list.name = wording.person_name(other) if other else ""
        self._reading = self._runner.submit(
            lambda _context: read_overview(self._services, own, theirs), done=self._show, failed=self.trouble.emit
        )

    def visit(self) -> None:
        """Called when the panel comes to the front: what is in memory has changed in any case."""
        self._stale = True
        super().visit()
        self._watch.start()

    def install(self, *paths: Path) -> None:
        """Install pack files and folders in the background."""
        for path in paths:
            self._jobs.install(path)
        self.tabs.setCurrentWidget(self.list)
        self._look_at_jobs()
        self._watch.start()

    def look(self) -> None:
        """Fetch the catalogue, or stop doing so."""
        if self.list.is_looking:
            self._runner.cancel(self._looking)
            return
        manager = self._services.pack_manager
        self._set_looking(is_looking=True)
        self._looking = self._runner.submit(
            lambda context: manager.catalogue.fetch(cancelled=context.cancelled),
            done=self._looked,
            failed=self._not_looked,
            cancelled=lambda: self._set_looking(is_looking=False),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._drop.setGeometry(self.rect().adjusted(16, 16, -16, -16))
            self._drop.raise_()
            self._drop.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop.hide()
        event.acceptProposedAction()
        self.install(*(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))

    def _connect(self) -> None:
        self.list.look_wanted.connect(self.look)
        self.list.sizes_wanted.connect(self._ask_sizes)
        self.list.remove_wanted.connect(self._remove)
        self.list.remove_aside_wanted.connect(self._remove_aside)
        self.list.export_wanted.connect(self._export)
        self.list.add_wanted.connect(self._choose)
        self.list.edit_wanted.connect(self.edit_wanted)
        self.list.settings_wanted.connect(self.settings_wanted)
        self.list.started.connect(self._watch.start)
        self.travel.trouble.connect(self.trouble)
        self.travel.packs_wanted.connect(lambda: self.tabs.setCurrentWidget(self.list))

    def _show(self, overview: Overview) -> None:
        self.list.show_overview(overview)
        self._inspect(overview)
        wanted = overview.wanted.missing if overview.wanted is not None else None
        if self._has_looked and wanted and any(offer.size_bytes is None for offer in wanted):
            self._ask_sizes(wanted, is_asked=False)
        self._has_looked = False

    def _look_at_jobs(self) -> None:
        if self._revision != self._jobs.revision:
            self._revision = self._jobs.revision
            has_news = False
            for job in self._jobs.all():
                has_news = self._tell(job) or has_news
            self.list.show_jobs()
            if has_news:
                self._changed()
        if not self._jobs.busy() and not self.isVisible():
            self._watch.stop()

    def _tell(self, job: Job) -> bool:
        """Tell of a job that has come to its end since the last look; return whether packs may have changed."""
        if job.state is JobState.FAILED and not isinstance(job.error, KnownError):
            self._jobs.dismiss(job.id)
            self.trouble.emit(job.error)
            return True
        if job.state is not JobState.DONE or job.id in self._told:
            return False
        self._told.add(job.id)
        self.status.emit(pack_wording.finished(job))
        if job.kind in _TOLD_BY_THE_LIST:
            self._jobs.dismiss(job.id)
        return True

    def _looked(self, _catalogue: object) -> None:
        self._has_looked = True
        self._set_looking(is_looking=False)
        self.refresh()

    def _not_looked(self, error: BaseException) -> None:
        is_known = isinstance(error, KnownError)
        self._set_looking(is_looking=False, error=error if isinstance(error, KnownError) else None)
        if not is_known:
            self.trouble.emit(error)

    def _set_looking(self, *, is_looking: bool, error: KnownError | None = None) -> None:
        self.list.is_looking = is_looking
        self.list.look_error = error
        self.list.show_looking()

    def _ask_sizes(self, offers: Sequence[Offer], *, is_asked: bool = True) -> None:
        """Ask the servers for sizes; a failure is worth a message only where the user asked for them."""
        if is_asked:
            self.status.emit(_("Asking for sizes…"))
        self._runner.submit(
            lambda context: self._services.pack_manager.learn_sizes(offers, cancelled=context.cancelled),
            done=lambda _offers: self._sized(),
            failed=self._failed if is_asked else lambda _error: None,
        )

    def _sized(self) -> None:
        self.status.emit("")
        self.refresh()

    def _remove(self, pack: Pack) -> None:
        packs = self._services.packs

        def work(_context: TaskContext) -> Pack:
            return packs.remove(pack.source, pack.target, version=pack.version, engine=pack.engine)

        self._runner.submit(work, done=self._removed, failed=self._failed)

    def _removed(self, pack: Pack) -> None:
        self.status.emit(_("Removed {pair}.").format(pair=pack_wording.pair(pack.source, pack.target)))
        self._changed()

    def _remove_aside(self, name: str) -> None:
        packs = self._services.packs
        self._runner.submit(
            lambda _context: packs.remove_quarantined(name), done=lambda _none: self._changed(), failed=self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self.status.emit("")
        self.trouble.emit(error)
        self.refresh()

    def _changed(self) -> None:
        """Tell everybody that the languages there are may be others; this panel hears it too."""
        self._context.changed.emit()

    def _choose(self) -> None:
        menu = QMenu(self)
        menu.addAction(icon("package", self.tokens.text), _("Pack files…"), self._choose_files)
        menu.addAction(icon("folder-open", self.tokens.text), _("Folder or stick…"), self._choose_folder)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _choose_files(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(
            self, _("Add packs"), "", _("Language packs (*.argosmodel *.zip)")
        )
        if names:
            self.install(*map(Path, names))

    def _choose_folder(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, _("Add packs from a folder")):
            self.install(Path(name))

    def _export(self) -> None:
        if name := QFileDialog.getExistingDirectory(self, _("Export the packs to a folder")):
            self._jobs.export(Path(name))
            self._look_at_jobs()
            self._watch.start()

    def _inspect(self, overview: Overview) -> None:
        self.inspector.clear()
        self.inspector.heading(_("Room"))
        taken = pack_wording.size(sum(one.pack.size_bytes for one in overview.installed))
        self.inspector.pair(_("Packs"), taken)
        self.inspector.pair(_("Free"), pack_wording.size(overview.free_bytes))
        self.inspector.heading(_("In memory now"))
        loaded = [one for one in overview.installed if one.resident_bytes]
        for one in loaded:
            pair = pack_wording.pair(one.pack.source, one.pack.target)
            self.inspector.pair(pair, pack_wording.size(one.resident_bytes))
        if not loaded:
            self.inspector.line(_("No pack is loaded."))
        self.inspector.line(_("Packs are loaded when they are used, and given back after ten minutes."), "muted")
        self.inspector.heading(_("Quality"))
        self.inspector.line(
            _(
                "Published figures of one test with 1,012 sentences. "
                "BLEU: under 20 rough, under 30 the gist, from 40 very good."
            ),
            "muted",
        )
        self.inspector.heading(_("Where packs come from"))
        self.inspector.line(
            _(
                "English and Portuguese come with Dragoman. More come from the catalogue of the Argos project, "
                "from Mozilla (Firefox), or from a file."
            ),
            "muted",
        )
