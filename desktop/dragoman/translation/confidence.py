"""How likely a sentence is well translated, from what the model says about its own answer."""

from __future__ import annotations

import math

GOOD_CHRF = 50.0
"""A sentence counts as good when its chrF2 against a human translation (sacrebleu, 0 to 100) is at least this."""

_BIAS = 0.811
_SCORE = 1.939
_LOG_PIECES = 0.742
_SCORE_BY_LOG_PIECES = 2.228
_COPIED = -2.978
"""Logistic regression on 8,634 answers of the starter packs at beam 1, both ways, to messages of Django 5.2.19,
django-oscar 4.2.1, Wagtail 8.0.1 and Weblate 5.14.3 and their Portuguese translations. ``python -m benchmarks
confidence`` fits it again from those wheels, and measures it on FLORES, which it has never seen. Whether beams 1 and 2
disagree was tried and adds nothing (AUC 0.51 to 0.57 alone)."""


def probability(score: float, pieces: int, *, copied: bool = False) -> float:
    """Return the probability, 0 to 1, that a translation is good in the sense of :data:`GOOD_CHRF`.

    ``score`` is the mean log-probability per piece, ``pieces`` how many the model saw, ``copied`` whether its answer is
    the source itself. Fitted on the starter packs; for other packs it is a guess of the same order.
    """
    length = math.log(max(1, pieces))
    logit = _BIAS + _SCORE * score + _LOG_PIECES * length + _SCORE_BY_LOG_PIECES * score * length + _COPIED * copied
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
