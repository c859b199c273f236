"""Alternatives, round trips, memory, glossary and signatures: what the service does besides translating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.glossary import GlossaryStore
from dragoman.translation.memory import TranslationMemory
from dragoman.translation.model import Cancelled, CheckStatus, LanguagePair, Origin, Sentence
from dragoman.translation.packs import PackStore
from dragoman.translation.phrase_matches import PhraseMatches
from dragoman.translation.phrasebook import Phrasebook
from dragoman.translation.round_trip import compared
from dragoman.translation.service import TranslationService
from dragoman.translation.tbx import TermRecord

EN_PT = LanguagePair("en", "pt")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[UserDatabase]:
    found = UserDatabase(tmp_path / "user.sqlite3")
    yield found
    found.close()


@pytest.fixture
def knowing(packs: PackStore, engine: ArgosEngine, database: UserDatabase) -> TranslationService:
    """A service with a memory and a glossary."""
    return TranslationService(
        packs, engine=engine, memory=TranslationMemory(database), glossary=GlossaryStore(database)
    )


def only(service: TranslationService, text: str, **options: object) -> Sentence:
    (sentence,) = service.translate(text, source="en", target="pt", **options).sentences  # type: ignore[arg-type]
    return sentence


class TestAlternatives:
    @pytest.mark.parametrize(
        "text",
        [
            "We cannot accept the price unless you increase the quantity.",
            "The price is EUR 1,250.50 per unit, order PO-2026_0017.",
            "Good offer.",
        ],
    )
    def test_they_are_distinct_checked_and_safest_first(self, service: TranslationService, text: str) -> None:
        found = service.alternatives(text, "en", "pt")
        assert 2 <= len(found) <= 5
        assert len({one.target for one in found}) == len(found)
        assert found[0].target == service.translate(text, source="en", target="pt").text
        assert not any(one.has_alarm for one in found)
        assert all(one.source == text for one in found)
        doubts = [sum(check.status is CheckStatus.DOUBT for check in one.checks) for one in found[1:]]
        assert doubts == sorted(doubts)
        if "PO-" in text:
            assert all("PO-2026_0017" in one.target and "1.250,50" in one.target for one in found)

    def test_as_many_as_were_asked_for(self, service: TranslationService) -> None:
        assert len(service.alternatives("We accept your offer with pleasure.", "en", "pt", 2)) == 2
        assert len(service.alternatives("We accept your offer with pleasure.", "en", "pt", 1)) == 1

    def test_what_needs_no_model_has_one(self, service: TranslationService) -> None:
        (one,) = service.alternatives("1,250.50", "en", "pt")
        assert (one.target, one.origin) == ("1.250,50", Origin.COPIED)

    def test_they_can_be_cancelled(self, service: TranslationService) -> None:
        with pytest.raises(Cancelled):
            service.alternatives("We accept.", "en", "pt", cancelled=lambda: True)


class TestRoundTrip:
    def test_a_good_translation_comes_back(self, service: TranslationService) -> None:
        result = service.translate("The factory must ship the goods by air. We agree.", source="en", target="pt")
        seen: list[int] = []
        backs = service.round_trip(result, on_sentence=lambda number, _: seen.append(number))
        assert [one.source for one in backs] == [one.source for one in result.sentences]
        assert seen == [0, 1]
        assert backs[0].back == "The factory must ship the goods by air."
        assert (backs[0].differences, backs[0].agreement) == ((), 1.0)

    def test_one_sentence_can_be_asked_for(self, service: TranslationService) -> None:
        result = service.translate("We agree. We ship today.", source="en", target="pt")
        (back,) = service.round_trip(result, only=[1])
        assert back.source == "We ship today."

    def test_asking_again_costs_nothing(self, packs: PackStore) -> None:
        asked: list[str] = []

        class Counting(ArgosEngine):
            def translate_batch(self, pair, sentences, *, beam, cancelled):  # type: ignore[no-untyped-def]
                asked.extend(sentences)
                return super().translate_batch(pair, sentences, beam=beam, cancelled=cancelled)

        service = TranslationService(packs, engine=Counting(packs))
        result = service.translate("We ship the goods today.", source="en", target="pt")
        service.round_trip(result)
        before = len(asked)
        assert service.round_trip(result)
        assert len(asked) == before

    def test_it_can_be_cancelled(self, service: TranslationService) -> None:
        result = service.translate("We ship the goods today.", source="en", target="pt")
        with pytest.raises(Cancelled):
            service.round_trip(result, cancelled=lambda: True)

    @pytest.mark.parametrize(
        ("source", "back", "lost", "added"),
        [
            ("We pay USD 1,250.50 now.", "We pay USD 1,250.05 now.", {"USD 1,250.50"}, {"USD 1,250.05"}),
            ("We don't accept it.", "We accept it.", {"n't"}, set()),
            ("We cannot accept it.", "We can accept it.", {"not"}, set()),
            ("The goods are late.", "The products are late.", {"goods"}, {"products"}),
            ("We will ship the goods.", "The goods we ship.", set(), set()),
            ("The prices rose.", "The price rose.", set(), set()),
            ("We shall not pay.", "We won't pay.", set(), set()),
            ("Please pay today and today.", "Pay today.", {"today"}, set()),
        ],
    )
    def test_differences_are_marked_where_they_stand(
        self, source: str, back: str, lost: set[str], added: set[str]
    ) -> None:
        result = compared(source, "", back, "en")
        assert {one.text for one in result.differences if one.in_source} == lost
        assert {one.text for one in result.differences if not one.in_source} == added
        for one in result.differences:
            assert (source if one.in_source else back)[one.start : one.end] == one.text
        assert (result.agreement == 1.0) is not (lost or added != set())


class TestMemory:
    def test_what_was_accepted_stands_before_formula_and_model(
        self, knowing: TranslationService, database: UserDatabase
    ) -> None:
        memory = TranslationMemory(database)
        memory.remember("Dear Rafael,", "Caro Rafael,", EN_PT)
        memory.remember("We agree to 5 boxes.", "Fechado: 5 caixas.", EN_PT)
        found = only(knowing, "Dear Rafael,")
        assert (found.target, found.origin, found.confidence) == ("Caro Rafael,", Origin.MEMORY, None)
        found = only(knowing, "We agree to 5 boxes.")
        assert (found.target, found.origin) == ("Fechado: 5 caixas.", Origin.MEMORY)
        assert [(one.kind, one.status) for one in found.checks] == [("number", CheckStatus.OK)]

    def test_a_change_of_memory_counts_at_once(self, knowing: TranslationService, database: UserDatabase) -> None:
        assert only(knowing, "We agree to the price.").origin is Origin.MODEL
        TranslationMemory(database).remember("We agree to the price.", "Preço aceito.", EN_PT)
        assert only(knowing, "We agree to the price.").target == "Preço aceito."

    def test_figures_are_put_in(self, knowing: TranslationService, database: UserDatabase) -> None:
        TranslationMemory(database).remember("We agree to 5 boxes.", "Fechado: 5 caixas.", EN_PT)
        assert only(knowing, "We agree to 12 boxes.").target == "Fechado: 12 caixas."


class TestPhrasebook:
    def test_a_phrase_word_for_word_comes_from_the_phrasebook(self, packs: PackStore, engine: ArgosEngine) -> None:
        book = Phrasebook()
        service = TranslationService(packs, engine=engine, phrasebook=PhraseMatches(lambda: book))
        phrase = next(
            one
            for one in book.phrases("en", "pt")
            if not one.slots and one.wordings["en"].familiar and one.wordings["en"].formal.count(".") == 1
        )
        ours, theirs = phrase.wordings["en"], phrase.wordings["pt"]
        found = only(service, ours.formal)
        assert (found.target, found.origin, found.confidence) == (theirs.formal, Origin.PHRASEBOOK, None)
        assert only(service, ours.formal.replace(" ", "  ")).target == theirs.formal
        assert only(service, "We ship the goods on Monday.").origin is Origin.MODEL

    def test_a_language_without_phrases_has_none(self) -> None:
        matches = PhraseMatches(Phrasebook)
        assert matches.exact("Could you slow down a little, please?", LanguagePair("en", "ca")) is None


class TestGlossary:
    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("Please send the bill of lading today.", "o conhecimento de embarque"),
            ("We need two bills of lading before Friday.", "dois conhecimentos de embarque"),
            ("The shelf life is 12 months.", "A vida de prateleira"),
            ("A sight draft is required.", "saque à vista"),
        ],
    )
    def test_shipped_terms_are_put_in(self, knowing: TranslationService, text: str, there: str) -> None:
        found = only(knowing, text)
        assert there in found.target
        assert not found.has_alarm
        assert "term" in {one.kind for one in found.checks}

    def test_own_terms_and_those_of_a_file_come_first(
        self, knowing: TranslationService, database: UserDatabase
    ) -> None:
        text = "We accept the price list."
        GlossaryStore(database).add(TermRecord("price list", "tabela de preços", "en", "pt"))
        assert only(knowing, text).target == "Aceitamos a tabela de preços."
        file = [TermRecord("price list", "lista oficial", "en", "pt")]
        assert only(knowing, text, glossary=file).target == "Aceitamos a lista oficial."
        assert only(knowing, text).target == "Aceitamos a tabela de preços."

    def test_what_is_kept_comes_out_letter_by_letter(self, knowing: TranslationService, database: UserDatabase) -> None:
        GlossaryStore(database).add(TermRecord("Green Valley", "", "en", "pt", keep=True))
        found = only(knowing, "The Green Valley line is our best product.")
        assert "Green Valley" in found.target
        assert ("term", "Green Valley", "Green Valley", CheckStatus.OK) in {
            (one.kind, one.source, one.target, one.status) for one in found.checks
        }

    def test_an_address_that_holds_a_kept_word_stays_whole(
        self, knowing: TranslationService, database: UserDatabase
    ) -> None:
        GlossaryStore(database).add(TermRecord("shop", "", "en", "pt", keep=True))
        assert "https://example.com/shop_1/x" in only(knowing, "See https://example.com/shop_1/x for prices.").target

    def test_an_own_term_that_cannot_be_put_in_is_an_alarm(
        self, packs: PackStore, engine: ArgosEngine, database: UserDatabase
    ) -> None:
        class Deaf(ArgosEngine):
            def translate_batch(self, pair, sentences, *, beam, cancelled):  # type: ignore[no-untyped-def]
                found = super().translate_batch(pair, sentences, beam=beam, cancelled=cancelled)
                return [type(one)("Tudo bem.", one.score) for one in found]

            def alternatives(self, pair, sentence, *, count, cancelled):  # type: ignore[no-untyped-def]
                return []

        service = TranslationService(packs, engine=Deaf(packs), glossary=GlossaryStore(database))
        shipped = only(service, "Send the bill of lading.")
        assert [one.status for one in shipped.checks if one.kind == "term"] == [CheckStatus.DOUBT]
        GlossaryStore(database).add(TermRecord("price list", "tabela de preços", "en", "pt"))
        own = only(service, "Send the price list.")
        assert [one.status for one in own.checks if one.kind == "term"] == [CheckStatus.MISSING]
        assert own.has_alarm


def test_the_name_under_a_letter_is_copied(service: TranslationService) -> None:
    result = service.translate("Best regards,\nRose Brown\nSales Manager", source="en", target="pt")
    assert [one.origin for one in result.sentences][:2] == [Origin.PHRASEBOOK, Origin.COPIED]
    assert result.text.splitlines()[:2] == ["Atenciosamente,", "Rose Brown"]
    assert result.sentences[2].origin is Origin.MODEL


def test_a_known_error_of_the_memory_is_said(knowing: TranslationService, database: UserDatabase) -> None:
    database.path.write_bytes(b"no database at all, but some text" * 100)
    with pytest.raises(KnownError):
        knowing.translate("We agree.", source="en", target="pt")
