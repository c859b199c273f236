"""Advice on what the writer put in: gaps left open, another script, attachments, figures that can be misread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.base.i18n import N_, Text
from dragoman.base.locales import babel_locale
from dragoman.drafts.advice import day_name, warning
from dragoman.drafts.fields import Values
from dragoman.drafts.model import Cure, DraftWarning, FieldSpec
from dragoman.translation.figures import extract

_PLACEHOLDER = re.compile(
    r"\[(?!\d+\])[^\]\n]{0,40}\]|【[^】\n]{0,40}】|\{[^}\n]{0,40}\}|<(?:name|date|company|amount|number)>"
    r"|\b[Xx]{3,}\b|\bXX[/.-]XX\b|\b(?:TBD|TBC|TBA|N\.N\.|lorem ipsum)\b|_{3,}|\?{3,}|…{2,}|\.{5,}"
    r"|待定|待补充|待補充|未定(?=[。，、]|$)|미정(?=[.,\s]|$)|〇〇|○○|△△"
)
_PROMISED: Mapping[str, str] = {
    "en": r"\b(?:attached|attachments?|enclosed|enclosures?)\b",
    "de": r"\b(?:anbei|im Anhang|beigefügt\w*|beiliegend\w*|in der Anlage|anhängend\w*)\b",
    "fr": r"\b(?:ci-joint\w*|pièces? jointes?|en annexe|en pièce)\b",
    "es": r"\b(?:adjunt[oaá]\w*|archivo anexo|anexamos|anexo encontrará)\b",
    "pt": r"\b(?:em anexo|segue anexo|anexad[oa]s?|anexamos|anexo)\b",
    "it": r"\b(?:in allegato|allegat[oaie]|alleghiamo|accluso)\b",
    "ru": r"(?<!\w)(?:во вложении|прилага\w+|приложен\w*|прикрепл\w+)",
    "tr": r"\b(?:ekte|ekteki|ekli|ilişikte)\b",
    "zh": "附件|随函|隨函|随信附|附上|附寄",
    "ja": "添付|同封",
    "ko": "첨부|동봉",
    "ar": r"(?<!\w)(?:ال)?مرفق|طي[هّ]|رفق هذ",
}
_SCRIPTS: Mapping[str, str] = {
    "Latin": "A-Za-zÀ-ɏ",
    "Han": "\u3040-\u30ff\u3400-\u9fff",
    "Hangul": "\uac00-\ud7af",
    "Arabic": "\u0620-\u064a\u0671-\u06d3",
    "Cyrillic": "\u0400-\u04ff",
}
_SCRIPT_OF = {"zh": "Han", "ja": "Han", "ko": "Hangul", "ar": "Arabic", "ru": "Cyrillic"}
_MANY_LATIN_WORDS = 6
_AMBIGUOUS_DATES = frozenset({"date", "weekday", "deadline", "period", "frequency"})
_NEAR = 22
_NEAR_YEARS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the form: ``field`` is where it stands (``items[2].description``), as in a :class:`Cure`."""

    field: str
    label: Text
    text: str
    free: bool


def passages(specs: Sequence[FieldSpec], values: Values) -> tuple[Passage, ...]:
    """Return what was typed as text, rows of lists included."""
    return tuple(_passages(specs, values, ""))


def _passages(specs: Sequence[FieldSpec], values: Values, prefix: str) -> Iterator[Passage]:
    for spec in specs:
        value = values.get(spec.name)
        if isinstance(value, str) and value and not spec.choices:
            yield Passage(prefix + spec.name, Text(spec.label), value, spec.free)
        elif isinstance(value, tuple):
            for number, row in enumerate(value, start=1):
                yield from _passages(spec.columns, row, f"{spec.name}[{number}].")


def gap_warnings(found: Sequence[Passage]) -> list[DraftWarning]:
    """Return a warning for each text with a place left to be filled in."""
    return [
        warning(
            "placeholder",
            Text(N_("{field}: “{text}” still has to be filled in."), {"field": one.label, "text": match[0]}),
            Text(N_("Write what belongs there, or take it out.")),
            Cure(one.field, None, match[0]),
        )
        for one in found
        if (match := _PLACEHOLDER.search(one.text))
    ]


def script_warnings(found: Sequence[Passage], language: str) -> list[DraftWarning]:
    """Return a warning for own wording in another script than the letter, once for each field of the form.

    Names and product codes are no ground for it: Latin wording counts from six words.
    """
    wanted = _SCRIPT_OF.get(language.split("-")[0], "Latin")
    warned: dict[str, DraftWarning] = {}
    for one in found:
        if one.free and _is_foreign(one.text, wanted):
            warned.setdefault(
                one.field.split("[")[0],
                warning(
                    "free_text_script",
                    Text(N_("{field}: your own wording is in another script than the letter."), {"field": one.label}),
                    Text(N_("Translate it, or write it in the reader's language.")),
                ),
            )
    return list(warned.values())


def _is_foreign(text: str, wanted: str) -> bool:
    has = {script for script, letters in _SCRIPTS.items() if re.search(f"[{letters}]", text)}
    if wanted == "Latin":
        return bool(has - {"Latin"})
    # Korean and Japanese may quote Chinese characters.
    others = has - {"Latin", wanted} - ({"Han"} if wanted == "Hangul" else set())
    many_words = len(re.findall(f"[{_SCRIPTS['Latin']}]{{2,}}", text)) >= _MANY_LATIN_WORDS
    return bool(others) or (wanted not in has and many_words)


def attachment_warnings(body: str, language: str, *, has_attachments: bool) -> list[DraftWarning]:
    """Return a warning where the letter speaks of something attached and nothing is listed or attached."""
    pattern = _PROMISED.get(language.split("-")[0])
    if has_attachments or not pattern or not (match := re.search(pattern, body, re.IGNORECASE)):
        return []
    return [
        warning(
            "attachment_missing",
            Text(N_("The letter speaks of something attached (“{text}”), but nothing is."), {"text": match[0]}),
            Text(N_("List or attach it, or change the wording.")),
            Cure("enclosures"),
        )
    ]


def misreading_warnings(found: Sequence[Passage], language: str, locale: str, today: date) -> list[DraftWarning]:
    """Return warnings for dates, numbers and units in own wording that the reader may take otherwise."""
    from dragoman.translation.ambiguity import ambiguities

    warnings = []
    for one in found:
        for unclear in ambiguities(one.text, language, locale, today=today) if one.free else ():
            first, second, *_more = unclear.readings
            warnings.append(
                warning(
                    "ambiguous_date" if unclear.kind.value in _AMBIGUOUS_DATES else "ambiguous_amount",
                    Text(
                        N_("{field}: “{text}” can be read in two ways: {first}; {second}."),
                        {"field": one.label, "text": unclear.text, "first": first.meaning, "second": second.meaning},
                    ),
                    Text(N_("Write “{text}”."), {"text": unclear.rewrite}),
                    Cure(one.field, unclear.rewrite, unclear.text),
                )
            )
    return warnings


def weekday_warnings(found: Sequence[Passage], language: str, today: date) -> list[DraftWarning]:
    """Return warnings for dates whose weekday, written beside them, is another; with the right one as the cure.

    A date without a year is the next one of that day and month.
    """
    names = _weekday_names(language)
    warnings = []
    for one in found:
        for figure in extract(one.text, language) if one.free else ():
            if len(figure.days) != 1 or len(figure.days[0].days) != 1:
                continue
            said = _weekday_beside(one.text, figure.start, figure.end, names)
            day = _meant(figure.days[0].year, figure.days[0].month, figure.days[0].days[0], today)
            if said is None or day is None or said[1] == day.weekday():
                continue
            right = next(name for name, number in names if number == day.weekday() and len(name) >= len(said[0]) // 2)
            right = right[:1].upper() + right[1:] if said[0][:1].isupper() else right
            before, after = max(0, figure.start - _NEAR), figure.end + _NEAR
            stretch = one.text[before:after]
            warnings.append(
                warning(
                    "weekday_mismatch",
                    Text(
                        N_("{field}: {day} is not the weekday you wrote (“{weekday}”)."),
                        {"field": one.label, "day": day_name(day), "weekday": said[0]},
                    ),
                    Text(N_("Write “{text}”, or correct the date."), {"text": right}),
                    Cure(one.field, stretch.replace(said[0], right), stretch),
                )
            )
    return warnings


def _weekday_names(language: str) -> list[tuple[str, int]]:
    days = babel_locale(language).days["format"]
    names = [(str(name), number) for width in ("wide", "abbreviated") for number, name in days[width].items()]
    return sorted(names, key=lambda entry: -len(entry[0]))


def _weekday_beside(text: str, start: int, end: int, names: Sequence[tuple[str, int]]) -> tuple[str, int] | None:
    for stretch in (text[max(0, start - _NEAR) : start], text[end : end + _NEAR]):
        # Another figure or sentence between them belongs to something else.
        for name, number in names:
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)|{re.escape(name)}(?=[）)])", stretch, re.IGNORECASE)
            if match:
                return match[0], number
    return None


def _meant(year: int | None, month: int, day: int, today: date) -> date | None:
    for candidate in [year] if year else range(today.year, today.year + _NEAR_YEARS):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today - timedelta(days=1):
            return found
    return None
