from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import Cancelled, LanguagePair
from dragoman.translation.packs import PackStore

EN_PT = LanguagePair("en", "pt")


def never() -> bool:
    return False


def test_underscores_survive_decoding(engine: ArgosEngine) -> None:
    model = engine._model(EN_PT)
    assert model.decode(model.encode("a_b")) == "a_b"


def test_knows_which_characters_the_vocabulary_lacks(engine: ArgosEngine) -> None:
    knowledge = engine.unknown_characters(EN_PT, "Müller @ £5 ção 😀\ud800")
    assert knowledge.unknown == {"@", "😀", "\ud800"}
    assert knowledge.altered == {"ü", "£"}


def test_alternatives_differ_and_come_best_first(engine: ArgosEngine) -> None:
    found = engine.alternatives(EN_PT, "We look forward to your reply.", count=4, cancelled=never)
    assert len({one.text for one in found}) > 1
    assert found[0].score >= found[1].score


def test_a_cancelled_batch_stops(engine: ArgosEngine) -> None:
    with pytest.raises(Cancelled):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=lambda: True)


def test_models_are_loaded_once_and_unloaded(packs: PackStore) -> None:
    engine = ArgosEngine(packs, idle_seconds=0)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    first = engine._model(EN_PT)
    assert engine._model(EN_PT) is first
    assert engine.loaded() == {EN_PT}
    engine.unload(EN_PT)
    assert engine.loaded() == frozenset()
    assert engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)[0].text


def test_an_idle_model_is_unloaded(packs: PackStore) -> None:
    engine = ArgosEngine(packs, idle_seconds=1000)
    engine.warm_up(EN_PT)
    engine._unload_idle()
    assert engine.loaded() == {EN_PT}
    engine._held[EN_PT].used -= 2000
    engine._unload_idle()
    assert engine.loaded() == frozenset()
    engine.close()


def test_leaves_no_trace_in_the_home_folder(packs: PackStore, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import sys, os\n"
        "from dragoman.translation.packs import PackStore\n"
        "from dragoman.translation.service import TranslationService\n"
        "service = TranslationService(PackStore(Path(sys.argv[1])))\n"
        "print(service.translate('Good morning.', source='en', target='pt').text)\n"
        "assert not [name for name in os.environ if name.startswith('ARGOS')]\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ARGOS_"))}
    environment |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(packs.folder)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert result.stdout.strip() == "Bom dia."
    assert list(tmp_path.rglob("*")) == []


def test_importing_the_service_loads_nothing_heavy() -> None:
    heavy = ["ctranslate2", "argostranslate", "sentencex", "py3langid", "babel", "numpy", "PySide6", "sentencepiece"]
    code = f"import sys, dragoman.translation.service; print([name for name in {heavy} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
