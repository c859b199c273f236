"""What the database says about countries, against what is known for certain."""

from __future__ import annotations

import zoneinfo

import pytest

from dragoman.base.errors import KnownError
from dragoman.knowledge.model import WEEKDAYS
from dragoman.knowledge.service import KnowledgeBase

WEEKENDS = {
    "AE": "sat sun", "BD": "fri sat", "BH": "fri sat", "BN": "fri sun", "BR": "sat sun", "CN": "sat sun",
    "DE": "sat sun", "DZ": "fri sat", "EG": "fri sat", "GB": "sat sun", "HK": "sat sun", "IL": "fri sat",
    "IN": "sat sun", "IQ": "fri sat", "IR": "fri", "JO": "fri sat", "JP": "sat sun", "KW": "fri sat", "LY": "fri sat",
    "MA": "sat sun", "MR": "sat sun", "MV": "fri sat", "MY": "sat sun", "NP": "sat", "OM": "fri sat", "PK": "sat sun",
    "QA": "fri sat", "SA": "fri sat", "TN": "sat sun", "TR": "sat sun", "UG": "sat sun", "US": "sat sun",
    "YE": "fri sat",
}  # fmt: skip

FACTS = [
    ("BG", "currencies", ("EUR",)),
    ("HR", "currencies", ("EUR",)),
    ("CW", "currencies", ("XCG",)),
    ("SA", "currencies", ("SAR",)),
    ("CN", "currencies", ("CNY",)),
    ("US", "calling_code", "+1"),
    ("BR", "calling_code", "+55"),
    ("XK", "calling_code", "+383"),
    ("DE", "decimal_separator", ","),
    ("BR", "decimal_separator", ","),
    ("JP", "decimal_separator", "."),
    ("CH", "decimal_separator", "."),
    ("ZA", "decimal_separator", ","),
    ("IN", "number_example", "12,34,567.89"),
    ("US", "date_order", "MDY"),
    ("GB", "date_order", "DMY"),
    ("CN", "date_order", "YMD"),
    ("HU", "date_order", "YMD"),
    ("US", "first_day_of_week", "sun"),
    ("DE", "first_day_of_week", "mon"),
    ("SA", "first_day_of_week", "sun"),
    ("AE", "weekend_half_day", "fri"),
    ("US", "measurement_system", "US"),
    ("GB", "measurement_system", "UK"),
    ("US", "paper_size", "Letter"),
    ("DE", "paper_size", "A4"),
    ("HU", "name_order", "family_first"),
    ("CN", "name_order", "family_first"),
    ("BR", "name_order", "given_first"),
    ("DE", "iban_length", 22),
    ("NO", "iban_length", 15),
    ("MT", "iban_length", 31),
    ("US", "uses_iban", False),
    ("CN", "uses_iban", False),
    ("MA", "uses_iban", False),
    ("DE", "vat_standard_rate", 19.0),
    ("HU", "vat_standard_rate", 27.0),
    ("US", "vat_standard_rate", None),
    ("DE", "recording_consent", "all_parties"),
    ("GB", "recording_consent", "one_party"),
    ("IR", "fatf_list", "call_for_action"),
    ("DE", "fatf_list", "none"),
    ("BR", "iso3", "BRA"),
    ("IN", "official_languages", ("hi", "en")),
    ("CH", "official_languages", ("de", "fr", "it", "rm")),
    ("UA", "official_languages", ("uk",)),
    ("MY", "vat_standard_rate", None),
    ("RU", "vat_standard_rate", 22.0),
    ("GH", "vat_standard_rate", 15.0),
    ("MO", "recording_consent", "all_parties"),
    ("RW", "date_order", "DMY"),
]


def off_days(knowledge: KnowledgeBase, iso2: str) -> str:
    return " ".join(day for day, off in zip(WEEKDAYS, knowledge.country(iso2).weekend, strict=True) if off)


def test_every_country_has_the_facts_that_none_lacks(knowledge: KnowledgeBase) -> None:
    assert len(knowledge.codes()) == 250
    for iso2 in knowledge.codes():
        country = knowledge.country(iso2)
        assert len(country.iso3) == 3
        assert country.names["en"]
        assert country.names["zh"]
        assert any(country.weekend)
        assert country.first_day_of_week in WEEKDAYS
        assert isinstance(country.gdpr["applies"], bool)
        assert set(country.treaties) == {"cisg", "new_york_convention", "apostille", "wto"}
        assert {source.id for source in country.sources} >= {"cldr", "uncitral_cisg"}
        assert all(source.as_of for source in country.sources)


@pytest.mark.parametrize(("iso2", "weekend"), WEEKENDS.items())
def test_weekend(knowledge: KnowledgeBase, iso2: str, weekend: str) -> None:
    assert off_days(knowledge, iso2) == weekend


@pytest.mark.parametrize(("iso2", "field", "value"), FACTS)
def test_known_fact(knowledge: KnowledgeBase, iso2: str, field: str, value: object) -> None:
    assert getattr(knowledge.country(iso2), field) == value


def test_a_subdivision_may_have_its_own_weekend(knowledge: KnowledgeBase) -> None:
    assert knowledge.weekend("MY", "Kedah") == (False, False, False, False, True, True, False)
    assert knowledge.weekend("MY", "10") == (False, False, False, False, False, True, True)


def test_zones_are_real_and_start_at_the_business_centre(knowledge: KnowledgeBase) -> None:
    known = zoneinfo.available_timezones()
    for iso2 in knowledge.codes():
        assert set(knowledge.zones(iso2)) <= known
    firsts = {iso2: knowledge.zones(iso2)[0] for iso2 in ("BR", "RU", "AU", "CA", "US", "CN", "UA", "ID")}
    assert firsts == {
        "BR": "America/Sao_Paulo",
        "RU": "Europe/Moscow",
        "AU": "Australia/Sydney",
        "CA": "America/Toronto",
        "US": "America/New_York",
        "CN": "Asia/Shanghai",
        "UA": "Europe/Kyiv",
        "ID": "Asia/Jakarta",
    }


@pytest.mark.parametrize(
    ("iso2", "member", "in_force"),
    [
        ("CN", True, "1988-01-01"), ("DE", True, "1991-01-01"), ("BR", True, "2014-04-01"), ("PT", True, "2021-10-01"),
        ("SA", True, "2024-09-01"), ("HK", True, "2022-12-01"), ("GB", False, None), ("IN", False, None),
        ("ZA", False, None), ("MO", False, None), ("PR", None, None), ("ET", None, None),
    ],
)  # fmt: skip
def test_cisg(knowledge: KnowledgeBase, iso2: str, member: bool | None, in_force: str | None) -> None:
    treaty = knowledge.country(iso2).treaties["cisg"]
    assert (treaty.member, treaty.in_force) == (member, in_force)
    assert treaty.source == "uncitral_cisg"
    assert treaty.as_of is not None


def test_hong_kong_is_without_chinas_article_95(knowledge: KnowledgeBase) -> None:
    assert "does not apply to Hong Kong" in str(knowledge.country("HK").treaties["cisg"].declared("en"))


def test_every_wto_member_has_its_date(knowledge: KnowledgeBase) -> None:
    members = [treaty for iso2 in knowledge.codes() if (treaty := knowledge.country(iso2).treaties["wto"]).member]
    assert len(members) == 165
    assert all(str(treaty.in_force) >= "1995-01-01" for treaty in members)


@pytest.mark.parametrize(
    ("iso2", "regime", "anchor"),
    [("SA", "peg", "USD"), ("DK", "peg", "EUR"), ("MA", "band", "basket"), ("HK", "currency_board", "USD"),
     ("EC", "dollarised", "USD"), ("SN", "union", "EUR"), ("JP", "float", None), ("CN", "managed", None)],
)  # fmt: skip
def test_currency_regime(knowledge: KnowledgeBase, iso2: str, regime: str, anchor: str | None) -> None:
    found = knowledge.country(iso2).currency_regime
    assert found is not None
    assert (found["regime"], found.get("anchor")) == (regime, anchor)


def test_unknown_facts_are_few_and_counted(knowledge: KnowledgeBase) -> None:
    most = {"currency_regime": 10, "vat_standard_rate": 60, "office_hours": 110, "calling_code": 7, "currencies": 1}
    for field, limit in most.items():
        unknown = [iso2 for iso2 in knowledge.codes() if getattr(knowledge.country(iso2), field) in (None, ())]
        assert len(unknown) <= limit, (field, sorted(unknown))


def test_article_95_states_are_marked_in_both_languages(knowledge: KnowledgeBase) -> None:
    for iso2 in ("CN", "US", "SG", "SK", "VC"):
        treaty = knowledge.country(iso2).treaties["cisg"]
        assert "Article 95" in str(treaty.declared("en"))
        assert "第95条" in str(treaty.declared("zh_Hans"))


def test_gdpr_adequacy_has_its_limits(knowledge: KnowledgeBase) -> None:
    assert knowledge.country("NO").gdpr["applies"] is True
    united_states = knowledge.country("US").gdpr
    assert united_states["adequacy"] is True
    assert "Privacy Framework" in str(united_states["note"])
    assert knowledge.country("CN").gdpr["adequacy"] is False


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("br", "BR"), ("BRA", "BR"), ("Brazil", "BR"), ("brasil", "BR"), ("BRÉSIL", "BR"), ("巴西", "BR"),
        ("ブラジル", "BR"), ("cote d'ivoire", "CI"), ("Turkiye", "TR"), ("Türkiye", "TR"), ("UK", "GB"), ("美国", "US"),
        ("Россия", "RU"), ("대한민국", "KR"), (" viet nam ", "VN"), ("Kosovo", "XK"), ("NO", "NO"), ("日本", "JP"),
    ],
)  # fmt: skip
def test_resolve(knowledge: KnowledgeBase, text: str, iso2: str) -> None:
    assert knowledge.resolve(text) == iso2


def test_resolve_offers_the_nearest_names(knowledge: KnowledgeBase) -> None:
    with pytest.raises(KnownError) as failure:
        knowledge.resolve("Brazzil")
    assert "Brazil" in str(failure.value.values["names"])
    for nonsense in ("", "   ", "???", "x" * 10_000, "\0"):
        with pytest.raises(KnownError):
            knowledge.resolve(nonsense)


def test_names_are_complete_and_in_the_readers_order(knowledge: KnowledgeBase) -> None:
    english = [name for _iso2, name in knowledge.names("en")]
    assert len(english) == 250
    assert english.index("Åland Islands") < english.index("Zambia")
    chinese = [name for _iso2, name in knowledge.names("zh_Hans")]
    assert chinese.index("巴西") < chinese.index("德国") < chinese.index("日本") < chinese.index("中国")
    assert dict(knowledge.names("zh-TW"))["IT"] == "義大利"
    assert knowledge.names("xx") == knowledge.names("en")


def test_unknown_codes_are_known_errors(knowledge: KnowledgeBase) -> None:
    with pytest.raises(KnownError):
        knowledge.country("ZZ")
    with pytest.raises(KnownError):
        knowledge.market("ZZ", "en")
    assert knowledge.market("AQ", "en") is None
    assert knowledge.flags("AQ") == {}
