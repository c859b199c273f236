"""Which engine translates which step: what the user chose, else what is published to be best; direct, else by English.

All functions are pure. A route has one step, or two through English; longer chains lose too much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.translation.model import Hop, LanguagePair
from dragoman.translation.pairs import pair_key
from dragoman.translation.tags import best_match, normal_tag

PIVOT = "en"
"""The only language a route goes through."""

AUTO = "auto"
_ORDER = ("firefox", "argos")
"""Where nothing is published: of 59 directions with figures of both, every Firefox model is the better one in 56."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to translate one direction. ``is_remote`` sends the text to a server."""

    pair: LanguagePair
    engine: str
    pack: str = ""
    bleu: float | None = None
    is_remote: bool = False


def ends(pairs: frozenset[LanguagePair], source: str, target: str) -> tuple[str | None, str | None]:
    """Return the codes in ``pairs`` that serve the two tags, None for a language that none of them knows."""
    sources, targets = {pair.source for pair in pairs}, {pair.target for pair in pairs}
    return (
        best_match(source, sources) or best_match(source, targets),
        best_match(target, targets) or best_match(target, sources),
    )


def is_same_language(source: str, target: str) -> bool:
    """Return whether a text in one is a text in the other: variants of a language, but not scripts of Chinese."""
    first, second = normal_tag(source), normal_tag(target)
    if first == second:
        return True
    if first is None or second is None:
        return False
    plain = {first.split("-")[0], second.split("-")[0]}
    return len(plain) == 1 and plain != {"zh"} and plain != {"sr"}


def routes(
    offers: Sequence[Offer], start: str, end: str, *, engine: str = AUTO, choices: Mapping[str, str] | None = None
) -> list[tuple[Hop, ...]]:
    """Return the routes from ``start`` to ``end``, the one to take first; empty when there is none.

    What stays on this computer comes before what does not, unless ``engine`` or a choice of the user names the server;
    then direct comes before through English. Several engines for a step are ranked by the user's choice for it, then by
    the published figure. ``engine`` restricts every step to one engine; ``choices`` maps keys of pairs to engines.
    """
    chosen = choices or {}
    usable = [offer for offer in offers if engine in (AUTO, offer.engine)]

    def step(source: str, target: str) -> list[Offer]:
        pair = LanguagePair(source, target)
        wish = chosen.get(pair_key(pair), "")
        return sorted((offer for offer in usable if offer.pair == pair), key=lambda offer: _rank(offer, wish))

    wished = chosen.get(pair_key(LanguagePair(start, end)), "") if engine == AUTO else engine
    found = [(offer,) for offer in step(start, end)]
    pivoted = []
    if PIVOT not in (start, end):
        pivoted = [(first, second) for first in step(start, PIVOT) for second in step(PIVOT, end)]
    every: list[tuple[Offer, ...]] = [*found, *pivoted]
    every.sort(key=lambda route: any(offer.is_remote and offer.engine != wished for offer in route))
    return [
        tuple(Hop(offer.pair.source, offer.pair.target, offer.engine, offer.pack, offer.bleu) for offer in route)
        for route in every
    ]


def read_choices(setting: str) -> dict[str, str]:
    """Return the engine the user chose per key of a pair, from the setting ``en>pt=firefox en>de=argos``."""
    found = (entry.partition("=") for entry in setting.split())
    return {key: engine for key, separator, engine in found if separator and engine}


def with_choice(setting: str, pair: LanguagePair, engine: str) -> str:
    """Return the setting with the engine for a pair chosen, or with :data:`AUTO` left to the published figures."""
    choices = read_choices(setting)
    choices.pop(pair_key(pair), None)
    if engine != AUTO:
        choices[pair_key(pair)] = engine
    return " ".join(f"{key}={one}" for key, one in sorted(choices.items()))


def engine_names(hops: Sequence[Hop]) -> str:
    """Return the engines of a route in their order, each once, joined by ``+``."""
    return "+".join(dict.fromkeys(hop.engine for hop in hops))


def _rank(offer: Offer, wish: str) -> tuple[bool, bool, float, int]:
    order = _ORDER.index(offer.engine) if offer.engine in _ORDER else len(_ORDER)
    return (offer.engine != wish, offer.is_remote, -(offer.bleu or 0.0), order)
