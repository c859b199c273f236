"""What a back-translation lost or brought in: figures by the deal guard, words by their base forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.translation.check import compare
from dragoman.translation.figures import Figure, extract
from dragoman.translation.model import BackTranslation, CheckStatus, Difference
from dragoman.translation.morphology import bases

_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]"
    r"|can(?=not\b)|(?<=can)not\b|[^\W\d_]+?(?=n['’]t\b)|n['’]t\b"
    "|(?:(?![\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f])[^\\W_])+",
    re.IGNORECASE,
)
_CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall", "n't": "not", "n’t": "not"}

_FUNCTION_WORDS: Mapping[str, str] = {
    "en": "a|an|the|of|to|in|on|at|by|for|from|with|as|and|or|that|this|these|those|it|its|is|are|was|were|be|"
    "been|being|am|do|does|did|have|has|had|will|would|shall|should|i|you|he|she|we|they|me|us|them|him|"
    "her|my|your|our|their|his|which|who|whom|whose|there|here|so|if|than|then|also|too|very|about|into|"
    "s|t|d|ll|ve|re|m|please|kindly",
    "pt": "a|o|as|os|um|uma|uns|umas|de|do|da|dos|das|em|no|na|nos|nas|por|pelo|pela|pelos|pelas|para|com|ao|à|"
    "aos|às|e|ou|que|este|esta|estes|estas|esse|essa|isso|isto|é|são|foi|foram|ser|está|estão|estar|eu|"
    "você|vocês|ele|ela|nós|eles|elas|me|te|se|lhe|lhes|meu|minha|seu|sua|seus|suas|nosso|nossa|nossos|"
    "nossas|qual|quem|há|aqui|lá|então|também|muito|como|favor|ter|tem|têm",
    "es": "a|el|la|los|las|un|una|unos|unas|de|del|en|por|para|con|al|y|e|o|u|que|este|esta|estos|estas|ese|"
    "esa|eso|esto|es|son|fue|ser|está|están|yo|usted|ustedes|él|ella|nosotros|ellos|ellas|me|te|se|le|"
    "les|lo|mi|su|sus|nuestro|nuestra|hay|aquí|también|muy|como|favor",
    "fr": "a|à|le|la|les|un|une|des|de|du|en|par|pour|avec|au|aux|et|ou|que|qui|ce|cet|cette|ces|est|sont|"
    "était|être|je|tu|il|elle|nous|vous|ils|elles|me|te|se|lui|leur|leurs|mon|ma|mes|son|sa|ses|notre|"
    "nos|votre|vos|y|l|d|s|c|j|m|n|qu|aussi|très|comme|dans|sur",
    "de": "der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|und|oder|von|vom|zu|zum|zur|in|im|an|am|"
    "auf|bei|mit|für|aus|als|ist|sind|war|waren|sein|haben|hat|wird|werden|ich|du|er|sie|es|wir|ihr|"
    "ihnen|uns|mich|mir|mein|meine|unser|unsere|ihre|ihren|dass|auch|sehr|wie|bitte|sich",
    "zh": "的|了|是|在|和|与|也|很|我|你|您|们|这|那|个|之|其|请|把|被|将|会",
}
"""Words that come and go in any translation. Negation and modality are none of them."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    keys: frozenset[str]


def compared(source: str, target: str, back: str, language: str) -> BackTranslation:
    """Return ``source`` beside ``back``, which are both in ``language`` (a BCP 47 tag), with their differences marked.

    Figures are compared by value, words by base form and without regard to order; words of grammar are left out.
    """
    ours, theirs = extract(source, language), extract(back, language)
    figures, equal = _figures(ours, theirs)
    mine, other = _words(source, ours, language), _words(back, theirs, language)
    lost, same = _unmatched(mine, other)
    added, _ = _unmatched(other, mine)
    words = [Difference("word", source[w.start : w.end], w.start, w.end, True) for w in lost]
    words += [Difference("word", back[w.start : w.end], w.start, w.end, False) for w in added]
    total = 2 * (same + equal) + len(words) + len(figures)
    agreement = 2 * (same + equal) / total if total else 1.0
    differences = sorted([*figures, *words], key=lambda one: (not one.in_source, one.start))
    return BackTranslation(source, target, back, tuple(differences), agreement)


def _figures(ours: list[Figure], theirs: list[Figure]) -> tuple[list[Difference], int]:
    found: list[Difference] = []
    equal = 0
    for match in compare(ours, theirs):
        if match.status is CheckStatus.OK:
            equal += 1
            continue
        for figure, in_source in ((match.source, True), (match.target, False)):
            if figure is not None:
                found.append(Difference(figure.kind, figure.text, figure.start, figure.end, in_source))
    return found, equal


def _words(text: str, figures: list[Figure], language: str) -> list[_Word]:
    bare = language.partition("-")[0]
    grammar = frozenset(_FUNCTION_WORDS.get(bare, "").split("|"))
    taken = [(figure.start, figure.end) for figure in figures if not figure.soft or figure.counted]
    found = []
    for match in _TOKEN.finditer(text):
        word = _CONTRACTED.get(match[0].casefold(), match[0].casefold())
        if word in grammar or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        found.append(_Word(match.start(), match.end(), frozenset((word, *bases(match[0], bare)))))
    return found


def _unmatched(words: list[_Word], others: list[_Word]) -> tuple[list[_Word], int]:
    """Return the words without a counterpart among ``others``, each of which answers once, and how many have one."""
    free = set(range(len(others)))
    by_key: dict[str, list[int]] = {}
    for number, other in enumerate(others):
        for key in other.keys:
            by_key.setdefault(key, []).append(number)
    lost: list[_Word] = []
    for word in words:
        answer = next((n for key in word.keys for n in by_key.get(key, ()) if n in free), None)
        if answer is None:
            lost.append(word)
        else:
            free.discard(answer)
    return lost, len(words) - len(lost)
