"""The data files: every purpose and language file is complete and consistent."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from dragoman.drafts.field_messages import MESSAGES
from dragoman.drafts.languages import read_languages
from dragoman.drafts.model import FieldSpec, Person
from dragoman.drafts.service import DraftService

TEMPLATES = files("dragoman_resources") / "templates"
LANGUAGES = read_languages([TEMPLATES])


def all_fields(specs: tuple[FieldSpec, ...]) -> Iterator[FieldSpec]:
    for spec in specs:
        yield spec
        yield from all_fields(spec.columns)


def test_every_title_label_and_hint_is_listed_for_the_catalogue(drafts: DraftService) -> None:
    used = set()
    for purpose in drafts.purposes():
        used.add(drafts.title(purpose))
        for spec in all_fields(drafts.fields(purpose)):
            used |= {spec.label, spec.hint}
    assert used == set(MESSAGES)


def test_examples_and_only_what_is_required_make_letters(drafts: DraftService, sender: Person) -> None:
    for purpose in drafts.purposes():
        specs = drafts.fields(purpose)
        for only_required in (False, True):
            values = {spec.name: spec.example for spec in specs if spec.required or not only_required}
            for tag in drafts.languages(purpose):
                letter = drafts.compose(
                    purpose, sender=sender, recipient=Person("A", "B", country="BR"), values=values, language=tag
                )
                assert letter.language == tag


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_file_can_address_everybody(tag: str) -> None:
    language = LANGUAGES[tag]
    regions = [language.locale_for(tag, country) for country in ("US", "PT", "CH", "AT", "CN", "JP", "BR")]
    for locale in dict.fromkeys(regions):
        manner = language.manner(locale)
        assert manner.registers[:2] == ("formal", "neutral")
        for register, forms in manner.forms.items():
            assert forms["closing"], (tag, register)
            assert forms["nobody"], (tag, register)
            for who in "fmu":
                assert who in forms or "any" in forms, (tag, register, who)
        counted = manner.formats.counted
        assert set(counted) == set(LANGUAGES["en"].manner("en-GB").formats.counted)
        assert all("other" in patterns and "{0}" in patterns["other"] for patterns in counted.values())
