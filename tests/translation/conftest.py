"""The starter packs, installed once for all translation tests, and the generated sentences with known figures."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.translation.engines.argos import ArgosEngine
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
def figure_sentences() -> ModuleType:
    """The generator and judge that the benchmark uses too."""
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "_figure_sentences.py"
    if not path.is_file():
        pytest.skip("the benchmarks are not beside these tests")
    spec = importlib.util.spec_from_file_location("_figure_sentences", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
