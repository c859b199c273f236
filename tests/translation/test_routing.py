from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.database import UserDatabase
from dragoman.base.errors import KnownError
from dragoman.base.settings import SettingsStore
from dragoman.translation.engines.argos import ArgosEngine
from dragoman.translation.engines.firefox import FirefoxEngine
from dragoman.translation.model import CharacterKnowledge, Hop, Hypothesis, LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.quality import quality, quality_of
from dragoman.translation.routing import Offer, engine_names, is_same_language, read_choices, routes, with_choice
from dragoman.translation.service import TranslationService


def offer(text: str, bleu: float | None = None) -> Offer:
    """``en>pt argos`` as an offer; the server's are remote."""
    pair, engine = text.split()
    source, target = pair.split(">")
    is_remote = engine == "libretranslate"
    return Offer(LanguagePair(source, target), engine, "" if is_remote else text, bleu, is_remote)


def best(offers: Sequence[Offer], start: str, end: str, **options: object) -> str:
    found = routes(offers, start, end, **options)  # type: ignore[arg-type]
    return " ".join(f"{hop.source}>{hop.target}:{hop.engine}" for hop in found[0]) if found else ""


ARGOS, FIREFOX, SERVER = offer("en>pt argos", 43.7), offer("en>pt firefox", 50.3), offer("en>pt libretranslate")


@pytest.mark.parametrize(
    ("offers", "options", "expected"),
    [
        ([ARGOS, FIREFOX], {}, "en>pt:firefox"),
        ([FIREFOX, offer("en>pt argos", 60)], {}, "en>pt:argos"),
        ([ARGOS, FIREFOX], {"choices": {"en>pt": "argos"}}, "en>pt:argos"),
        ([ARGOS, FIREFOX], {"choices": {"en>pt": "gone"}}, "en>pt:firefox"),
        ([ARGOS, FIREFOX], {"engine": "argos"}, "en>pt:argos"),
        ([ARGOS], {"engine": "firefox"}, ""),
        ([SERVER, ARGOS], {}, "en>pt:argos"),
        ([SERVER], {}, "en>pt:libretranslate"),
        ([SERVER, ARGOS], {"choices": {"en>pt": "libretranslate"}}, "en>pt:libretranslate"),
        ([offer("en>pt argos"), offer("en>pt firefox")], {}, "en>pt:firefox"),
        ([offer("en>pt argos", 20), offer("en>pt firefox")], {}, "en>pt:argos"),
    ],
)
def test_the_engine_of_a_step(offers: list[Offer], options: dict[str, object], expected: str) -> None:
    assert best(offers, "en", "pt", **options) == expected
    assert best(offers[::-1], "en", "pt", **options) == expected


def test_direct_before_english_and_across_engines() -> None:
    onward = [offer("pt>en firefox", 46.6), offer("pt>en argos", 44.0), offer("en>zh argos", 33.1)]
    assert best(onward, "pt", "zh") == "pt>en:firefox en>zh:argos"
    assert best([*onward, offer("pt>zh argos", 1)], "pt", "zh") == "pt>zh:argos"
    assert best(onward, "pt", "zh", engine="argos") == "pt>en:argos en>zh:argos"
    assert best(onward, "pt", "zh", engine="firefox") == ""
    assert best(onward, "pt", "zh", choices={"pt>en": "argos"}) == "pt>en:argos en>zh:argos"


def test_what_stays_here_comes_before_what_does_not() -> None:
    offers = [offer("pt>zh libretranslate"), offer("pt>en argos"), offer("en>zh argos")]
    assert best(offers, "pt", "zh") == "pt>en:argos en>zh:argos"
    assert best(offers, "pt", "zh", choices={"pt>zh": "libretranslate"}) == "pt>zh:libretranslate"
    assert best([offers[0], offers[1]], "pt", "zh") == "pt>zh:libretranslate"


LANGUAGES = st.sampled_from(["en", "pt", "zh", "de", "ar"])
OFFERS = st.lists(
    st.builds(
        lambda source, target, engine, bleu: Offer(
            LanguagePair(source, target), engine, engine, bleu, engine == "libretranslate"
        ),
        LANGUAGES,
        LANGUAGES,
        st.sampled_from(["argos", "firefox", "libretranslate"]),
        st.none() | st.floats(0, 100),
    ).filter(lambda one: one.pair.source != one.pair.target)
)


@given(OFFERS, LANGUAGES, LANGUAGES, st.sampled_from(["auto", "argos", "firefox", "libretranslate"]))
def test_every_route_leads_there_in_two_steps_at_most(offers: list[Offer], start: str, end: str, engine: str) -> None:
    if start == end:
        return
    pairs = {(one.pair.source, one.pair.target) for one in offers if engine in ("auto", one.engine)}
    reachable = (start, end) in pairs or ({(start, "en"), ("en", end)} <= pairs and "en" not in (start, end))
    found = routes(offers, start, end, engine=engine)
    assert bool(found) == reachable
    for route in found:
        assert route[0].source == start
        assert route[-1].target == end
        assert len(route) == 1 or (len(route) == 2 and route[0].target == route[1].source == "en")
        assert all(engine in ("auto", hop.engine) for hop in route)


def test_choices_are_kept_per_pair() -> None:
    setting = with_choice("", LanguagePair("en-US", "pt-BR"), "firefox")
    setting = with_choice(setting, LanguagePair("en", "zh-Hant"), "argos")
    assert read_choices(setting) == {"en>pt": "firefox", "en>zh-Hant": "argos"}
    assert read_choices(with_choice(setting, LanguagePair("en", "pt"), "auto")) == {"en>zh-Hant": "argos"}
    assert read_choices("nonsense = en>pt=") == {}


def test_engine_names_stand_once() -> None:
    assert engine_names([Hop("pt", "en", "firefox"), Hop("en", "zh", "argos")]) == "firefox+argos"
    assert engine_names([Hop("pt", "en", "argos"), Hop("en", "zh", "argos")]) == "argos"


def test_variants_of_a_language_are_the_same_but_not_scripts() -> None:
    assert is_same_language("pt", "pt-BR")
    assert not is_same_language("zh-Hans", "zh-Hant")
    assert not is_same_language("en", "pt")


class TestQuality:
    def test_the_shipped_table_is_the_published_one(self, shared: Path) -> None:
        with (shared / "quality" / "flores-test.csv").open(encoding="utf-8") as handle:
            published = list(csv.DictReader(handle))
        count = 0
        for row in published:
            engine, _, size = row["system"].partition("-")
            if row["system"] == "argos" or engine == "bergamot":
                found = quality(LanguagePair(row["source"], row["target"]), "firefox" if size else "argos", size)
                if engine == "argos" and (row["source"], row["target"]) in {("en", "pt"), ("pt", "en")}:
                    continue
                assert found is not None
                assert (found.bleu, found.comet) == (float(row["bleu"]), float(row["comet"]))
                count += 1
        assert count == 191

    @pytest.mark.parametrize(
        ("source", "target", "engine", "variant", "bleu"),
        [
            ("en", "pt", "firefox", "tiny", 50.3),
            ("en", "pt-BR", "firefox", "base-memory", 50.4),
            ("en", "pt", "firefox", "", 50.3),
            ("en", "ko", "firefox", "unheard-of", 29.5),
            ("en", "pt", "argos", "starter", 45.1),
            ("en", "pt", "argos", "", 43.7),
            ("en", "zh-Hant", "argos", "", None),
            ("en", "eo", "firefox", "", None),
        ],
    )
    def test_figures(self, source: str, target: str, engine: str, variant: str, bleu: float | None) -> None:
        found = quality(LanguagePair(source, target), engine, variant)
        assert (found.bleu if found else None) == bleu

    def test_installed_packs_know_their_kind(self, packs: PackStore, firefox_packs: PackStore) -> None:
        argos, firefox = (
            packs.find(LanguagePair("en", "pt")),
            firefox_packs.find(LanguagePair("en", "pt"), engine="firefox"),
        )
        assert argos is not None
        assert firefox is not None
        ours, theirs = quality_of(argos), quality_of(firefox)
        assert ours is not None
        assert theirs is not None
        assert (ours.bleu, theirs.bleu) == (45.1, 50.3)


class Spelling:
    """An engine that says what it did: each word gets the target's code."""

    def __init__(self, name: str, *pairs: tuple[str, str]) -> None:
        self.name = name
        self._pairs = frozenset(LanguagePair(*pair) for pair in pairs)

    def pairs(self) -> frozenset[LanguagePair]:
        return self._pairs

    def translate_batch(
        self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        assert pair in self._pairs
        return [Hypothesis(f"{text.rstrip('.')} {self.name}.", None) for text in sentences]

    def alternatives(
        self, pair: LanguagePair, sentence: str, *, count: int, cancelled: Callable[[], bool]
    ) -> list[Hypothesis]:
        return []

    def default_beam(self, pair: LanguagePair) -> int:
        return 1

    def unknown_characters(self, pair: LanguagePair, text: str) -> CharacterKnowledge:
        return CharacterKnowledge()

    def length(self, pair: LanguagePair, text: str) -> int:
        return len(text) // 4 + 1


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[SettingsStore]:
    database = UserDatabase(tmp_path / "user.sqlite3")
    yield SettingsStore(database)
    database.close()


class TestService:
    def test_a_route_across_engines(self, packs: PackStore) -> None:
        engines = (Spelling("one", ("pt", "en")), Spelling("two", ("en", "de")))
        result = TranslationService(packs, engines=engines).translate("Sim senhor.", source="pt", target="de")
        assert result.text == "Sim senhor one two."
        assert (result.engine, result.route) == ("one+two", ("pt", "en", "de"))
        assert [(hop.source, hop.target, hop.engine) for hop in result.hops] == [
            ("pt", "en", "one"),
            ("en", "de", "two"),
        ]
        # One model without scores makes the whole unknown.
        assert result.sentences[0].confidence is None

    def test_the_weakest_link_is_named(self, packs: PackStore, firefox: FirefoxEngine) -> None:
        service = TranslationService(packs, engine=firefox)
        result = service.translate("Good morning.", source="en", target="pt")
        assert result.weakest is None
        two = (Hop("pt", "en", "firefox", "a", 46.6), Hop("en", "zh", "argos", "b", 33.1))
        assert replace(result, hops=two).weakest == two[1]
        assert replace(result, hops=(two[0], Hop("en", "zh", "argos"))).weakest == Hop("en", "zh", "argos")

    def test_the_better_engine_is_used_and_the_user_may_choose(
        self, firefox_models: Path, tmp_path: Path, settings: SettingsStore
    ) -> None:
        store = PackStore(tmp_path / "packs")
        store.ensure_starters()
        engines = (ArgosEngine(store), FirefoxEngine(store))
        service = TranslationService(store, engines=engines, settings=settings)
        assert [(hop.engine, hop.bleu) for hop in service.hops("en", "pt")] == [("argos", 45.1)]
        with pytest.raises(KnownError, match="engine firefox has no pack"):
            service.translate("Good morning.", source="en", target="pt", engine="firefox")
        (folder,) = firefox_models.glob("enpt-*")
        store.install(folder)
        assert [(hop.engine, hop.bleu) for hop in service.hops("en", "pt")] == [("firefox", 50.3)]
        assert service.translate("The house is red.", source="en", target="pt").engine == "firefox"
        assert service.translate("The house is red.", source="en", target="pt", engine="argos").engine == "argos"
        assert service.engines("en", "pt") == ["firefox", "argos"]
        service.choose_engine("en", "pt", "argos")
        assert service.chosen_engine("en-GB", "pt-BR") == "argos"
        result = service.translate("The house is red.", source="en-GB", target="pt-BR")
        assert result.engine == "argos"
        assert result.sentences[0].confidence is not None
        store.remove("en", "pt", engine="argos")
        assert service.translate("The house is red.", source="en", target="pt").engine == "firefox"
        service.close()

    def test_an_updated_pack_is_asked_anew(self, packs: PackStore) -> None:
        class Counting(Spelling):
            asked = 0

            def translate_batch(
                self, pair: LanguagePair, sentences: Sequence[str], *, beam: int, cancelled: Callable[[], bool]
            ) -> list[Hypothesis]:
                self.asked += len(sentences)
                return [Hypothesis("Sim.", None) for _ in sentences]

        engine = Counting("one", ("pt", "en"))
        service = TranslationService(packs, engine=engine)
        request = service._request("pt", "en", None, None, ())
        for _ in range(2):
            service._sentences.translate(["Está bom."], request, lambda: False)
        assert engine.asked == 1
        newer = replace(request, hops=(replace(request.hops[0], pack="translate-pt_en-1_9"),))
        service._sentences.translate(["Está bom."], newer, lambda: False)
        assert engine.asked == 2

    def test_an_unknown_engine_cannot_be_chosen(self, packs: PackStore, settings: SettingsStore) -> None:
        service = TranslationService(packs, settings=settings)
        with pytest.raises(KnownError, match="no translation engine"):
            service.choose_engine("en", "pt", "babelfish")
