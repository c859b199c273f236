"""Packs: the languages this computer can translate, and what is wrong with those that it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from dragoman.base.i18n import _, active_language, pgettext, render
from dragoman.base.locales import language_name, language_of
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling

if TYPE_CHECKING:
    from dragoman.translation.packs import Pack, PackStore


class PacksPanel(Panel):
    """Installed packs; a pack file is added by button or by dropping it here."""

    def __init__(self, packs: PackStore, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._packs = packs
        self._context = context
        self._runner = runner
        self.setAcceptDrops(True)
        outer = column(self, spacing=0)
        bar = row()
        bar.setContentsMargins(16, 16, 16, 8)
        bar.addWidget(label(_("Language packs"), "title"), 1)
        bar.addWidget(button(_("Install a pack file…"), self._ask, icon=icon("folder-open", tokens.text)))
        outer.addLayout(bar)
        content = QWidget()
        self._body = column(content, spacing=8)
        self._body.setContentsMargins(16, 4, 16, 16)
        area = scrolling(content, see_through=True)
        outer.addWidget(area, 1)

    def refresh(self) -> None:
        """Read the packs' folder anew."""
        clear(self._body)
        installed = self._packs.installed()
        for pack in installed:
            self._body.addWidget(self._line(pack))
        if not installed:
            self._body.addWidget(label(_("No pack is installed. Install a pack file to translate."), "muted"))
        for name, reason in self._packs.quarantined():
            frame = card()
            layout = column(frame, margin=12, spacing=4)
            layout.addWidget(chip(_("not usable: {name}").format(name=name), "alarm"))
            layout.addWidget(label(render(reason), "muted", wrap=True))
            self._body.addWidget(frame)
        self._body.addStretch(1)
        self._inspect(installed)

    def install(self, file: Path) -> None:
        """Install a pack file in the background."""
        self.status.emit(_("Installing {name}…").format(name=file.name))
        self._runner.submit(lambda _context: self._packs.install(file), done=self._installed, failed=self._failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.toLocalFile().endswith(".argosmodel") for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.install(Path(url.toLocalFile()))

    def _line(self, pack: Pack) -> QWidget:
        frame = card()
        line = row(frame, margin=12, spacing=12)
        words = column(spacing=2)
        reader = active_language()
        pair = f"{language_name(pack.source, reader)} → {language_name(pack.target, reader)}"
        words.addWidget(label(pair, "lead"))
        size = f"{pack.size_bytes / 1_000_000:.0f} MB"
        words.addWidget(label(_("Argos, version {version}, {size}").format(version=pack.version, size=size), "muted"))
        line.addLayout(words, 1)
        line.addWidget(chip(_("ready"), "ok"))
        remove = button("", lambda: self._ask_remove(pack, sure), kind="quiet", icon=icon("trash-2", self.tokens.muted))
        remove.setToolTip(_("Remove {pair}").format(pair=pair))
        remove.setAccessibleName(remove.toolTip())
        sure = button(_("Remove"), lambda: self._remove(pack), kind="primary")
        sure.hide()
        line.addWidget(sure)
        line.addWidget(remove)
        return frame

    def _ask_remove(self, pack: Pack, sure: QWidget) -> None:
        sure.setVisible(sure.isHidden())

    def _remove(self, pack: Pack) -> None:
        try:
            self._packs.remove(pack.source, pack.target)
        except Exception as error:
            self.trouble.emit(error)
        self._changed()

    def _ask(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Install a pack file"), "", _("Language packs (*.argosmodel)")
        )
        if name:
            self.install(Path(name))

    def _installed(self, pack: Pack) -> None:
        self.status.emit(_("Installed {name}.").format(name=pack.name))
        self._changed()

    def _failed(self, error: BaseException) -> None:
        self.status.emit("")
        self.trouble.emit(error)

    def _changed(self) -> None:
        self.refresh()
        self._context.changed.emit()

    def _inspect(self, installed: list[Pack]) -> None:
        self.inspector.clear()
        there = self._context.there
        if there:
            own, theirs = self._context.own_language, language_of(there.language)
            reader = active_language()
            have = {(pack.source, pack.target) for pack in installed}
            self.inspector.heading(_("For this counterpart"))
            for source, target in ((own, theirs), (theirs, own)):
                if source == target:
                    continue
                pair = f"{language_name(source, reader)} → {language_name(target, reader)}"
                reachable = (source, target) in have or ((source, "en") in have and ("en", target) in have)
                self.inspector.mark(
                    _("ready") if reachable else pgettext("language pack", "missing"),
                    "ok" if reachable else "warn",
                    pair,
                )
        self.inspector.heading(_("Where packs come from"))
        self.inspector.line(
            _("English and Portuguese come with Dragoman. Argos Translate pack files (.argosmodel) add languages."),
            "muted",
        )
