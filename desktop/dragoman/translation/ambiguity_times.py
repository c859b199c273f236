"""Ambiguous times: next Friday, by Friday, 12:00 tomorrow, the end of the month, bi-weekly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dragoman.base.i18n import N_, Text
from dragoman.translation.ambiguity import Ambiguity, AmbiguityKind, Reading, Scene, as_written, distinct, long_date
from dragoman.translation.ambiguity_words import (
    AFTERNOON,
    BEFORE_EXCLUDES,
    BY_DATE,
    BY_WEEKDAY,
    DAYS_BEFORE,
    END_OF_MONTH,
    FREQUENCIES,
    HOUR_WORD,
    MONTH_END_DATE,
    NEXT_IS_OF_NEXT_WEEK,
    NEXT_WEEKDAY,
    NOT_A_DAY,
    ON_DATE,
    RELATIVE_DAYS,
    WEEKDAY_ALIASES,
    ZONE_NAMED,
    ZONE_NAMED_BEFORE,
)
from dragoman.translation.figures import Figure, extract

_NEARBY = 30
_HOUR_WORD = re.compile(HOUR_WORD)
_APART = re.compile(r"[\d.,;:!?。！？，；：\n]")
_DATE_AFTER = 12
_TIMED = re.compile(r"\s*,?\s*(?:at|um|a las|às|à|,)?\s*\d{1,2}\s*(?:[:hH点时]|[ap]\.?m|Uhr)")
_CLOCK_SIGNS = re.compile(r":|[hH]\d{2}|[ap]\.?\s?m", re.IGNORECASE)
_NOON = re.compile(r"\b12(?::00)?\s?(?P<half>[ap])(?:\.m\.|m\b)", re.IGNORECASE)


def next_weekdays(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield "next Friday": that of next week to some, the one that comes first to others."""
    if scene.language not in NEXT_WEEKDAY:
        return
    days = _weekdays(scene.writer)
    for match in _finditer(NEXT_WEEKDAY[scene.language], days, text):
        groups = match.groupdict()
        name = groups["day"] or groups.get("day2") or ""
        coming, later = _occurrences(scene.today, days[name.casefold()])
        dates = {tag: _usual(tag, coming, later, scene) for tag in (scene.writer, scene.reader)}
        order = [(dates[scene.writer], scene.writer), (dates[scene.reader], scene.reader), (coming, ""), (later, "")]
        readings = distinct(
            Reading(
                Text(N_("means {date}"), {"date": long_date(when, scene.writer, weekday=True)}),
                long_date(when, scene.writer, weekday=True),
                (tag,) if tag else (),
            )
            for when, tag in order
        )
        yield Ambiguity(AmbiguityKind.WEEKDAY, match.start(), match.end(), match[0], readings)


def deadlines(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield "by Friday": that day may count or not."""
    if scene.language not in BY_WEEKDAY:
        return
    days = _weekdays(scene.writer)
    dates = [figure.start for figure in extract(text, scene.writer) if figure.kind == "date"]
    for match in _finditer(BY_WEEKDAY[scene.language], days, text):
        is_dated = any(match.start() <= start <= match.end() + _DATE_AFTER for start in dates)
        if is_dated or _TIMED.match(text, match.end()):
            continue
        day, _later = _occurrences(scene.today, days[match["day"].casefold()])
        until = {last: long_date(last, scene.writer, weekday=True) for last in (day, day - timedelta(days=1))}
        readings = [
            Reading(
                Text(meaning, {"date": until[last]}),
                as_written(BY_DATE[scene.language].format(date=until[last]), text, match.start()),
                who,
            )
            for meaning, last, who in (
                (N_("{date} still counts"), day, () if scene.language in BEFORE_EXCLUDES else (scene.writer,)),
                (
                    N_("{date} is the last day"),
                    day - timedelta(days=1),
                    (scene.writer,) if scene.language in BEFORE_EXCLUDES else (),
                ),
            )
        ]
        if scene.language in BEFORE_EXCLUDES:
            readings.reverse()
        yield Ambiguity(AmbiguityKind.DEADLINE, match.start(), match.end(), match[0], tuple(readings))


def clock_times(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield times of day that do not say whose clock they mean, and 12 am or pm."""
    if scene.language == "en":
        for match in _NOON.finditer(text):
            yield _noon(match)
    ours, theirs = _zone(scene.writer_zone), _zone(scene.reader_zone)
    if ours is None or theirs is None:
        return
    times = [figure for figure in extract(text, scene.writer) if figure.kind == "time"]
    for found in times:
        if found.minute is None:
            continue
        # An hour in words belongs to the time: the zone is named after it.
        word = _HOUR_WORD.match(text, found.end)
        figure = replace(found, end=word.end() if word else found.end)
        if _says_whose(text, figure):
            continue
        day = _relative_day(text, figure, times, scene)
        if day is None and not _CLOCK_SIGNS.search(figure.text):
            continue
        minute = _minute_of_day(text, found.start, found.minute, scene)
        when = datetime.combine(scene.today + timedelta(days=day[2] if day else 0), time(minute // 60, minute % 60))
        if when.replace(tzinfo=ours).utcoffset() == when.replace(tzinfo=theirs).utcoffset():
            continue
        yield _whose_clock(text, figure, day, when, scene, ours, theirs)


def month_ends(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield "end of the month": its last day, or its last working day."""
    forms = MONTH_END_DATE.get(scene.language, {"": "{date}"})
    before = "|".join(re.escape(word) for word in sorted(forms, key=len, reverse=True) if word)
    for pattern, ahead in END_OF_MONTH.get(scene.language, ()):
        border = "" if scene.language == "zh" else r"\b"
        whole = rf"(?:{border}(?P<before>{before})\s+)?{border}(?:{pattern})" if before else pattern
        for match in re.finditer(whole, text, re.IGNORECASE):
            if re.search(DAYS_BEFORE, text[: match.start()], re.IGNORECASE):
                continue
            form = forms[(match.groupdict().get("before") or "").lower()]
            months = scene.today.year * 12 + scene.today.month + ahead
            last = date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
            working = last - timedelta(days=max(0, last.weekday() - 4))
            written = {when: long_date(when, scene.writer) for when in (last, working)}
            words = {when: as_written(form.format(date=written[when]), text, match.start()) for when in written}
            readings = [
                Reading(Text(N_("the last day, {date}"), {"date": written[last]}), words[last], (scene.writer,)),
                Reading(Text(N_("the last working day, {date}"), {"date": written[working]}), words[working])
                if working != last
                else Reading(Text(N_("some day before {date}"), {"date": written[last]}), words[last]),
            ]
            yield Ambiguity(AmbiguityKind.PERIOD, match.start(), match.end(), match[0], tuple(readings))


def frequencies(text: str, scene: Scene) -> Iterator[Ambiguity]:
    """Yield "bi-weekly" and its like."""
    for pattern, usual, usual_words, other, other_words in FREQUENCIES.get(scene.language, ()):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            readings = (
                Reading(Text(usual), as_written(usual_words, text, match.start()), (scene.writer,)),
                Reading(Text(other), as_written(other_words, text, match.start())),
            )
            yield Ambiguity(AmbiguityKind.FREQUENCY, match.start(), match.end(), match[0], readings)


def _noon(match: re.Match[str]) -> Ambiguity:
    midnight = Reading(Text(N_("midnight, when the day begins")), "00:00")
    noon = Reading(Text(N_("noon")), "12:00")
    order = (midnight, noon) if match["half"].lower() == "a" else (noon, midnight)
    return Ambiguity(AmbiguityKind.TIME, match.start(), match.end(), match[0], order)


def _whose_clock(
    text: str,
    figure: Figure,
    day: tuple[int, int, int] | None,
    when: datetime,
    scene: Scene,
    ours: ZoneInfo,
    theirs: ZoneInfo,
) -> Ambiguity:
    start, end = min(figure.start, day[0] if day else figure.start), max(figure.end, day[1] if day else figure.end)
    readings = []
    for own, other, tag, meaning in (
        (ours, theirs, scene.writer, N_("{time} on the writer's clock, {other} on the reader's")),
        (theirs, ours, scene.reader, N_("{time} on the reader's clock, {other} on the writer's")),
    ):
        moment = when.replace(tzinfo=own)
        there = moment.astimezone(other)
        days_apart = (there.date() - when.date()).days
        suffix = f" ({days_apart:+d} d)" if days_apart else ""
        changes = [(figure.end, figure.end, f" ({_offset(moment)})")]
        if day:
            words = ON_DATE[scene.language].format(date=long_date(when.date(), scene.writer))
            changes.append((day[0], day[1], as_written(words, text, day[0])))
        rewrite = text[start:end]
        for first, last, new in sorted(changes, reverse=True):
            rewrite = rewrite[: first - start] + new + rewrite[last - start :]
        values: dict[str, object] = {"time": f"{when:%H:%M}", "other": f"{there:%H:%M}{suffix}"}
        readings.append(Reading(Text(meaning, values), rewrite, (tag,)))
    return Ambiguity(AmbiguityKind.TIME, start, end, text[start:end], tuple(readings))


def _relative_day(text: str, figure: Figure, times: list[Figure], scene: Scene) -> tuple[int, int, int] | None:
    """Return start, end and days ahead of the word for a day that belongs to this one of the ``times``."""
    best: tuple[int, int, int] | None = None
    for word, ahead in RELATIVE_DAYS.get(scene.language, {}).items():
        border = r"\b" if scene.language != "zh" else ""
        for match in re.finditer(f"{border}{re.escape(word)}{border}", text, re.IGNORECASE):
            before = NOT_A_DAY.get(scene.language)
            if before and re.search(before, text[: match.start()], re.IGNORECASE):
                continue
            day = (match.start(), match.end(), ahead)
            low, high = min(day[1], figure.end), max(day[0], figure.start)
            if high - low > _NEARBY or _APART.search(text, low, high):
                continue
            if any(_distance(day, other) < _distance(day, figure) for other in times):
                continue
            if best is None or (_distance(day, figure), day[0] - day[1]) < (_distance(best, figure), best[0] - best[1]):
                best = day
    return best


def _distance(day: tuple[int, int, int], figure: Figure) -> int:
    return max(day[0], figure.start) - min(day[1], figure.end)


def _minute_of_day(text: str, start: int, minute: int, scene: Scene) -> int:
    afternoon = AFTERNOON.get(scene.language)
    is_pm = afternoon is not None and minute < 12 * 60 and re.search(afternoon, text[:start])
    return minute + 12 * 60 if is_pm else minute


def _says_whose(text: str, figure: Figure) -> bool:
    return bool(
        re.match(ZONE_NAMED, text[figure.end : figure.end + 40])
        or re.search(ZONE_NAMED_BEFORE, text[max(0, figure.start - 12) : figure.start])
    )


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _occurrences(today: date, weekday: int) -> tuple[date, date]:
    """Return the first such day after ``today``, and the one of next week, or a week later where that is the same."""
    coming = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    of_next_week = today + timedelta(days=7 - today.weekday() + weekday)
    return coming, of_next_week if of_next_week != coming else coming + timedelta(days=7)


def _usual(tag: str, coming: date, later: date, scene: Scene) -> date:
    is_this_week = coming.isocalendar()[:2] == scene.today.isocalendar()[:2]
    return later if tag.split("-")[0] in NEXT_IS_OF_NEXT_WEEK and is_this_week else coming


@lru_cache(maxsize=32)
def _weekdays(tag: str) -> dict[str, int]:
    """Return the names of weekdays, casefolded; 0 is Monday."""
    from dragoman.base.locales import babel_locale

    locale = babel_locale(tag)
    names = {str(name).casefold(): number for number, name in locale.days["format"]["wide"].items()}
    aliases = WEEKDAY_ALIASES.get(str(locale.language), {})
    return names | {name.casefold(): number for name, number in aliases.items()}


def _finditer(pattern: str, days: dict[str, int], text: str) -> Iterator[re.Match[str]]:
    names = "|".join(re.escape(name) for name in sorted(days, key=len, reverse=True))
    return re.finditer(pattern.replace("{days}", names), text, re.IGNORECASE)
