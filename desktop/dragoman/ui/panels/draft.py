"""Draft: a letter as the other side will read it, and the same in the writer's language beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextOption
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSplitter, QTabWidget, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, pgettext, render
from dragoman.base.locales import babel_locale, language_of
from dragoman.drafts.fields import UnusableFields
from dragoman.drafts.model import DraftWarning, Letter, Person
from dragoman.ui import wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, column, label, row, scrolling
from dragoman.ui.widgets.field_form import FieldForm
from dragoman.ui.widgets.reader import Reader

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.model import Translation

PAUSE_MS = 200
PEOPLE = {"sender": N_("Sender (you)"), "recipient": N_("Recipient")}
PERSON_FIELDS = {
    "given_name": N_("Given name"),
    "family_name": N_("Family name"),
    "company": N_("Company"),
    "country": N_("Country"),
    "language": N_("Language"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "title": N_("Title"),
    "gender": N_("Gender"),
}
REGISTERS = {"formal": N_("formal"), "neutral": N_("neutral"), "familiar": N_("familiar")}


class DraftPanel(Panel):
    """Fields on the right, the letter on the left, rewritten as they change."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._services = services
        self._letters = services.letters
        self._runner = runner
        self._task = 0
        self._context = context
        self._letter: Letter | None = None
        self._own: Letter | None = None
        self._counterpart_id: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.compose)
        self._build()

    def refresh(self) -> None:
        """Write to the counterpart of the context."""
        there = self._context.there
        identifier = self._context.counterpart.id if self._context.counterpart else 0
        if self._counterpart_id != identifier:
            self._counterpart_id = identifier
            wanted = self._letters.locale_for(there.country, there.language) if there else "en"
            self._fill_languages(wanted)
        self.compose()

    def compose(self) -> None:
        """Write the letter anew; what is missing is listed and the last good letter stays."""
        self._pause.stop()
        values = self.form.values()
        if not any(values[spec.name] for spec in self._letters.fields(self._purpose()) if spec.type != "date"):
            self._show(None)
            self._invite()
            return
        try:
            letter = self._compose_in(str(self._language.currentData()))
        except KnownError as error:
            self._explain(error)
            return
        self._show(letter)
        self._advise(letter)
        self._read_back(letter)

    def _compose_in(self, language: str) -> Letter:
        return self._letters.compose(
            self._purpose(),
            sender=self._sender(),
            recipient=self._recipient(),
            values=self.form.values(),
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
        frame = card()
        layout = column(frame, margin=16, spacing=8)
        self._subject = label("", "lead", wrap=True, selectable=True)
        layout.addWidget(self._subject)
        self.view = Reader()
        self.view.setAccessibleName(_("The letter"))
        layout.addWidget(self.view, 1)
        self._split.addWidget(frame)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self.form = FieldForm(self._letters.fields(self._purpose()))
        self.form.changed.connect(self._pause.start)
        page = QWidget()
        inner = column(page, spacing=8)
        inner.setContentsMargins(0, 10, 0, 0)
        inner.addWidget(scrolling(self.form), 1)
        foot = row()
        foot.addWidget(button(_("Fill in an example"), self.form.fill_example, kind="quiet"))
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

    def _bar(self) -> QHBoxLayout:
        bar = row()
        self._purpose_box = self._box(_("Purpose"))
        for purpose in self._letters.purposes():
            self._purpose_box.addItem(_(self._letters.title(purpose)), purpose)
        self._language = self._box(_("Language of the letter"))
        self._register = self._box(_("Register"))
        self._language.currentIndexChanged.connect(self._language_chosen)
        self._register.currentIndexChanged.connect(lambda _index: self.compose())
        for box in (self._purpose_box, self._language, self._register):
            bar.addWidget(box)
        bar.addStretch(1)
        tint = self.tokens.text
        self._copy = button(_("Copy"), self.copy, icon=icon("copy", tint), tooltip=_("Copy the letter with its format"))
        self._save = button(_("Save…"), self.save, icon=icon("save", tint), tooltip=_("Save as an email file (.eml)"))
        self._mail = button(
            pgettext("button", "Email"),
            self.open_mail,
            kind="primary",
            icon=icon("send", self.tokens.on_accent),
            tooltip=_("Open in your mail program"),
        )
        for action in (self._copy, self._save, self._mail):
            action.setEnabled(False)
            bar.addWidget(action)
        return bar

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _purpose(self) -> str:
        return str(self._purpose_box.currentData())

    def _fill_languages(self, wanted: str) -> None:
        reader = babel_locale(active_language())
        written = self._letters.languages(self._purpose())
        # The reader's own locale stands for its language: pt-BR instead of pt.
        offered = [wanted if language_of(tag) == language_of(wanted) else tag for tag in written]
        if wanted not in offered:
            offered.append(wanted)
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

    def _sender(self) -> Person:
        own = self._context.settings
        return Person(
            given_name=own.own_given_name,
            family_name=own.own_family_name,
            title=own.own_title,
            gender=own.own_gender or None,
            company=own.own_company,
            country=own.home_country,
            language=own.home_language,
            email=own.own_email,
            phone=own.own_phone,
        )

    def _recipient(self) -> Person:
        other = self._context.counterpart
        if other is None:
            return Person()
        return Person(
            given_name=other.given_name,
            family_name=other.family_name,
            title=other.title,
            gender=other.gender or None,
            company=other.company,
            country=other.country,
            language=other.language,
            email=other.email,
            phone=other.phone,
        )

    def _show(self, letter: Letter | None) -> None:
        self._letter = letter
        for action in (self._copy, self._save, self._mail):
            action.setEnabled(letter is not None)
        if letter is None:
            self._subject.setText("")
            self.view.clear()
            self.own_view.clear()
            return
        self._subject.setText(letter.subject)
        _read(self.view, letter, self.tokens)
        try:
            self._own = self._compose_in(self._context.settings.home_language or active_language().replace("_", "-"))
        except KnownError:
            self._own = None
        if self._own:
            _read(self.own_view, self._own, self.tokens)
        else:
            self.own_view.clear()

    def _invite(self) -> None:
        self.inspector.clear()
        self.inspector.heading(_("A letter that is right over there"))
        self.inspector.line(
            _("Fill in the details. Salutation, dates and amounts follow the reader’s customs."), "muted"
        )
        self._who_writes()

    def _who_writes(self) -> None:
        other = self._context.counterpart
        self.inspector.heading(_("To"))
        if other:
            self.inspector.line(wording.person_name(other))
            self.inspector.line(other.company, "muted")
        else:
            self.inspector.line(_("Nobody yet: the salutation stays general."), "muted")
            self.inspector.add(button(_("Add counterpart"), self.edit_wanted.emit))
        self.inspector.heading(pgettext("sender of a letter", "From"))
        own = self._context.settings
        name = " ".join(part for part in (own.own_given_name, own.own_family_name) if part)
        self.inspector.line(name or own.own_company or _("Your name is not set."), "" if name else "muted")
        if not name:
            self.inspector.add(button(_("Open settings"), self.settings_wanted.emit))

    def _explain(self, error: KnownError) -> None:
        self.inspector.clear()
        self.inspector.heading(_("Still to do"))
        if isinstance(error, UnusableFields):
            for problem in error.problems:
                self.inspector.pair(self._field_name(problem.where), render(problem.why))
        else:
            for line in i18n.describe(error):
                self.inspector.line(line)
        for action in (self._copy, self._save, self._mail):
            action.setEnabled(False)

    def _field_name(self, where: str) -> str:
        """Return the form's words for ``items[2].unit_price`` or ``recipient.country``."""
        head, _dot, column = where.partition(".")
        name, _bracket, line = head.rstrip("]").partition("[")
        if name in PEOPLE:
            part = _(PERSON_FIELDS.get(column, column))
            return _("{person}: {part}").format(person=_(PEOPLE[name]), part=part) if column else _(PEOPLE[name])
        spec = next((spec for spec in self._letters.fields(self._purpose()) if spec.name == name), None)
        if spec is None:
            return where
        inner = next((part for part in spec.columns if part.name == column), None)
        if inner is None:
            return _(spec.label)
        return _("{list}, line {n}: {part}").format(list=_(spec.label), n=line, part=_(inner.label))

    def _advise(self, letter: Letter) -> None:
        self.inspector.clear()
        self.inspector.heading(_("Advice"))
        if not letter.warnings:
            self.inspector.mark(_("nothing to mend"), "ok")
        for warning in letter.warnings:
            self._warn(warning)
        self._who_writes()

    def _read_back(self, letter: Letter) -> None:
        """Translate what the writer put into the letter in their own words back into their language, and show it.

        The fixed wording is reviewed; only free text can say something else than it was meant to.
        """
        values = self.form.values()
        free = [
            text
            for spec in self._letters.fields(self._purpose())
            if spec.free and isinstance(text := values[spec.name], str)
        ]
        own, theirs = self._context.own_language, language_of(letter.language)
        self._runner.cancel(self._task)
        if not free or own == theirs or own not in self._services.translator.targets(theirs):
            return

        def work(context: TaskContext) -> Translation:
            return self._services.translator.translate(
                "\n\n".join(free), source=theirs, target=own, cancelled=context.cancelled
            )

        self._task = self._runner.submit(work, done=self._show_back, failed=self.trouble.emit)

    def _show_back(self, result: Translation) -> None:
        self.inspector.heading(_("Your own words, read back"))
        self.inspector.line(result.text)

    def _warn(self, warning: DraftWarning) -> None:
        self.inspector.mark(_("look at this"), "warn", render(warning.text) if warning.text else warning.message)
        if warning.remedy or warning.suggestion:
            self.inspector.line(render(warning.remedy) if warning.remedy else warning.suggestion or "", "muted")

    def copy(self) -> None:
        """Put the letter on the clipboard, plain and rich."""
        if self._letter:
            data = QMimeData()
            data.setText(self._letter.text)
            data.setHtml(self._letter.html)
            QGuiApplication.clipboard().setMimeData(data)
            self.status.emit(_("Letter copied."))

    def save(self) -> None:
        """Ask where to and save an email file."""
        if self._letter is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the letter"), f"{self._purpose()}.eml", _("Email file (*.eml)")
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Save an email file that mail programs open as a draft."""
        from dragoman.drafts.export import to_eml

        if self._letter is None:
            return
        try:
            path.write_bytes(to_eml(self._letter, self._sender(), self._recipient()))
        except KnownError as error:
            self.trouble.emit(error)
            return
        except OSError as error:
            self.trouble.emit(
                KnownError(
                    N_("{path} could not be written: {reason}."),
                    N_("Choose another folder. The letter is still here."),
                    path=path,
                    reason=error.strerror or error,
                )
            )
            return
        self.status.emit(_("Saved {path}.").format(path=path))

    def open_mail(self) -> None:
        """Open the letter in the mail program as plain text."""
        from dragoman.drafts.export import mailto, mailto_fits

        if self._letter is None:
            return
        recipient = self._recipient()
        try:
            address = mailto(self._letter, recipient)
        except KnownError as error:
            self.trouble.emit(error)
            return
        if not mailto_fits(self._letter, recipient):
            self.copy()
            self.status.emit(_("The letter is too long for a mail link: it is on the clipboard, paste it there."))
        QDesktopServices.openUrl(QUrl(address))


def _read(view: Reader, letter: Letter, tokens: Tokens) -> None:
    """Show a letter in its language's typeface and direction."""
    font = font_for(letter.language, "body")
    view.document().setDefaultFont(font)
    view.document().setDefaultStyleSheet(
        f"table {{ border-collapse: collapse; }} td, th {{ padding: 4px 8px; border: 1px solid {tokens.border}; }}"
    )
    view.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if letter.direction == "rtl" else Qt.LayoutDirection.LeftToRight
    )
    # Broken only between words: an amount cut in two is another amount.
    view.setWordWrapMode(QTextOption.WrapMode.WordWrap)
    view.document().setDocumentMargin(0)
    view.setHtml(letter.html)
