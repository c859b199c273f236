"""Corrections that are certain: the same number in the target's notation, signs and dashes as the source had them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time

from dragoman.translation.check import Match, compare, keeps_order
from dragoman.translation.figures import Figure, extract, localised, read_number
from dragoman.translation.lexicon import Lexicon, lexicon
from dragoman.translation.model import CheckStatus
from dragoman.translation.protect import carried_part

_LEAP_YEAR = 2024
_ORDINAL_SUFFIX = re.compile(r"st|nd|rd|th|[ºª]|o|a")
_ORDINAL_SIGNS = {"pt": "º", "es": "º", "it": "º", "gl": "º", "fr": "e", "de": ".", "pl": ".", "cs": "."}
_DOUBLE_CLOCK = re.compile(
    r"(?<![\d:])((?:1[3-9]|2[0-3])[:.h][0-5]\d)\s?(?:p\.m(?:\.(?=\s*[\w,;)]))?|pm\b|PM\b|P\.M(?:\.(?=\s*[\w,;)]))?)"
)
_PLAIN_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,4})([oa])(s?)(?![\w])")
_SEPARATOR = re.compile(r"[.,]")


def localise(
    text: str, source_figures: Sequence[Figure], source_language: str, target_language: str
) -> tuple[str, list[Match]]:
    """Return ``text`` with its numbers in the target's notation, and the final comparison with the source.

    A number changes only where it is certain which source number it is: its value is right and its notation is not
    ("USD 12.50" in Portuguese), or it was copied letter by letter from a source number that has no other counterpart
    ("1,250" copied into Portuguese would read one and a quarter).
    """
    figures = extract(text, target_language)
    ordered = keeps_order(source_language, target_language)
    if not any(figure.values and _SEPARATOR.search(figure.text) for figure in source_figures):
        return text, compare(source_figures, figures, ordered=ordered)
    source, target = lexicon(source_language), lexicon(target_language)
    if source.decimal == target.decimal and source.group == target.group:
        return text, compare(source_figures, figures, ordered=ordered)
    matches = compare(source_figures, figures, ordered=ordered)
    changes = _copied_run(source_figures, figures, source, target)
    if changes is None:
        changes = _changes(matches, source, target)
    if not changes:
        return text, matches
    for start, end, surface in sorted(changes, reverse=True):
        text = text[:start] + surface + text[end:]
    return text, compare(source_figures, extract(text, target_language), ordered=ordered)


def localise_all(text: str, figures: Sequence[Figure], source_language: str, target_language: str) -> str:
    """Return a copied text with its numbers in the target's notation."""
    source, target = lexicon(source_language), lexicon(target_language)
    for figure in sorted(figures, key=lambda figure: figure.start, reverse=True):
        if figure.values and not figure.soft:
            start, end = figure.digits
            text = text[:start] + localised(text[start:end], source, target) + text[end:]
    return text


def can_render(figure: Figure) -> bool:
    """Return whether the figure can be written in another language without a model."""
    if figure.soft:
        return False
    if figure.kind in ("code", "url", "email", "incoterm", "time") or figure.values:
        return True
    if figure.kind != "date":
        return False
    return not any(char.isalpha() for char in figure.text) or _day(figure) is not None


def rendered(figure: Figure, source_language: str, target_language: str) -> str:
    """Return the figure as the target language writes it, with the same digits."""
    if figure.kind in ("code", "url", "email", "incoterm"):
        return figure.text
    if figure.kind == "time":
        return _clock(figure, target_language)
    if figure.kind == "date":
        return _written_date(figure, target_language)
    source, target = lexicon(source_language), lexicon(target_language)
    start, end = figure.digits
    number = localised(figure.text[start - figure.start : end - figure.start], source, target)
    first, last = carried_part(figure)
    after = figure.text[end - figure.start : last - figure.start]
    if _ORDINAL_SUFFIX.fullmatch(after):
        after = _ordinal_suffix(number, target.language)
    return figure.text[first - figure.start : start - figure.start] + number + after


def shout(text: str, figures: Sequence[Figure], carried: Sequence[str]) -> str:
    """Return ``text`` in capitals, but for what was carried around the model."""
    kept = [re.escape(piece) for piece in (*carried, *(f.text for f in figures if not f.soft)) if piece]
    if not kept:
        return text.upper()
    parts = re.split(f"({'|'.join(sorted(kept, key=len, reverse=True))})", text)
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(parts))


def typography(text: str, source: str) -> str:
    """Return ``text`` with the source's typographic quotes, dashes and dots where the model wrote plain ones."""
    if source.isascii():
        return text
    quotes = [char for char in source if char in "“”„‟"]
    if quotes and '"' not in source and text.count('"') == len(quotes):
        following = iter(quotes)
        text = re.sub('"', lambda _: next(following), text)
    for dash in "—–":
        if dash in source and dash not in text and source.count(f" {dash} ") == text.count(" - ") > 0:
            text = text.replace(" - ", f" {dash} ")
    if "…" in source and "..." not in source and source.count("…") == text.count("..."):
        text = text.replace("...", "…")
    return text


def ordinals(text: str, language: str) -> str:
    """Return ``text`` with "60o" as "60º": a pack's vocabulary may lack the sign (Portuguese, Spanish, Italian)."""
    if language.split("-")[0] not in ("pt", "es", "it", "gl"):
        return text
    return _PLAIN_ORDINAL.sub(lambda match: match[1] + ("º" if match[2] == "o" else "ª") + match[3], text)


def clock(text: str) -> str:
    """Return ``text`` with "20:45 p.m." as "20:45": an hour past twelve says already which half of the day it is."""
    return _DOUBLE_CLOCK.sub(r"\1", text)


def _changes(matches: Sequence[Match], source: Lexicon, target: Lexicon) -> list[tuple[int, int, str]]:
    changes: list[tuple[int, int, str]] = []
    for match in matches:
        ours, theirs = match.source, match.target
        if ours is None or theirs is None or not ours.values or not theirs.values or ours.soft or theirs.soft:
            continue
        wrote, reads = _digits(ours), _digits(theirs)
        wanted = localised(wrote, source, target)
        copied = reads == wrote and wanted != reads
        shortened = match.status is CheckStatus.OK and reads != wanted and _lost_zeros(wanted, reads, target)
        if copied or shortened:
            changes.append((*theirs.digits, wanted))
        elif match.status is CheckStatus.OK and not _in_notation(reads, target):
            changes.append((*theirs.digits, localised(reads, source, target)))
    return changes


def _copied_run(
    ours: Sequence[Figure], theirs: Sequence[Figure], source: Lexicon, target: Lexicon
) -> list[tuple[int, int, str]] | None:
    """Return the changes when the model copied all numbers in their order, letter by letter."""
    wrote = [figure for figure in ours if figure.values and not figure.soft]
    reads = [figure for figure in theirs if figure.values and not figure.soft]
    if len(wrote) < 2 or [_digits(figure) for figure in wrote] != [_digits(figure) for figure in reads]:
        return None
    changes = []
    for mine, other in zip(wrote, reads, strict=True):
        wanted = localised(_digits(mine), source, target)
        if wanted != _digits(other):
            changes.append((*other.digits, wanted))
    return changes


def _digits(figure: Figure) -> str:
    start, end = figure.digits
    return figure.text[start - figure.start : end - figure.start]


def _lost_zeros(wanted: str, reads: str, words: Lexicon) -> bool:
    """Whether the model left out zeros at the end: 208.5 for an amount of 208.50."""
    return words.decimal in wanted and wanted.startswith(reads) and not wanted[len(reads) :].strip(f"0{words.decimal}")


def _in_notation(surface: str, words: Lexicon) -> bool:
    """Whether the separators stand where the language has them; a number without any always does."""
    last: list[str] = _SEPARATOR.findall(surface)
    if not last:
        return True
    values = read_number(surface, words)
    fraction = surface.rsplit(last[-1], 1)[1]
    whole = len(fraction) == 3 and any(value == value.to_integral_value() for value in values[:1])
    if len(set(last)) == 1 and (len(last) > 1 or whole):
        return last[0] == words.group or words.group_is_space
    return last[-1] == words.decimal


def _ordinal_suffix(number: str, language: str) -> str:
    if language != "en":
        return _ORDINAL_SIGNS.get(language, "")
    if number[-2:] in ("11", "12", "13"):
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(number[-1:], "th")


def _day(figure: Figure) -> date | None:
    if len(figure.days) != 1 or len(figure.days[0].days) != 1:
        return None
    day = figure.days[0]
    try:
        return date(day.year or _LEAP_YEAR, day.month, day.days[0])
    except ValueError:
        return None


def _written_date(figure: Figure, language: str) -> str:
    day = _day(figure)
    if day is None or not any(char.isalpha() for char in figure.text):
        return figure.text
    from babel.dates import format_date, format_skeleton

    locale = language.replace("-", "_")
    if figure.days[0].year is not None:
        return format_date(day, "long", locale=locale)
    return format_skeleton("MMMMd", day, locale=locale)


def _clock(figure: Figure, language: str) -> str:
    if figure.minute is None or not any(char.isalpha() for char in figure.text):
        return figure.text
    from babel.dates import format_time

    moment = time(figure.minute // 60, figure.minute % 60, figure.second)
    locale = language.replace("-", "_")
    return format_time(moment, "medium" if figure.second else "short", locale=locale).replace("\u202f", " ")
