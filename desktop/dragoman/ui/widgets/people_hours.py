"""Working hours of a week: a line for each day, spans as text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language
from dragoman.base.locales import babel_locale
from dragoman.meetings.availability import DAYS, parse_clock
from dragoman.meetings.model import Hours
from dragoman.ui.widgets.basic import label

_SPAN = re.compile(r"(\d{1,2})(?:[:：.](\d{2}))?\s*(?:[-–—~～]|至|到)\s*(\d{1,2})(?:[:：.](\d{2}))?")


def hours_text(hours: Hours) -> str:
    """Return "09:00–12:00, 13:00–18:00"."""
    return ", ".join(f"{start}–{end}" for start, end in hours)


def parsed_hours(text: str) -> Hours:
    """Return the spans that ``text`` holds, as :func:`hours_text` writes them or shorter ("9-17"); none for an empty
    text. Raises :class:`KnownError`."""
    spans = []
    for part in re.split(r"[,;，；、]", text):
        if not part.strip():
            continue
        match = _SPAN.fullmatch(part.strip())
        if not match:
            raise KnownError(
                N_("“{text}” is not a span of hours."),
                N_("Write it as 09:00–17:00, several with commas between them."),
                text=part.strip(),
            )
        start, end = f"{match[1]:0>2}:{match[2] or '00'}", f"{match[3]:0>2}:{match[4] or '00'}"
        parse_clock(start)
        parse_clock(end, is_end=True)
        spans.append((start, end))
    return tuple(spans)


class HoursTable(QWidget):
    """Monday to Sunday: whether it is worked, from when to when, with which breaks."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, words in enumerate((_("Day"), _("Working hours"), _("Breaks"))):
            grid.addWidget(label(words, "small"), 0, place)
        names = babel_locale(active_language()).days["stand-alone"]["wide"]
        self._days: list[tuple[QCheckBox, QLineEdit, QLineEdit]] = []
        for number in range(len(DAYS)):
            works, hours, breaks = QCheckBox(names[number]), QLineEdit(), QLineEdit()
            hours.setAccessibleName(_("{day}, working hours").format(day=names[number]))
            breaks.setAccessibleName(_("{day}, breaks").format(day=names[number]))
            for field in (hours, breaks):
                # Figures run from left to right in every language.
                field.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
                field.textEdited.connect(lambda _text: self.changed.emit())
                works.toggled.connect(field.setEnabled)
            hours.setPlaceholderText("09:00–17:00")
            breaks.setPlaceholderText("12:00–13:00")
            works.clicked.connect(lambda _on: self.changed.emit())
            for place, widget in enumerate((works, hours, breaks)):
                grid.addWidget(widget, number + 1, place)
            self._days.append((works, hours, breaks))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)

    def show_week(self, weekend: frozenset[str], hours: Mapping[str, Hours], breaks: Mapping[str, Hours]) -> None:
        """Show a week; both mappings have an entry for each of ``DAYS``."""
        for day, (works, hours_field, breaks_field) in zip(DAYS, self._days, strict=True):
            works.setChecked(day not in weekend)
            hours_field.setText(hours_text(hours[day]))
            breaks_field.setText(hours_text(breaks[day]))
            for field in (hours_field, breaks_field):
                field.setCursorPosition(0)
                field.setEnabled(day not in weekend)

    def week(self) -> tuple[frozenset[str], dict[str, Hours], dict[str, Hours]]:
        """Return the days off, and hours and breaks of every day. Raises :class:`KnownError` for what is no hours."""
        off, hours, breaks = set(), {}, {}
        for day, (works, hours_field, breaks_field) in zip(DAYS, self._days, strict=True):
            hours[day] = parsed_hours(hours_field.text())
            breaks[day] = parsed_hours(breaks_field.text())
            if not works.isChecked():
                off.add(day)
            elif not hours[day]:
                raise KnownError(
                    N_("A working day has no hours."), N_("Write its hours, or take the tick off that day.")
                )
        return frozenset(off), hours, breaks
