"""The brief on one screen: five to do, five not to, how to address them, two weeks ahead, what law is between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.model import Brief, Country, Market
from dragoman.ui import wording
from dragoman.ui.brief_wording import flag_chips, pair_chips
from dragoman.ui.icons import pixmap
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import card, chip, clear, column, label, row
from dragoman.ui.widgets.day_strip import DayStrip, StripRow

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

STRIP_DAYS = 14


class Place(NamedTuple):
    """Where the other side sits: a zone, and a subdivision or nothing."""

    zone: str
    subdivision: str = ""


class Glance(QWidget):
    """What is read two minutes before a call."""

    def __init__(self, knowledge: KnowledgeBase, tokens: Tokens) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._tokens = tokens
        self._body = column(self, spacing=8)
        self._body.setContentsMargins(16, 8, 16, 8)

    def show_brief(self, told: Brief, place: Place | None) -> None:
        """Show the brief; ``place`` is the counterpart's where it is their country."""
        clear(self._body)
        if told.market:
            self._body.addWidget(self._top(told.market))
            self._body.addWidget(self._address(told, told.market))
        else:
            self._body.addWidget(self._no_market())
        self._body.addWidget(self._strip(told, place))
        if told.home and told.home.iso2 != told.country.iso2:
            self._body.addWidget(self._between(told))
        self._body.addStretch(1)

    def _top(self, market: Market) -> QWidget:
        holder = QWidget()
        line = row(holder, spacing=8)
        for words, entries, symbol, colour in (
            (_("Do"), market.do, "check", self._tokens.ok),
            (_("Don’t"), market.dont, "x", self._tokens.alarm),
        ):
            frame = card()
            layout = column(frame, margin=10, spacing=4)
            layout.addWidget(label(words, "heading"))
            for entry in entries:
                layout.addLayout(iconed(entry, symbol, colour))
            layout.addStretch(1)
            line.addWidget(frame, 1)
        return holder

    def _address(self, told: Brief, market: Market) -> QWidget:
        frame = card()
        layout = column(frame, margin=10, spacing=5)
        head = row(spacing=6)
        head.addWidget(label(_("Address and greeting"), "heading"))
        head.addSpacing(8)
        for text in flag_chips(market.flags):
            head.addWidget(chip(text, "accent"))
        head.addStretch(1)
        address = told.facts.get("address")
        if isinstance(address, dict) and address.get("written") and address.get("called"):
            head.addWidget(label(_("{written}: call them {called}").format(**address), selectable=True))
        layout.addLayout(head)
        for topic in ("address", "greeting"):
            if entry := market.topics.get(topic):
                layout.addWidget(label(entry.summary, wrap=True, selectable=True))
        return frame

    def _no_market(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=12)
        layout.addWidget(label(_("Manners of this market are not written yet."), "lead"))
        layout.addWidget(label(_("Facts, formats and holidays below are complete."), "muted", wrap=True))
        return frame

    def _strip(self, told: Brief, place: Place | None) -> QWidget:
        country, home = told.country, told.home
        frame = card()
        layout = column(frame, margin=10, spacing=5)
        layout.addWidget(label(_("The next fourteen days"), "heading"))
        zone = place.zone if place else country.time_zones[0]
        today = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
        rows = [self._strip_row(country, place.subdivision if place else "")]
        if home and home.iso2 != country.iso2:
            rows.append(self._strip_row(home, ""))
        strip = DayStrip(rows, today, STRIP_DAYS, self._tokens)
        layout.addWidget(strip)
        for name, holiday in strip.holidays():
            line = wording.holiday_line(holiday, today)
            layout.addWidget(label(_("{country}: {holiday}").format(country=name, holiday=line), wrap=True))
        lines = [] if any(strip.holidays()) else [_("No public holiday on either side.")]
        if home and home.iso2 != country.iso2:
            lines.append(_shared_line(told))
        layout.addWidget(label(" ".join(lines), "muted", wrap=True))
        return frame

    def _strip_row(self, country: Country, subdivision: str) -> StripRow:
        today = datetime.now(UTC).date()
        holidays = self._knowledge.holidays(
            country.iso2, today - timedelta(days=1), today + timedelta(days=STRIP_DAYS + 1), subdivision or None
        )
        return StripRow(country.name(active_language()), country.weekend, tuple(holidays))

    def _between(self, told: Brief) -> QWidget:
        frame = card()
        line = row(frame, margin=10, spacing=6)
        line.addWidget(label(_("Between the two of you"), "heading"))
        line.addSpacing(8)
        for text, tone, detail in pair_chips(told.facts):
            line.addWidget(chip(text, tone, detail))
        line.addStretch(1)
        return frame


def _shared_line(told: Brief) -> str:
    total = sum((end - start for start, end in told.shared_hours_utc), timedelta())
    if not total:
        return _("In the next seven days the two offices are never open at the same time.")
    return _("In the next seven days both offices are open together for {amount}.").format(
        amount=wording.duration(total)
    )


def iconed(text: str, symbol: str, colour: str) -> QGridLayout:
    """Return a line of text with a mark before it."""
    line = QGridLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setHorizontalSpacing(8)
    mark = QLabel()
    mark.setPixmap(pixmap(symbol, colour, 16))
    line.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(text, wrap=True, selectable=True), 0, 1)
    line.setColumnStretch(1, 1)
    return line
