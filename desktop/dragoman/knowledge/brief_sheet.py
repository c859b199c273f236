"""The brief as sections of lines, one order for the command line, the printed page and the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.brief import HOLIDAY_DAYS
from dragoman.knowledge.model import Brief, Holiday, SpecialPeriod
from dragoman.knowledge.notes import CountryNote

Say = Callable[[Text], str]
"""Puts a message into the reader's language: :func:`dragoman.base.i18n.render` at the edges."""

CHANNEL_NAMES: dict[str, str] = {
    "wechat": "WeChat",
    "whatsapp": "WhatsApp",
    "line": "LINE",
    "kakaotalk": "KakaoTalk",
    "zalo": "Zalo",
    "telegram": "Telegram",
    "viber": "Viber",
    "teams": "Teams",
    "zoom": "Zoom",
    "phone": N_("phone"),
    "email": N_("email"),
}
PLATFORM_STATES = {"limited": N_("Limited"), "blocked": N_("Blocked")}
"""What is said of a program that does not work there, or only in part."""
_FORMATS = (
    ("date_order", N_("Dates")),
    ("number_example", N_("Figures")),
    ("currencies", N_("Currency")),
    ("first_day_of_week", N_("Week starts")),
    ("paper_size", N_("Paper")),
    ("measurement_system", N_("Units")),
)
_RECORDING = {
    "one_party": N_("Call recording there: one party to the call may record."),
    "all_parties": N_("Call recording there: everybody on the call must agree."),
}
_FATF = {
    "increased_monitoring": N_("FATF: under increased monitoring (grey list); banks ask more and take longer."),
    "call_for_action": N_("FATF: call for action (black list); payments may be refused."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``mark`` is do, dont, note or empty; ``head`` a short label before the text."""

    text: str
    head: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of lines; ``table`` has rows of a label, theirs and ours, ``heads`` the names above them."""

    key: str
    title: str
    lines: tuple[Line, ...] = ()
    table: tuple[tuple[str, str, str], ...] = ()
    heads: tuple[str, str] = ("", "")


def sheet(made: Brief, language: str, say: Say, note: CountryNote | None = None) -> tuple[Section, ...]:
    """Return the brief's sections in reading order, those with nothing in them left out."""
    facts: dict[str, Any] = dict(made.facts)
    writer = _Writer(made, facts, language, say)
    sections = (
        Section("now", say(Text(N_("Now"))), tuple(writer.now())),
        Section("address", say(Text(N_("How to address"))), tuple(writer.address())),
        Section("do", say(Text(N_("Do"))), tuple(Line(item, mark="do") for item in writer.top("do"))),
        Section("dont", say(Text(N_("Don’t"))), tuple(Line(item, mark="dont") for item in writer.top("dont"))),
        Section("hours", say(Text(N_("Hours you share this week"))), tuple(writer.shared())),
        Section("holidays", say(Text(N_("Holidays in the next two weeks"))), tuple(writer.holidays())),
        Section("periods", say(Text(N_("Ahead"))), tuple(writer.periods())),
        Section("formats", say(Text(N_("Formats"))), table=tuple(writer.formats()), heads=writer.names()),
        Section("between", say(Text(N_("Between the two of you"))), tuple(writer.between())),
        Section("channels", say(Text(N_("Channels and payment"))), tuple(writer.channels())),
        Section("note", say(Text(N_("Your note"))), (Line(note.text),) if note else ()),
    )
    return tuple(section for section in sections if section.lines or section.table)


class _Writer:
    def __init__(self, made: Brief, facts: dict[str, Any], language: str, say: Say) -> None:
        self._made, self._facts, self._language, self._say = made, facts, language, say

    def names(self) -> tuple[str, str]:
        home = self._made.home
        return self._made.country.name(self._language), home.name(self._language) if home else ""

    def top(self, key: str) -> tuple[str, ...]:
        market = self._made.market
        return getattr(market, key) if market else ()

    def now(self) -> Iterator[Line]:
        made, there, here = self._made, *self.names()
        for name, state in ((there, made.state), (here, made.home_state)):
            if state:
                yield Line(f"{self._moment(state.now)}", head=name)
        if text := self._facts.get("missing"):
            yield Line(self._say(text), mark="note")

    def address(self) -> Iterator[Line]:
        facts = self._facts["address"]
        if facts["written"]:
            yield Line(facts["written"], head=self._say(Text(N_("Written"))))
        if facts["called"]:
            yield Line(facts["called"], head=self._say(Text(N_("Called"))))
        if facts["texts"]:
            yield Line(
                ("" if self._language.startswith("zh") else " ").join(self._say(text) for text in facts["texts"])
            )
        if facts["summary"]:
            yield Line(facts["summary"])

    def shared(self) -> Iterator[Line]:
        made = self._made
        if not made.home or not made.state or not made.home_state:
            return
        there, here = made.state.now.tzinfo, made.home_state.now.tzinfo
        for start, end in made.shared_hours_utc:
            ours, theirs = start.astimezone(here), start.astimezone(there)
            line = Text(
                N_("{ours} yours, {theirs} theirs"),
                {
                    "ours": f"{ours:%H:%M}–{end.astimezone(here):%H:%M}",
                    "theirs": f"{theirs:%H:%M}–{end.astimezone(there):%H:%M}",
                },
            )
            yield Line(self._say(line), head=self._day(ours))
        if not made.shared_hours_utc:
            yield Line(self._say(Text(N_("The two offices are never open at the same time in the next seven days."))))

    def holidays(self) -> Iterator[Line]:
        there, here = self.names()
        for name, listed in ((there, self._made.upcoming), (here, self._made.home_upcoming)):
            for holiday in listed:
                near = (holiday.date - self._today()).days <= HOLIDAY_DAYS
                text = self._holiday(holiday)
                if not near:
                    text = self._say(Text(N_("none; the next one is {name}"), {"name": text}))
                yield Line(text, head=f"{name}, {holiday.date.isoformat()}")

    def periods(self) -> Iterator[Line]:
        there, here = self.names()
        for name, listed in ((there, self._made.special_periods), (here, self._made.home_special_periods)):
            for period in listed:
                yield Line(self._period(period), head=f"{name}, {period.start.isoformat()} – {period.end.isoformat()}")

    def formats(self) -> Iterator[tuple[str, str, str]]:
        theirs, ours = self._facts["formats"]["country"], self._facts["formats"]["home"] or {}
        for key, label in _FORMATS:
            pair = [self._format(key, side.get(key)) for side in (theirs, ours)]
            if any(pair):
                yield self._say(Text(label)), pair[0] or "–", pair[1] or ("–" if ours else "")

    def between(self) -> Iterator[Line]:
        for key in ("sales_law", "awards", "documents", "privacy"):
            if answer := self._facts.get(key):
                yield Line(self._say(answer["text"]))
                yield from (Line(note, mark="note") for note in answer["notes"])
        if seats := self._facts["arbitration_seats"]:
            yield Line(", ".join(seats), head=self._say(Text(N_("Seats in use"))))
        if text := _RECORDING.get(self._facts["recording"] or ""):
            yield Line(self._say(Text(text)))
        if text := _FATF.get(self._facts["fatf"] or ""):
            yield Line(self._say(Text(text)))
        if dated := self._dates():
            yield Line(dated, head=self._say(Text(N_("Status as of"))), mark="note")

    def channels(self) -> Iterator[Line]:
        if listed := self._facts["channels"]:
            named = ", ".join(self._say(Text(CHANNEL_NAMES.get(channel, channel))) for channel in listed)
            yield Line(named, head=self._say(Text(N_("Channels"))))
        for row in self._facts["platforms"]:
            if row["state"] in PLATFORM_STATES:
                parts = (row["name"], row["note"], row["as_of"])
                state = self._say(Text(PLATFORM_STATES[row["state"]]))
                yield Line(" · ".join(part for part in parts if part), head=state, mark="note")
        if self._facts["channels_text"]:
            yield Line(self._facts["channels_text"])
        if terms := self._facts["payment_terms"]:
            yield Line(", ".join(terms), head=self._say(Text(N_("Usual terms"))))
        if self._facts["payment_text"]:
            yield Line(self._facts["payment_text"])

    def _today(self) -> date:
        state = self._made.state
        return state.now.date() if state else date.min

    def _dates(self) -> str:
        found = {
            f"{source['name']} {source['as_of']}"
            for key in ("sales_law", "awards", "documents")
            for source in (self._facts.get(key) or {}).get("sources", [])
        }
        return ", ".join(sorted(found))

    def _format(self, key: str, value: Any) -> str:
        if not value:
            return ""
        if key == "date_order":
            return {"DMY": "31/12/2026", "MDY": "12/31/2026", "YMD": "2026-12-31"}[value]
        if key == "currencies":
            return ", ".join(value)
        if key == "first_day_of_week":
            from babel.dates import get_day_names

            from dragoman.base.locales import babel_locale
            from dragoman.knowledge.model import WEEKDAYS

            return str(get_day_names("wide", "stand-alone", babel_locale(self._language))[WEEKDAYS.index(value)])
        return str(value)

    def _holiday(self, holiday: Holiday) -> str:
        text = holiday.name(self._language)
        if holiday.makeup_workday:
            text = self._say(Text(N_("{name} (offices work)"), {"name": text}))
        elif holiday.category == "half_day":
            text = self._say(Text(N_("{name} (half day)"), {"name": text}))
        if holiday.estimated:
            text = self._say(Text(N_("{name} (estimated: may shift by a day)"), {"name": text}))
        return text

    def _period(self, period: SpecialPeriod) -> str:
        values: dict[str, object] = {"name": period.name(self._language), "effect": period.effect(self._language)}
        return self._say(Text(N_("{name}: {effect}"), values))

    def _day(self, moment: datetime) -> str:
        from babel.dates import format_date

        from dragoman.base.locales import reader_locale

        chinese = self._language.startswith("zh")
        pattern = "M月d日 EEE" if chinese else "EEE d MMM"
        return str(format_date(moment.date(), pattern, locale=reader_locale("zh" if chinese else "en")))

    def _moment(self, moment: datetime) -> str:
        return f"{self._day(moment)} {moment:%H:%M}"
