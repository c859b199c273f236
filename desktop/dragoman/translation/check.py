"""The deal guard: the figures of a source text against those of its translation, one to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from dragoman.translation.figures import Figure, extract
from dragoman.translation.lexicon import same_currency
from dragoman.translation.model import Check, CheckStatus
from dragoman.translation.polarity import doubts

_VERBATIM = frozenset({"url", "email", "code", "incoterm"})
_OPTIONAL = ({"", "year"}, {"", "hour"}, {"", "degree"}, {"", "day"}, {"", "piece"})
_VERB_IN_THE_MIDDLE = frozenset(
    {"en", "pt", "es", "fr", "it", "ca", "gl", "ro", "sv", "da", "nb", "no", "pl", "cs", "ru", "uk", "bg"}
)
_IN_PARTS = frozenset({"date", "code", "number"})
_NAMED = frozenset({"code", "number"})
_SHORT_CODE = 8
_RANGE_GAP = 7
_DATE_GAP = 2
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Match:
    """One comparison; a side that lacks the figure is None."""

    source: Figure | None
    target: Figure | None
    status: CheckStatus

    def as_check(self) -> Check:
        """Return what crosses the package's boundary."""
        figure = self.source or self.target
        assert figure is not None
        return Check(
            figure.kind, self.source.text if self.source else "", self.target.text if self.target else "", self.status
        )


def check(source: str, target: str, source_language: str, target_language: str) -> tuple[Check, ...]:
    """Return one :class:`Check` per figure of ``source``, in order, those that only ``target`` has, then the doubts.

    Both texts are read as their languages (BCP 47 tags) write figures. It does not matter who translated.
    """
    ordered = keeps_order(source_language, target_language)
    matches = compare(extract(source, source_language), extract(target, target_language), ordered=ordered)
    figures = tuple(match.as_check() for match in matches)
    return figures + doubts(source, target, source_language, target_language)


def keeps_order(source_language: str, target_language: str) -> bool:
    """Return whether figures of one kind come in the same order in a translation between two languages.

    On FLORES dev (English and Portuguese, 219 sentences with figures) two human translations exchange two of them.
    """
    return {source_language.split("-")[0], target_language.split("-")[0]} <= _VERB_IN_THE_MIDDLE


def compare(source: Sequence[Figure], target: Sequence[Figure], *, ordered: bool = True) -> list[Match]:
    """Pair the figures of two texts: equal ones first, then those that differ, then what is left alone.

    Soft figures (numbers in words) answer for hard ones and for each other; alone they are not checkable. When
    ``ordered``, two figures of one kind that changed places count as changed: "from 100 to 200" is not "from 200 to
    100".
    """
    matches = _Pairing(source, target).result()
    return _with_exchanges(matches) if ordered else matches


def _with_exchanges(matches: list[Match]) -> list[Match]:
    groups: dict[tuple[str, str], list[int]] = {}
    for index, match in enumerate(matches):
        if match.source and match.target and not match.source.soft and not match.target.soft:
            groups.setdefault((match.source.kind, match.source.qualifier), []).append(index)
    for group in groups.values():
        for place, first in enumerate(group):
            for second in group[place + 1 :]:
                if _exchanged(matches[first], matches[second]):
                    for index in (first, second):
                        matches[index] = replace(matches[index], status=CheckStatus.CHANGED)
    return matches


def _exchanged(first: Match, second: Match) -> bool:
    assert first.source is not None
    assert first.target is not None
    assert second.source is not None
    assert second.target is not None
    return first.target.start > second.target.start and not _same(first.source, second.source)


class _Pairing:
    def __init__(self, source: Sequence[Figure], target: Sequence[Figure]) -> None:
        self._source = list(source)
        self._target = list(target)
        self._free = dict.fromkeys(range(len(self._target)))
        self._found: dict[int, tuple[int | None, CheckStatus]] = {}
        self._source_qualifiers = {figure.qualifier for figure in source if figure.qualifier}
        self._target_qualifiers = {figure.qualifier for figure in target if figure.qualifier}

    def result(self) -> list[Match]:
        hard = [i for i, figure in enumerate(self._source) if not figure.soft]
        soft = [i for i, figure in enumerate(self._source) if figure.soft]
        self._pair(hard, lambda s, t: not t.soft and _same(s, t))
        self._pair(hard, lambda s, t: not t.soft and self._same_in_company(s, t))
        self._pair(hard, lambda s, t: t.soft and self._same_in_company(s, t))
        self._pair(soft, lambda s, t: not t.soft and self._same_in_company(s, t))
        self._pair(soft, lambda s, t: t.soft and _same(s, t))
        self._pair_in_parts()
        self._pair(hard, lambda s, t: not t.soft and _changed(s, t), CheckStatus.CHANGED)
        self._pair(
            hard, lambda s, t: not t.soft and s.kind not in _VERBATIM and t.kind not in _VERBATIM, CheckStatus.CHANGED
        )
        counted = [i for i in soft if _is_counted(self._source[i])]
        self._pair(counted, lambda s, t: not t.soft and bool(t.values), CheckStatus.CHANGED)
        self._pair(counted, lambda s, t: _is_counted(t), CheckStatus.CHANGED)
        return self._matches()

    def _matches(self) -> list[Match]:
        matches = []
        for index, figure in enumerate(self._source):
            if index in self._found:
                position, status = self._found[index]
                matches.append(Match(figure, None if position is None else self._target[position], status))
            elif not figure.soft:
                matches.append(Match(figure, None, CheckStatus.MISSING))
            elif _is_counted(figure):
                status = CheckStatus.MISSING if figure.qualifier else CheckStatus.NOT_CHECKABLE
                matches.append(Match(figure, None, status))
        for position in self._free:
            figure = self._target[position]
            if not figure.soft:
                matches.append(Match(None, figure, CheckStatus.ADDED))
        # A number in words that stands on one side only is worth no line: languages count differently.
        return [match for match in matches if not _is_idle(match)]

    def _pair(
        self, indexes: Iterable[int], fits: Callable[[Figure, Figure], bool], status: CheckStatus = CheckStatus.OK
    ) -> None:
        """Give each source figure the first free target figure that fits, nearest to its own place first."""
        for index in indexes:
            if index in self._found:
                continue
            figure = self._source[index]
            fitting = [position for position in self._free if fits(figure, self._target[position])]
            if fitting:
                place = index / max(1, len(self._source)) * len(self._target)
                chosen = min(fitting, key=lambda position: (abs(position - place), position))
                del self._free[chosen]
                self._found[index] = (chosen, status)

    def _pair_in_parts(self) -> None:
        """Accept figures that one side writes as a whole and the other in parts, when all parts are there.

        "COVID 19" against "COVID-19", "March 5" against "5/3" where only one side was read as a date.
        """
        lonely = [i for i, figure in enumerate(self._source) if i not in self._found and not figure.soft]
        free = [position for position in self._free if not self._target[position].soft]
        if not lonely or not free:
            return
        ours_kinds = {self._source[i].kind for i in lonely}
        their_kinds = {self._target[position].kind for position in free}
        # As many on both sides are figures that differ, unless one side took a number for part of a name.
        if not ours_kinds | their_kinds <= _IN_PARTS or (
            len(lonely) == len(free) and ours_kinds ^ their_kinds != _NAMED
        ):
            return
        if _is_torn_date([self._source[i] for i in lonely]) or _is_torn_date([self._target[i] for i in free]):
            return
        if _is_torn_number([self._source[i] for i in lonely]) or _is_torn_number([self._target[i] for i in free]):
            return
        ours = sorted(part for i in lonely for part in _parts(self._source[i]))
        theirs = sorted(part for position in free for part in _parts(self._target[position]))
        if ours == theirs and ours:
            for i in lonely:
                self._found[i] = (free[0], CheckStatus.OK)
            for position in free:
                del self._free[position]

    def _same_in_company(self, source: Figure, target: Figure) -> bool:
        """Equal values where one side names the currency, percent or unit only once: "5 to 10 %", "5 % a 10 %"."""
        if (source.kind == "time" and target.kind == "unit") or (source.kind == "unit" and target.kind == "time"):
            return _clock_hours(source, target)
        if not source.values or not target.values or not set(source.values) & set(target.values):
            return _same(source, target) or _worded_time(source, target)
        if _same_qualifier(source.qualifier, target.qualifier):
            return True
        if not source.qualifier:
            known = _beside(source, self._source) if target.kind == "money" else self._source_qualifiers
            return any(_same_qualifier(one, target.qualifier) for one in known)
        if not target.qualifier:
            known = _beside(target, self._target) if source.kind == "money" else self._target_qualifiers
            return any(_same_qualifier(source.qualifier, one) for one in known)
        return False


def _beside(figure: Figure, figures: Sequence[Figure]) -> set[str]:
    """Return the currencies of the amounts next to a number, as in "5 to 10 million dollars" or "R$ 5 e 10"."""
    return {
        other.qualifier
        for other in figures
        if other.kind == "money"
        and -_RANGE_GAP <= max(other.start - figure.end, figure.start - other.end) <= _RANGE_GAP
    }


def _is_torn_date(figures: Sequence[Figure]) -> bool:
    """Whether a date stands among figures that are not beside it: "February 11,02/2028" is not 11/02/2028."""
    if len(figures) < 2 or all(figure.kind != "date" for figure in figures):
        return False
    ordered = sorted(figures, key=lambda figure: figure.start)
    return any(following.start - figure.end > _DATE_GAP for figure, following in pairwise(ordered))


def _is_torn_number(figures: Sequence[Figure]) -> bool:
    """Whether a number was torn at one separator and kept another: "8 996.056" is not 8,996,056."""
    if len(figures) < 2 or any(figure.kind != "number" for figure in figures):
        return False
    return any(mark in figure.text for figure in figures for mark in ".,")


def _same(source: Figure, target: Figure) -> bool:
    if source.kind in _VERBATIM or target.kind in _VERBATIM:
        return source.text == target.text and source.kind == target.kind
    if source.kind == "date" and target.kind == "date":
        if len(source.days) > 1 and _DIGITS.findall(source.text) != _DIGITS.findall(target.text):
            # Read either way: then only the same digits in the same order are certainly the same day.
            return False
        return bool(set(source.days) & set(target.days))
    if source.kind == "time" and target.kind == "time":
        return (source.minute, source.second) == (target.minute, target.second)
    if source.values and target.values and _same_qualifier(source.qualifier, target.qualifier):
        return bool(set(source.values) & set(target.values))
    return False


def _same_qualifier(source: str, target: str) -> bool:
    # Ages and hours of the day go with and without their word: "aged 54", "aos 54 anos".
    return source == target or same_currency(source, target) or {source, target} in _OPTIONAL


def _changed(source: Figure, target: Figure) -> bool:
    if source.kind in _VERBATIM or target.kind in _VERBATIM:
        return source.kind == target.kind
    if source.values and target.values and set(source.values) & set(target.values):
        return True
    return source.kind == target.kind


def _clock_hours(source: Figure, target: Figure) -> bool:
    clock, count = (source, target) if source.kind == "time" else (target, source)
    if count.qualifier != "hour" or not count.values:
        return False
    return (clock.minute, clock.second) == (int(count.values[0]) % 24 * 60, 0)


def _worded_time(source: Figure, target: Figure) -> bool:
    clock, word = (source, target) if source.kind == "time" else (target, source)
    if clock.kind != "time" or not word.soft:
        return False
    return any(value in (Decimal(720), Decimal(0)) and value == clock.minute for value in word.values)


def _is_counted(figure: Figure) -> bool:
    """Whether a number in words counts something for certain: not an ordinal, an article or a Roman numeral."""
    return figure.soft and figure.counted


def _is_idle(match: Match) -> bool:
    return match.target is None and match.source is not None and match.source.soft and not match.source.qualifier


def _parts(figure: Figure) -> list[str]:
    if figure.kind == "date":
        day = figure.days[0]
        return [str(part) for part in (day.year, day.month, *day.days) if part]
    if figure.kind in _VERBATIM and len(figure.text) > _SHORT_CODE:
        return [figure.text]
    return _DIGITS.findall(figure.text)
