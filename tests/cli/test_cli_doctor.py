"""``dragoman doctor`` and the travel check behind it, on real packs and a real home."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from dragoman.base.sockets import sockets_blocked
from dragoman.counterparts.model import Counterpart
from dragoman.services import Services
from dragoman.translation.packs import PackStore
from dragoman.travel_check import SENTENCES, State, Subject, TravelCheck, TravelReport, own_language, system_has_font

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PATH = os.pathsep.join(str(ROOT / name) for name in ("desktop", "resources"))


def counterpart(language: str = "pt-BR", *, country: str = "BR", zone: str = "America/Sao_Paulo") -> Counterpart:
    return Counterpart("Ana", "Souza", "Café Azul", country, zone, language)


@pytest.fixture(scope="session")
def starters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starters") / "packs"
    PackStore(folder).ensure_starters()
    return folder


@pytest.fixture
def equipped(home: Path, starters: Path) -> Services:
    """Services on a home that has the starter packs."""
    shutil.copytree(starters, home / "data" / "packs")
    return Services()


def yes(language: str) -> bool:
    return True


def checked(services: Services, *who: Counterpart, own: str = "en", **options: Any) -> TravelReport:
    check = TravelCheck(services.translator, lambda: services.knowledge, **{"has_font": yes, **options})
    report = check.run(who, own, home_country="GB")
    services.translator.close()
    return report


def states(report: TravelReport) -> dict[str, str]:
    return {str(finding.subject): str(finding.state) for finding in report.parties[0].findings}


def doctor(home: Path, *arguments: str, language: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": PYTHON_PATH, "DRAGOMAN_HOME": str(home), "LANG": language}
    command = [sys.executable, "-P", "-m", "dragoman", "doctor", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment)


class TestCheck:
    def test_everything_green(self, equipped: Services) -> None:
        report = checked(equipped, counterpart())
        assert report.is_ready
        assert states(report) == dict.fromkeys(
            ["translation_there", "translation_back", "splitter", "brief", "zone", "fonts"], "good"
        )
        there, back = report.parties[0].findings[:2]
        assert "250" in str(there.detail.values["target"])
        assert "unidades" in str(there.detail.values["target"])
        assert "250 units" in str(back.detail.values["target"])
        assert report.general[0].subject is Subject.SOCKETS

    def test_a_missing_pack_is_red_with_its_remedy(self, equipped: Services) -> None:
        equipped.packs.remove("pt", "en")
        report = checked(equipped, counterpart())
        assert not report.is_ready
        assert states(report)["translation_back"] == "bad"
        assert states(report)["translation_there"] == "good"
        finding = report.parties[0].findings[1]
        assert finding.remedy is not None
        assert "Install a pack" in finding.remedy.message

    def test_a_broken_pack_is_red(self, equipped: Services) -> None:
        from dragoman.translation.model import LanguagePair

        pack = equipped.packs.find(LanguagePair("en", "pt"))
        assert pack is not None
        model = pack.path / "model" / "model.bin"
        model.write_bytes(model.read_bytes()[:100_000])
        report = checked(equipped, counterpart())
        assert states(report)["translation_there"] == "bad"
        assert states(report)["translation_back"] == "good"

    def test_a_language_in_common_needs_no_pack(self, home: Path) -> None:
        report = checked(Services(), counterpart("en-US", country="US", zone="America/New_York"), own="en-GB")
        assert report.is_ready
        assert report.parties[0].findings[0].detail.message == "You have the language in common."

    def test_a_wrong_zone_country_and_missing_font_are_red(self, equipped: Services) -> None:
        report = checked(
            equipped, counterpart(country="XX", zone="Mars/Olympus"), has_font=lambda language: language != "pt-BR"
        )
        found = states(report)
        assert (found["brief"], found["zone"], found["fonts"]) == ("bad", "bad", "bad")
        assert all(f.remedy is not None for f in report.parties[0].findings if f.state is State.BAD)

    def test_fonts_that_nobody_can_look_at_do_not_count(self, equipped: Services) -> None:
        report = checked(equipped, counterpart(), has_font=lambda language: None)
        assert states(report)["fonts"] == "skipped"
        assert report.is_ready

    def test_a_bug_in_what_is_looked_at_is_a_red_finding(self, equipped: Services) -> None:
        def broken() -> Any:
            raise ZeroDivisionError("no brief today")

        report = TravelCheck(equipped.translator, broken, has_font=yes).run([counterpart()], "en")
        equipped.translator.close()
        assert states(report)["brief"] == "bad"
        assert states(report)["zone"] == "good"

    def test_what_reaches_for_the_network_is_refused_and_said(self, equipped: Services) -> None:
        def reaching(language: str) -> bool:
            try:
                socket.create_connection(("127.0.0.1", 9), timeout=0.1).close()
            except PermissionError:
                return True
            return False

        report = checked(equipped, counterpart(), has_font=reaching)
        assert states(report)["fonts"] == "good"
        assert report.general[0].state is State.BAD
        assert not report.is_ready

    def test_only_the_teams_server_is_not_enough(self, equipped: Services) -> None:
        equipped.settings.update(
            libretranslate_on=True, libretranslate_address="http://127.0.0.1:9", libretranslate_pairs="en>de de>en"
        )
        report = checked(equipped, counterpart("de", country="DE", zone="Europe/Berlin"))
        there = report.parties[0].findings[0]
        assert there.state is State.BAD
        assert there.detail.message.startswith("Only the team's server")
        assert report.general[0].state is State.GOOD

    def test_the_choice_of_the_server_does_not_hide_the_pack(self, equipped: Services) -> None:
        equipped.settings.update(
            libretranslate_on=True, libretranslate_address="http://127.0.0.1:9", libretranslate_pairs="en>pt pt>en"
        )
        equipped.translator.choose_engine("en", "pt", "libretranslate")
        report = checked(equipped, counterpart())
        assert report.is_ready
        assert report.parties[0].findings[0].detail.values["engine"] == "argos"

    def test_each_language_is_tried_once(self, equipped: Services) -> None:
        seen = []
        who = [counterpart(), counterpart()]
        check = TravelCheck(equipped.translator, lambda: equipped.knowledge, has_font=yes)
        report = check.run(who, "en", report=lambda number, count, found: seen.append((number, count, found)))
        equipped.translator.close()
        assert [(number, count) for number, count, _ in seen] == [(0, 2), (1, 2)]
        assert report.parties[0].findings[0] is report.parties[1].findings[0]

    @pytest.mark.parametrize("language", sorted(SENTENCES))
    def test_two_sentences_are_told_apart_in_every_language(self, language: str) -> None:
        from dragoman.travel_check import _splitter

        assert _splitter(language).state is State.GOOD


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not here")
def test_the_system_knows_its_fonts() -> None:
    assert system_has_font("en-GB") is True
    assert system_has_font("tlh") is False


@pytest.mark.parametrize(
    ("home", "ui", "expected"), [("", "zh_Hans", "zh"), ("", "en", "en"), ("pt-BR", "zh_Hans", "pt-BR")]
)
def test_own_language(home: str, ui: str, expected: str) -> None:
    assert own_language(home, ui) == expected


def test_sockets_are_blocked_for_this_thread_and_only_in_the_block() -> None:
    elsewhere: list[str] = []

    def other() -> None:
        with socket.socket() as one:
            elsewhere.append(str(one.family))

    with sockets_blocked() as attempts:
        with pytest.raises(PermissionError):
            socket.socket()
        with pytest.raises(PermissionError):
            socket.getaddrinfo("localhost", 80)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(attempts) == 2
    assert len(elsewhere) == 1
    socket.socket().close()


class TestCommand:
    def test_without_a_counterpart_the_packs_are_checked_and_that_is_said(self, home: Path) -> None:
        done = doctor(home)
        assert done.returncode in (0, 1), done.stderr
        lines = done.stdout.splitlines()
        assert lines[0] == "There is no counterpart yet; the languages of your packs are checked."
        assert any("unidades" in line and line.startswith("  ✓") for line in lines)
        assert done.returncode == (0 if lines[-1] == "Ready to travel." else 1)

    def test_json_and_exit_code_for_a_counterpart_without_a_pack(self, equipped: Services, home: Path) -> None:
        stored = equipped.counterparts.save(counterpart("ja", country="JP", zone="Asia/Tokyo"))
        equipped.database.close()
        done = doctor(home, "--json")
        assert done.returncode == 1
        said = json.loads(done.stdout)
        assert (said["ready"], said["own_language"], said["has_counterparts"]) == (False, "en", True)
        (party,) = said["parties"]
        assert (party["counterpart_id"], party["name"]) == (stored.id, "Ana Souza, Café Azul")
        found = {check["check"]: check for check in party["checks"]}
        assert found["translation_there"]["state"] == "bad"
        assert found["translation_there"]["remedy"]
        assert found["brief"]["state"] == found["zone"]["state"] == found["splitter"]["state"] == "good"
