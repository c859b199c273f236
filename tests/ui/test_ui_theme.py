"""Every text colour is readable on every surface it is used on, in both themes."""

from __future__ import annotations

import itertools

import pytest

from dragoman.ui.theme import DARK, LIGHT, Tokens, contrast, families_for

SURFACES = ("window", "surface", "sunken")
PAIRS = [
    *itertools.product(("text", "muted"), SURFACES),
    *itertools.product(("accent",), ("window", "surface", "accent_soft")),
    *((tone, f"{tone}_soft") for tone in ("ok", "warn", "alarm")),
    *itertools.product(("ok", "alarm"), ("surface",)),
    ("on_accent", "accent"),
    *itertools.product(("text",), ("alarm_soft", "work", "edge", "night", "off", "busy", "accent_soft")),
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("zh-Hans", "Noto Sans CJK SC"),
        ("zh-TW", "Noto Sans CJK TC"),
        ("ja", "Noto Sans CJK JP"),
        ("ar", "Noto Sans Arabic"),
    ],
)
def test_a_script_gets_its_own_family_first(qapp: object, language: str, family: str) -> None:
    assert families_for(language)[0] == family
