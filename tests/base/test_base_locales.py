"""Language tags become locales, or a message that says which tags there are."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.base.errors import KnownError
from dragoman.base.locales import babel_locale, is_right_to_left, language_name, language_of


@pytest.mark.parametrize(
    ("tag", "language", "territory"),
    [
        ("pt-BR", "pt", "BR"),
        ("pt_BR", "pt", "BR"),
        ("pt", "pt", None),
        ("zh-Hans", "zh", None),
        ("zh-Hant-TW", "zh", "TW"),
        ("sr-Latn-RS", "sr", "RS"),
        ("de-XX", "de", None),
    ],
)
def test_known_tags(tag: str, language: str, territory: str | None) -> None:
    locale = babel_locale(tag)
    assert locale.language == language
    assert locale.territory == territory


@pytest.mark.parametrize("tag", ["", "-", "xx", "klingon", "12", "../../etc", "en\x00", "葡萄牙语", "a" * 5000])
def test_unknown_tags_get_a_message(tag: str) -> None:
    with pytest.raises(KnownError, match="not a language") as caught:
        babel_locale(tag)
    assert "pt-BR" in caught.value.remedy


@given(st.text(max_size=40))
def test_any_text_is_a_locale_or_a_known_error(tag: str) -> None:
    with suppress(KnownError):
        assert babel_locale(tag).language


@pytest.mark.parametrize("tag", ["ar", "ar-SA", "he", "fa-IR", "ur", "uz-Arab", "ks"])
def test_right_to_left(tag: str) -> None:
    assert is_right_to_left(tag)


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hans", "ja", "az", "ks-Deva", "uz"])
def test_left_to_right(tag: str) -> None:
    assert not is_right_to_left(tag)


def test_names() -> None:
    assert language_of("pt-BR") == "pt"
    assert language_name("pt-BR", "en") == "Portuguese"
    assert language_name("pt-BR", "pt") == "Português"
    assert language_name("de", "zh-Hans") == "德语"
