"""Confidence: is a sentence that the program calls 90 % sure good nine times out of ten?

The parameters in ``dragoman.translation.confidence`` are measured on FLORES dev, on which nothing was fitted. With
``DRAGOMAN_CATALOGUES`` naming a folder of wheels or ``.mo`` files with Portuguese message catalogues, they are fitted
again too, and judged on halves that the fit has not seen.
"""

from __future__ import annotations

import io
import itertools
import math
import os
import random
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from dragoman.translation.confidence import GOOD_CHRF, probability
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore

EVAL = Path(__file__).resolve().parents[1].parent / "shared" / "eval"
CATALOGUES = "DRAGOMAN_CATALOGUES"
PAIRS = (LanguagePair("en", "pt"), LanguagePair("pt", "en"))
BINS = 10
SHORT = 5
SHORT_SENTENCES = 2500

_NOT_TEXT = re.compile(r"[%{}<>\n`_\\]|&\w")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the raw engine, and whether it is good."""

    score: float
    pieces: int
    copied: bool
    good: bool


def run() -> dict[str, object]:
    """Return expected calibration error (ten bins of equal size) and area under the ROC curve."""
    try:
        metrics = import_module("sacrebleu")
    except ImportError:
        return {"confidence": "sacrebleu is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        store = PackStore(Path(folder))
        store.ensure_starters()
        engine = ArgosEngine(store)
        try:
            figures: dict[str, object] = {"good_is_chrf_of_at_least": GOOD_CHRF}
            if EVAL.is_dir():
                english, portuguese = (
                    (EVAL / f"flores-dev.{code}").read_text(encoding="utf-8").splitlines() for code in ("en", "pt")
                )
                texts = list(zip(english, portuguese, strict=True))
                for pair in PAIRS:
                    figures[f"flores_{pair.source}-{pair.target}"] = _judged(_answers(engine, metrics, texts, pair))
            if folder_name := os.environ.get(CATALOGUES):
                figures["catalogues"] = _fitted(engine, metrics, Path(folder_name))
            return figures
        finally:
            engine.close()


def calibration_error(predicted: Sequence[float], good: Sequence[bool]) -> float:
    """Return the mean distance between what was predicted and what came true, over ten bins of equal size."""
    ordered = sorted(zip(predicted, good, strict=True))
    total = 0.0
    for number in range(BINS):
        part = ordered[number * len(ordered) // BINS : (number + 1) * len(ordered) // BINS]
        total += abs(sum(one for one, _ in part) - sum(hit for _, hit in part))
    return total / len(ordered)


def area_under_curve(predicted: Sequence[float], good: Sequence[bool]) -> float:
    """Return how often a good sentence got the higher prediction of a good and a bad one (0.5 is chance)."""
    rank, ranks = 1, 0.0
    for _, group in itertools.groupby(sorted(zip(predicted, good, strict=True)), key=lambda item: item[0]):
        tied = [hit for _, hit in group]
        ranks += (rank + (len(tied) - 1) / 2) * sum(tied)
        rank += len(tied)
    hits = sum(good)
    return (ranks - hits * (hits + 1) / 2) / (hits * (len(good) - hits))


def _judged(answers: Sequence[Answer], model: Callable[[Answer], float] | None = None) -> dict[str, float]:
    predict = model or (lambda one: probability(one.score, one.pieces, copied=one.copied))
    predicted = [predict(one) for one in answers]
    good = [one.good for one in answers]
    return {
        "sentences": len(answers),
        "good_share": sum(good) / len(good),
        "mean_confidence": sum(predicted) / len(predicted),
        "expected_calibration_error": calibration_error(predicted, good),
        "area_under_curve": area_under_curve(predicted, good),
    }


def _answers(engine: ArgosEngine, metrics: Any, texts: Sequence[tuple[str, str]], pair: LanguagePair) -> list[Answer]:
    side = 0 if pair.source == "en" else 1
    sources = [text[side] for text in texts]
    found = engine.translate_batch(pair, sources, beam=1, cancelled=lambda: False)
    return [
        Answer(
            answer.score,
            answer.source_pieces,
            answer.text.casefold() == source.casefold(),
            metrics.sentence_chrf(answer.text, [text[1 - side]]).score >= GOOD_CHRF,
        )
        for source, text, answer in zip(sources, texts, found, strict=True)
        if answer.score is not None
    ]


def _fitted(engine: ArgosEngine, metrics: Any, folder: Path) -> dict[str, object]:
    texts = _messages(folder)
    answers = [one for pair in PAIRS for one in _answers(engine, metrics, texts, pair)]
    random.Random(1).shuffle(answers)
    halves = answers[: len(answers) // 2], answers[len(answers) // 2 :]
    return {
        "messages": len(texts),
        "parameters": _named(answers),
        "held_out_first_half": _judged(halves[0], _model(_fit(halves[1]))),
        "held_out_second_half": _judged(halves[1], _model(_fit(halves[0]))),
    }


def _named(answers: Sequence[Answer]) -> dict[str, float]:
    names = ("bias", "score", "log_pieces", "score_by_log_pieces", "copied")
    return dict(zip(names, _fit(answers), strict=True))


def _features(one: Answer) -> list[float]:
    length = math.log(max(1, one.pieces))
    return [1.0, one.score, length, one.score * length, float(one.copied)]


def _model(weights: Sequence[float]) -> Callable[[Answer], float]:
    return lambda one: 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, _features(one), strict=True))))


def _fit(answers: Sequence[Answer]) -> list[float]:
    """Return the weights of a logistic regression, found with Newton's method and a slight ridge."""
    numpy = import_module("numpy")
    inputs = numpy.array([_features(one) for one in answers])
    good = numpy.array([one.good for one in answers], dtype=float)
    ridge = 1e-3 * numpy.eye(inputs.shape[1])
    weights = numpy.zeros(inputs.shape[1])
    for _ in range(60):
        predicted = 1 / (1 + numpy.exp(-inputs @ weights))
        slope = inputs.T @ (predicted - good) + ridge @ weights
        curve = (inputs * (predicted * (1 - predicted))[:, None]).T @ inputs + ridge
        weights -= numpy.linalg.solve(curve, slope)
    return [float(one) for one in weights]


def _messages(folder: Path) -> list[tuple[str, str]]:
    """Return English messages and their Portuguese: all sentences, and a sample of the short ones."""
    found: dict[str, str] = {}
    for english, portuguese in _catalogue_entries(folder):
        if not _NOT_TEXT.search(english + portuguese) and 3 <= len(english) <= 300 and english[0].isupper():
            found.setdefault(english, portuguese)
    pairs = [(english, portuguese) for english, portuguese in found.items() if english != portuguese]
    short = [pair for pair in pairs if len(pair[0].split()) < SHORT]
    chosen = set(random.Random(2).sample(short, min(len(short), SHORT_SENTENCES)))
    return [pair for pair in pairs if len(pair[0].split()) >= SHORT or pair in chosen]


def _catalogue_entries(folder: Path) -> Iterator[tuple[str, str]]:
    from babel.messages.mofile import read_mo

    for data in _catalogues(folder):
        for message in read_mo(io.BytesIO(data)):
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
                yield message.id.strip(), message.string.strip()


def _catalogues(folder: Path) -> Iterator[bytes]:
    for file in sorted(folder.iterdir()):
        if file.suffix == ".mo":
            yield file.read_bytes()
        elif file.suffix == ".whl":
            with zipfile.ZipFile(file) as wheel:
                for name in sorted(wheel.namelist()):
                    if name.endswith(".mo") and ("/pt_BR/" in name or "/pt/" in name):
                        yield wheel.read(name)
