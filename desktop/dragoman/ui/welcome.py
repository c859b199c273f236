"""First run: three steps that can be skipped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.base.locales import language_name
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.sample import sample_counterpart
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row
from dragoman.ui.widgets.own_place import OwnPlaceForm

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.translation.packs import PackStore


class Welcome(QDialog):
    """Who and where you are; which languages are ready; a counterpart to begin with."""

    language_wanted = Signal(str)
    add_wanted = Signal()

    def __init__(
        self,
        context: NegotiationContext,
        knowledge: KnowledgeBase,
        packs: PackStore,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._packs = packs
        self._tokens = tokens
        self.setWindowTitle(_("Welcome to Dragoman"))
        self.setMinimumSize(560, 520)
        outer = column(self, margin=24, spacing=16)
        self.own = OwnPlaceForm(context.settings, knowledge)
        self._pages = QStackedWidget()
        for page in (self._place_page(), self._languages_page(), self._counterpart_page()):
            self._pages.addWidget(page)
        outer.addWidget(self._pages, 1)
        foot = row()
        self._step = label("", "muted")
        foot.addWidget(self._step, 1)
        foot.addWidget(button(_("Skip"), self._finish, kind="quiet"))
        self._next = button(_("Next"), self.forward, kind="primary")
        self._next.setDefault(True)
        foot.addWidget(self._next)
        outer.addLayout(foot)
        self._show_step()

    def forward(self) -> None:
        """Go to the next step, keeping what was filled in."""
        if self._pages.currentIndex() == 0 and self.own.values()["home_country"]:
            self._context.update_settings(**self.own.values())
        if self._pages.currentIndex() == self._pages.count() - 1:
            self._finish()
            return
        self._pages.setCurrentIndex(self._pages.currentIndex() + 1)
        if self._pages.currentIndex() == 1:
            self._list_languages()
        self._show_step()

    def reject(self) -> None:
        """Closing is skipping: it is not asked again."""
        self._finish()

    def _finish(self) -> None:
        self._context.update_settings(first_run_done=True)
        self.accept()

    def _show_step(self) -> None:
        self._step.setText(_("Step {n} of {total}").format(n=self._pages.currentIndex() + 1, total=self._pages.count()))
        last = self._pages.currentIndex() == self._pages.count() - 1
        self._next.setText(_("Start") if last else _("Next"))

    def _place_page(self) -> QWidget:
        page, layout = _page(_("Where do you work?"), _("For your clock, your holidays and your signature."))
        layout.addWidget(self.own)
        layout.addStretch(1)
        line = row()
        line.addWidget(label(_("Language of the program"), "muted"))
        for name, tag in (("English", "en"), ("简体中文", "zh_Hans")):
            choice = button(name, partial(self._change_language, tag))
            choice.setEnabled(active_language() != tag)
            line.addWidget(choice)
        line.addStretch(1)
        layout.addLayout(line)
        return page

    def _change_language(self, language: str) -> None:
        self._context.update_settings(ui_language=language, **self.own.values())
        self.accept()
        self.language_wanted.emit(language)

    def _languages_page(self) -> QWidget:
        page, layout = _page(
            _("Languages"), _("These pairs translate without a network. More can be added under Packs at any time.")
        )
        self._languages = column(spacing=6)
        layout.addLayout(self._languages)
        layout.addStretch(1)
        return page

    def _list_languages(self) -> None:
        reader = active_language()
        for pack in self._packs.installed():
            words = f"{language_name(pack.source, reader)} → {language_name(pack.target, reader)}"
            line = row()
            mark = label()
            mark.setPixmap(icon("circle-check", self._tokens.ok).pixmap(18, 18))
            line.addWidget(mark)
            line.addWidget(label(words), 1)
            self._languages.addLayout(line)

    def _counterpart_page(self) -> QWidget:
        page, layout = _page(
            _("Who are you dealing with?"), _("Add a counterpart once: language, brief, meetings and letters follow.")
        )
        layout.addWidget(button(_("Add a counterpart"), self._add), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(
            button(_("Try everything with a sample buyer in São Paulo"), self._sample), 0, Qt.AlignmentFlag.AlignLeft
        )
        layout.addStretch(1)
        return page

    def _add(self) -> None:
        self._finish()
        self.add_wanted.emit()

    def _sample(self) -> None:
        self._context.save(sample_counterpart())
        self._finish()


def _page(title: str, words: str) -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    layout = column(page, spacing=12)
    layout.addWidget(label(title, "title"))
    layout.addWidget(label(words, "muted", wrap=True))
    return page, layout
