"""Every purpose in every language, region and register, to everybody one may write to: nothing is left open in it,
no foreign script, no wrong direction, no date in another order. It covers what exists: new files are tested as they
land."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import pytest

from dragoman.drafts.direction import isolated
from dragoman.drafts.languages import read_languages
from dragoman.drafts.model import FieldSpec, Letter, Person
from dragoman.drafts.service import DraftService
from dragoman.drafts.templates import TemplateStore

TEMPLATES = files("dragoman_resources") / "templates"
LANGUAGES = read_languages([TEMPLATES])
STORE = TemplateStore([TEMPLATES])
REGIONS = {
    "en": ("GB", "US", "IN"),
    "zh-Hans": ("CN",),
    "zh-Hant": ("TW",),
    "es": ("ES", "MX", "AR"),
    "pt": ("BR", "PT"),
    "fr": ("FR", "CA", "MA"),
    "de": ("DE", "AT", "CH"),
    "ja": ("JP",),
    "ko": ("KR",),
    "ar": ("SA", "EG"),
    "ru": ("RU",),
    "it": ("IT",),
    "tr": ("TR",),
}
NAMES = {
    "zh": ("芳", "王", "佛山照明有限公司"),
    "ja": ("健一", "佐藤", "株式会社東光"),
    "ko": ("민수", "김", "한빛조명 주식회사"),
    "ar": ("منى", "حسن", "النور للإضاءة"),
    "ru": ("Анна Сергеевна", "Иванова", "ООО «Светотехника»"),
}
LATIN_NAMES = ("Andrea", "Lima", "Aurora Ltda.")
TODAY = date(2026, 11, 23)
CASES = [
    (purpose, tag, country)
    for purpose in STORE.names()
    for tag, language in LANGUAGES.items()
    if language.stem in STORE.stems(purpose)
    for country in REGIONS.get(tag, ("",))
]
SENDER = Person(
    "Yuqing", "Lin", "Ms", "f", "Yuexin Co., Ltd.", "GB", email="lin@yuexin.example", phone="+86 20 5550 1188"
)

LATIN_WORD = re.compile("[A-Za-zÀ-ɏ]{4,}")
SCRIPTS = {
    "Latin": "[A-Za-zÀ-ɏ]",
    "Han": "[\u3400-\u9fff]",
    "Kana": "[\u3041-\u3096\u30a1-\u30fa]",
    "Hangul": "[\uac00-\ud7af]",
    "Arabic": "[\u0620-\u064a]",
    "Cyrillic": "[\u0400-\u04ff]",
}
OWN_SCRIPTS = {"zh": {"Han"}, "ja": {"Han", "Kana"}, "ko": {"Hangul", "Han"}, "ar": {"Arabic"}, "ru": {"Cyrillic"}}
# Marks of trade that every language writes in Latin letters.
INTERNATIONAL = re.compile(
    r"Incoterms|SWIFT|IBAN|BIC|USD|US\$|\(?B/L\)?|D/P|L/C|T/T|E-?mail|TEL|Tel\.?|PDF|Zoom|Pro[- ]?forma",
    re.IGNORECASE,
)


def people(tag: str, country: str) -> dict[str, Person]:
    given, family, company = NAMES.get(tag.split("-")[0], LATIN_NAMES)
    return {
        "woman": Person(given, family, "", "f", company, country),
        "man": Person("", family, "", "m", "", country),
        "unknown": Person(given, family, "", None, company, country),
        "doctor": Person(given, family, "Dr.", "f", "", country),
        "company": Person(company=company, country=country),
        "nobody": Person(country=country),
    }


def texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for entry in value.values():
            yield from texts(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from texts(entry)
    elif isinstance(value, str):
        yield value


def without_data(text: str, values: Mapping[str, object], persons: Iterable[Person]) -> str:
    known = {*texts(list(values.values()))}
    for person in (*persons, SENDER):
        known |= {person.given_name, person.family_name, person.company, person.email, person.phone}
        known |= set(person.given_name.split())
    for one in sorted(known, key=len, reverse=True):
        # Ids of choices and bare figures are data as well, but nothing that may stand in a letter as it is.
        is_id_or_figure = re.fullmatch(r"[a-z_]+|[\d.]*", one) is not None
        text = text if is_id_or_figure or len(one) < 2 else text.replace(one, "")
    return INTERNATIONAL.sub("", text)


def assert_sound(letter: Letter, values: Mapping[str, object], reader: Person) -> None:
    for part in (letter.subject, letter.text):
        plain = isolated_away(part)
        assert not re.search(r"[{}<>]|None|Undefined|\bTrue\b|\bFalse\b", plain), plain
        assert not re.search(r"(?<=\S)[ \u00a0\u202f]{2,}", plain), plain
        assert not re.search(r" [,.;:!?，。；：！？،؛](\s|$)", plain), plain
        assert not re.search(r"[,;，；、：:]\s*[,;，；、.。]|\(\s*\)|（\s*）|,,|،\s*،|。。", plain), plain
        assert not re.search(r"^\s*[,;:，、；：.。،؛]", plain, re.MULTILINE), plain
        assert not re.search(r"\n{3,}|[ \t]$", plain, re.MULTILINE), plain
        own = without_data(plain, values, [reader])
        base = letter.language.split("-")[0]
        allowed = OWN_SCRIPTS.get(base, {"Latin"})
        for script, letters in SCRIPTS.items():
            if script == "Latin" and script not in allowed:
                assert not LATIN_WORD.search(own), own
            elif script not in allowed:
                assert not re.search(letters, own), (script, own)
        assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b", own), own
    is_right_to_left = letter.language == "ar"
    assert letter.direction == ("rtl" if is_right_to_left else "ltr")
    assert f'dir="{letter.direction}"' in letter.html
    if is_right_to_left:
        assert letter.text == isolated(letter.text)
        assert "\u2066" not in letter.html


def isolated_away(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text)


@pytest.mark.parametrize(("purpose", "tag", "country"), CASES)
def test_nothing_odd_in_any_letter(drafts: DraftService, purpose: str, tag: str, country: str) -> None:
    specs = drafts.fields(purpose)
    everything = {spec.name: spec.example for spec in specs if spec.example != ""}
    required = {spec.name: spec.example for spec in specs if spec.required}
    required |= {"occasion": "new_year"} if any(spec.name == "occasion" for spec in specs) else {}
    for register in drafts.registers(purpose, tag):
        for reader in people(tag, country).values():
            for values in (everything, required):
                letter = drafts.compose(
                    purpose,
                    sender=SENDER,
                    recipient=reader,
                    values=values,
                    language=tag,
                    register=register,
                    today=TODAY,
                )
                assert letter.language == tag
                assert_sound(letter, values, reader)
                assert not {one.kind for one in letter.warnings} & {"register_clash", "too_direct", "placeholder"}


@pytest.mark.parametrize(("purpose", "tag", "country"), CASES)
def test_every_choice_and_every_gap_makes_a_sound_letter(
    drafts: DraftService, purpose: str, tag: str, country: str
) -> None:
    specs = drafts.fields(purpose)
    everything: dict[str, Any] = {spec.name: spec.example for spec in specs if spec.example != ""}
    reader = people(tag, country)["woman"]
    for values in (*with_each_choice(specs, everything), *without_each(specs, everything)):
        for register in drafts.registers(purpose, tag):
            letter = drafts.compose(
                purpose, sender=SENDER, recipient=reader, values=values, language=tag, register=register, today=TODAY
            )
            assert_sound(letter, values, reader)


def with_each_choice(specs: tuple[FieldSpec, ...], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for spec in specs:
        for choice in spec.choices if spec.name != "incoterm" else ():
            yield {**values, spec.name: choice}


def without_each(specs: tuple[FieldSpec, ...], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for spec in specs:
        if not spec.required and spec.name in values and spec.name != "occasion":
            yield {name: value for name, value in values.items() if name != spec.name}


@pytest.mark.parametrize(("purpose", "tag", "country"), [case for case in CASES if case[0] != "seasons-greetings"])
def test_dates_are_only_in_the_readers_order(drafts: DraftService, purpose: str, tag: str, country: str) -> None:
    specs = drafts.fields(purpose)
    values = {spec.name: spec.example for spec in specs if spec.example != ""}
    reader = people(tag, country)["man"]
    letter = drafts.compose(purpose, sender=SENDER, recipient=reader, values=values, language=tag, today=TODAY)
    formats = LANGUAGES[tag].manner(letter.locale).formats
    text = isolated_away(letter.text)
    for spec in specs:
        if spec.name in values and spec.type in ("date", "instant"):
            day = date.fromisoformat(str(values[spec.name])[:10])
            # The weekday one first: it may hold the other.
            for printed in (formats.day_with_weekday(day), formats.day(day), *full_dates(letter.locale, day)):
                text = text.replace(formats.digits(isolated_away(printed)), "")
    left = without_data(text, values, [reader])
    for year in ("2026", "2027"):
        assert formats.digits(year) not in left, left


def full_dates(locale: str, day: date) -> tuple[str, ...]:
    from babel.dates import format_date

    from dragoman.base.locales import reader_locale

    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return (str(format_date(moment, "full", locale=reader_locale(locale))),)


def test_a_date_is_seen_in_whatever_form(drafts: DraftService, write: Callable[..., Letter]) -> None:
    letter = write(Person("", "Lima", country="BR"), notes="Até 03/04/2027.")
    with pytest.raises(AssertionError):
        assert_sound(letter, {}, Person("", "Lima"))
