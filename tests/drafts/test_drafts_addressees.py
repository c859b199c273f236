"""Several readers, titles of all languages, and what names are like there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.drafts.languages import LanguageFile, Manner
from dragoman.drafts.model import Letter, Person
from dragoman.drafts.salutation import Addressee, address, first_surname, without_patronymic
from dragoman.drafts.service import DraftService
from dragoman.drafts.titles import read_title

FORMS = {
    "ru": {
        "m": "Уважаемый господин {surname}!",
        "f": "Уважаемая госпожа {surname}!",
        "u": "Здравствуйте, {full}!",
        "m@patronymic": "Уважаемый {given}!",
        "f@patronymic": "Уважаемая {given}!",
        "nobody": "Здравствуйте!",
        "closing": "С уважением,",
    },
    "fr": {
        "m": "Monsieur,",
        "f": "Madame,",
        "u": "Madame, Monsieur,",
        "title_f": "{title} {surname},",
        "title_m": "{title} {surname},",
        "director_f": "Madame la Directrice,",
        "director_m": "Monsieur le Directeur,",
        "nobody": "Madame, Monsieur,",
        "closing": "Cordialement,",
    },
    "es": {
        "m": "Estimado Sr. {surname}:",
        "f": "Estimada Sra. {surname}:",
        "u": "Estimado/a {full}:",
        "nobody": "Estimados señores:",
        "closing": "Atentamente,",
    },
    "de": {
        "each_m": "sehr geehrter Herr {surname}",
        "each_f": "sehr geehrte Frau {surname}",
        "each_title_f": "sehr geehrte Frau {title} {surname}",
        "m": "Sehr geehrter Herr {surname},",
        "f": "Sehr geehrte Frau {surname},",
        "u": "Guten Tag {full},",
        "several": "{list},",
        "several_join": ",\n",
        "nobody": "Sehr geehrte Damen und Herren,",
        "closing": "Mit freundlichen Grüßen",
    },
    "ko": {
        "any": "{company}\n{full} 님께",
        "office": "{company}\n{full} {title}님께",
        "each_any": "{company}\n{full} 님",
        "each_office": "{company}\n{full} {title}님",
        "several": "{list}께",
        "several_join": "\n",
        "nobody": "담당자님께",
        "closing": "감사합니다.",
    },
    "tr": {
        "m": "Sayın {given} Bey,",
        "f": "Sayın {given} Hanım,",
        "u": "Sayın {full},",
        "director": "Sayın Müdürüm,",
        "several_f": "Sayın Hanımefendiler {list},",
        "several": "Sayın {list},",
        "each_any": "{full}",
        "nobody": "Sayın Yetkili,",
        "closing": "Saygılarımla,",
    },
}
TITLES = {"fr": {"doctor": {"any": "Docteur"}}, "de": {"doctor": {"any": "Dr."}}}


def manner(tag: str) -> Manner:
    data: dict[str, Any] = {
        "tag": tag,
        "locale": {"ko": "ko-KR", "tr": "tr-TR", "ru": "ru-RU"}.get(tag, f"{tag}-{tag.upper()}"),
        "registers": ["formal", "familiar"],
        "colon": ": ",
        "signature": ["{name}"],
        "titles": TITLES.get(tag, {}),
        "formal": FORMS[tag],
        "familiar": {"any": "{given}!", "nobody": "!", "closing": "!"},
    }
    return LanguageFile(tag, data).manner(data["locale"])


def salutation(tag: str, *people: Person, register: str = "formal", usage: str = "family_name") -> str:
    return address([Addressee(person, usage=usage) for person in people], manner(tag), register).salutation


@pytest.mark.parametrize(
    ("tag", "person", "expected"),
    [
        ("ru", Person("Анна Сергеевна", "Иванова", "", "f"), "Уважаемая Анна Сергеевна!"),
        ("ru", Person("Иван Ильич", "Петров", "", "m"), "Уважаемый Иван Ильич!"),
        ("ru", Person("Эльчин Рауф оглы", "Мамедов", "", "m"), "Уважаемый Эльчин Рауф оглы!"),
        ("ru", Person("Анна", "Иванова", "", "f"), "Уважаемая госпожа Иванова!"),
        ("ru", Person("Anna", "Ivanova", "г-жа"), "Уважаемая госпожа Ivanova!"),
        ("fr", Person("Claire", "Moreau", "Directrice"), "Madame la Directrice,"),
        ("fr", Person("Paul", "Moreau", "Directeur général"), "Monsieur le Directeur,"),
        ("fr", Person("Paul", "Moreau", "Directeur adjoint"), "Monsieur,"),
        ("fr", Person("Claire", "Moreau", "Dr", "f"), "Docteur Moreau,"),
        ("fr", Person("Claire", "Moreau", "Ing.", "f"), "Madame,"),
        ("es", Person("Gabriel", "García Márquez", "", "m"), "Estimado Sr. García:"),
        ("es", Person("Ana", "de la Fuente Ruiz", "Sra."), "Estimada Sra. de la Fuente:"),
        ("es", Person("Jan", "Meyer-Lang", "", "m"), "Estimado Sr. Meyer-Lang:"),
        ("ko", Person("민수", "김", "부장", None, "한빛"), "한빛\n김민수 부장님께"),
        ("ko", Person("민수", "김", "부장님", None, "한빛"), "한빛\n김민수 부장님께"),
        ("ko", Person("민수", "김", "님"), "김민수 님께"),
        ("tr", Person("Mehmet", "Yılmaz", "", "m"), "Sayın Mehmet Bey,"),
        ("tr", Person("Ayşe", "Kaya", "Genel Müdür", "f"), "Sayın Müdürüm,"),
    ],
)
def test_customs_of_names_and_titles(tag: str, person: Person, expected: str) -> None:
    assert salutation(tag, person) == expected


def test_the_familiar_register_leaves_the_patronymic_out() -> None:
    assert salutation("ru", Person("Анна Сергеевна", "Иванова", "", "f"), register="familiar") == "Анна!"
    assert without_patronymic("Ханна") == "Ханна"


@pytest.mark.parametrize(
    ("name", "first"),
    [("García", "García"), ("de los Ríos Peña", "de los Ríos"), ("", ""), ("San Martín Gil", "San Martín")],
)
def test_first_surname(name: str, first: str) -> None:
    assert first_surname(name) == first


@pytest.mark.parametrize(
    ("text", "kinds", "gender"),
    [
        ("Prof. Dr.", ("professor", "doctor"), None),
        ("Dott.ssa", ("doctor",), "f"),
        ("Avv.", ("lawyer",), None),
        ("Ing.", ("engineer",), None),
        ("Arch.", ("architect",), None),
        ("د.", ("doctor",), None),
        ("أ.د.", ("professor",), None),
        ("م.", ("engineer",), None),
        ("المهندسة", ("engineer",), "f"),
        ("السيد", (), "m"),
        ("г-н", (), "m"),
        ("Bey", (), "m"),
        ("Hanım", (), "f"),
        ("Doç. Dr.", ("doctor",), None),
        ("박사", ("doctor",), None),
        ("교수님", ("office",), None),
        ("Lic.", ("accountant",), None),
        ("Managing Director", ("director",), None),
        ("Vice President", (), None),
        ("Assistant to the Director", (), None),
        ("経理部長", ("office",), None),
        ("Buyer", (), None),
    ],
)
def test_titles_as_people_type_them(text: str, kinds: tuple[str, ...], gender: str | None) -> None:
    title = read_title(text)
    assert (title.kinds, title.gender) == (kinds, gender)


HILL, WARD, DOE = (
    Person("Ann", "Hill", "", "f", "Hill Ltd"),
    Person("Tom", "Ward", "", "m", "Hill Ltd"),
    Person("Eva", "Doe", "Dr.", "f", "Doe plc"),
)


def test_several_readers() -> None:
    assert salutation("de", HILL, WARD, DOE) == (
        "Sehr geehrte Frau Hill,\nsehr geehrter Herr Ward,\nsehr geehrte Frau Dr. Doe,"
    )
    assert salutation("tr", HILL, WARD) == "Sayın Ann Hill ve Tom Ward,"
    assert salutation("tr", HILL, DOE) == "Sayın Hanımefendiler Ann Hill ve Eva Doe,"


def test_a_company_of_several_is_named_once() -> None:
    kim, park = Person("민수", "김", "부장", None, "한빛"), Person("지연", "박", "", None, "한빛")
    assert salutation("ko", kim, park) == "한빛\n김민수 부장님\n박지연 님께"


def test_without_a_form_for_several_each_is_greeted() -> None:
    assert salutation("es", HILL, WARD) == "Estimada Sra. Hill:\nEstimado Sr. Ward:"


def test_readers_without_a_name_count_only_when_none_has_one() -> None:
    assert salutation("es", Person(company="Hill Ltd"), WARD) == "Estimado Sr. Ward:"
    assert salutation("es", Person(company="Hill Ltd"), Person()) == "Estimados señores:"


def test_a_letter_to_several(write: Callable[..., Letter]) -> None:
    people = {"recipients": [Person("Tom", "Ward", "", "m", country="GB")]}
    ann = Person("Ann", "Hill", "", "f", country="GB")
    assert write(ann, register="formal", **people).salutation == "Dear Ms Hill and Mr Ward,"
    assert write(ann, register="familiar", **people).salutation == "Hi Ann and Tom,"


def test_several_in_a_data_file(drafts: DraftService, values: dict[str, object]) -> None:
    ann = {"given_name": "Ann", "family_name": "Hill", "gender": "f", "country": "US"}
    tom = {"given_name": "Tom", "family_name": "Ward", "gender": "m"}
    data = {"sender": {"company": "Y", "country": "CN"}, "recipients": [ann, tom], **values}
    letter = drafts.compose_data("quotation", data, register="formal")
    assert letter.salutation == "Dear Ms. Hill and Mr. Ward:"
    beside = drafts.compose_data("quotation", {**data, "recipient": ann}, register="formal")
    assert beside.salutation == letter.salutation
    for wrong, reason in (
        ("x", "recipients: must be a list"),
        ([ann, 1], "recipients[2]: must be an object"),
        ([ann, {**tom, "gender": "x"}], "recipients[2].gender: must be"),
        ([ann] * 13, "more than 12 rows"),
    ):
        with pytest.raises(KnownError) as caught:
            drafts.compose_data("quotation", {**data, "recipients": wrong})
        assert reason in describe(caught.value)[0]


@pytest.mark.parametrize(("country", "register"), [("GB", "familiar"), ("DE", "neutral"), ("FR", "neutral")])
def test_a_familiar_letter_to_several_is_neutral_where_you_is_for_one(
    write: Callable[..., Letter], country: str, register: str
) -> None:
    readers = (Person("Ann", "Lee", country=country), Person("Tom", "Ray", country=country))
    letter = write(readers[0], register="familiar", recipients=list(readers[1:]))
    assert letter.register == register
    assert ("not_familiar" in {warning.kind for warning in letter.warnings}) is (register == "neutral")


def test_a_french_closing_repeats_the_salutation(write: Callable[..., Letter]) -> None:
    letter = write(Person("Anne", "Roy", "", "f", country="FR"), register="formal")
    assert letter.closing.startswith("Veuillez agréer, Madame, l’expression")


def test_a_surname_alone_does_not_stand_in_for_the_first_name(write: Callable[..., Letter]) -> None:
    letter = write(Person("", "Bennett", "", "m", country="US"), register="neutral")
    assert letter.salutation == "Dear Mr. Bennett,"
