from __future__ import annotations

import shutil
import sys
import threading
import time
from pathlib import Path

import pytest

from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.engines.firefox import FirefoxEngine
from dragoman.translation.engines.pack_engine import SHORT_BYTES, PackEngine
from dragoman.translation.engines.system_memory import available_bytes, give_back_free_memory, resident_bytes
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.service import TranslationService

EN_PT, PT_EN = LanguagePair("en", "pt"), LanguagePair("pt", "en")


def never() -> bool:
    return False


@pytest.fixture(params=["argos", "firefox"])
def engine_and_store(
    request: pytest.FixtureRequest, packs: PackStore, firefox_packs: PackStore
) -> tuple[type[PackEngine], PackStore]:
    return (ArgosEngine, packs) if request.param == "argos" else (FirefoxEngine, firefox_packs)


def test_loaded_on_demand_and_shared(engine_and_store: tuple[type[PackEngine], PackStore]) -> None:
    kind, store = engine_and_store
    engine = kind(store)
    assert engine.loaded() == frozenset()
    models = []
    threads = [threading.Thread(target=lambda: models.append(engine._model(EN_PT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, models))) == 1
    assert engine.loaded() == {EN_PT}
    engine.close()
    assert engine.loaded() == frozenset()


@pytest.mark.skipif(resident_bytes() is None, reason="this system does not tell what memory is held")
def test_what_a_pack_holds_can_be_asked(engine_and_store: tuple[type[PackEngine], PackStore]) -> None:
    kind, store = engine_and_store
    engine = kind(store)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    (one,) = engine.memory()
    pack = store.find(EN_PT, engine=engine.name)
    assert pack is not None
    assert (one.engine, one.pair, one.name, one.size_bytes) == (engine.name, EN_PT, pack.name, pack.size_bytes)
    if kind is FirefoxEngine:
        assert pack.size_bytes < one.resident_bytes < 2.2 * pack.size_bytes
    assert one.idle_seconds < 30
    engine.close()
    assert engine.memory() == []


def test_an_idle_model_is_unloaded_by_itself(engine_and_store: tuple[type[PackEngine], PackStore]) -> None:
    kind, store = engine_and_store
    engine = kind(store, idle_seconds=0.2)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    deadline = time.monotonic() + 10
    while engine.loaded() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert engine.loaded() == frozenset()
    assert engine.translate_batch(EN_PT, ["Good morning."], beam=1, cancelled=never)[0].text
    engine.close()


def test_short_memory_leaves_the_model_in_use_alone(engine_and_store: tuple[type[PackEngine], PackStore]) -> None:
    kind, store = engine_and_store
    left = [SHORT_BYTES * 4]
    engine = kind(store, memory_left=lambda: left[0])
    engine.warm_up(EN_PT)
    engine.warm_up(PT_EN)
    assert engine.loaded() == {EN_PT, PT_EN}
    left[0] = SHORT_BYTES - 1
    with engine._using(PT_EN):
        engine._look_after()
        assert engine.loaded() == {PT_EN}
    # Loading another makes room first.
    engine.warm_up(EN_PT)
    assert engine.loaded() == {EN_PT}
    engine.close()


def test_a_pack_that_was_installed_again_is_loaded_again(packs: PackStore, tmp_path: Path) -> None:
    folder = tmp_path / "packs"
    shutil.copytree(packs.folder, folder)
    store = PackStore(folder)
    engine = ArgosEngine(store)
    engine.warm_up(EN_PT)
    first = engine._model(EN_PT)
    pack = store.find(EN_PT)
    assert pack is not None
    shutil.copytree(pack.path, folder / "copy")
    shutil.rmtree(pack.path)
    (folder / "copy").rename(pack.path)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    assert engine._model(EN_PT) is not first
    engine.close()


def test_the_service_says_and_gives_back_what_all_engines_hold(packs: PackStore, firefox_packs: PackStore) -> None:
    service = TranslationService(packs, engines=(ArgosEngine(packs), FirefoxEngine(firefox_packs)))
    service._engines["argos"].translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    service._engines["firefox"].translate_batch(PT_EN, ["Olá."], beam=1, cancelled=never)
    assert [(one.engine, one.pair) for one in service.memory_use()] == [("argos", EN_PT), ("firefox", PT_EN)]
    service.unload()
    assert service.memory_use() == []
    service.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell less")
def test_this_system_tells_its_memory() -> None:
    before = resident_bytes()
    block = bytearray(64 << 20)
    block[::4096] = b"x" * len(block[::4096])
    after = resident_bytes()
    assert before is not None
    assert after is not None
    assert 60 << 20 < after - before < 80 << 20
    left = available_bytes()
    assert left is not None
    assert left > 0
    assert resident_bytes(1 << 30) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell less")
def test_unloading_gives_the_memory_back(engine_and_store: tuple[type[PackEngine], PackStore]) -> None:
    kind, store = engine_and_store
    first = kind(store)
    first.warm_up(PT_EN)
    first.close()
    give_back_free_memory()
    before = resident_bytes()
    engine = kind(store)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    (held,) = engine.memory()
    engine.unload()
    after = resident_bytes()
    assert before is not None
    assert after is not None
    assert after - before < 0.2 * held.size_bytes
