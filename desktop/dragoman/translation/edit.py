"""One sentence of a translation exchanged for other words: another hypothesis, or the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.translation.model import Check, Origin, Sentence, Translation


def with_sentence(
    translation: Translation,
    index: int,
    target: str,
    *,
    checks: Sequence[Check],
    origin: Origin,
    confidence: float | None = None,
) -> Translation:
    """Return ``translation`` with the words of sentence ``index`` exchanged; text and offsets follow.

    Raises :class:`IndexError` for a sentence that is not there.
    """
    old = translation.sentences[index]
    new = replace(old, target=target, checks=tuple(checks), origin=origin, confidence=confidence)
    end = old.target_start + len(old.target)
    shift = len(target) - len(old.target)
    later = [_shifted(sentence, shift) for sentence in translation.sentences[index + 1 :]]
    return replace(
        translation,
        text=translation.text[: old.target_start] + target + translation.text[end:],
        sentences=(*translation.sentences[:index], new, *later),
    )


def _shifted(sentence: Sentence, shift: int) -> Sentence:
    return replace(sentence, target_start=sentence.target_start + shift)
