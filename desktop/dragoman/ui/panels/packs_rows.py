"""The lines of the Packs panel: an installed pack, one to be had, one set aside, and work under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import Text, _, describe, render
from dragoman.translation.download import ChangedFileError
from dragoman.translation.pack_jobs import Job, JobState
from dragoman.translation.progress import Phase
from dragoman.ui import pack_wording, wording
from dragoman.ui.icons import icon, pixmap
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, set_tone

if TYPE_CHECKING:
    from dragoman.ui.panels.packs_data import AvailablePack, InstalledPack


_ACTIONS_WIDTH = 120
"""So that the bars of several jobs are of one length, whatever can be done about each."""


def quiet(symbol: str, words: str, tokens: Tokens) -> QPushButton:
    """Return a button with an icon alone, named by its tooltip; the caller connects it."""
    made = button("", lambda: None, kind="quiet", icon=icon(symbol, tokens.muted), tooltip=words)
    made.setFixedWidth(32)
    return made


def wrapping(text: str = "", role: str = "") -> QLabel:
    """Return a label that asks for no more height than its width needs, so that the list has no empty end."""
    made = label(text, role, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


class PackRow(QWidget):
    """Name and badges over details on the left, what can be done on the right."""

    def __init__(self, name: str, tokens: Tokens) -> None:
        super().__init__()
        self.tokens = tokens
        self.name = name
        self.line: QHBoxLayout = row(self, spacing=16)
        self.line.setContentsMargins(16, 8, 12, 8)
        words: QVBoxLayout = column(spacing=2)
        head = row(spacing=8)
        title = label(name)
        title.setStyleSheet("font-weight: 600;")
        head.addWidget(title)
        self._badges = row(spacing=8)
        head.addLayout(self._badges)
        head.addStretch(1)
        words.addLayout(head)
        self.details = wrapping("", "muted")
        words.addWidget(self.details)
        self.line.addLayout(words, 1)
        self.buttons = row(spacing=4)
        self.line.addLayout(self.buttons)

    def badge(self, text: str, tone: str = "plain", tooltip: str = "") -> QLabel:
        """Add a chip behind the name."""
        made = chip(text, tone, tooltip)
        if tooltip:
            made.setAccessibleDescription(tooltip)
        self._badges.addWidget(made)
        return made

    def describe(self, parts: Sequence[str]) -> None:
        """Show the details."""
        self.details.setText(" · ".join(part for part in parts if part))


class InstalledRow(PackRow):
    """An installed pack. Removing it asks on the line itself."""

    remove_wanted = Signal()
    verify_wanted = Signal()
    update_wanted = Signal()

    def __init__(self, one: InstalledPack, tokens: Tokens) -> None:
        pack = one.pack
        super().__init__(pack_wording.pair(pack.source, pack.target), tokens)
        self.badge(*pack_wording.quality(one.quality))
        if not one.is_newest:
            self.badge(_("older version"), "plain", _("A newer version of this pack is installed and is the one used."))
        self.describe(
            (
                pack_wording.engine(pack.engine),
                _("version {version}").format(version=pack.version),
                _("{size} on disk").format(size=pack_wording.size(pack.size_bytes)),
                _("{size} in memory").format(size=pack_wording.size(one.resident_bytes)) if one.resident_bytes else "",
                _("installed {date}").format(date=wording.day(one.installed_at, year=True)) if one.installed_at else "",
            )
        )
        if one.update is not None:
            size = f" · {pack_wording.size(one.update.size_bytes)}" if one.update.size_bytes else ""
            words = _("Update to {version}").format(version=one.update.entry.version) + size
            update = button(words, self.update_wanted.emit, kind="" if one.is_update_worse else "primary")
            update.setAccessibleName(f"{self.name}: {words}")
            if one.is_update_worse and one.quality and one.update_quality:
                said = _("The newer version is rated lower: BLEU {new:.1f}, this one {now:.1f}.")
                update.setToolTip(said.format(new=one.update_quality.bleu, now=one.quality.bleu))
            self.buttons.addWidget(update)
        named = pack_wording.with_engine(self.name, pack.engine)
        verify = quiet("shield-check", _("Verify {pair}").format(pair=named), tokens)
        verify.clicked.connect(self.verify_wanted)
        self._remove = quiet("trash-2", _("Remove {pair}").format(pair=named), tokens)
        self._remove.clicked.connect(lambda: self._ask(is_asking=True))
        self.buttons.addWidget(verify)
        self.buttons.addWidget(self._remove)
        self._question = self._build_question(pack_wording.size(pack.size_bytes))
        self.line.addWidget(self._question)
        self._question.hide()

    def _build_question(self, size: str) -> QWidget:
        asked = QWidget()
        line = row(asked, spacing=8)
        line.addWidget(label(_("Remove it and free {size}?").format(size=size)))
        self._sure = button(_("Remove"), self.remove_wanted.emit, kind="primary")
        line.addWidget(self._sure)
        line.addWidget(button(_("Keep"), lambda: self._ask(is_asking=False)))
        return asked

    def _ask(self, *, is_asking: bool) -> None:
        for index in range(self.buttons.count()):
            if (item := self.buttons.itemAt(index)) and (widget := item.widget()):
                widget.setVisible(not is_asking)
        self._question.setVisible(is_asking)
        (self._sure if is_asking else self._remove).setFocus()


class AvailableRow(PackRow):
    """A pack that can be had."""

    install_wanted = Signal()

    def __init__(self, one: AvailablePack, tokens: Tokens, *, can_install: bool) -> None:
        super().__init__(pack_wording.pair(one.source, one.target), tokens)
        self.badge(*pack_wording.quality(one.quality))
        offer = one.offer
        if offer is None:
            self.describe((pack_wording.engine(one.engine), _("from Mozilla's service")))
        else:
            version = _("version {version}").format(version=offer.entry.version)
            size = pack_wording.size(offer.size_bytes) if offer.size_bytes else _("size not asked yet")
            self.describe((pack_wording.engine(one.engine), version, size))
        install = button(_("Install"), self.install_wanted.emit, icon=icon("download", tokens.text))
        install.setAccessibleName(_("Install {pair}").format(pair=pack_wording.with_engine(self.name, one.engine)))
        install.setEnabled(can_install)
        self.buttons.addWidget(install)


class AsideRow(PackRow):
    """A pack that does not work, with the reason and the remedy."""

    remove_wanted = Signal()

    def __init__(self, name: str, reason: Text, tokens: Tokens) -> None:
        super().__init__(name, tokens)
        self.badge(_("not usable"), "alarm")
        remedy = _("Install it again, or remove it. The other packs are not affected.")
        self.describe((render(reason),))
        self.details.setText(f"{self.details.text()}\n{remedy}")
        remove = button(_("Remove"), self.remove_wanted.emit, icon=icon("trash-2", tokens.text))
        remove.setAccessibleName(_("Remove {pair}").format(pair=name))
        self.buttons.addWidget(remove)


class JobRow(QWidget):
    """Work under way, or what went wrong with it; kept while it lasts and brought up to date."""

    paused = Signal()
    resumed = Signal()
    cancelled = Signal()
    retried = Signal(bool)
    """Try again; whether a changed file is accepted."""
    dismissed = Signal()

    def __init__(self, job: Job, tokens: Tokens) -> None:
        super().__init__()
        self.tokens = tokens
        self._looks = ""
        line = row(self, spacing=16)
        line.setContentsMargins(16, 8, 12, 8)
        words = column(spacing=4)
        head = row(spacing=8)
        self.title = label(pack_wording.title(job))
        self.title.setStyleSheet("font-weight: 600;")
        head.addWidget(self.title)
        self._state = chip("")
        head.addWidget(self._state)
        head.addStretch(1)
        self._share = label("", "muted")
        head.addWidget(self._share)
        words.addLayout(head)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.title.text())
        words.addWidget(self.bar)
        self.standing = wrapping("", "muted")
        words.addWidget(self.standing)
        line.addLayout(words, 1)
        side = QWidget()
        side.setMinimumWidth(_ACTIONS_WIDTH)
        across = row(side)
        across.addStretch(1)
        self._actions = row(spacing=4)
        across.addLayout(self._actions)
        line.addWidget(side)

    def show_job(self, job: Job, *, is_stopping: bool) -> None:
        """Show how the job stands now."""
        self._state.hide()
        if job.state in (JobState.FAILED, JobState.DONE):
            self._show_outcome(job)
        else:
            self._show_progress(job, is_stopping=is_stopping)
        looks = f"{job.state} {is_stopping}"
        if looks != self._looks:
            self._looks = looks
            self._show_actions(job, is_stopping=is_stopping)

    def _show_progress(self, job: Job, *, is_stopping: bool) -> None:
        is_paused = job.state is JobState.PAUSED
        progress = job.progress
        fraction = progress.fraction if progress is not None else None
        self.bar.show()
        if job.state is JobState.RUNNING and (fraction is None or (progress and progress.phase is Phase.TESTING)):
            self.bar.setRange(0, 0)
            self._share.setText("")
        else:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round((fraction or 0) * 1000))
            self._share.setText(f"{fraction or 0:.0%}")
        colour = self.tokens.border_strong if is_paused else self.tokens.accent
        sheet = (
            f"QProgressBar {{ background: {self.tokens.sunken}; border: none; border-radius: 4px; }}"
            f" QProgressBar::chunk {{ background: {colour}; border-radius: 4px; }}"
        )
        if self.bar.styleSheet() != sheet:
            self.bar.setStyleSheet(sheet)
        self.standing.setText(pack_wording.standing(job, is_stopping=is_stopping))

    def _show_outcome(self, job: Job) -> None:
        self.bar.hide()
        self._share.setText("")
        if job.error is not None:
            self._say(_("failed"), "alarm")
            what, remedy = (str(job.error), "")
            if isinstance(job.error, KnownError):
                what, remedy = describe(job.error)
            if isinstance(job.error, ChangedFileError):
                remedy = _("Ask the publisher. Install it only if they say that they changed it. Nothing was changed.")
            self.standing.setText(f"{what}\n{remedy}".strip())
            return
        self._say(_("done"), "warn" if job.refused else "ok")
        refused = [
            _("{name} was not installed: {reason}").format(name=name, reason=render(reason))
            for name, reason in job.refused
        ]
        self.standing.setText("\n".join((pack_wording.finished(job), *refused)))

    def _say(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_tone(self._state, tone)
        self._state.show()

    def _show_actions(self, job: Job, *, is_stopping: bool) -> None:
        had_focus = any(child.hasFocus() for child in self.findChildren(QPushButton))
        clear(self._actions)
        name = self.title.text()
        made: list[QPushButton] = []
        if job.state is JobState.FAILED:
            is_changed = isinstance(job.error, ChangedFileError)
            words = _("Install the changed file") if is_changed else _("Try again")
            made.append(button(words, lambda: self.retried.emit(is_changed), icon=icon("rotate-cw", self.tokens.text)))
        elif job.can_pause and job.state is JobState.PAUSED:
            made.append(button(_("Resume"), self.resumed.emit, kind="primary"))
        elif job.can_pause and job.state in (JobState.RUNNING, JobState.WAITING):
            made.append(quiet("pause", _("Pause {pair}").format(pair=name), self.tokens))
            made[-1].clicked.connect(self.paused)
        if job.state in (JobState.FAILED, JobState.DONE):
            made.append(quiet("x", _("Close this message"), self.tokens))
            made[-1].clicked.connect(self.dismissed)
        else:
            made.append(quiet("x", _("Cancel {pair}").format(pair=name), self.tokens))
            made[-1].clicked.connect(self.cancelled)
        for one in made:
            one.setEnabled(not is_stopping)
            self._actions.addWidget(one)
        if had_focus:
            made[0].setFocus()


class Section(QWidget):
    """A heading with what can be done to all of it, and a card with one line for each."""

    def __init__(self, title: str, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        outer = column(self, spacing=8)
        self._head = row(spacing=8)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._title = label(title, "heading")
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        outer.addLayout(self._head)
        frame = card()
        self._rows = column(frame, spacing=0)
        outer.addWidget(frame)

    def action(self, one: QPushButton) -> QPushButton:
        """Add a button to the heading."""
        self._head.addWidget(one)
        return one

    def add(self, widget: QWidget) -> None:
        """Add a line."""
        if self._rows.count():
            rule = QFrame()
            rule.setFixedHeight(1)
            rule.setStyleSheet(f"background: {self._tokens.border}; border: none; margin: 0 16px;")
            self._rows.addWidget(rule)
        self._rows.addWidget(widget)


class Statement(QWidget):
    """What there is to say where there are no packs to show: an icon, words, and what to do about it."""

    def __init__(self, symbol: str, text: str, tokens: Tokens, *, tone: str = "", note: str = "") -> None:
        super().__init__()
        line = row(self, spacing=16)
        line.setContentsMargins(16, 16, 16, 16)
        picture = QLabel()
        picture.setPixmap(pixmap(symbol, getattr(tokens, tone) if tone else tokens.muted, 20))
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop if note else Qt.AlignmentFlag.AlignVCenter)
        words = column(spacing=4)
        words.addWidget(wrapping(text))
        if note:
            words.addWidget(wrapping(note, "muted"))
        line.addLayout(words, 1)
        self._line = line

    def action(self, one: QPushButton) -> QPushButton:
        """Add a button."""
        self._line.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
        return one
