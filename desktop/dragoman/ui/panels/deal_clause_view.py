"""One clause: whose wording, what fills its gaps, the text in two languages with their figures compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, describe
from dragoman.base.locales import language_name
from dragoman.deals.chosen_clauses import ChosenClause
from dragoman.deals.clauses import Gap, Stance, read_value, shown
from dragoman.deals.terms import LANGUAGES
from dragoman.ui import wording
from dragoman.ui.check_wording import check_line
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, set_tone

STANCES = {Stance.SELLER: N_("For the seller"), Stance.BALANCED: N_("Balanced"), Stance.BUYER: N_("For the buyer")}
_GAPS_IN_A_ROW = 3
_SAVE_PAUSE_MS = 300


class ClauseView(QWidget):
    """The clause in front, edited in place."""

    edited = Signal(object)
    """The :class:`ChosenClause` as it stands now."""
    wanted = Signal(bool)
    """Whether it is to stand in the deal."""
    status = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._now: ChosenClause | None = None
        self._facts: Mapping[str, str] = {}
        self._other_language = "en"
        self._fields: dict[str, QLineEdit] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_SAVE_PAUSE_MS)
        self._pause.timeout.connect(self._take)
        layout = column(self, spacing=12)
        layout.setContentsMargins(8, 0, 8, 16)
        head = row(spacing=8)
        self._name = label("", "title", wrap=True)
        head.addWidget(self._name, 1)
        self._put_in = button(_("Put into the deal"), partial(self.wanted.emit, True), kind="primary")
        self._take_out = button(_("Take out of the deal"), partial(self.wanted.emit, False))
        head.addWidget(self._put_in)
        head.addWidget(self._take_out)
        layout.addLayout(head)
        self._note = label("", "muted", wrap=True, selectable=True)
        layout.addWidget(self._note)
        layout.addWidget(self._leanings())
        self._gaps = QGridLayout()
        self._gaps.setHorizontalSpacing(12)
        self._gaps.setVerticalSpacing(2)
        for index in range(_GAPS_IN_A_ROW):
            self._gaps.setColumnStretch(index, 1)
        layout.addLayout(self._gaps)
        self._fault = label("", wrap=True)
        layout.addWidget(self._fault)
        layout.addWidget(self._columns())
        foot = row()
        self._figures = chip("")
        foot.addWidget(self._figures)
        foot.addStretch(1)
        foot.addWidget(label(_("A starting point, not legal advice."), "small"))
        layout.addLayout(foot)
        layout.addStretch(1)

    def show_clause(self, now: ChosenClause, facts: Mapping[str, str], *, is_chosen: bool) -> None:
        """Show a clause; ``facts`` are what the deal knows of its gaps, ``is_chosen`` whether it stands in the deal."""
        self.finish()
        self._now, self._facts = now, facts
        self._name.setText(now.clause.name(active_language()))
        self._note.setText(now.clause.note(active_language()))
        self._put_in.setVisible(not is_chosen)
        self._take_out.setVisible(is_chosen)
        for stance, tool in self._stances.items():
            tool.setChecked(stance is now.stance)
        self._fill_gaps(now)
        self._write()

    def read_in(self, language: str) -> None:
        """Show the right column in ``language``, in English where the library is not written in it."""
        self._other_language = language.replace("_", "-")
        base = self._other_language.split("-")[0]
        left, right = self._languages
        wanted = base if base in LANGUAGES else "en"
        if wanted == left.currentData():
            wanted = "zh" if wanted == "en" else "en"
        with QSignalBlocker(right):
            right.setCurrentIndex(right.findData(wanted))
        self._write()

    def finish(self) -> None:
        """Take at once what was typed."""
        if self._pause.isActive():
            self._pause.stop()
            self._take()

    def _leanings(self) -> QWidget:
        holder = QWidget()
        line = row(holder, spacing=4)
        group = QButtonGroup(self)
        self._stances: dict[Stance, QToolButton] = {}
        for stance, words in STANCES.items():
            tool = QToolButton()
            tool.setText(_(words))
            tool.setCheckable(True)
            tool.setProperty("kind", "button")
            tool.clicked.connect(partial(self._lean, stance))
            group.addButton(tool)
            self._stances[stance] = tool
            line.addWidget(tool)
        line.addStretch(1)
        return holder

    def _columns(self) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 10, 14, 14)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        own = "zh" if active_language().startswith("zh") else "en"
        self._languages: list[QComboBox] = []
        self._texts: list[QLabel] = []
        for side, chosen in enumerate((own, "en" if own != "en" else "zh")):
            box = QComboBox()
            box.setAccessibleName(_("Language of the left column") if side == 0 else _("Language of the right column"))
            for tag in LANGUAGES:
                box.addItem(language_name(tag, active_language()), tag)
            box.setCurrentIndex(box.findData(chosen))
            box.currentIndexChanged.connect(self._write)
            head = row()
            head.addWidget(box)
            head.addStretch(1)
            head.addWidget(button(_("Copy"), partial(self._copy, side), kind="quiet"))
            text = label("", wrap=True, selectable=True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addLayout(head, 0, side)
            grid.addWidget(text, 1, side)
            grid.setColumnStretch(side, 1)
            self._languages.append(box)
            self._texts.append(text)
        return frame

    def _fill_gaps(self, now: ChosenClause) -> None:
        clear(self._gaps)
        self._fields = {}
        self._fault.hide()
        for index, gap in enumerate(now.clause.gaps_of(now.stance)):
            line, place = divmod(index, _GAPS_IN_A_ROW)
            words = gap.name(active_language())
            words = words[:1].upper() + words[1:]
            field = QLineEdit(now.typed.get(gap.id, ""))
            field.setAccessibleName(words)
            field.setPlaceholderText(self._placeholder(gap, now.stance))
            field.textEdited.connect(self._pause.start)
            self._fields[gap.id] = field
            self._gaps.addWidget(label(words, "muted", wrap=True), line * 2, place, Qt.AlignmentFlag.AlignBottom)
            self._gaps.addWidget(field, line * 2 + 1, place)

    def _placeholder(self, gap: Gap, stance: Stance) -> str:
        """What stands in the gap while nothing is typed."""
        fact = self._facts.get(gap.known_from, "")
        if fact:
            return _("{value}, from the deal").format(value=shown(gap.kind, fact, active_language()))
        return shown(gap.kind, gap.usual[stance], active_language()) if gap.usual[stance] else "…"

    def _lean(self, stance: Stance) -> None:
        self.finish()
        if self._now is not None and self._now.stance is not stance:
            self._now = replace(self._now, stance=stance)
            self._fill_gaps(self._now)
            self._write()
            self.edited.emit(self._now)

    def _take(self) -> None:
        """Keep every value that can be used, and say what cannot."""
        if self._now is None:
            return
        typed = dict(self._now.typed)
        faults = []
        for name, field in self._fields.items():
            try:
                typed[name] = read_value(self._now.clause.gaps[name], field.text())
            except KnownError as error:
                faults.append(" ".join(describe(error)))
        self._fault.setText("\n".join(faults))
        self._fault.setVisible(bool(faults))
        now = replace(self._now, typed={name: value for name, value in typed.items() if value})
        if now != self._now:
            self._now = now
            self._write()
            self.edited.emit(now)

    def _tag(self, side: int) -> str:
        """The column's language, with the counterpart's country where it is theirs."""
        base = str(self._languages[side].currentData())
        return self._other_language if side and self._other_language.split("-")[0] == base else base

    def _write(self) -> None:
        now = self._now
        if now is None:
            return
        values = now.values(self._facts)
        for side, text in enumerate(self._texts):
            text.setText(now.clause.text(now.stance, self._tag(side), values))
        alarms = now.clause.alarms(now.stance, self._tag(0), self._tag(1), values)
        if alarms:
            self._figures.setText(wording.joined(check_line(alarm) for alarm in alarms))
        else:
            self._figures.setText(_("figures the same on both sides"))
        set_tone(self._figures, "alarm" if alarms else "ok")

    def _copy(self, side: int) -> None:
        self.finish()
        QGuiApplication.clipboard().setText(self._texts[side].text())
        self.status.emit(_("Clause copied."))
