"""What must not go through a model: found before it runs, carried around it, put back to the character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.translation import codes
from dragoman.translation.figure_words import CURRENCY_CODES, CURRENCY_SYMBOLS, UNIT_SYMBOLS
from dragoman.translation.figures import Figure
from dragoman.translation.lexicon import SPACES, lexicon, same_currency
from dragoman.translation.model import CharacterKnowledge

_NAMES = ("XQ{}", "REF{}", "DOC{}")
"""Stand-ins that models copy. All of them survive in both starter packs; a pack that drops one gets the next."""

_DECOYS = tuple(str(number) for number in (41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97))
"""Stand-ins for numbers: grammar sees a number, and small models copy two digits where they stumble over five."""

_WORD = re.compile(r"[^\s\"“”«»()\[\]{}<>,;:!?]+")
_BLANK_FREE = re.compile(r"[!-~]{60,}")
_TRIM = ".…。、，'’"
_DOLLAR_BEFORE = re.compile(r"(?:\bUS\s?|\bUSD?\s?)?\$\s?$|\bUSD\s?$")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th|[ºª]|o|a)\b")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence that is carried around the model.

    ``figure`` is set where it is a figure to localise, ``written`` where it comes out as a term's translation.
    """

    start: int
    end: int
    figure: Figure | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with stand-ins: ``text`` for the model, and what each stand-in stands for, in order."""

    text: str
    marks: tuple[str, ...]
    spans: tuple[Span, ...]


def carried_spans(
    sentence: str,
    figures: Sequence[Figure],
    code_spans: Sequence[codes.CodeSpan],
    knowledge: CharacterKnowledge,
    is_known: Callable[[str], bool],
) -> list[Span]:
    """Return the spans that go around the model, in order, none overlapping.

    Codes and addresses always; money whose sign the model does not see as it is; every word with a character that the
    vocabulary lacks; names whose letters the pack's normaliser would change (Müller, Łukasz); blank-free runs of 60
    characters and more. Lower-case words with a foreign accent (naïve) are language and stay. ``is_known`` says
    whether the vocabulary holds all characters of a word.
    """
    spans = [Span(span.start, span.end) for span in code_spans if _is_long_code(span)]
    spans += [Span(match.start(), match.end()) for match in _BLANK_FREE.finditer(sentence)]
    hidden = knowledge.unknown | knowledge.altered
    if hidden:
        for figure in figures:
            if figure.values and not figure.soft and any(char in hidden for char in figure.text):
                spans.append(Span(*carried_part(figure), figure))
        for match in _WORD.finditer(sentence):
            if not hidden.isdisjoint(match[0]) and _needs_carrying(match, sentence, knowledge, is_known):
                start, end = _trimmed(match)
                spans.append(Span(start, end))
        for position, char in enumerate(sentence):
            if char in knowledge.unknown and char in '"“”«»()[]{}<>,;:!?':
                spans.append(Span(position, position + 1))
    return _merged(spans, sentence)


def with_spans(spans: Sequence[Span], more: Sequence[Span]) -> list[Span]:
    """Return ``spans`` and those of ``more`` that touch none of them, in order."""
    free = [one for one in more if all(one.end <= span.start or one.start >= span.end for span in spans)]
    return sorted([*spans, *free], key=lambda span: span.start)


def carried_part(figure: Figure) -> tuple[int, int]:
    """Return the span to carry: the number with the signs at it, without the words of the language after it."""
    if not figure.values:
        return figure.start, figure.end
    first, last = figure.digits
    before, after = figure.text[: first - figure.start], figure.text[last - figure.start :]
    start = figure.start if is_symbolic(before) else first
    return start, figure.end if is_symbolic(after) or _ORDINAL.search(figure.text) else last


def is_symbolic(text: str) -> bool:
    """Return whether ``text`` beside a number reads the same in every language: €, US$, EUR, %, kg."""
    word = text.strip(SPACES)
    return (
        not any(char.isalpha() for char in word)
        or word in CURRENCY_SYMBOLS
        or word in CURRENCY_CODES
        or word in UNIT_SYMBOLS
    )


def is_softened(word: str, is_known: Callable[[str], bool]) -> bool:
    """Return whether the vocabulary knows ``word`` in small letters only, as with "Última" in the starter packs."""
    lower = word.lower()
    return lower != word and len(lower) == len(word) and is_known(lower)


def mask(sentence: str, spans: Sequence[Span], scheme: int = 0) -> Masked:
    """Return the sentence with a stand-in for each span; none of them occurs in the sentence already.

    Scheme 0 puts small numbers for numbers and dollar amounts for money, so that the grammar around them stays; the
    others put made-up names for everything.
    """
    decoys = (decoy for decoy in _DECOYS if decoy not in sentence)
    names = (name for n in range(1, 10_000) if (name := _NAMES[scheme].format(n)) not in sentence)
    marks: list[str] = []
    parts: list[str] = []
    position = 0
    for span in spans:
        mark = _number_mark(span, decoys) if scheme == 0 else None
        mark = mark or next(names)
        before = sentence[position : span.start]
        parts.append(before)
        # A stand-in that touches a word would become part of it.
        if (before or parts[:-1]) and _touches((before or parts[-2])[-1:]):
            parts.append(" ")
        parts.append(mark)
        position = span.end
        if _touches(sentence[position : position + 1]):
            parts.append(" ")
        marks.append(mark)
    parts.append(sentence[position:])
    return Masked("".join(parts), tuple(marks), tuple(spans))


def unmask(translated: str, masked: Masked, replacements: Sequence[str], sentence: str, language: str) -> str | None:
    """Return the translation with ``replacements`` for the stand-ins, None unless each occurs exactly once.

    ``language`` is the target's: a dollar amount may come back as "41 dólares".
    """
    found: list[tuple[int, int, int]] = []
    for index, mark in enumerate(masked.marks):
        hits = [
            match.span()
            for match in re.finditer(
                rf"(?<![^\W_])(?<!\d[.,]){re.escape(mark.lstrip('$'))}(?![^\W_]|[.,]\d)", translated
            )
        ]
        if len(hits) != 1:
            return None
        start, end = hits[0]
        if mark.startswith("$"):
            money = _money_at(translated, start, end, language)
            if money is None:
                return None
            start, end, translated = money
        found.append((start, end, index))
    result: list[str] = []
    position = 0
    for start, end, index in sorted(found):
        span = masked.spans[index]
        before = translated[position:start]
        if _touches(sentence[max(0, span.start - 1) : span.start]) and before.endswith(" "):
            before = before[:-1]
        result.append(before)
        result.append(replacements[index])
        position = end
        if _touches(sentence[span.end : span.end + 1]) and translated[end : end + 1] == " ":
            position += 1
    result.append(translated[position:])
    return "".join(result)


def _number_mark(span: Span, decoys: Iterator[str]) -> str | None:
    figure = span.figure
    if figure is None or not figure.values or _ORDINAL.search(figure.text):
        return None
    if figure.kind == "unit" and (span.start, span.end) != figure.digits:
        return None
    decoy = next(decoys, None)
    if decoy is None:
        return None
    return f"${decoy}" if figure.kind == "money" and (span.start, span.end) != figure.digits else decoy


def _money_at(text: str, start: int, end: int, language: str) -> tuple[int, int, str] | None:
    """Return the span of the dollar amount around the number at ``start``, and the text without "dollars" after it."""
    before = _DOLLAR_BEFORE.search(text, 0, start)
    if before:
        return before.start(), end, text
    words = lexicon(language)
    for position in range(end, min(len(text), end + 30)):
        if (name := words.currencies.at(text, position)) is not None and same_currency("$", name[0]):
            kept = re.sub(r"\s*(?:\b(?:de|of|d'))?\s*$", "", text[end:position])
            return start, end, text[:end] + kept + text[name[1] :]
    return None


def _is_long_code(span: codes.CodeSpan) -> bool:
    """Short codes (COVID-19, A4) go through the model, which keeps them and knows them; they are compared after it."""
    return span.kind != "code" or len(span.text) > 8 or not span.text.isalnum()


def _needs_carrying(
    match: re.Match[str], sentence: str, knowledge: CharacterKnowledge, is_known: Callable[[str], bool]
) -> bool:
    word = match[0]
    if not knowledge.unknown.isdisjoint(word):
        core = word.strip(_TRIM)
        first = not _LETTER.search(sentence, 0, match.start())
        return not ((first or core.isupper()) and is_softened(core, is_known))
    # Typographic quotes, dashes and dots lose nothing; letters and digits do.
    lost = [
        char for char in word if char in knowledge.altered and (char.isalnum() or unicodedata.category(char)[0] in "SN")
    ]
    if not lost:
        return False
    if all(char.isalpha() for char in lost):
        return word[:1].isupper() or any(char.isupper() for char in word[1:])
    return any(not char.isalpha() for char in lost)


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span()
    text = match.string
    while end > start + 1 and text[end - 1] in _TRIM:
        end -= 1
    while start < end - 1 and text[start] in "'’‘":
        start += 1
    return start, end


def _merged(spans: list[Span], sentence: str) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            if span.end > last.end:
                kept[-1] = Span(last.start, span.end)
            continue
        if kept and kept[-1].figure is None and span.figure is None:
            between = sentence[kept[-1].end : span.start]
            # Two foreign words in a row are one name; a comma between addresses keeps them apart.
            if between.isspace() or not between:
                kept[-1] = Span(kept[-1].start, span.end)
                continue
        kept.append(span)
    return kept


def _touches(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in "_-/\\")
