"""Translation: what safety costs in time and quality, and what it catches, each beside its peer in one run.

The peer of a sentence is the raw engine (the same pack, encoder, model and decoder, nothing around them). The peer of a
document is ``argostranslate.translate`` with its own settings: paragraph by paragraph, beam 4, batches of 32 tokens,
without the pack's vocabulary map. By default it takes every core, which slows small models down on small machines;
therefore it also runs on one thread.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks._figure_sentences import altered, cases
from dragoman.translation.check import check
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.pipeline import SentencePipeline
from dragoman.translation.polarity import doubts
from dragoman.translation.polarity_words import CUES
from dragoman.translation.service import TranslationService

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
PAIRS = (LanguagePair("en", "pt"), LanguagePair("pt", "en"))
BUSINESS = (
    "We can deliver the samples next week if you confirm the order today.",
    "The price is USD 12.50 per unit.",
    "Thank you for your offer of March 5, 2026.",
    "Please send us 1,250 pieces by sea, FOB Santos.",
)
SAFETY_SENTENCES = 2016
ROUNDS = 30


def never() -> bool:
    return False


def run() -> dict[str, object]:
    """Return all figures; times are in milliseconds, ratios are pipeline over peer unless the name says otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        store = PackStore(Path(folder))
        store.ensure_starters()
        engine = ArgosEngine(store)
        try:
            figures: dict[str, object] = {
                "sentence": _sentence(store, engine),
                "document": _document(store, engine),
                "edit": _edit(store, engine),
                "safety": {f"{pair.source}-{pair.target}": _safety(engine, pair) for pair in PAIRS},
            }
            flores = SHARED / "eval"
            if flores.is_dir():
                figures["flores"] = {f"{pair.source}-{pair.target}": _flores(engine, pair, flores) for pair in PAIRS}
            return figures
        finally:
            engine.close()


def _sentence(store: PackStore, engine: ArgosEngine) -> dict[str, float]:
    """One sentence at a time, as typed; raw and pipeline take turns so that both meet the same machine."""
    raw_ms: list[float] = []
    service_ms: list[float] = []
    for sentence in BUSINESS:
        raw_times, service_times = [], []
        for _ in range(ROUNDS):
            # A new service each time: the old one remembers the sentence.
            service = TranslationService(store, engine=engine)
            raw_times.append(_ms(partial(engine.translate_batch, PAIRS[0], [sentence], beam=1, cancelled=never)))
            service_times.append(_ms(partial(service.translate, sentence, source="en", target="pt")))
        raw_ms.append(statistics.median(raw_times))
        service_ms.append(statistics.median(service_times))
    return {
        "raw_ms": sum(raw_ms) / len(raw_ms),
        "pipeline_ms": sum(service_ms) / len(service_ms),
        "ratio": sum(service_ms) / sum(raw_ms),
    }


def _document(store: PackStore, engine: ArgosEngine) -> dict[str, object]:
    made = [case.sentence for case in cases(90, "en", seed=31)]
    paragraphs = [" ".join(made[start : start + 3]) for start in range(0, len(made), 3)]
    text = "\n".join(paragraphs)

    def ours(beam: int) -> float:
        service = TranslationService(store, engine=engine)
        return _ms(partial(service.translate, text, source="en", target="pt", beam=beam))

    times = {beam: min(ours(beam) for _ in range(2)) for beam in (1, 4)}
    peer = {threads: min(_ms(stock(store, paragraphs, threads=threads)) for _ in range(2)) for threads in (0, 1)}
    return {
        "sentences": len(made),
        "peer_ms": peer[0],
        "peer_one_thread_ms": peer[1],
        "pipeline_beam_4_ms": times[4],
        "pipeline_beam_1_ms": times[1],
        "times_faster_beam_4": peer[0] / times[4],
        "times_faster_beam_1": peer[0] / times[1],
        "times_faster_than_one_thread_beam_4": peer[1] / times[4],
        "times_faster_than_one_thread_beam_1": peer[1] / times[1],
    }


def stock(
    store: PackStore, paragraphs: list[str], *, threads: int, pair: LanguagePair = PAIRS[0]
) -> Callable[[], list[str]]:
    """Return a call that translates the paragraphs with argostranslate's own code and settings, sentences given.

    Its sentence splitters download a model at first use, so the peer is spared the splitting. ``threads`` 0 is what it
    asks of CTranslate2 by default.
    """
    pack = store.find(pair)
    assert pack is not None
    import ctranslate2

    from dragoman.translation.argos_package import open_package

    package = open_package(pack.path)
    translate = import_module("argostranslate.translate")
    translator = ctranslate2.Translator(str(pack.path / "model"), device="cpu", inter_threads=1, intra_threads=threads)
    splitter = _Lines()

    def work() -> list[str]:
        return [
            translate.apply_packaged_translation(package, paragraph.replace(". ", ".\n"), translator, splitter, 4)[
                0
            ].value
            for paragraph in paragraphs
        ]

    return work


class _Lines:
    def split_sentences(self, text: str) -> list[str]:
        return text.split("\n")


def _edit(store: PackStore, engine: ArgosEngine) -> dict[str, float]:
    """One sentence edited in a document of 300, against that sentence alone."""
    sentences = [case.sentence for case in cases(300, "en", seed=41)]
    service = TranslationService(store, engine=engine)
    service.translate("\n".join(sentences), source="en", target="pt")
    alone, edited = [], []
    for number in range(12):
        fresh = f"We would like to visit your factory number {number + 2} in the spring."
        other = TranslationService(store, engine=engine)
        alone.append(_ms(partial(other.translate, fresh, source="en", target="pt")))
        sentences[150] = fresh
        edited.append(_ms(partial(service.translate, "\n".join(sentences), source="en", target="pt")))
    return {
        "sentence_ms": statistics.median(alone),
        "edit_ms": statistics.median(edited),
        "ratio": statistics.median(edited) / statistics.median(alone),
    }


def _safety(engine: ArgosEngine, pair: LanguagePair) -> dict[str, object]:
    """Generated sentences with figures, codes and addresses, judged by patterns that know what was put in."""
    made = list(cases(SAFETY_SENTENCES, pair.source, seed=51))
    texts = [case.sentence for case in made]
    raw = [one.text for one in engine.translate_batch(pair, texts, beam=1, cancelled=never)]
    ours = SentencePipeline(engine, pair).translate(texts, beam=None, cancelled=never)
    wrong = [bool(altered(case, outcome.text)) for case, outcome in zip(made, ours, strict=True)]
    alarm = [outcome.alarms > 0 for outcome in ours]
    raw_wrong = sum(bool(altered(case, text)) for case, text in zip(made, raw, strict=True))
    return {
        "sentences": len(made),
        "raw_not_as_written_share": raw_wrong / len(made),
        "altered_share": sum(wrong) / len(made),
        "altered_without_alarm": sum(bad and not said for bad, said in zip(wrong, alarm, strict=True)),
        "false_alarm_share": sum(said and not bad for bad, said in zip(wrong, alarm, strict=True)) / len(made),
    }


def _flores(engine: ArgosEngine, pair: LanguagePair, folder: Path) -> dict[str, object]:
    source = (folder / f"flores-dev.{pair.source}").read_text(encoding="utf-8").splitlines()
    reference = (folder / f"flores-dev.{pair.target}").read_text(encoding="utf-8").splitlines()
    pipeline = SentencePipeline(engine, pair)
    pipeline.translate(source[:2], beam=None, cancelled=never)
    begun = time.perf_counter()
    raw = [one.text for one in engine.translate_batch(pair, source, beam=1, cancelled=never)]
    raw_seconds = time.perf_counter() - begun
    begun = time.perf_counter()
    ours = pipeline.translate(source, beam=None, cancelled=never)
    seconds = time.perf_counter() - begun
    texts = [outcome.text for outcome in ours]
    counted = [index for index, text in enumerate(source) if any(char.isdigit() for char in text)]

    def alarms(targets: list[str]) -> int:
        return sum(
            any(one.status.is_alarm for one in check(source[index], targets[index], pair.source, pair.target))
            for index in counted
        )

    figures: dict[str, object] = {
        "sentences": len(source),
        "sentences_with_digits": len(counted),
        "raw_wrong_figures_share": alarms(raw) / len(counted),
        "pipeline_alarm_share": sum(ours[index].alarms > 0 for index in counted) / len(counted),
        "human_translation_alarm_share": alarms(reference) / len(counted),
        "human_translation_doubt_share": _doubt_share(source, reference, pair),
        "pipeline_doubt_share": _doubt_share(source, texts, pair),
        "lost_negation_caught_share": _caught_share(source, reference, pair),
        "raw_seconds": raw_seconds,
        "pipeline_seconds": seconds,
    }
    try:
        metrics = import_module("sacrebleu")
    except ImportError:
        figures["quality"] = "sacrebleu is not installed"
        return figures
    for name, measure in (("bleu", metrics.corpus_bleu), ("chrf", metrics.corpus_chrf)):
        figures[f"raw_{name}"] = measure(raw, [reference]).score
        figures[f"pipeline_{name}"] = measure(texts, [reference]).score
    return figures


def _doubt_share(source: list[str], target: list[str], pair: LanguagePair) -> float:
    """Return how many sentences the check of negation and modality would ask the reader to look at again."""
    doubted = sum(bool(doubts(one, other, pair.source, pair.target)) for one, other in zip(source, target, strict=True))
    return doubted / len(source)


def _caught_share(source: list[str], reference: list[str], pair: LanguagePair) -> float:
    """Return how many human translations are doubted when each "not" and "never" is taken out of them."""
    words = {language: re.compile(rf"(?i)\b(?:{CUES[language]['negation'].certain})\b") for language in ("en", "pt")}
    negated = [
        (one, words[pair.target].sub("", other))
        for one, other in zip(source, reference, strict=True)
        if words[pair.source].search(one) and words[pair.target].search(other)
    ]
    caught = sum(
        any(check.kind == "negation" for check in doubts(one, other, pair.source, pair.target))
        for one, other in negated
    )
    return caught / len(negated)


def _ms(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
