"""A small knowledge base and the letter that most tests write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from dragoman.base.errors import KnownError
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.service import DraftService
from dragoman.knowledge.model import Country, Holiday
from dragoman.meetings.invitation_text import slot_text

_FACTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "AF": ("Afghanistan", ("fa",), "given_first"),
    "AR": ("Argentina", ("es",), "given_first"),
    "AT": ("Austria", ("de",), "given_first"),
    "BR": ("Brazil", ("pt",), "given_first"),
    "CA": ("Canada", ("en", "fr"), "given_first"),
    "CH": ("Switzerland", ("de", "fr", "it"), "given_first"),
    "CN": ("China", ("zh",), "family_first"),
    "DE": ("Germany", ("de",), "given_first"),
    "EG": ("Egypt", ("ar",), "given_first"),
    "ES": ("Spain", ("es",), "given_first"),
    "FR": ("France", ("fr",), "given_first"),
    "GB": ("United Kingdom", ("en",), "given_first"),
    "IN": ("India", ("hi", "en"), "given_first"),
    "IR": ("Iran", ("fa",), "given_first"),
    "IT": ("Italy", ("it",), "given_first"),
    "JP": ("Japan", ("ja",), "family_first"),
    "KR": ("South Korea", ("ko",), "family_first"),
    "MA": ("Morocco", ("fr",), "given_first"),
    "MX": ("Mexico", ("es",), "given_first"),
    "PT": ("Portugal", ("pt",), "given_first"),
    "RU": ("Russia", ("ru",), "given_first"),
    "SA": ("Saudi Arabia", ("ar",), "given_first"),
    "TH": ("Thailand", ("th",), "given_first"),
    "TR": ("Türkiye", ("tr",), "given_first"),
    "TW": ("Taiwan", ("zh",), "family_first"),
    "US": ("United States", ("en",), "given_first"),
    "VN": ("Vietnam", ("vi",), "family_first"),
}
_ZONES = {"BR": "America/Sao_Paulo", "CN": "Asia/Shanghai", "JP": "Asia/Tokyo", "US": "America/New_York"}
_FLAGS: dict[str, dict[str, object]] = {
    "BR": {"name_order": "given_first", "name_usage": "given_name", "email_formality": 3},
    "CN": {"name_order": "family_first", "name_usage": "title_family", "email_formality": 4},
    "DE": {"name_order": "given_first", "name_usage": "title_family", "email_formality": 4, "directness": 5},
    "JP": {
        "name_order": "family_first",
        "name_usage": "family_name",
        "email_formality": 5,
        "directness": 2,
        "days_to_avoid": [{"from": "12-29", "to": "01-03", "en": "Year-end closure", "zh": "年末休业"}],
    },
    "KR": {"name_order": "family_first", "name_usage": "title_family", "email_formality": 5, "directness": 2},
    "SA": {"name_usage": "title_given", "email_formality": 4, "directness": 2, "alcohol": "none", "pork": False},
    "US": {"name_order": "given_first", "name_usage": "given_name", "email_formality": 2},
    "VN": {"name_order": "family_first", "name_usage": "title_given", "email_formality": 4},
}


def _holiday(iso2: str, day: str, name: str, **more: Any) -> tuple[str, Holiday]:
    return iso2, Holiday(date.fromisoformat(day), name, name, "", "public", **more)


_HOLIDAYS = (
    _holiday("BR", "2026-11-20", "Black Awareness Day"),
    _holiday("CN", "2027-02-05", "Spring Festival Eve"),
    _holiday("CN", "2027-02-08", "Spring Festival"),
    _holiday("CN", "2027-02-06", "Working day", makeup_workday=True),
    _holiday("SA", "2027-03-09", "Eid al-Fitr", estimated=True),
    _holiday("DE", "2027-01-06", "Epiphany", subdivision="BY"),
)


class SmallKnowledge:
    """A dozen countries with what a letter asks for; everything else of a country is empty."""

    def flags(self, iso2: str) -> dict[str, object]:
        return _FLAGS.get(iso2, {})

    def country(self, iso2: str) -> Country:
        if iso2 not in _FACTS:
            raise KnownError("unknown country", "use another")
        name, languages, order = _FACTS[iso2]
        weekend = (False,) * 4 + (True, True, False) if iso2 == "SA" else (False,) * 5 + (True, True)
        known = {
            "iso2": iso2,
            "names": {"en": name, "zh": f"{name}（中）"},
            "official_languages": languages,
            "business_languages": {"IN": ("en", "hi"), "TW": ("nan-Hant", "zh")}.get(iso2, ()),
            "weekend": weekend,
            "name_order": order,
            "time_zones": (_ZONES.get(iso2, "Europe/Berlin"),),
            "measurement_system": {"US": "US", "GB": "UK"}.get(iso2, "metric"),
        }
        empty = {field.name: None for field in fields(Country)}
        return Country(**{**empty, **known})  # type: ignore[arg-type]

    def holidays(self, iso2: str, start: date, end: date, subdivision: str | None = None) -> Sequence[Holiday]:
        return [holiday for country, holiday in _HOLIDAYS if country == iso2 and start <= holiday.date <= end]


SENDER = Person(
    given_name="Yuqing",
    family_name="Lin",
    title="Ms",
    company="Guangzhou Yuexin Lighting Co., Ltd.",
    country="CN",
    language="zh-Hans",
    email="lin@yuexin-lighting.example",
    phone="+86 20 5550 1188",
)
VALUES: dict[str, object] = {
    "reference": "YX-2026-118",
    "inquiry_date": "2026-11-16",
    "items": [
        {
            "description": "LED panel 60 × 60 cm, 40 W",
            "quantity": {"amount": "1250", "unit": "pcs"},
            "unit_price": {"amount": "12.50", "currency": "USD"},
        }
    ],
    "incoterm": "FOB",
    "incoterm_place": "Nansha",
    "delivery_date": "2027-01-30",
    "payment_terms": [
        {"percent": "30", "when": "advance"},
        {"percent": "70", "when": "copy_of_bill_of_lading"},
    ],
    "valid_until": "2026-12-15",
}


@pytest.fixture
def knowledge() -> SmallKnowledge:
    return SmallKnowledge()


@pytest.fixture(scope="session")
def drafts() -> DraftService:
    return DraftService(SmallKnowledge(), slot_text=slot_text)


@pytest.fixture
def values() -> dict[str, object]:
    """Fields of the realistic quotation; a fresh copy that a test may change."""
    return dict(VALUES)


@pytest.fixture
def sender() -> Person:
    return SENDER


@pytest.fixture
def write(drafts: DraftService) -> Callable[..., Letter]:
    """Return a function that writes the quotation to a person; keywords go to compose, other ones into the fields."""

    def compose(recipient: Person, **options: Any) -> Letter:
        changed = {name: options.pop(name) for name in tuple(options) if name not in _COMPOSE_OPTIONS}
        sender = options.pop("sender", SENDER)
        return drafts.compose("quotation", sender=sender, recipient=recipient, values=VALUES | changed, **options)

    return compose


_COMPOSE_OPTIONS = {"sender", "recipients", "language", "register", "today", "advice_language"}
