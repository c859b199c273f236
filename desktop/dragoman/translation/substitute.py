"""A remembered translation with other figures: "We offer 900 units" answers for "We offer 1,250 units"."""

from __future__ import annotations

from dragoman.translation.check import check, compare, keeps_order
from dragoman.translation.figures import Figure, extract, localised
from dragoman.translation.lexicon import lexicon
from dragoman.translation.model import CheckStatus, LanguagePair
from dragoman.translation.repair import can_render, rendered


def with_figures_of(query: str, source: str, target: str, pair: LanguagePair) -> str | None:
    """Return ``target``, the translation of ``source``, with the figures of ``query``; None when that is not certain.

    It is certain when the figures of all three texts stand one to one, each figure of ``target`` is written the way
    Dragoman itself would write that of ``source``, the new number asks for the same grammatical form (CLDR plural
    category), and the deal guard finds nothing wrong between ``query`` and the result.
    """
    wanted, known = _hard(query, pair.source), _hard(source, pair.source)
    if len(wanted) != len(known) or any(not _alike(q, s) for q, s in zip(wanted, known, strict=True)):
        return None
    partners = _partners(source, target, pair)
    if partners is None:
        return None
    changes: list[tuple[int, int, str]] = []
    for new, old in zip(wanted, known, strict=True):
        if new.text == old.text:
            continue
        twins = [position for position, figure in enumerate(known) if _interchangeable(figure, old)]
        if any(wanted[position].text != new.text for position in twins):
            return None
        change = _change(new, old, partners[old], pair)
        if change is None:
            return None
        changes.append(change)
    result = target
    for start, end, text in sorted(changes, reverse=True):
        result = result[:start] + text + result[end:]
    checks = check(query, result, pair.source, pair.target)
    return None if any(one.status.is_alarm for one in checks) else result


def _hard(text: str, language: str) -> list[Figure]:
    return [figure for figure in extract(text, language) if not figure.soft]


def _alike(new: Figure, old: Figure) -> bool:
    return (new.kind, new.qualifier) == (old.kind, old.qualifier)


def _interchangeable(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind and (
        one.text == other.text or bool(one.values and set(one.values) & set(other.values))
    )


def _partners(source: str, target: str, pair: LanguagePair) -> dict[Figure, Figure] | None:
    """Return the figure of ``target`` for each hard figure of ``source``, None unless they stand one to one."""
    found: dict[Figure, Figure] = {}
    matches = compare(
        extract(source, pair.source), extract(target, pair.target), ordered=keeps_order(pair.source, pair.target)
    )
    for match in matches:
        if match.source is not None and match.target is not None and match.source.soft and match.target.soft:
            continue
        if match.source is None or match.target is None or match.status is not CheckStatus.OK:
            return None
        if match.source.soft or match.target.soft or match.target in found.values():
            return None
        found[match.source] = match.target
    return found


def _change(new: Figure, old: Figure, there: Figure, pair: LanguagePair) -> tuple[int, int, str] | None:
    if not new.values:
        if not (can_render(new) and can_render(old)) or rendered(old, pair.source, pair.target) != there.text:
            return None
        return there.start, there.end, rendered(new, pair.source, pair.target)
    words, their_words = lexicon(pair.source), lexicon(pair.target)
    new_digits, old_digits, their_digits = _digits(new), _digits(old), _digits(there)
    if _around(new) != _around(old) or not _same_form(new, old, pair.target):
        return None
    if localised(old_digits, words, their_words) != their_digits:
        return None
    start, end = there.digits
    return start, end, localised(new_digits, words, their_words)


def _digits(figure: Figure) -> str:
    start, end = figure.digits
    return figure.text[start - figure.start : end - figure.start]


def _around(figure: Figure) -> tuple[str, str]:
    start, end = figure.digits
    return figure.text[: start - figure.start], figure.text[end - figure.start :]


def _same_form(new: Figure, old: Figure, language: str) -> bool:
    from dragoman.base.locales import babel_locale

    category = babel_locale(language).plural_form
    return bool(category(new.values[0]) == category(old.values[0]))
