"""The list of packs: what the counterpart needs, what is under way, set aside, newer, installed, and to be had."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, describe, ngettext
from dragoman.translation.catalogue import fitting
from dragoman.translation.pack_jobs import JobState, PackJobs
from dragoman.translation.web import host_of
from dragoman.ui import wording
from dragoman.ui.icons import icon
from dragoman.ui.panels.packs_rows import AsideRow, AvailableRow, InstalledRow, JobRow, Section, Statement
from dragoman.ui.panels.packs_wanted import WantedCard
from dragoman.ui.tasks import in_turns
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dragoman.translation.model import LanguagePair
    from dragoman.translation.pack_manager import Offer
    from dragoman.ui.panels.packs_data import AvailablePack, InstalledPack, Overview

_PAUSE_MS = 120
_FIRST_ROWS = 12
"""More are built when asked for, one at a time: a hundred lines at once would hold the window up."""


class PacksList(QWidget):
    """Shows an overview and the jobs. What needs files or the network it only asks for."""

    look_wanted = Signal()
    """The catalogue is to be fetched, or the fetching stopped."""
    sizes_wanted = Signal(object)
    """The sizes of these offers are to be asked for."""
    remove_wanted = Signal(object)
    """This pack is to be removed."""
    remove_aside_wanted = Signal(str)
    export_wanted = Signal()
    add_wanted = Signal()
    edit_wanted = Signal()
    settings_wanted = Signal()
    started = Signal()
    """A job was started or changed."""

    def __init__(self, jobs: PackJobs, address: Callable[[], str], tokens: Tokens) -> None:
        super().__init__()
        self._jobs = jobs
        self._address = address
        self.tokens = tokens
        self.is_offline = False
        self.is_looking = False
        self.look_error: KnownError | None = None
        self.name = ""
        """Whom the wanted packs are for; empty without a counterpart."""
        self._overview: Overview | None = None
        self._job_rows: dict[int, JobRow] = {}
        self._shown_loading: frozenset[LanguagePair] = frozenset()
        self._most_rows = _FIRST_ROWS
        self._filling = 0
        outer = column(self, spacing=0)
        outer.addLayout(self._bar())
        content = QWidget()
        inside = column(content, spacing=16)
        inside.setContentsMargins(16, 8, 16, 16)
        self._top = column(spacing=16)
        self._under_way = column(spacing=16)
        self._body = column(spacing=16)
        for part in (self._top, self._under_way, self._body):
            inside.addLayout(part)
        inside.addStretch(1)
        outer.addWidget(scrolling(content, see_through=True), 1)
        self._typing = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._typing.timeout.connect(self._searched)
        self._body.addWidget(self._statement("package", _("Reading the packs…")))

    def show_overview(self, overview: Overview) -> None:
        """Show what was read, and the jobs."""
        self._overview = overview
        self.show_jobs()
        self._fill()

    def show_jobs(self) -> None:
        """Bring the lines of what is under way up to date."""
        jobs = {job.id: job for job in self._jobs.all()}
        is_other = self._shown_loading != self._loading()
        if list(jobs) != list(self._job_rows):
            is_other = True
            clear(self._under_way)
            self._job_rows = {}
            if jobs:
                section = Section(_("Under way"), self.tokens)
                for job in jobs.values():
                    self._job_rows[job.id] = line = JobRow(job, self.tokens)
                    self._connect(job.id, line)
                    section.add(line)
                self._under_way.addWidget(section)
        if is_other:
            self._fill()
        for number, line in self._job_rows.items():
            line.show_job(jobs[number], is_stopping=self._jobs.is_stopping(number))

    def show_looking(self) -> None:
        """Show whether the catalogue is being fetched, or what went wrong with that."""
        self._fill()

    def search_for(self, text: str) -> None:
        """Show the packs whose languages ``text`` names."""
        self.search.setText(text)
        self._searched()

    def _bar(self) -> QVBoxLayout:
        bar = column(spacing=8)
        bar.setContentsMargins(16, 12, 16, 8)
        line = row(spacing=8)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(_("Search a language: German, 德语, Deutsch, de"))
        self.search.setAccessibleName(_("Search a language"))
        self.search.addAction(icon("search", self.tokens.muted), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        line.addWidget(self.search, 1)
        self.look = button(_("Look for packs"), self.look_wanted.emit, icon=icon("refresh-cw", self.tokens.text))
        line.addWidget(self.look)
        bar.addLayout(line)
        below = row(spacing=8)
        self._offline = chip(_("offline mode"), "warn")
        below.addWidget(self._offline)
        self._catalogue = label("", "small", wrap=True)
        below.addWidget(self._catalogue, 1)
        self._verify = self._quiet("shield-check", _("Verify all"), lambda: self._started(self._jobs.verify()))
        self._verify.setToolTip(_("Compares every file with what was installed, and translates a sentence with each."))
        self._export = self._quiet("upload", _("Export…"), self.export_wanted.emit)
        self._export.setToolTip(_("Writes all installed packs to a folder or stick, with checksums."))
        for one in (self._verify, self._export):
            below.addWidget(one)
        bar.addLayout(below)
        self._show_source()
        return bar

    def _show_source(self) -> None:
        overview = self._overview
        self._offline.setVisible(self.is_offline)
        catalogue = overview.catalogue if overview is not None else None
        host = host_of(self._address())
        if catalogue is not None:
            count = len(catalogue.entries)
            said = ngettext("Catalogue of {date}: {n} pack.", "Catalogue of {date}: {n} packs.", count)
            words = said.format(date=wording.day(catalogue.fetched_at.astimezone(), year=True), n=count)
        else:
            words = "" if overview is None else _("No catalogue has been fetched yet.")
        if self.is_offline:
            words += " " + _("Nothing is loaded; packs can be added from files and folders.")
        self._catalogue.setText(words.strip())
        for one in (self._verify, self._export):
            one.setVisible(overview is not None and bool(overview.installed))
        self.look.setText(_("Stop looking") if self.is_looking else _("Look for packs"))
        self.look.setEnabled(not self.is_offline)
        self.look.setToolTip(
            _("Offline mode is on. Switch it off in the settings.")
            if self.is_offline
            else _("Fetches the list of packs from {host}. Nothing of yours is sent.").format(host=host)
        )

    def _searched(self) -> None:
        self._most_rows = _FIRST_ROWS
        self._fill()

    def _fill(self) -> None:
        self._show_source()
        overview = self._overview
        if overview is None:
            return
        self.setUpdatesEnabled(False)
        clear(self._top)
        clear(self._body)
        text = self.search.text().strip()
        self._shown_loading = loading = self._loading()
        if not text:
            self._add_wanted(overview, loading)
        if self.look_error is not None:
            self._body.addWidget(self._failure(self.look_error))
        if overview.aside and not text:
            section = Section(_("Set aside"), self.tokens)
            for name, reason in overview.aside:
                line = AsideRow(name, reason, self.tokens)
                line.remove_wanted.connect(partial(self.remove_aside_wanted.emit, name))
                section.add(line)
            self._body.addWidget(section)
        found = self._found(overview, text)
        self._add_updates([one for one in found if one.has_better], loading)
        self._add_installed([one for one in found if not one.has_better], text, is_empty=not overview.installed)
        self._add_available(overview, text, loading)
        self.setUpdatesEnabled(True)

    def _found(self, overview: Overview, text: str) -> list[InstalledPack]:
        fit = {pack.name for pack in fitting(text, [one.pack for one in overview.installed])}
        return [one for one in overview.installed if one.pack.name in fit]

    def _loading(self) -> frozenset[LanguagePair]:
        """Return the pairs whose packs are on their way."""
        jobs = (job for job in self._jobs.all() if job.state not in (JobState.FAILED, JobState.DONE))
        return frozenset(job.pair for job in jobs if job.pair is not None)

    def _add_wanted(self, overview: Overview, loading: frozenset[LanguagePair]) -> None:
        if overview.wanted is None:
            if not self.name:
                said = _("Choose a counterpart, and what their language needs is installed with one click.")
                line = Statement("user-round", said, self.tokens)
                line.action(button(_("Add counterpart"), self.edit_wanted.emit))
                self._top.addWidget(_framed(line))
            return
        wanted = WantedCard(overview.wanted, self.name, self.tokens, under_way=loading, can_load=not self.is_offline)
        wanted.install_wanted.connect(self._install_offers)
        wanted.look_wanted.connect(self.look_wanted)
        self._top.addWidget(wanted)

    def _add_updates(self, found: Sequence[InstalledPack], loading: frozenset[LanguagePair]) -> None:
        if not found:
            return
        section = Section(_("Updates"), self.tokens)
        offers = [one.update for one in found if one.update is not None and one.pack.pair not in loading]
        if len(offers) > 1:
            section.action(button(_("Update all"), lambda: self._install_offers(offers), kind="quiet"))
        for one in found:
            section.add(self._installed_row(one))
        self._body.addWidget(section)

    def _add_installed(self, found: Sequence[InstalledPack], text: str, *, is_empty: bool) -> None:
        if not found and (text or not is_empty):
            return
        section = Section(_("Installed"), self.tokens)
        for one in found:
            section.add(self._installed_row(one))
        if not found:
            line = self._statement("package", _("No pack is installed. Add pack files, or look for packs."))
            line.action(button(_("Add packs…"), self.add_wanted.emit))
            section.add(line)
        self._body.addWidget(section)

    def _installed_row(self, one: InstalledPack) -> InstalledRow:
        line = InstalledRow(one, self.tokens)
        line.remove_wanted.connect(partial(self.remove_wanted.emit, one.pack))
        line.verify_wanted.connect(lambda: self._started(self._jobs.verify([one.pack.name])))
        if one.update is not None:
            line.update_wanted.connect(partial(self._install_offers, [one.update]))
        return line

    def _add_available(self, overview: Overview, text: str, loading: frozenset[LanguagePair]) -> None:
        section = Section(_("Available"), self.tokens)
        found = [one for one in fitting(text, overview.available) if one.pair not in loading]
        if overview.catalogue is None:
            section.add(self._invitation())
        elif not found and text and not self._found(overview, text):
            said = _("No pack knows “{text}”.").format(text=text)
            section.add(self._statement("search", said, _("Search for one of its languages, in any spelling.")))
        elif not found:
            return
        self._filling += 1
        for one in found[:_FIRST_ROWS]:
            section.add(self._available_row(one))
        in_turns(partial(self._add_later, section, one, self._filling) for one in found[_FIRST_ROWS : self._most_rows])
        if len(found) > self._most_rows:
            more = button(
                _("Show all {count} packs").format(count=len(found)), partial(self._show_all, len(found)), kind="quiet"
            )
            section.add(more)
        unknown = [one.offer for one in found if one.offer is not None and one.offer.size_bytes is None]
        if unknown and not self.is_offline:
            ask = section.action(self._quiet("globe", _("Ask for sizes"), lambda: self.sizes_wanted.emit(unknown)))
            ask.setToolTip(_("Asks the publishers' servers how large the packs are."))
        self._body.addWidget(section)

    def _add_later(self, section: Section, one: AvailablePack, filling: int) -> None:
        if filling == self._filling:
            section.add(self._available_row(one))

    def _available_row(self, one: AvailablePack) -> AvailableRow:
        line = AvailableRow(one, self.tokens, can_install=not self.is_offline)
        line.install_wanted.connect(partial(self._install, one))
        return line

    def _invitation(self) -> Statement:
        host = host_of(self._address())
        if self.is_offline:
            line = self._statement(
                "wifi-off",
                _("Offline mode is on: Dragoman opens no connection."),
                _("Switch it off in the settings to look for packs, or add packs from a file, a folder or a stick."),
            )
            line.action(button(_("Settings"), self.settings_wanted.emit))
            return line
        if self.is_looking:
            return self._statement("refresh-cw", _("Fetching the list of packs from {host}…").format(host=host))
        line = self._statement(
            "globe",
            _("“Look for packs” fetches the list of packs from {host}.").format(host=host),
            _("Dragoman goes online only when you ask for it. The list is kept for later."),
        )
        line.action(button(_("Look for packs"), self.look_wanted.emit, kind="primary"))
        return line

    def _failure(self, error: KnownError) -> QWidget:
        what, remedy = describe(error)
        line = Statement("triangle-alert", what, self.tokens, tone="alarm", note=remedy)
        line.action(button(_("Try again"), self.look_wanted.emit))
        return _framed(line)

    def _statement(self, symbol: str, text: str, note: str = "") -> Statement:
        return Statement(symbol, text, self.tokens, note=note)

    def _quiet(self, symbol: str, words: str, act: Callable[[], object]) -> QPushButton:
        return button(words, act, kind="quiet", icon=icon(symbol, self.tokens.accent))

    def _show_all(self, count: int) -> None:
        self._most_rows = count
        self._fill()

    def _install(self, one: AvailablePack) -> None:
        if one.offer is not None:
            self._started(self._jobs.download(one.offer))
        else:
            self._started(self._jobs.fetch_firefox(one.pair))

    def _install_offers(self, offers: Sequence[Offer]) -> None:
        for offer in offers:
            self._jobs.download(offer)
        self._started()

    def _connect(self, number: int, line: JobRow) -> None:
        def act(method: Callable[[int], object]) -> None:
            method(number)
            self._started()

        line.paused.connect(lambda: act(self._jobs.pause))
        line.resumed.connect(lambda: act(self._jobs.resume))
        line.cancelled.connect(lambda: act(self._jobs.cancel))
        line.dismissed.connect(lambda: act(self._jobs.dismiss))
        line.retried.connect(lambda is_accepted: act(partial(self._jobs.retry, accept_changed=is_accepted)))

    def _started(self, _number: object = None) -> None:
        self.show_jobs()
        self.started.emit()


def _framed(widget: QWidget) -> QWidget:
    frame = card()
    column(frame, spacing=0).addWidget(widget)
    return frame
