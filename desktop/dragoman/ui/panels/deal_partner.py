"""The partner check: numbers that can be checked on this computer, questions with their evidence, a score."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text, _, active_language, render
from dragoman.base.locales import babel_locale
from dragoman.deals.compliance import reminders
from dragoman.deals.model import Deal
from dragoman.deals.numbers_check import (
    Finding,
    check_address,
    check_bic,
    check_company_number,
    check_iban,
    check_phone,
    check_vat,
)
from dragoman.deals.partner_check import Answer, Question, questions, score
from dragoman.deals.store import DealStore
from dragoman.knowledge.model import Country
from dragoman.ui import wording
from dragoman.ui.widgets.basic import card, chip, clear, column, label, row, scrolling, set_tone

PART = "partner"
_NUMBERS: dict[str, tuple[str, Callable[[str, str], Finding]]] = {
    "company_number": (N_("Company number"), check_company_number),
    "vat": (N_("VAT or GST number"), check_vat),
    "iban": (N_("IBAN"), check_iban),
    "bic": (N_("BIC (SWIFT)"), check_bic),
    "phone": (N_("Phone"), check_phone),
    "address": (N_("Address"), check_address),
}
_ANSWERS = (
    (None, N_("not asked")),
    (0, N_("bad")),
    (1, N_("doubtful")),
    (2, N_("so they say")),
    (3, N_("good")),
    (4, N_("proven good")),
)


class PartnerPage(QWidget):
    """Kept with the deal as it is answered."""

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, store: DealStore) -> None:
        super().__init__()
        self._store = store
        self._deal: Deal | None = None
        self._country = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(400)
        self._pause.timeout.connect(self._keep)
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 12, 16, 0)
        outer.addWidget(self._head())
        content = QWidget()
        body = column(content, spacing=12)
        body.setContentsMargins(0, 4, 8, 16)
        self._reminders = QWidget()
        column(self._reminders, spacing=0)
        body.addWidget(self._reminders)
        body.addWidget(self._numbers())
        self._answers: dict[str, tuple[QComboBox, QLineEdit]] = {}
        for group in questions():
            frame = card()
            layout = column(frame, margin=14, spacing=10)
            layout.addWidget(label(group.name(active_language()), "heading"))
            for question in group.questions:
                layout.addLayout(self._question(question))
            body.addWidget(frame)
        body.addWidget(
            label(_("A well-formed number is not a real one: look it up in the register too."), "small", wrap=True)
        )
        body.addStretch(1)
        outer.addWidget(scrolling(content, see_through=True), 1)

    def show_deal(self, deal: Deal | None, country: Country, phone: str = "") -> None:
        """Show the check of the deal's partner in ``country``."""
        self._finish()
        self._deal, self._country = deal, country.iso2
        self._remind(country)
        self.setEnabled(deal is not None)
        data = self._store.part(deal.id, PART) if deal else {}
        numbers = data.get("numbers", {})
        for name, (field, _finding) in self._fields.items():
            with QSignalBlocker(field):
                field.setText(str(numbers.get(name, phone if name == "phone" else "")))
        answers = data.get("answers", {})
        for identifier, (box, evidence) in self._answers.items():
            entry = answers.get(identifier, {})
            with QSignalBlocker(box), QSignalBlocker(evidence):
                box.setCurrentIndex(max(box.findData(entry.get("value")), 0))
                evidence.setText(str(entry.get("evidence", "")))
        self._tell()

    def _head(self) -> QWidget:
        frame = card()
        layout = row(frame, margin=12, spacing=12)
        self._score = label("", "title")
        layout.addWidget(self._score)
        self._why = label("", "muted", wrap=True)
        layout.addWidget(self._why, 1)
        self._flags = column(spacing=4)
        layout.addLayout(self._flags)
        return frame

    def _remind(self, country: Country) -> None:
        """Say what is known of lists that touch the partner's country, each with its date."""
        layout = self._reminders.layout()
        assert layout is not None
        clear(layout)
        language = active_language()
        frame = card()
        body = column(frame, margin=14, spacing=6)
        body.addWidget(label(_("Lists to look at for {country}").format(country=country.name(language)), "heading"))
        for reminder in reminders(country, language):
            text = render(reminder.text)
            if reminder.as_of:
                text += " " + _("As of {day}.").format(day=wording.day(reminder.as_of, year=True))
            body.addWidget(label(text, "" if reminder.is_grave else "muted", wrap=True, selectable=True))
        layout.addWidget(frame)

    def _numbers(self) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 14, 14, 14)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        self._fields: dict[str, tuple[QLineEdit, QLabel]] = {}
        for line, (name, (words, _check)) in enumerate(_NUMBERS.items()):
            field = QLineEdit()
            field.setAccessibleName(_(words))
            field.textEdited.connect(self._pause.start)
            finding = chip("")
            finding.hide()
            note = label("", "small", wrap=True)
            grid.addWidget(label(_(words), "muted"), line, 0)
            grid.addWidget(field, line, 1)
            grid.addWidget(finding, line, 2)
            grid.addWidget(note, line, 3)
            finding.setBuddy(note)
            self._fields[name] = (field, finding)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 3)
        return frame

    def _question(self, question: Question) -> QGridLayout:
        language = active_language()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        box = QComboBox()
        box.setFixedWidth(124)
        box.setAccessibleName(question.text(language))
        for value, words in _ANSWERS:
            box.addItem(_(words), value)
        box.currentIndexChanged.connect(self._pause.start)
        evidence = QLineEdit()
        evidence.setPlaceholderText(question.proof(language))
        evidence.setAccessibleName(_("Evidence"))
        evidence.textEdited.connect(self._pause.start)
        grid.addWidget(label(question.text(language), wrap=True), 0, 0, 1, 2)
        grid.addWidget(box, 1, 0)
        grid.addWidget(evidence, 1, 1)
        grid.setColumnStretch(1, 1)
        self._answers[question.id] = (box, evidence)
        return grid

    def _given(self) -> dict[str, Answer]:
        return {
            identifier: Answer(int(box.currentData()), evidence.text().strip())
            for identifier, (box, evidence) in self._answers.items()
            if box.currentData() is not None
        }

    def _keep(self) -> None:
        self._pause.stop()
        if self._deal is None:
            return
        data = {
            "numbers": {name: field.text().strip() for name, (field, _finding) in self._fields.items()},
            "answers": {
                identifier: {"value": answer.value, "evidence": answer.evidence}
                for identifier, answer in self._given().items()
            },
        }
        try:
            self._store.put_part(self._deal.id, PART, data)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self._tell()
        self.changed.emit()

    def _finish(self) -> None:
        if self._pause.isActive():
            self._keep()

    def _tell(self) -> None:
        language = active_language()
        for name, (field, finding) in self._fields.items():
            self._check(name, field.text().strip(), finding)
        found = score(self._given())
        self._score.setText("–" if found.percent is None else f"{found.percent} %")
        lost = [one.question.text(language) for one in found.contributions if one.points < one.possible][:2]
        lines = [_("{share} % of the questions answered, by weight.").format(share=found.known)]
        if lost:
            lines.append(_("Costs most: {questions}").format(questions=" · ".join(lost)))
        if found.unproven:
            lines.append(_("{n} claims without proof count half.").format(n=len(found.unproven)))
        self._why.setText("\n".join(lines))
        clear(self._flags)
        for question in found.red_flags:
            self._flags.addWidget(chip(_("red flag"), "alarm", question.text(language)))

    def _check(self, name: str, text: str, finding: QLabel) -> None:
        note = finding.buddy()
        assert isinstance(note, QLabel)
        finding.setVisible(bool(text))
        note.setText("")
        if not text:
            return
        result = _NUMBERS[name][1](text, self._country)
        finding.setText({True: _("fits"), False: _("does not fit"), None: _("not known")}[result.ok])
        set_tone(finding, {True: "ok", False: "alarm", None: "plain"}[result.ok])
        note.setText(
            render(_named(result.text)) + (f" {result.shown}" if result.shown and result.shown != text else "")
        )


def _named(text: Text) -> Text:
    """Give a country its name where the check says its code."""
    names = babel_locale(active_language()).territories
    return Text(text.message, {key: names.get(str(value), value) for key, value in text.values.items()})
