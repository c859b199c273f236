"""What the service chooses, warns about and refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe, render
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.service import DraftService

NOVEMBER = date(2026, 11, 18)
BUYER = Person("Rafael", "Lima", "Sr.", "m", "Importadora Aurora Ltda.", "BR")


def kinds(letter: Letter) -> list[str]:
    return [warning.kind for warning in letter.warnings]


@pytest.mark.parametrize(
    ("country", "language", "locale"),
    [
        ("BR", None, "pt-BR"),
        ("BR", "pt", "pt-BR"),
        ("BR", "pt-PT", "pt-PT"),
        ("BR", "en", "en-001"),
        ("BR", "de", "de-DE"),
        ("CH", None, "de-CH"),
        ("AT", "de", "de-AT"),
        ("GB", "en", "en-GB"),
        ("DE", "en", "en-DE"),
        ("CN", None, "zh-Hans-CN"),
        ("BR", "zh", "zh-Hans-CN"),
        ("TW", "zh-Hans", "zh-Hans-CN"),
        ("JP", None, "ja-JP"),
        ("IN", None, "en-IN"),
    ],
)
def test_locale_for(drafts: DraftService, country: str, language: str | None, locale: str) -> None:
    assert drafts.locale_for(country, language) == locale


def test_what_there_is(drafts: DraftService) -> None:
    assert len(drafts.purposes()) == 16
    assert "quotation" in drafts.purposes()
    assert drafts.languages("quotation")[0] == "en"
    assert {"en", "de", "ja", "pt", "zh-Hans", "zh-Hant"} <= set(drafts.languages("quotation"))
    assert drafts.registers("quotation", "de-AT") == ("formal", "neutral", "familiar")
    assert drafts.registers("quotation", "ja") == ("formal", "neutral")


@pytest.mark.parametrize(
    ("country", "register"),
    [("BR", "neutral"), ("DE", "formal"), ("JP", "formal"), ("US", "neutral"), ("PT", "formal")],
)
def test_the_register_follows_the_market(write: Callable[..., Letter], country: str, register: str) -> None:
    assert write(Person("A", "B", country=country)).register == register


@pytest.mark.parametrize(("country", "language"), [("VN", ""), ("VN", "vi"), ("BR", "vi-VN")])
def test_a_missing_language_becomes_english_and_says_so(
    write: Callable[..., Letter], country: str, language: str
) -> None:
    letter = write(Person("A", "B", "Dr", None, "", country, language))
    assert letter.language == "en"
    assert letter.body.startswith("Thank you")
    assert "language_unavailable" in kinds(letter)


def test_a_missing_language_is_called_by_its_name(write: Callable[..., Letter]) -> None:
    warning = write(Person("A", "B", "Dr", country="VN", language="vi")).warnings[0]
    assert warning.message == ("There is no letter of this kind in Vietnamese yet; this one is in English.")
    assert warning.suggestion is not None
    assert warning.suggestion.startswith("Translate it, or choose one of: en, ")


def test_chinese_in_taiwan_is_traditional(write: Callable[..., Letter]) -> None:
    for language in ("zh", "", "zh-Hant"):
        letter = write(Person("志明", "陳", "", "m", "", "TW", language))
        assert (letter.language, letter.locale) == ("zh-Hant", "zh-Hant-TW")
        assert "報價" in letter.body


def test_the_language_of_business_is_taken_without_a_word(write: Callable[..., Letter]) -> None:
    letter = write(Person("A", "B", "Dr", country="IN"), delivery_date=None)
    assert (letter.language, letter.locale, kinds(letter)) == ("en", "en-IN", [])


def test_the_language_asked_for_wins(write: Callable[..., Letter]) -> None:
    letter = write(Person("A", "B", country="BR", language="pt-BR"), language="de")
    assert (letter.language, letter.locale) == ("de", "de-DE")


def test_unknown_language_register_purpose_and_country(drafts: DraftService, write: Callable[..., Letter]) -> None:
    with pytest.raises(KnownError, match="not a language"):
        write(BUYER, language="qq-zz")
    with pytest.raises(KnownError, match="rude") as caught:
        write(BUYER, register="rude")
    assert "formal, neutral, familiar" in describe(caught.value)[1]
    with pytest.raises(KnownError, match="no letter for the purpose") as caught:
        drafts.fields("../quotation")
    assert "quotation" in describe(caught.value)[1]
    with pytest.raises(KnownError) as caught:
        write(Person("A", "B", country="ZZ"))
    assert "recipient.country: is not a two-letter country code" in describe(caught.value)[0]


def test_everything_wrong_is_named_at_once(drafts: DraftService) -> None:
    data = {
        "sender": {"given_name": "Lin\nYuqing", "gender": "x", "country": "CN"},
        "recipient": {"family_name": 7, "email": "nobody", "country": "BR"},
        "reference": " ",
        "items": [
            {"description": "Panel", "quantity": "many", "unit_price": {"amount": "1.250,00", "currency": "USD"}},
            {"quantity": -1, "unit_price": {"amount": "1", "currency": "XXQ"}},
            "panel",
        ],
        "incoterm": "FOBB",
        "delivery_date": "30/01/2027",
        "valid_until": "2027-02-30",
        "payment_terms": [{"percent": "a third", "when": "advance", "days": 1.5}],
        "notes": 5,
    }
    with pytest.raises(KnownError) as caught:
        drafts.compose_data("quotation", data)
    named = {line.split(": ")[0] for line in describe(caught.value)[0].splitlines()[1:]}
    assert named == {
        "sender.given_name",
        "sender.gender",
        "recipient.family_name",
        "recipient.email",
        "reference",
        "items[1].quantity",
        "items[1].unit_price",
        "items[2].description",
        "items[2].quantity",
        "items[2].unit_price",
        "items[3]",
        "incoterm",
        "incoterm_place",
        "delivery_date",
        "valid_until",
        "payment_terms[1].percent",
        "payment_terms[1].days",
        "notes",
    }


@pytest.mark.parametrize("nested", [True, False])
def test_fields_stand_beside_the_people_or_nested(
    drafts: DraftService, values: dict[str, object], nested: bool
) -> None:
    people = {"sender": {"company": "Yuexin", "country": "CN"}, "recipient": {"country": "BR"}}
    data = {**people, "fields": values} if nested else {**people, **values}
    assert "YX-2026-118" in drafts.compose_data("quotation", data).subject
    assert drafts.compose_data("quotation", data, to_country="DE").language == "de"


@pytest.mark.parametrize("data", [{}, {"sender": [], "recipient": "x", "fields": []}, {"sender": None, "items": {}}])
def test_nothing_usable_is_refused(drafts: DraftService, data: dict[str, object]) -> None:
    with pytest.raises(KnownError, match="cannot be written yet"):
        drafts.compose_data("quotation", data)


@pytest.mark.parametrize(
    "character", ["\n", "\r", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ud800"]
)
@pytest.mark.parametrize("part", ["given_name", "family_name", "company", "title", "phone", "email"])
def test_names_with_controls_are_refused(write: Callable[..., Letter], part: str, character: str) -> None:
    person = Person(**{"country": "BR", "company": "Aurora", part: f"a{character}b@c.de"})
    with pytest.raises(KnownError) as caught:
        write(person)
    assert f"recipient.{part}: has line breaks or invisible control characters" in describe(caught.value)[0]


def test_a_single_line_text_with_a_break_is_refused_and_blanks_in_names_are_joined(
    write: Callable[..., Letter],
) -> None:
    with pytest.raises(KnownError, match="reference"):
        write(BUYER, reference="YX\nBcc: x@example.com")
    assert write(Person(" Ana  Paula ", "Lima", "", "f", "", "BR")).salutation == "Prezada Ana Paula,"


@given(st.text(max_size=60))
def test_any_text_is_either_written_or_refused(drafts: DraftService, text: str) -> None:
    data: dict[str, Any] = {
        "sender": {"company": "Yuexin"},
        "recipient": {"given_name": text, "family_name": text, "title": text, "country": "DE"},
        "reference": text,
        "items": [{"description": text, "quantity": {"amount": 1, "unit": text}, "unit_price": "1 EUR"}],
        "incoterm": "FOB",
        "incoterm_place": text,
        "valid_until": "2027-01-04",
        "notes": text,
    }
    try:
        letter = drafts.compose_data("quotation", data)
    except KnownError as error:
        describe(error)
    else:
        assert text.strip().split("\n")[0][:5].strip() in letter.body


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (float("nan"), "must be a number"),
        (float("inf"), "must be a number"),
        (True, "must be a number"),
        ("1e400000", "not a plain number"),
        ("١٢", "not a plain number"),
        ("12,5", "not a plain number"),
        (10**18, "has more than 18 digits"),
        pytest.param(10**5000, "has more than 18 digits", id="5001 digits"),
        ("-3", "must not be negative"),
        ([], "must be a number"),
    ],
)
def test_amounts_that_are_no_plain_numbers(write: Callable[..., Letter], raw: object, reason: str) -> None:
    with pytest.raises(KnownError) as caught:
        write(BUYER, total={"amount": raw, "currency": "USD"})
    assert f"total: {reason}" in describe(caught.value)[0].replace("is not", "not")


@pytest.mark.parametrize("raw", [12.1, "12.1", {"amount": 12.1, "currency": "usd"}, "12.1 USD", "usd 12.1"])
def test_money_in_every_accepted_form(write: Callable[..., Letter], raw: object) -> None:
    price = {"amount": raw, "currency": "USD"} if isinstance(raw, float) or raw == "12.1" else raw
    letter = write(BUYER, items=[{"description": "P", "quantity": 1, "unit_price": price}])
    assert "US$\u00a012,10" in letter.body


def test_totals(write: Callable[..., Letter]) -> None:
    assert "total_differs" not in kinds(write(BUYER, total="15625 USD"))
    letter = write(BUYER, total={"amount": "15000.00", "currency": "USD"})
    assert "Valor total: US$\u00a015.000,00" in letter.body
    warning = next(warning for warning in letter.warnings if warning.kind == "total_differs")
    assert "15000.00 USD" in warning.message
    assert "15625.00 USD" in warning.message
    mixed = [
        {"description": "A", "quantity": 1, "unit_price": "1 USD"},
        {"description": "B", "quantity": 1, "unit_price": "1 EUR"},
    ]
    with pytest.raises(KnownError, match="several currencies"):
        write(BUYER, items=mixed)
    assert "total_differs" not in kinds(write(BUYER, items=mixed, total="2 USD"))


def test_shares_that_do_not_make_a_hundred(write: Callable[..., Letter]) -> None:
    assert "shares_not_100" not in kinds(write(BUYER))
    letter = write(BUYER, payment_terms=[{"percent": Decimal("30.5"), "when": "advance"}])
    assert "30.5 %" in next(warning.message for warning in letter.warnings if warning.kind == "shares_not_100")


def test_a_deadline_on_a_weekend_or_holiday_names_the_next_working_day(write: Callable[..., Letter]) -> None:
    letter = write(BUYER, delivery_date="2027-01-30", today=NOVEMBER)
    assert kinds(letter) == ["deadline_weekend", "deadline_weekend"]
    assert letter.warnings[0].message == "Delivery by: 2027-01-30 (Saturday) is a weekend day in Brazil."
    assert letter.warnings[0].suggestion == "Next working day for both sides: 2027-02-01 (Monday)."

    letter = write(BUYER, delivery_date="2027-02-05", today=NOVEMBER)
    assert [warning.message for warning in letter.warnings] == [
        "Delivery by: 2027-02-05 (Friday) is a holiday in China: Spring Festival Eve."
    ]
    # Saturday is worked in China but not in Brazil, Monday is a holiday in China.
    assert letter.warnings[0].suggestion == "Next working day for both sides: 2027-02-09 (Tuesday)."


def test_a_makeup_working_day_is_no_weekend(write: Callable[..., Letter]) -> None:
    letter = write(Person("A", "B", "Ms", country="CN"), delivery_date="2027-02-06", today=NOVEMBER)
    assert kinds(letter) == []


def test_estimated_and_regional_holidays(write: Callable[..., Letter]) -> None:
    letter = write(Person("A", "B", "Dr", country="SA"), delivery_date="2027-03-09", language="en", today=NOVEMBER)
    assert "probably a holiday in Saudi Arabia: Eid al-Fitr (date estimated)" in letter.warnings[-1].message
    assert kinds(write(Person("A", "B", "Frau", country="DE"), delivery_date="2027-01-06", today=NOVEMBER)) == []


def test_days_that_passed_or_are_still_to_come(write: Callable[..., Letter]) -> None:
    assert kinds(write(BUYER, delivery_date=None, today=date(2026, 12, 15))) == []
    assert kinds(write(BUYER, delivery_date=None, today=date(2026, 12, 16))) == ["date_in_past"]
    assert kinds(write(BUYER, delivery_date=None, inquiry_date="2026-11-19", today=NOVEMBER)) == ["date_in_future"]


def test_warnings_word_countries_in_the_language_asked_for(write: Callable[..., Letter]) -> None:
    letter = write(BUYER, today=NOVEMBER, advice_language="zh")
    assert letter.warnings[0].text is not None
    assert "Brazil（中）" in render(letter.warnings[0].text)


def test_fields_that_do_not_exist_are_said(write: Callable[..., Letter]) -> None:
    letter = write(
        BUYER,
        delivery_date=None,
        notse="x",
        items=[{"description": "P", "quantity": 1, "unit_price": "1 USD", "colour": "x"}],
    )
    assert [warning.message.split("”")[0] for warning in letter.warnings] == ["“notse", "“items.colour"]


@pytest.mark.parametrize(
    ("country", "notes", "warned"),
    [
        ("JP", "Packed in cartons of ten pieces with a separate label", True),
        ("JP", "LED panel FOB", False),
        ("DE", "每箱十件", True),
        ("DE", "Zehn Stück je Karton", False),
    ],
)
def test_own_wording_in_another_script_is_said(
    write: Callable[..., Letter], country: str, notes: str, warned: bool
) -> None:
    assert ("free_text_script" in kinds(write(Person("A", "B", "Dr", country=country), notes=notes))) is warned
