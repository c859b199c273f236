from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import Cancelled, KnownError
from dragoman.translation.check import check
from dragoman.translation.engines.firefox import FirefoxEngine
from dragoman.translation.model import LanguagePair, Origin
from dragoman.translation.packs import PackStore
from dragoman.translation.pipeline import SentencePipeline
from dragoman.translation.service import TranslationService

EN_PT, PT_EN = LanguagePair("en", "pt"), LanguagePair("pt", "en")
LONG = "a" * 5000
"""Takes the model many seconds."""


def never() -> bool:
    return False


def child_of(engine: FirefoxEngine) -> int:
    child = engine._model(EN_PT)._child
    assert child is not None
    return child.pid


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.fixture
def own(firefox_packs: PackStore) -> Iterator[FirefoxEngine]:
    engine = FirefoxEngine(firefox_packs)
    yield engine
    engine.close()


def test_translates_and_gives_no_scores(firefox: FirefoxEngine) -> None:
    found = firefox.translate_batch(EN_PT, ["Good morning.", "Two\nlines \ud800."], beam=4, cancelled=never)
    assert found[0].text == "Bom dia."
    assert found[1].text.startswith("Duas linhas")
    assert [one.score for one in found] == [None, None]
    assert firefox.alternatives(EN_PT, "Good morning.", count=3, cancelled=never) == []


def test_knows_which_characters_the_vocabulary_lacks(firefox: FirefoxEngine) -> None:
    text = "Müller € £ ¥ @ # 😀 “q” — < > ção ² \ud800"
    knowledge = firefox.unknown_characters(EN_PT, text)
    assert knowledge.unknown == set("ü€£¥@#😀“”—<\ud800")
    assert knowledge.altered == {"²"}


@pytest.mark.parametrize("text", ["£", "ü", "😀", "@"])
def test_an_unknown_character_would_have_been_lost(firefox: FirefoxEngine, text: str) -> None:
    """The reason for looking first: the raw engine drops what its vocabulary lacks, and the pipeline does not."""
    sentence = f"The code is {text}7 for M{text}ller."
    (raw,) = firefox.translate_batch(EN_PT, [sentence], beam=1, cancelled=never)
    (outcome,) = SentencePipeline(firefox, EN_PT).translate([sentence], beam=None, cancelled=never)
    assert text not in raw.text
    assert f"{text}7" in outcome.text
    assert f"M{text}ller" in outcome.text


@pytest.mark.parametrize("language", ["en", "pt"])
def test_no_figure_changes_unseen(firefox: FirefoxEngine, figure_sentences: ModuleType, language: str) -> None:
    pair = EN_PT if language == "en" else PT_EN
    made = list(figure_sentences.cases(168, language, seed=77))
    outcomes = SentencePipeline(firefox, pair).translate([case.sentence for case in made], beam=None, cancelled=never)
    wrong = [bool(figure_sentences.altered(case, one.text)) for case, one in zip(made, outcomes, strict=True)]
    alarms = [one.alarms > 0 for one in outcomes]
    assert not any(bad and not said for bad, said in zip(wrong, alarms, strict=True))
    assert sum(said and not bad for bad, said in zip(wrong, alarms, strict=True)) < 0.02 * len(made)


def test_confidence_is_left_open(firefox: FirefoxEngine) -> None:
    (outcome,) = SentencePipeline(firefox, EN_PT).translate(["See you tomorrow."], beam=None, cancelled=never)
    assert (outcome.origin, outcome.confidence) == (Origin.MODEL, None)


class TestCancelling:
    def test_before_the_first_sentence(self, firefox: FirefoxEngine) -> None:
        with pytest.raises(Cancelled):
            firefox.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=lambda: True)

    def test_in_the_middle_of_a_sentence_within_100_ms(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        wish = time.perf_counter() + 0.3
        with pytest.raises(Cancelled):
            own.translate_batch(EN_PT, [LONG], beam=1, cancelled=lambda: time.perf_counter() > wish)
        # A tenth of a second is promised; a busy machine gets as much again.
        assert time.perf_counter() - wish < 0.2
        assert own.translate_batch(EN_PT, ["Good morning."], beam=1, cancelled=never)[0].text == "Bom dia."

    def test_a_short_sentence_leaves_the_model_loaded(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        before = child_of(own)
        asked = []

        def cancelled() -> bool:
            asked.append(True)
            return len(asked) > 3

        with pytest.raises(Cancelled):
            own.translate_batch(EN_PT, [f"We have {n} boxes." for n in range(50)], beam=1, cancelled=cancelled)
        assert child_of(own) == before

    def test_who_waits_for_a_turn_can_leave(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        stop = threading.Event()

        def be_busy() -> None:
            with pytest.raises(Cancelled):
                own.translate_batch(EN_PT, [LONG], beam=1, cancelled=stop.is_set)

        busy = threading.Thread(target=be_busy)
        busy.start()
        time.sleep(0.1)
        begun = time.perf_counter()
        with pytest.raises(Cancelled):
            own.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=lambda: time.perf_counter() - begun > 0.05)
        waited = time.perf_counter() - begun
        stop.set()
        busy.join()
        assert waited < 0.3


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
class TestChild:
    def test_a_killed_child_is_started_again(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        first = child_of(own)
        os.kill(first, signal.SIGKILL)
        assert own.translate_batch(EN_PT, ["Good morning."], beam=1, cancelled=never)[0].text == "Bom dia."
        assert child_of(own) != first

    def test_killed_in_the_middle_of_a_sentence(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        threading.Timer(0.2, os.kill, (child_of(own), signal.SIGKILL)).start()
        stop = time.perf_counter() + 2
        with pytest.raises(Cancelled):
            # Begun anew by the second child, and still at it when the time is over.
            own.translate_batch(EN_PT, [LONG], beam=1, cancelled=lambda: time.perf_counter() > stop)
        assert time.perf_counter() - stop < 1

    def test_two_deaths_at_one_sentence_are_said(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        done = threading.Event()

        def kill_again_and_again() -> None:
            while not done.wait(0.05):
                child = own._model(EN_PT)._child
                if child is not None and is_alive(child.pid):
                    os.kill(child.pid, signal.SIGKILL)

        killer = threading.Thread(target=kill_again_and_again)
        killer.start()
        try:
            with pytest.raises(KnownError, match="broke off twice"):
                own.translate_batch(EN_PT, [LONG], beam=1, cancelled=never)
        finally:
            done.set()
            killer.join()

    def test_unloading_ends_the_child(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        pid = child_of(own)
        assert own.loaded() == {EN_PT}
        own.unload()
        assert own.loaded() == frozenset()
        assert not is_alive(pid)

    def test_a_model_in_use_is_unloaded_after_its_sentence(self, own: FirefoxEngine) -> None:
        own.warm_up(EN_PT)
        found = []
        texts = [f"We have {n} boxes of tea." for n in range(30)]
        work = threading.Thread(target=lambda: found.extend(own.translate_batch(EN_PT, texts, beam=1, cancelled=never)))
        work.start()
        time.sleep(0.03)
        pid = child_of(own)
        own.unload()
        work.join()
        assert len(found) == 30
        assert not is_alive(pid)

    def test_the_child_dies_with_the_program(self, firefox_packs: PackStore) -> None:
        code = (
            "import os, sys, signal; from pathlib import Path\n"
            "from dragoman.translation.engines.firefox import FirefoxEngine\n"
            "from dragoman.translation.model import LanguagePair\n"
            "from dragoman.translation.packs import PackStore\n"
            "engine = FirefoxEngine(PackStore(Path(sys.argv[1])))\n"
            "pair = LanguagePair('en', 'pt')\n"
            "engine.warm_up(pair)\n"
            "print(engine._model(pair)._child.pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", code, str(firefox_packs.folder)], env=environment, capture_output=True, text=True
        )
        pid = int(done.stdout)
        deadline = time.monotonic() + 10
        while is_alive(pid) and not _is_zombie(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not is_alive(pid) or _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def test_a_broken_pack_is_set_aside(firefox_models: Path, tmp_path: Path) -> None:
    store = PackStore(tmp_path / "packs")
    (folder,) = firefox_models.glob("enpt-*")
    pack = store.install(folder)
    (vocabulary,) = pack.path.glob("vocab*")
    vocabulary.write_bytes(vocabulary.read_bytes()[:3000])
    engine = FirefoxEngine(store)
    with pytest.raises(KnownError, match="cannot be used"):
        engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    assert store.find(EN_PT, engine="firefox") is None
    assert [name for name, _ in store.quarantined()] == [pack.name]
    engine.close()


def test_a_pack_without_its_model_is_no_hang(firefox_packs: PackStore) -> None:
    engine = FirefoxEngine(firefox_packs)
    with pytest.raises(KnownError, match="No pack from"):
        engine.translate_batch(LanguagePair("en", "de"), ["Hello."], beam=1, cancelled=never)


def test_the_worker_refuses_what_is_no_model(tmp_path: Path) -> None:
    from dragoman.base.child import child_command, child_environment

    (tmp_path / "x").write_bytes(b"x" * 1000)
    done = subprocess.run(
        child_command("dragoman.translation.engines.firefox_worker", *[str(tmp_path / "x")] * 3),
        env=child_environment(),
        input='"Hello."\n',
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "false\n")


def test_a_whole_text_through_the_service(firefox_packs: PackStore, firefox: FirefoxEngine) -> None:
    service = TranslationService(firefox_packs, engine=firefox)
    text = "Dear Ana,\n\n  1. The price is £1,250.50.\n\t- We ship 20 boxes.\n"
    result = service.translate(text, source="en", target="pt-BR")
    assert (result.engine, result.route) == ("firefox", ("en", "pt"))
    assert [(hop.engine, hop.bleu) for hop in result.hops] == [("firefox", 50.3)]
    assert "£1.250,50" in result.text
    assert result.text.startswith("Prezada Ana,\n\n  1. ") or result.text.count("\n") == text.count("\n")
    assert [line[:2] for line in result.text.split("\n")][2:4] == ["  ", "\t-"]


def test_nothing_is_said_on_the_console(firefox_packs: PackStore, capfd: pytest.CaptureFixture[str]) -> None:
    engine = FirefoxEngine(firefox_packs)
    engine.translate_batch(EN_PT, ["Hello."], beam=1, cancelled=never)
    engine.close()
    assert capfd.readouterr() == ("", "")


def test_a_number_torn_at_one_separator_is_an_alarm() -> None:
    """This engine wrote "8 996.056": read in parts it holds the same digits, and yet it is another number."""
    source = "We reject the claim, because only 262 of 8,996,056 boxes were damaged."
    torn = check(source, "Rejeitamos, porque apenas 262 das 8 996.056 caixas foram danificadas.", "en", "pt")
    whole = check(source, "Rejeitamos, porque apenas 262 das 8 996 056 caixas foram danificadas.", "en", "pt")
    assert any(one.status.is_alarm for one in torn)
    assert not any(one.status.is_alarm for one in whole)


class TestCommandLine:
    def dragoman(self, store: PackStore, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        (home / "data").mkdir(exist_ok=True)
        if not (home / "data" / "packs").exists():
            shutil.copytree(store.folder, home / "data" / "packs")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DRAGOMAN_HOME": str(home)}
        command = [sys.executable, "-P", "-m", "dragoman", "translate", "--from", "en", "--to", "pt", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")

    def test_the_engine_can_be_named(self, firefox_packs: PackStore, tmp_path: Path) -> None:
        sentence = "The price of the red boxes is £1,250.50."
        for engine, expected in (("auto", "firefox"), ("firefox", "firefox"), ("argos", "argos")):
            done = self.dragoman(firefox_packs, tmp_path, "--engine", engine, "--json", sentence)
            assert done.returncode == 0, done.stderr
            said = json.loads(done.stdout)
            assert (said["engine"], said["route"]) == (expected, ["en", "pt"])
            assert "£1.250,50" in said["text"]
            assert (said["sentences"][0]["confidence"] is None) == (expected == "firefox")

    def test_an_engine_without_a_pack_is_said(self, firefox_packs: PackStore, tmp_path: Path) -> None:
        empty = tmp_path / "home"
        empty.mkdir()
        (empty / "data" / "packs").mkdir(parents=True)
        done = self.dragoman(firefox_packs, empty, "--engine", "firefox", "Hello.")
        assert done.returncode == 2
        assert "The engine firefox has no pack that leads from en to pt." in done.stderr


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_goes_through_and_keeps_its_lines(firefox_packs: PackStore, firefox: FirefoxEngine, text: str) -> None:
    service = TranslationService(firefox_packs, engine=firefox)
    result = service.translate(text, source="en", target="pt")
    assert [line.strip() == "" for line in result.text.splitlines()] == [
        line.strip() == "" for line in text.splitlines()
    ]
