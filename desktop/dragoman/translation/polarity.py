"""A softer look than the deal guard's: did a "not", a "must" or a "may" get lost between two languages?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.translation.model import Check, CheckStatus
from dragoman.translation.polarity_words import CUES

_NAMES = {"obligation": "modality", "permission": "modality"}


@dataclass(frozen=True, slots=True)
class _Patterns:
    certain: re.Pattern[str]
    other: re.Pattern[str]


def doubts(source: str, target: str, source_language: str, target_language: str) -> tuple[Check, ...]:
    """Return a check of status doubt for each meaning that one side has and the other seems to lack.

    Kinds are ``negation`` ("not", "never", "without") and ``modality`` ("must", "shall", "may"); the side that has it
    holds the word. Languages are BCP 47 tags; none is returned unless both are in the table (en, pt, es, fr, de, zh).
    Says nothing of sentences that negate twice and lose one of the two.
    """
    ours, theirs = _patterns(source_language), _patterns(target_language)
    if not ours or not theirs:
        return ()
    # Most sentences say none of it: one search each instead of six.
    if _any_certain(source_language).search(source) is None and _any_certain(target_language).search(target) is None:
        return ()
    found: list[Check] = []
    for kind, mine in ours.items():
        other = theirs[kind]
        in_source, in_target = mine.certain.search(source), other.certain.search(target)
        if (in_source is None) == (in_target is None):
            continue
        one, answers, asks = (target, other, mine) if in_source else (source, mine, other)
        heard = len(answers.other.findall(one))
        # "Inferior goods" has its own counterpart and does not answer for the "not" beside it.
        wanted = len(asks.other.findall(source if in_source else target)) if kind == "negation" else 1
        if heard < wanted:
            name = _NAMES.get(kind, kind)
            lost, added = (in_source[0] if in_source else ""), (in_target[0] if in_target else "")
            found.append(Check(name, lost, added, CheckStatus.DOUBT))
    return tuple(found)


@lru_cache(maxsize=16)
def _patterns(tag: str) -> dict[str, _Patterns]:
    language = tag.partition("-")[0].lower()
    return {
        kind: _Patterns(*(_compiled(words, spaced=language != "zh") for words in (cues.certain, cues.other)))
        for kind, cues in CUES.get(language, {}).items()
    }


@lru_cache(maxsize=16)
def _any_certain(tag: str) -> re.Pattern[str]:
    language = tag.partition("-")[0].lower()
    words = "|".join(cues.certain for cues in CUES[language].values())
    return _compiled(words, spaced=language != "zh")


def _compiled(words: str, *, spaced: bool) -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{words})\b" if spaced else words)
