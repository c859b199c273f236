"""Brief: what to know about the other side's country two minutes before the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.knowledge.brief import brief
from dragoman.knowledge.model import Brief, Country, EtiquetteText, Market
from dragoman.ui import wording
from dragoman.ui.brief_wording import TOPIC_NAMES, fact_rows, flag_chips, law_rows, pair_law
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import pixmap
from dragoman.ui.panels.base import Panel
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling
from dragoman.ui.widgets.choices import country_box
from dragoman.ui.widgets.day_strip import DayStrip, StripRow
from dragoman.ui.widgets.fold import Fold

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

STRIP_DAYS = 14
CHECK_AFTER = timedelta(days=365)
"""Facts older than this are marked to be checked before they are relied on."""


class BriefPanel(Panel):
    """One screen on a country, beside the user's own; every line unfolds to detail, source and date."""

    def __init__(self, knowledge: KnowledgeBase, context: NegotiationContext, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._knowledge = knowledge
        self._context = context
        self._iso2 = ""
        self._counterpart_id: int | None = None
        self._counterpart_country = ""
        context.country_wanted.connect(self.show_country)
        outer = column(self, spacing=0)
        bar = row(spacing=8)
        bar.setContentsMargins(16, 16, 16, 8)
        self._title = label("", "title")
        bar.addWidget(self._title, 1)
        self._box = country_box(knowledge, _("Country"))
        self._box.setToolTip(_("Read about another country"))
        self._box.setMinimumWidth(220)
        self._box.currentIndexChanged.connect(lambda _index: context.read_about(self._box.choice()))
        bar.addWidget(self._box)
        outer.addLayout(bar)
        content = QWidget()
        self._body = column(content, spacing=12)
        self._body.setContentsMargins(16, 4, 16, 16)
        self._area = scrolling(content, see_through=True)
        outer.addWidget(self._area, 1)
        self.setFocusProxy(self._box)

    def show_country(self, iso2: str) -> None:
        """Read about any country, the counterpart's or not."""
        if iso2 and iso2 != self._iso2:
            self._iso2 = iso2
            self._fill()

    def refresh(self) -> None:
        """Follow the counterpart to their country; keep a country that was chosen by hand otherwise."""
        other = self._context.counterpart
        if self._context.reading:
            self._iso2 = self._context.reading
        elif other and (self._counterpart_id, self._counterpart_country) != (other.id, other.country):
            self._iso2 = other.country
        elif other is None and not self._iso2:
            self._iso2 = "BR"
        self._counterpart_id = other.id if other else None
        self._counterpart_country = other.country if other else ""
        self._fill()

    def _fill(self) -> None:
        language = active_language()
        there, here = self._context.there if self._is_counterparts() else None, self._context.home
        told = brief(
            self._knowledge,
            self._iso2,
            here.country if here else None,
            language,
            datetime.now(UTC),
            there.zone if there else None,
            here.zone if here else None,
        )
        country, home, market = told.country, told.home, told.market
        self._title.setText(country.name(language))
        self._box.choose(self._iso2)
        clear(self._body)
        if market:
            self._body.addWidget(self._top(market))
            self._body.addWidget(self._address(market))
        else:
            self._body.addWidget(self._no_market())
        self._body.addWidget(self._strip(told))
        if home and home.iso2 != country.iso2:
            self._body.addWidget(self._between(told))
        self._body.addWidget(self._facts(country, home))
        if market:
            self._body.addWidget(self._topics(market))
        self._body.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        self._inspect(told)

    def _top(self, market: Market) -> QWidget:
        holder = QWidget()
        line = row(holder, spacing=12)
        for words, entries, symbol, colour in (
            (_("Do"), market.do, "check", self.tokens.ok),
            (_("Don’t"), market.dont, "x", self.tokens.alarm),
        ):
            frame = card()
            layout = column(frame, margin=14, spacing=7)
            layout.addWidget(label(words, "heading"))
            for entry in entries:
                layout.addLayout(_iconed(entry, symbol, colour))
            layout.addStretch(1)
            line.addWidget(frame, 1)
        return holder

    def _address(self, market: Market) -> QWidget:
        frame = card()
        layout = column(frame, margin=14, spacing=8)
        layout.addWidget(label(_("Address and greeting"), "heading"))
        chips = row(spacing=6)
        for text in flag_chips(market.flags):
            chips.addWidget(chip(text, "accent"))
        chips.addStretch(1)
        layout.addLayout(chips)
        for topic in ("address", "greeting"):
            if entry := market.topics.get(topic):
                layout.addWidget(label(entry.summary, wrap=True, selectable=True))
        return frame

    def _no_market(self) -> QWidget:
        frame = card()
        layout = column(frame, margin=14)
        layout.addWidget(label(_("Manners of this market are not written yet."), "lead"))
        layout.addWidget(label(_("Facts, formats and holidays below are complete."), "muted", wrap=True))
        return frame

    def _strip(self, told: Brief) -> QWidget:
        country, home = told.country, told.home
        frame = card()
        layout = column(frame, margin=14, spacing=8)
        layout.addWidget(label(_("The next fourteen days"), "heading"))
        zone = self._context.there.zone if self._is_counterparts() and self._context.there else country.time_zones[0]
        today = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
        subdivision = self._context.there.subdivision if self._is_counterparts() and self._context.there else ""
        rows = [self._strip_row(country, subdivision)]
        if home and home.iso2 != country.iso2:
            rows.append(self._strip_row(home, ""))
        strip = DayStrip(rows, today, STRIP_DAYS, self.tokens)
        layout.addWidget(strip)
        if not any(strip.holidays()):
            layout.addWidget(label(_("No public holiday on either side."), "muted"))
        for name, holiday in strip.holidays():
            line = wording.holiday_line(holiday, today)
            layout.addWidget(label(_("{country}: {holiday}").format(country=name, holiday=line), wrap=True))
        if home and home.iso2 != country.iso2:
            layout.addWidget(label(_shared_line(told), wrap=True))
        return frame

    def _between(self, told: Brief) -> QWidget:
        frame = card()
        layout = column(frame, margin=14, spacing=8)
        layout.addWidget(label(_("Between the two of you"), "heading"))
        for text, notes in pair_law(told.facts):
            layout.addWidget(label(text, wrap=True, selectable=True))
            for note in notes:
                layout.addWidget(label(note, "muted", wrap=True, selectable=True))
        layout.addWidget(label(_("A starting point, not legal advice."), "small"))
        return frame

    def _strip_row(self, country: Country, subdivision: str) -> StripRow:
        today = datetime.now(UTC).date()
        holidays = self._knowledge.holidays(
            country.iso2, today - timedelta(days=1), today + timedelta(days=STRIP_DAYS + 1), subdivision or None
        )
        return StripRow(country.name(active_language()), country.weekend, tuple(holidays))

    def _facts(self, country: Country, home: Country | None) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 14, 14, 14)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        language = active_language()
        headings = [_("Formats and law"), country.name(language)]
        if home and home.iso2 != country.iso2:
            headings.append(_("{country} (you)").format(country=home.name(language)))
        for index, heading in enumerate(headings):
            grid.addWidget(label(heading, "heading"), 0, index)
        for line, (name, theirs, ours) in enumerate(fact_rows(country, home) + law_rows(country, home), 1):
            grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(theirs, wrap=True, selectable=True), line, 1, Qt.AlignmentFlag.AlignTop)
            if len(headings) == 3:
                grid.addWidget(label(ours, wrap=True, selectable=True), line, 2, Qt.AlignmentFlag.AlignTop)
        for index, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(index, stretch)
        return frame

    def _topics(self, market: Market) -> QWidget:
        frame = card()
        layout = column(frame, margin=6, spacing=0)
        for topic, text in market.topics.items():
            fold = Fold(_(TOPIC_NAMES[topic]), text.summary, self.tokens, partial(self._detail, text))
            layout.addWidget(fold)
        return frame

    def _detail(self, text: EtiquetteText) -> QWidget:
        holder = QWidget()
        layout = column(holder, spacing=6)
        layout.addWidget(label(text.detail, wrap=True, selectable=True))
        for entries, symbol, colour in ((text.do, "check", self.tokens.ok), (text.dont, "x", self.tokens.alarm)):
            for entry in entries:
                layout.addLayout(_iconed(entry, symbol, colour))
        sources = "; ".join(source.title for source in text.sources)
        read = wording.day(text.as_of, year=True)
        line = _("{sources}. Read {day}, confidence {confidence}.").format(
            sources=sources, day=read, confidence={"high": _("high"), "medium": _("medium")}.get(text.confidence, "")
        )
        layout.addWidget(label(line, "small", wrap=True, selectable=True))
        return holder

    def _inspect(self, told: Brief) -> None:
        country, market = told.country, told.market
        inspector = self.inspector
        inspector.clear()
        language = active_language()
        today = datetime.now(UTC).date()
        inspector.heading(_("Next holidays in {country}").format(country=country.name(language)))
        subdivision = self._context.there.subdivision if self._is_counterparts() and self._context.there else ""
        ahead = self._knowledge.holidays(country.iso2, today, today + timedelta(days=370), subdivision or None)
        shown = [holiday for holiday in ahead if not holiday.makeup_workday][:8]
        for holiday in shown:
            inspector.pair(
                wording.day_and_weekday(holiday.date), _holiday_name(holiday.name(language), holiday.name_local)
            )
        if not shown:
            inspector.line(_("None are known for the next twelve months."), "muted")
        if told.special_periods:
            inspector.heading(_("Ahead"))
            for period in told.special_periods:
                days = f"{wording.day(period.start, short=True)} – {wording.day(period.end, short=True)}"
                inspector.pair(days, f"{period.name(language)}\n{period.effect(language)}")
        if market:
            inspector.heading(_("About this page"))
            inspector.line(_("Manners read {day}.").format(day=wording.day(market.as_of, year=True)), "muted")
            if today - market.as_of > CHECK_AFTER:
                inspector.mark(_("check before you rely on it"), "warn")
            inspector.line(_("Law and lists are a starting point, not legal advice."), "muted")
        there = self._context.there
        if there is None or there.country != country.iso2:
            inspector.heading(_("Counterpart"))
            inspector.add(button(_("Add counterpart"), self.edit_wanted.emit))

    def _is_counterparts(self) -> bool:
        there = self._context.there
        return there is not None and there.country == self._iso2


def _shared_line(told: Brief) -> str:
    total = sum((end - start for start, end in told.shared_hours_utc), timedelta())
    if not total:
        return _("In the next seven days the two offices are never open at the same time.")
    return _("In the next seven days both offices are open together for {amount}.").format(
        amount=wording.duration(total)
    )


def _holiday_name(name: str, local: str) -> str:
    return f"{name}\n{local}" if local and local != name else name


def _iconed(text: str, symbol: str, colour: str) -> QGridLayout:
    line = QGridLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setHorizontalSpacing(8)
    mark = QLabel()
    mark.setPixmap(pixmap(symbol, colour, 16))
    line.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(text, wrap=True, selectable=True), 0, 1)
    line.setColumnStretch(1, 1)
    return line
