"""A series: how often, at one clock time or with the burden shared, and what is to be known about its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, ngettext, render
from dragoman.meetings.model import Participant, Repeat
from dragoman.meetings.zones import zone_info
from dragoman.ui import wording
from dragoman.ui.panels.meet_search import FoundSeries, find_series, slot_words
from dragoman.ui.panels.meet_slots import SlotLine, SlotList
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import card, column, label, row

if TYPE_CHECKING:
    from dragoman.meetings.finder import SlotFinder

# Words, monthly, interval, on the same weekday, most meetings: none reaches further than a year.
_RHYTHMS = (
    (N_("every week"), False, 1, False, 52),
    (N_("every 2 weeks"), False, 2, False, 26),
    (N_("every 4 weeks"), False, 4, False, 13),
    (N_("every month, same date"), True, 1, False, 12),
    (N_("every month, same weekday"), True, 1, True, 12),
)
_USUAL_COUNT = 8


class SeriesPage(QWidget):
    """Lists the meetings of a series that begins on the day of the chosen slot; any of them can be left out."""

    chosen = Signal(object)
    """The start of the meeting that was chosen, an aware UTC datetime."""
    trouble = Signal(object)
    """An exception for the window to show."""
    changed = Signal()
    """There are other meetings than before."""

    def __init__(self, finder: SlotFinder, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__()
        self._finder = finder
        self._runner = runner
        self._task = 0
        self._people: tuple[Participant, ...] = ()
        self._start: datetime | None = None
        self._minutes = 60
        self._zone = "UTC"
        self._stale = True
        self._build(tokens)

    def plan(self, people: tuple[Participant, ...], start: datetime | None, minutes: int, zone: str) -> None:
        """Take the people and the slot a series begins with; it is worked out when the page is shown."""
        if (people, start, minutes, zone) == (self._people, self._start, self._minutes, self._zone):
            return
        self._people, self._start, self._minutes, self._zone = people, start, minutes, zone
        self._stale = True
        if self.isVisible():
            self.search()

    def starts(self) -> tuple[datetime, ...]:
        """Return the meetings of the series without those that are left out; none while it is not worked out."""
        return () if self._stale else self.list.starts()

    def repeat(self) -> Repeat | None:
        """Return the series that is asked for, None without a slot to begin with."""
        if self._start is None:
            return None
        local = self._start.astimezone(zone_info(self._zone))
        _words, monthly, interval, by_weekday, _most = _RHYTHMS[self.rhythm.currentIndex()]
        clock = "" if self.fairness.currentData() else f"{local:%H:%M}"
        return Repeat(local.date(), int(self.count.currentData()), self._zone, monthly, interval, by_weekday, clock)

    def search(self) -> None:
        """Work the series out."""
        repeat = self.repeat()
        self._runner.cancel(self._task)
        if repeat is None or len(self._people) < 2:
            self._said.setText(_("Choose a slot first: the series begins with it."))
            self.list.show_lines(())
            return
        self._said.setText(_("Working the series out…"))
        people, minutes = self._people, self._minutes
        self._task = self._runner.submit(
            lambda _context: find_series(self._finder, people, repeat, minutes), done=self._found, failed=self._failed
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.search()

    def _build(self, tokens: Tokens) -> None:
        outer = column(self, spacing=4)
        outer.setContentsMargins(0, 8, 0, 0)
        bar = row()
        self.rhythm = QComboBox()
        for words, *_rest in _RHYTHMS:
            self.rhythm.addItem(_(words))
        self.rhythm.setAccessibleName(_("How often"))
        self.count = QComboBox()
        self.count.setMaxVisibleItems(12)
        self._fill_counts(_USUAL_COUNT)
        self.count.setAccessibleName(_("Number of meetings"))
        self.fairness = QComboBox()
        self.fairness.addItem(_("always at the same time"), False)
        self.fairness.addItem(_("times change, burden shared"), True)
        self.fairness.setAccessibleName(_("One time or shared burden"))
        self.fairness.setToolTip(_("Shared: whoever had an inconvenient hour gets a better one next time"))
        bar.addWidget(self.rhythm)
        bar.addWidget(self.count)
        bar.addWidget(self.fairness)
        bar.addStretch(1)
        outer.addLayout(bar)
        self._said = label("", "small", wrap=True)
        outer.addWidget(self._said)
        self.list = SlotList(_("Meetings of the series"), tokens)
        self.list.chosen.connect(self.chosen)
        self.list.skipped.connect(self.changed)
        shelf = card()
        column(shelf, margin=4).addWidget(self.list)
        outer.addWidget(shelf, 1)
        self.rhythm.currentIndexChanged.connect(lambda _index: self._rhythm_chosen())
        self.count.currentIndexChanged.connect(lambda _index: self._again())
        self.fairness.currentIndexChanged.connect(lambda _index: self._again())

    def _fill_counts(self, wanted: int) -> None:
        most = _RHYTHMS[self.rhythm.currentIndex()][4]
        with QSignalBlocker(self.count):
            self.count.clear()
            for count in range(2, most + 1):
                self.count.addItem(ngettext("{count} meeting", "{count} meetings", count).format(count=count), count)
            self.count.setCurrentIndex(min(wanted, most) - 2)

    def _rhythm_chosen(self) -> None:
        self._fill_counts(int(self.count.currentData()))
        self._again()

    def _again(self) -> None:
        self._stale = True
        self.search()

    def _found(self, found: FoundSeries) -> None:
        self._stale = False
        warnings: dict[datetime, list[str]] = {}
        for warning in found.warnings:
            warnings.setdefault(warning.start, []).append(render(warning.text))
        lines = [self._line(start, warnings.get(start, ())) for start in found.series.starts]
        self.list.show_lines(lines)
        self._said.setText(self._summary(found))
        self.changed.emit()

    def _line(self, start: datetime, warnings: Sequence[str]) -> SlotLine:
        words = slot_words(start, self._people, self._zone)
        return SlotLine(words, "\n".join(warnings), start, warns=bool(warnings), can_skip=True)

    def _summary(self, found: FoundSeries) -> str:
        totals = [
            f"{who} {wording.duration(timedelta(minutes=minutes))}"
            for who, minutes in found.series.totals_minutes.items()
        ]
        said = [_("Outside hours in all: {totals}").format(totals=wording.joined(totals))]
        dates = len({warning.start for warning in found.warnings})
        if dates:
            said.append(ngettext("{count} date to look at", "{count} dates to look at", dates).format(count=dates))
        if not found.series.proven:
            said.append(_("a fairer series may exist"))
        return " · ".join(said)

    def _failed(self, error: BaseException) -> None:
        self._stale = True
        self.list.show_lines(())
        if isinstance(error, KnownError):
            self._said.setText(" ".join(i18n.describe(error)))
        else:
            self.trouble.emit(error)
        self.changed.emit()
