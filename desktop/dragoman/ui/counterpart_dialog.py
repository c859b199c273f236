"""The form for a counterpart: name, company, place, language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QFrame, QLineEdit, QPlainTextEdit, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import _
from dragoman.counterparts.model import Counterpart
from dragoman.ui.context import NegotiationContext
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, scrolling
from dragoman.ui.widgets.choices import country_box, fill_zones, language_box, usual_language

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase


_LINES = (
    *("given_name", "family_name", "title", "called", "company", "role", "city", "email", "phone", "channels", "hours"),
    "retain_until",
)


class CounterpartDialog(QDialog):
    """Adds or edits one counterpart. Choosing the country fills in zone and language."""

    def __init__(
        self,
        context: NegotiationContext,
        knowledge: KnowledgeBase,
        current: Counterpart | None,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._knowledge = knowledge
        self._current = current
        self.setWindowTitle(_("Edit counterpart") if current else _("Add counterpart"))
        self.setMinimumSize(520, 560)
        self._build(tokens)
        if current:
            self._fill(current)
        self.given_name.setFocus()

    def _build(self, tokens: Tokens) -> None:
        outer = column(self, margin=20, spacing=12)
        head = row()
        head.addWidget(label(self.windowTitle(), "title"), 1)
        head.addWidget(button(_("Paste a signature…"), self._open_signature))
        outer.addLayout(head)
        outer.addWidget(self._signature())
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 8, 0)
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.given_name = self._line(form, _("Given name"))
        self.family_name = self._line(form, _("Family name"))
        self.title = self._line(form, _("Title"), _("Dr., Sr., Frau Dipl.-Ing.…"))
        self.gender = QComboBox()
        for text, value in ((_("not known"), ""), (_("woman"), "f"), (_("man"), "m")):
            self.gender.addItem(text, value)
        self.gender.setToolTip(_("Used for salutations only"))
        form.addRow(_("Gender"), self.gender)
        self.called = self._line(form, _("Wishes to be called"), _("if it is not what custom says"))
        self.company = self._line(form, _("Company"))
        self.role = self._line(form, _("Job"))
        self.country = country_box(self._knowledge, _("Country"))
        self.country.currentIndexChanged.connect(self._country_chosen)
        form.addRow(_("Country"), self.country)
        self.subdivision = QComboBox()
        form.addRow(_("State or region"), self.subdivision)
        self.city = self._line(form, _("City"))
        self.zone = QComboBox()
        form.addRow(_("Time zone"), self.zone)
        self.language = language_box(_("Language"))
        form.addRow(_("Language"), self.language)
        self.email = self._line(form, _("Email"))
        self.phone = self._line(form, _("Phone"))
        self.channels = self._line(form, _("Channels"), "whatsapp wechat email")
        self.hours = self._line(form, _("Own working hours"), "09:00-12:00 13:00-18:00")
        self.retain_until = self._line(form, _("Erase after"), _("year-month-day, empty: keep"))
        self.notes = QPlainTextEdit()
        self.notes.setFixedHeight(72)
        self.notes.setTabChangesFocus(True)
        self.notes.setFrameShape(QFrame.Shape.StyledPanel)
        form.addRow(_("Notes"), self.notes)
        outer.addWidget(scrolling(content), 1)
        self._error = label("", wrap=True)
        self._error.setStyleSheet(f"color: {tokens.alarm};")
        self._error.hide()
        outer.addWidget(self._error)
        foot = row()
        if self._current:
            foot.addWidget(button(_("Erase…"), self._ask_erase, kind="quiet"))
        self._sure = button(_("Erase this person and all notes for good"), self._erase, kind="primary")
        self._sure.hide()
        foot.addWidget(self._sure)
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        save = button(_("Save"), self._save, kind="primary")
        save.setDefault(True)
        foot.addWidget(save)
        outer.addLayout(foot)

    def _line(self, form: QFormLayout, name: str, hint: str = "") -> QLineEdit:
        edit = QLineEdit()
        edit.setPlaceholderText(hint)
        edit.setAccessibleName(name)
        form.addRow(name, edit)
        return edit

    def _fill(self, current: Counterpart) -> None:
        for name in _LINES:
            getattr(self, name).setText(getattr(current, name))
        self.notes.setPlainText(current.notes)
        self.gender.setCurrentIndex(max(self.gender.findData(current.gender), 0))
        self.country.choose(current.country)
        self._fill_places(current.country)
        self.zone.setCurrentIndex(max(self.zone.findData(current.zone), 0))
        self.subdivision.setCurrentIndex(max(self.subdivision.findData(current.subdivision), 0))
        self.language.choose(current.language)

    def _country_chosen(self) -> None:
        iso2 = self.country.choice()
        if not iso2:
            return
        self._fill_places(iso2)
        country = self._knowledge.country(iso2)
        self.language.choose(usual_language(tuple(f"{tag}-{iso2}" for tag in country.official_languages)))

    def _fill_places(self, iso2: str) -> None:
        fill_zones(self.zone, self._knowledge, iso2)
        self.subdivision.clear()
        self.subdivision.addItem(_("whole country"), "")
        for code, name in self._knowledge.country(iso2).subdivisions:
            self.subdivision.addItem(name or code, code)

    def _save(self) -> None:
        try:
            self._context.save(self._read())
        except KnownError as error:
            self._error.setText("\n".join(i18n.describe(error)))
            self._error.show()
            return
        self.accept()

    def _read(self) -> Counterpart:
        iso2 = self.country.choice()
        if not iso2:
            raise KnownError(i18n.N_("No country is chosen."), i18n.N_("Choose the country your counterpart works in."))
        return Counterpart(
            id=self._current.id if self._current else 0,
            # A sample that was edited is the user's own from then on.
            is_sample=False,
            given_name=self.given_name.text(),
            family_name=self.family_name.text(),
            title=self.title.text(),
            gender=str(self.gender.currentData()),
            company=self.company.text(),
            country=iso2,
            subdivision=str(self.subdivision.currentData() or ""),
            city=self.city.text(),
            zone=str(self.zone.currentData() or self._knowledge.zones(iso2)[0]),
            language=self.language.choice() or "en",
            email=self.email.text(),
            phone=self.phone.text(),
            called=self.called.text(),
            role=self.role.text(),
            channels=self.channels.text(),
            hours=self.hours.text(),
            retain_until=_day(self.retain_until.text()),
            notes=self.notes.toPlainText(),
        )

    def _signature(self) -> QWidget:
        self._pasted = QFrame()
        self._pasted.setProperty("card", True)
        layout = column(self._pasted, margin=10, spacing=6)
        self.signature = QPlainTextEdit()
        self.signature.setFixedHeight(110)
        self.signature.setTabChangesFocus(True)
        self.signature.setAccessibleName(_("Email signature"))
        self.signature.setPlaceholderText(_("Paste the end of an email: name, company, telephone, address"))
        layout.addWidget(self.signature)
        foot = row()
        foot.addWidget(label(_("What it says is filled in below, for you to check."), "small"), 1)
        foot.addWidget(button(_("Fill in"), self.read_signature, kind="primary"))
        layout.addLayout(foot)
        self._pasted.hide()
        return self._pasted

    def _open_signature(self) -> None:
        self._pasted.setVisible(self._pasted.isHidden())
        self.signature.setFocus()

    def read_signature(self) -> None:
        """Fill in what the pasted signature says; what it does not say stays as it is."""
        from dragoman.contacts import signature_of

        guess = signature_of(self._knowledge, self.signature.toPlainText())
        if guess.country:
            self.country.choose(guess.country)
            self._country_chosen()
        for name in ("given_name", "family_name", "title", "company", "role", "city", "email", "phone"):
            if found := getattr(guess, name):
                getattr(self, name).setText(found)
        if guess.zone:
            self.zone.setCurrentIndex(max(self.zone.findData(guess.zone), 0))
        self._pasted.hide()
        self.given_name.setFocus()

    def _ask_erase(self) -> None:
        self._sure.setVisible(not self._sure.isVisible())

    def _erase(self) -> None:
        if self._current:
            self._context.erase(self._current)
        self.accept()


def _day(text: str) -> str:
    """Return an ISO day, or nothing. Raises :class:`KnownError` for what is no day."""
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError:
        raise KnownError(
            i18n.N_("“{text}” is not a date."), i18n.N_("Write the year, month and day, such as 2026-03-01."), text=text
        ) from None
