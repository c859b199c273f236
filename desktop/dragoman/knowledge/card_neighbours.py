"""Market cards beside each other: neighbours that differ say why, and no two say the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from dragoman.knowledge.card_agreement import LANGUAGES

FAR = 3
"""Points on a scale by which two cards of one cluster may not differ without a sentence that says why."""

_SHINGLE = {"en": 3, "zh": 4}
_TOKEN = {"en": re.compile(r"[^\W_]+(?:'[^\W_]+)?"), "zh": re.compile(r"[A-Za-z0-9\u00c0-\u024f]+|[^\W_A-Za-z0-9]")}
# The five gold cards, written with care, share at most a fifth of the shingles of a summary, a tenth of a detail and,
# but for one pair of short sentences (0.6), a quarter of an item.
_ALIKE = {"summary": 0.4, "detail": 0.25, "item": 0.7}
_SHORTEST = 3
"""Shingles below which two texts are too short to be compared."""


def neighbour_faults(cards: Mapping[str, dict[str, Any]], scales: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield (code, other code, fault) where parsed cards of one cluster are far apart and neither says why.

    ``cards`` maps codes to parsed cards.
    """
    clusters: dict[str, list[str]] = defaultdict(list)
    for iso2, card in cards.items():
        clusters[card["cluster"]].append(iso2)
    for members in clusters.values():
        for one, other in combinations(sorted(members), 2):
            for scale in scales:
                values = [cards[iso2]["flags"][scale] for iso2 in (one, other)]
                told = any(scale in cards[iso2].get("differs", {}) for iso2 in (one, other))
                if abs(values[0] - values[1]) >= FAR and not told:
                    fault = f"{scale} is {values[0]} in {one} and {values[1]} in {other}: differs.{scale} says why on"
                    yield one, other, f"{fault} neither side"


def likeness_faults(cards: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Yield (code, other code, fault) for texts of one topic and language that two parsed cards nearly share."""
    for lang in LANGUAGES:
        for topic in dict.fromkeys(topic for card in cards.values() for topic in card["topics"]):
            texts: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
            for iso2, card in sorted(cards.items()):
                text = card["topics"].get(topic, {}).get(lang, {})
                for kind, wording in (
                    ("summary", text.get("summary", "")),
                    ("detail", text.get("detail", "")),
                    *(("item", item) for item in [*text.get("do", []), *text.get("dont", [])]),
                ):
                    texts[kind].append((iso2, wording, shingles(wording, lang)))
            for kind, group in texts.items():
                for one, other, share in _alike(group, _ALIKE[kind]):
                    fault = f"topics.{topic}.{lang}: {share:.0%} of this {kind} stands in the other card too: {one[1]}"
                    yield one[0], other[0], fault


def shingles(text: str, lang: str) -> frozenset[str]:
    """Return the runs of three words (English) or four characters (Chinese) in ``text``."""
    tokens = _TOKEN[lang].findall(text.lower())
    size = _SHINGLE[lang]
    return frozenset(" ".join(tokens[start : start + size]) for start in range(len(tokens) - size + 1))


_Text = tuple[str, str, frozenset[str]]


def _alike(group: list[_Text], most: float) -> Iterator[tuple[_Text, _Text, float]]:
    """Yield pairs of different cards that share more than ``most`` of the shorter one's shingles."""
    holders: dict[str, list[int]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for number, (_iso2, _wording, parts) in enumerate(group):
        for part in parts:
            for earlier in holders[part]:
                shared[earlier, number] += 1
            holders[part].append(number)
    for (first, second), count in sorted(shared.items()):
        one, other = group[first], group[second]
        least = min(len(one[2]), len(other[2]))
        if one[0] != other[0] and least >= _SHORTEST and count / least > most:
            yield one, other, count / least
