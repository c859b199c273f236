from __future__ import annotations

import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.model import Cancelled, Origin, Sentence, Translation
from dragoman.translation.packs import PackStore
from dragoman.translation.service import TranslationService

LETTER = (
    "Dear Mr. Silva,\r\n\r\nThank you for your offer. We accept:\r\n"
    "\t- 1,250 units\r\n  1. Payment in advance  \r\n\r\n> We ship on Monday.\r\n>> Which price?\r\n--\r\nAnna\r\n"
)


def check_offsets(text: str, result: Translation) -> None:
    for sentence in result.sentences:
        assert text[sentence.start : sentence.start + len(sentence.source)] == sentence.source
        end = sentence.target_start + len(sentence.target)
        assert result.text[sentence.target_start : end] == sentence.target


def test_layout_is_kept_to_the_character(service: TranslationService) -> None:
    result = service.translate(LETTER, source="en", target="pt-BR")
    lines = result.text.split("\r\n")
    assert len(lines) == len(LETTER.split("\r\n"))
    assert lines[1] == ""
    assert lines[3] == "\t- 1.250 unidades"
    assert lines[4].startswith("  1. ")
    assert lines[4].endswith("  ")
    assert lines[6].startswith("> ")
    assert lines[7].startswith(">> ")
    assert lines[8] == "--"
    check_offsets(LETTER, result)


def test_result_says_where_it_comes_from(service: TranslationService) -> None:
    result = service.translate("Good morning.", source=None, target="pt-BR")
    assert (result.source_language, result.target_language, result.route) == ("en", "pt-BR", ("en", "pt"))
    assert result.engine == "argos"
    assert result.text == "Bom dia."


def test_sentences_are_reported_in_order_while_the_rest_is_under_way(service: TranslationService) -> None:
    seen: list[tuple[int, int, Sentence]] = []
    text = "\n".join(f"We have {n} boxes." for n in range(60))
    result = service.translate(
        text, source="en", target="pt", on_sentence=lambda n, total, one: seen.append((n, total, one))
    )
    assert [n for n, _, _ in seen] == list(range(60))
    assert {total for _, total, _ in seen} == {60}
    assert tuple(one for _, _, one in seen) == result.sentences


def test_cancelling_stops_between_batches(service: TranslationService) -> None:
    done: list[int] = []
    text = "\n".join(f"We cancelled order {n} today." for n in range(500))
    with pytest.raises(Cancelled):
        service.translate(
            text, source="en", target="pt", on_sentence=lambda n, *_: done.append(n), cancelled=lambda: len(done) > 30
        )
    assert 30 < len(done) < 100


def test_editing_one_sentence_costs_one_sentence(packs: PackStore) -> None:
    asked: list[str] = []

    class Counting(ArgosEngine):
        def translate_batch(self, pair, sentences, *, beam, cancelled):  # type: ignore[no-untyped-def]
            asked.extend(sentences)
            return super().translate_batch(pair, sentences, beam=beam, cancelled=cancelled)

    service = TranslationService(packs, engine=Counting(packs))
    service.translate("We agree. We ship today. We pay today.", source="en", target="pt")
    asked.clear()
    service.translate("We agree. We ship tomorrow. We pay today.", source="en", target="pt")
    assert asked == ["We ship tomorrow."]


def test_same_language_is_copied(service: TranslationService) -> None:
    result = service.translate("Tudo bem.\n 1.250", source="pt", target="pt-BR")
    assert result.text == "Tudo bem.\n 1.250"
    assert {one.origin for one in result.sentences} == {Origin.COPIED}


@pytest.mark.parametrize("text", ["", "  \n\t\n", "\ufeff"])
def test_nothing_stays_nothing(service: TranslationService, text: str) -> None:
    result = service.translate(text, source="en", target="pt")
    assert result.text == text


def test_a_long_sentence_is_not_cut(service: TranslationService) -> None:
    text = "the seller pays the duties in the port of Santos, " * 40 + "and the last word is coffee."
    result = service.translate(text, source="en", target="pt")
    assert result.text.count("Santos") == 40
    assert "café" in result.text


def test_control_characters_do_no_harm(service: TranslationService) -> None:
    result = service.translate("Good\x00 morning\x1b[31m, \u202eMr. Silva\ud800.", source="en", target="pt")
    assert result.text
    check_offsets("Good\x00 morning\x1b[31m, \u202eMr. Silva\ud800.", result)


@pytest.mark.parametrize("tag", ["xx", "zh", "de-DE", "not a tag", "../etc"])
def test_a_language_without_a_pack_is_named_with_those_there_are(service: TranslationService, tag: str) -> None:
    with pytest.raises(KnownError) as caught:
        service.translate("Hello.", source="en", target=tag)
    assert caught.value.values["tag"] == tag
    assert caught.value.values["languages"] == "en, pt"


def test_an_unknown_engine_is_refused(service: TranslationService) -> None:
    with pytest.raises(KnownError):
        service.translate("Hello.", source="en", target="pt", engine="babelfish")


def test_without_packs_the_remedy_is_to_install_one(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        TranslationService(PackStore(tmp_path)).translate("Hello.", source="en", target="pt")
    assert "install" in caught.value.remedy


def test_languages_and_targets(service: TranslationService) -> None:
    assert service.languages() == {"en", "pt"}
    assert service.targets("pt-BR") == {"en"}
    assert service.targets("ja") == frozenset()


def test_check_judges_any_pair_of_texts(service: TranslationService) -> None:
    (one,) = service.check("5 units", "6 unidades", source="en", target="pt-BR")
    assert (one.source, one.target, one.status.is_alarm) == ("5", "6", True)
    with pytest.raises(KnownError):
        service.check("5", "5", source="en", target="qqq")


def test_two_threads_get_the_same_answers(service: TranslationService, packs: PackStore, engine: ArgosEngine) -> None:
    texts = [f"We will send {n} samples to your office." for n in range(30)]
    alone = [service.translate(text, source="en", target="pt").text for text in texts]
    found: dict[int, list[str]] = {}

    def work(number: int) -> None:
        fresh = TranslationService(packs, engine=engine)
        found[number] = [fresh.translate(text, source="en", target="pt").text for text in texts]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: alone, 1: alone}


def _line_structure(text: str) -> list[bool]:
    return [not line.strip() for line in text.splitlines()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.sampled_from([("en", "pt"), ("pt", "en")]))
def test_any_text_goes_through_and_keeps_its_lines(
    service: TranslationService, text: str, pair: tuple[str, str]
) -> None:
    result = service.translate(text, source=pair[0], target=pair[1])
    assert len(result.text.splitlines()) == len(text.splitlines())
    assert [char for char in result.text if char in "\r\n"] == [char for char in text if char in "\r\n"]
    check_offsets(text, result)


WORDS = st.sampled_from(
    ["price", "Offer", "1,250", "USD", "12.5%", "a@b.co", "PO-1_2", "😀", "Müller", "—", "(", ")", "OK"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=4).map("\n".join))
def test_scraps_of_business_text_go_through(service: TranslationService, text: str) -> None:
    result = service.translate(text, source="en", target="pt")
    assert _line_structure(result.text) == _line_structure(text)
    assert unicodedata.is_normalized("NFC", result.text)
    check_offsets(text, result)
