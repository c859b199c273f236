"""Fields about people at a meeting: hard limits, single days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QGridLayout, QLabel, QWidget

from dragoman.base.i18n import _
from dragoman.ui import wording
from dragoman.ui.widgets.basic import button, column, label, row


class LimitsForm(QWidget):
    """Never before, never after, never on public holidays."""

    def __init__(self, not_before: str, not_after: str, *, never_on_holidays: bool) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.setColumnStretch(2, 1)
        self._before = _Clock(grid, _("Never before"), not_before, "07:00")
        self._after = _Clock(grid, _("Never after"), not_after, "20:00")
        self.holidays = QCheckBox(_("Never on a public holiday"))
        self.holidays.setChecked(never_on_holidays)
        grid.addWidget(self.holidays, grid.rowCount(), 0, 1, 3)

    def values(self) -> tuple[str, str, bool]:
        """Return the earliest and the latest local ``HH:MM``, empty where there is no limit, and the holidays."""
        return self._before.value(), self._after.value(), self.holidays.isChecked()


class _Clock:
    """A time of day that may be left open."""

    def __init__(self, grid: QGridLayout, words: str, value: str, usual: str) -> None:
        self.use = QCheckBox(words)
        self.time = QComboBox()
        for clock in sorted({f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)} | {value or usual}):
            self.time.addItem(clock)
        self.time.setCurrentText(value or usual)
        self.time.setMaxVisibleItems(12)
        self.time.setAccessibleName(words)
        self.time.setMaximumWidth(104)
        self.use.setChecked(bool(value))
        self.time.setEnabled(bool(value))
        self.use.toggled.connect(self.time.setEnabled)
        line = grid.rowCount() if grid.count() else 0
        grid.addWidget(self.use, line, 0)
        grid.addWidget(self.time, line, 1)

    def value(self) -> str:
        return self.time.currentText() if self.use.isChecked() else ""


class DaysField(QWidget):
    """Single dates: added one at a time, removed all together."""

    def __init__(self, name: str, days: Iterable[date]) -> None:
        super().__init__()
        self._days = set(days)
        outer = column(self, spacing=4)
        line = row()
        self.day = QDateEdit(QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(wording.date_pattern())
        self.day.setAccessibleName(name)
        line.addWidget(self.day)
        self.add_button = button(_("Add"), self._add)
        self.add_button.setAccessibleName(_("{field}: add this date").format(field=name))
        line.addWidget(self.add_button)
        line.addStretch(1)
        self._clear = button(_("Remove all"), self._remove, kind="quiet")
        line.addWidget(self._clear)
        outer.addLayout(line)
        self._list: QLabel = label("", "muted", wrap=True, selectable=True)
        outer.addWidget(self._list)
        self._show()

    def values(self) -> frozenset[date]:
        """Return the dates."""
        return frozenset(self._days)

    def _add(self) -> None:
        day = self.day.date().toPython()
        assert isinstance(day, date)
        self._days.add(day)
        self._show()

    def _remove(self) -> None:
        self._days.clear()
        self._show()

    def _show(self) -> None:
        self._list.setText(wording.joined(wording.day(day, year=True) for day in sorted(self._days)))
        self._list.setVisible(bool(self._days))
        self._clear.setVisible(bool(self._days))


def heading(text: str) -> QLabel:
    """Return the title of a part of a form."""
    result = label(text, "lead")
    result.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
    return result
