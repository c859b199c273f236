"""Draft: a letter as the other side will read it, and the same in the writer's language beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from dragoman.base.errors import KnownError
from dragoman.base.files import write_file
from dragoman.base.i18n import N_, _, active_language, ngettext, pgettext
from dragoman.base.locales import babel_locale, language_of
from dragoman.drafts.cures import cured
from dragoman.drafts.export import to_clipboard
from dragoman.drafts.model import Cure, FieldSpec, Letter
from dragoman.drafts.own_words import own_words
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.panels.draft_inspector import DraftInspector
from dragoman.ui.panels.draft_kept import KeptDrafts
from dragoman.ui.panels.draft_people import recipient, sender
from dragoman.ui.panels.draft_words import OwnWords, Words
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, scrolling
from dragoman.ui.widgets.choices import NarrowBox
from dragoman.ui.widgets.field_form import FieldForm
from dragoman.ui.widgets.letter_view import LetterView, read
from dragoman.ui.widgets.reader import Reader

if TYPE_CHECKING:
    from dragoman.drafts.store import Draft, DraftVersion
    from dragoman.services import Services

PAUSE_MS = 200
REGISTERS = {"formal": N_("formal"), "neutral": N_("neutral"), "familiar": N_("familiar")}
FIRST_PURPOSE = "quotation"
OWN_WORDS = "_own_words"
"""Under which name a draft keeps in whose language the writer's own words are: ``own`` or ``theirs``."""


class DraftPanel(Panel):
    """Fields on the right, the letter on the left, rewritten as they change.

    What the writer says in their own words may be in their language: then it is translated into the letter's, with
    the deal guard watching, and read back.
    """

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._letters = services.letters
        self._context = context
        self._forms: dict[str, FieldForm] = {}
        self._words: list[Words] = []
        self._words_are = ""
        self._is_translating = False
        self._counterpart_id: int | None = None
        self._is_sure = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.compose)
        self._own_words = OwnWords(services, runner, self)
        self._own_words.ready.connect(self.compose)
        self._own_words.trouble.connect(self.trouble)
        self._advice = DraftInspector(self.inspector, context)
        self._advice.edit_wanted.connect(self.edit_wanted)
        self._advice.settings_wanted.connect(self.settings_wanted)
        self._advice.cure_wanted.connect(self.mend)
        self._advice.attach_wanted.connect(self._ask_attachment)
        self._advice.detach_wanted.connect(self._detach)
        self._attachments: list[Path] = []
        self.kept = KeptDrafts(lambda: services.drafts)
        self.kept.keep_wanted.connect(self.keep)
        self.kept.opened.connect(self.open_draft)
        self._services = services
        self._build()

    @property
    def form(self) -> FieldForm:
        """The form of the purpose in front; what was entered for another purpose stays with it."""
        purpose = self._purpose()
        if purpose not in self._forms:
            form = FieldForm(self._letters.fields(purpose), self._context.settings.home_zone)
            form.changed.connect(self._pause.start)
            self._forms[purpose] = form
            self._pages.addWidget(scrolling(form))
        return self._forms[purpose]

    @property
    def view(self) -> Reader:
        """The letter as it will be read."""
        return self.letter_view.reader

    def choose_purpose(self, purpose: str) -> None:
        """Write another kind of letter. Raises ValueError for an unknown one."""
        index = self._purpose_box.findData(purpose)
        if index < 0:
            raise ValueError(purpose)
        self._purpose_box.setCurrentIndex(index)

    def keep(self) -> None:
        """Keep the letter in front as a draft, or as a new version of the one it was opened from."""
        letter = self.letter_view.letter
        if letter is None:
            self.status.emit(_("There is no letter to keep yet: fill in what is needed."))
            return
        try:
            draft = self._services.drafts.save(
                letter,
                self.form.values() | {OWN_WORDS: self._own_language.currentData()},
                draft_id=self.kept.draft_id,
                counterpart_id=self._counterpart_id or None,
            )
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.kept.draft_id = draft.id
        self.status.emit(_("Kept: {text}").format(text=letter.subject))

    def open_draft(self, draft: Draft, version: DraftVersion) -> None:
        """Open a version of a draft: its details in the form, its text as it was."""
        from dragoman.drafts.store import letter_of

        self.choose_purpose(draft.purpose)
        self._fill_languages(version.locale)
        self._register.setCurrentIndex(max(self._register.findData(version.register), 0))
        self.letter_view.show_letter(None)
        # Drafts of before it was asked stand as they were written.
        self._words_are = str(version.data.get(OWN_WORDS) or "theirs")
        self.form.set_values({name: value for name, value in version.data.items() if name != OWN_WORDS})
        self.compose()
        self.kept.draft_id = draft.id
        saved, written = letter_of(draft, version), self.letter_view.letter
        if written is None or (saved.subject, saved.text) != (written.subject, written.text):
            self.letter_view.show_letter(written or saved)
            self.letter_view.show_edited(saved)
            self._enable(True)

    def attach(self, path: Path) -> None:
        """Let a file go with the letter when it is saved as an email."""
        if path not in self._attachments:
            self._attachments.append(path)
        self._advise()

    def _detach(self, path: Path) -> None:
        self._attachments.remove(path)
        self._advise()

    def _ask_attachment(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, _("Attach a file"))
        for name in names:
            self.attach(Path(name))

    def mend(self, cure: Cure) -> None:
        """Do what a piece of advice says."""
        if cure.field == "register":
            self._register.setCurrentIndex(max(self._register.findData(cure.value), 0))
        elif self.letter_view.is_edited:
            text, subject = self.letter_view.editor.toPlainText(), self.letter_view.subject.text()
            if cure.find and cure.field == "body":
                self.letter_view.editor.setPlainText(text.replace(cure.find, cure.value or ""))
            elif cure.find and cure.field == "subject":
                self.letter_view.replace_subject(subject.replace(cure.find, cure.value or ""))
        else:
            self.form.set_values(cured(self.form.values(), cure))
            self.compose()

    def refresh(self) -> None:
        """Write to the counterpart of the context."""
        there = self._context.there
        identifier = self._context.counterpart.id if self._context.counterpart else 0
        self._own_words.forget()
        if self._counterpart_id != identifier:
            self._counterpart_id = identifier
            self.kept.counterpart_id, self.kept.draft_id = identifier or None, None
            self._fill_languages(self._letters.locale_for(there.country, there.language) if there else "en")
        self.compose()

    def compose(self) -> None:
        """Write the letter anew; what is missing is listed and the last good letter stays."""
        self._pause.stop()
        if self.letter_view.is_edited:
            self._advise()
            return
        values = self.form.values()
        self._offer_own_words()
        if not any(values[spec.name] for spec in self._specs() if spec.type not in ("date", "instant")):
            self._show(None, None)
            self._advice.invite()
            return
        language = str(self._language.currentData())
        written = self._own_words.translated(
            self._specs(),
            values,
            own=self._context.own_language,
            theirs=language_of(language),
            counterpart_id=self._counterpart_id or 0,
            is_own=self._writes_in_own_language(),
        )
        if written is None:
            self.status.emit(_("Translating your own words…"))
            self._is_translating = True
            return
        if self._is_translating:
            self._is_translating = False
            self.status.emit("")
        self._words = written[1]
        try:
            letter = self._compose_in(language, written[0])
        except KnownError as error:
            self._enable(False)
            self._advice.explain(error, self._specs())
            return
        self._show(letter, values)
        self._advise()

    def _specs(self) -> tuple[FieldSpec, ...]:
        return self._letters.fields(self._purpose())

    def _compose_in(self, language: str, values: Mapping[str, object]) -> Letter:
        return self._letters.compose(
            self._purpose(),
            sender=sender(self._context),
            recipient=recipient(self._context),
            values=values,
            language=language,
            register=str(self._register.currentData() or "") or None,
            today=datetime.now(UTC).date(),
            advice_language=active_language(),
        )

    def _build(self) -> None:
        outer = column(self, margin=16, spacing=12)
        outer.addLayout(self._bar())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self.letter_view = LetterView(self.tokens)
        self.letter_view.edited.connect(self._edited)
        self._split.addWidget(self.letter_view)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        page = QWidget()
        inner = column(page, spacing=8)
        inner.setContentsMargins(0, 10, 0, 0)
        self._own_language = QComboBox()
        self._own_language.setAccessibleName(_("Language of your own words"))
        self._own_language.currentIndexChanged.connect(lambda _index: self.compose())
        self._own_language.hide()
        inner.addWidget(self._own_language)
        self._pages = QStackedWidget()
        inner.addWidget(self._pages, 1)
        foot = row()
        foot.addWidget(button(_("Fill in an example"), lambda: self.form.fill_example(), kind="quiet"))
        foot.addStretch(1)
        foot.addWidget(label(_("* needed"), "small"))
        inner.addLayout(foot)
        self._tabs.addTab(page, _("Details"))
        self.own_view = Reader()
        self.own_view.setAccessibleName(_("The letter in your language"))
        self._tabs.addTab(self.own_view, _("In your language"))
        self._split.addWidget(self._tabs)
        self._split.setSizes([12_000, 10_000])
        self._split.setStretchFactor(0, 6)
        self._split.setStretchFactor(1, 5)
        outer.addWidget(self._split, 1)
        self._pages.setCurrentIndex(self._pages.count() - 1 if self.form else 0)

    def _bar(self) -> QHBoxLayout:
        bar = row()
        self._purpose_box = self._box(_("Purpose"))
        for purpose in sorted(self._letters.purposes(), key=lambda name: _(self._letters.title(name))):
            self._purpose_box.addItem(_(self._letters.title(purpose)), purpose)
        self._purpose_box.setCurrentIndex(self._purpose_box.findData(FIRST_PURPOSE))
        self._purpose_box.setMaxVisibleItems(20)
        self._language = self._box(_("Language of the letter"))
        self._register = self._box(_("Register"))
        self._purpose_box.currentIndexChanged.connect(self._purpose_chosen)
        self._language.currentIndexChanged.connect(self._language_chosen)
        self._register.currentIndexChanged.connect(lambda _index: self.compose())
        for box in (self._purpose_box, self._language, self._register):
            bar.addWidget(box)
        bar.addStretch(1)
        bar.addWidget(self.kept)
        tint = self.tokens.text
        self._edit = QPushButton()
        self._edit.setIcon(icon("pencil", tint))
        self._edit.setCheckable(True)
        self._edit.setAutoDefault(False)
        self._edit.setToolTip(_("Change the text of the letter by hand"))
        self._edit.setAccessibleName(self._edit.toolTip())
        self._edit.toggled.connect(lambda on: self.letter_view.edit(on))
        self._copy = button("", self.copy, icon=icon("copy", tint), tooltip=_("Copy the letter with its format"))
        self._save = button(_("Save…"), self.save, icon=icon("save", tint), tooltip=_("Save as an email file (.eml)"))
        self._mail = button(
            pgettext("button", "Email"),
            self.open_mail,
            kind="primary",
            icon=icon("send", self.tokens.on_accent),
            tooltip=_("Open in your mail program"),
        )
        for action in (self._edit, self._copy, self._save, self._mail):
            action.setEnabled(False)
            bar.addWidget(action)
        return bar

    def _box(self, name: str) -> QComboBox:
        box = NarrowBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _purpose(self) -> str:
        return str(self._purpose_box.currentData())

    def _purpose_chosen(self) -> None:
        self._edit.setChecked(False)
        self.kept.draft_id = None
        self.letter_view.show_letter(None)
        self._pages.setCurrentIndex(list(self._forms).index(self._purpose()) if self.form else 0)
        self._fill_languages(str(self._language.currentData() or "en"))
        self.compose()

    def _fill_languages(self, wanted: str) -> None:
        reader = babel_locale(active_language())
        written = self._letters.languages(self._purpose())
        # The reader's own locale stands for its language: pt-BR instead of pt.
        offered = [wanted if language_of(tag) == language_of(wanted) else tag for tag in written]
        offered = list(dict.fromkeys([*offered, wanted]))
        with QSignalBlocker(self._language):
            self._language.clear()
            for tag in offered:
                name = str(babel_locale(tag).get_display_name(reader))
                self._language.addItem(name[:1].upper() + name[1:], tag)
            self._language.setCurrentIndex(self._language.findData(wanted))
        self._fill_registers()

    def _language_chosen(self) -> None:
        self._fill_registers()
        self.compose()

    def _fill_registers(self) -> None:
        kept = self._register.currentData()
        with QSignalBlocker(self._register):
            self._register.clear()
            for register in self._letters.registers(self._purpose(), str(self._language.currentData())):
                self._register.addItem(_(REGISTERS[register]), register)
            self._register.setCurrentIndex(max(self._register.findData(kept), 0))

    def _writes_in_own_language(self) -> bool:
        return self._own_language.isVisibleTo(self) and self._own_language.currentData() == "own"

    def _offer_own_words(self) -> None:
        """Ask in which language the writer's own words are, where there are two and a pack between them."""
        own, theirs = self._context.own_language, language_of(str(self._language.currentData()))
        reader = babel_locale(active_language())
        has_words = bool(own_words(self._specs(), self.form.values())) or any(spec.free for spec in self._specs())
        names = [str(babel_locale(tag).get_display_name(reader)) for tag in (theirs, own)]
        self._own_language.setVisible(own != theirs and has_words and self._own_words.can_translate(own, theirs))
        with QSignalBlocker(self._own_language):
            kept = self._words_are or self._own_language.currentData()
            self._words_are = ""
            self._own_language.clear()
            self._own_language.addItem(
                _("I write my own words in {language}, to be translated").format(language=names[1]), "own"
            )
            self._own_language.addItem(_("I write my own words in {language}").format(language=names[0]), "theirs")
            self._own_language.setCurrentIndex(max(self._own_language.findData(kept), 0))

    def _show(self, letter: Letter | None, values: Mapping[str, object] | None) -> None:
        self._is_sure = False
        self.letter_view.show_letter(letter)
        self._enable(letter is not None)
        if letter is None or values is None:
            self._edit.setChecked(False)
            self.own_view.clear()
            return
        try:
            home = self._context.settings.home_language or active_language().replace("_", "-")
            read(self.own_view, self._compose_in(home, values), self.tokens)
        except KnownError:
            self.own_view.clear()

    def _enable(self, on: bool) -> None:
        for action in (self._edit, self._copy, self._save, self._mail):
            action.setEnabled(on)

    def _edited(self) -> None:
        if not self.letter_view.is_edited:
            self.compose()
        else:
            self._advise()

    def _advise(self) -> None:
        letter = self.letter_view.letter
        if letter is None:
            return
        discard = None
        if self.letter_view.is_edited:
            discard = self.letter_view.discard
            found = self._letters.review(
                letter,
                recipients=[recipient(self._context)],
                has_attachments=bool(self._attachments),
                today=datetime.now(UTC).date(),
                advice_language=active_language(),
            )
            letter = replace(letter, warnings=found)
        self._advice.advise(letter, self._words, self._attachments, discard=discard)

    def _may_go(self) -> bool:
        """Whether the letter may leave: an open alarm in the writer's own words is shown once before it does."""
        alarms = sum(one.has_alarm for words in self._words if words.translation for one in words.translation.sentences)
        if not alarms or self._is_sure or self.letter_view.is_edited:
            return True
        self._is_sure = True
        self.status.emit(
            ngettext(
                "{n} sentence of yours has a figure that differs. Look at the advice, or press again to go on.",
                "{n} sentences of yours have figures that differ. Look at the advice, or press again to go on.",
                alarms,
            ).format(n=alarms)
        )
        return False

    def copy(self) -> None:
        """Put the letter on the clipboard, plain and rich."""
        letter = self.letter_view.letter
        if letter and self._may_go():
            html, text = to_clipboard(letter)
            data = QMimeData()
            data.setText(text)
            data.setHtml(html)
            QGuiApplication.clipboard().setMimeData(data)
            self.status.emit(_("Letter copied."))

    def save(self) -> None:
        """Ask where to and save an email file."""
        if self.letter_view.letter is None or not self._may_go():
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the letter"), f"{self._purpose()}.eml", _("Email file (*.eml)")
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Save an email file that mail programs open as a draft."""
        from dragoman.drafts.export import to_eml

        letter = self.letter_view.letter
        if letter is None:
            return
        try:
            mail = to_eml(letter, sender(self._context), recipient(self._context), self._attachments)
            write_file(path, mail, N_("Choose another folder. The letter is still here."))
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.status.emit(_("Saved {path}.").format(path=path))

    def open_mail(self) -> None:
        """Open the letter in the mail program as plain text."""
        from dragoman.drafts.export import mailto, mailto_fits

        letter = self.letter_view.letter
        if letter is None or not self._may_go():
            return
        reader = recipient(self._context)
        try:
            address = mailto(letter, reader)
        except KnownError as error:
            self.trouble.emit(error)
            return
        if not mailto_fits(letter, reader):
            self.copy()
            self.status.emit(_("The letter is too long for a mail link: it is on the clipboard, paste it there."))
        QDesktopServices.openUrl(QUrl(address))
