from __future__ import annotations

import pytest

from dragoman.translation.detect import detect

ALL = {"en", "pt", "zh", "ja", "ar", "de", "es", "fr", "ru", "ko", "hi"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please send us your best price.", "en"),
        ("Por favor, envie seu melhor preço.", "pt"),
        ("POR FAVOR, ENVIE SEU MELHOR PREÇO", "pt"),
        ("Bitte senden Sie uns Ihr bestes Angebot.", "de"),
        ("请发给我们您的最低价格。", "zh"),
        ("価格をお知らせください。", "ja"),
        ("가격을 알려 주세요.", "ko"),
        ("يرجى إرسال أفضل سعر", "ar"),
        ("Пришлите нам вашу лучшую цену.", "ru"),
        ("कृपया मूल्य भेजें", "hi"),
        ("Bom dia", "pt"),
    ],
)
def test_finds_the_language(text: str, language: str) -> None:
    assert detect(text, ALL) == language


def test_is_held_to_the_candidates() -> None:
    assert detect("Bitte senden Sie uns Ihr Angebot.", {"en", "pt-BR"}) in {"en", "pt-BR"}
    assert detect("Obrigado pela proposta.", {"en", "pt-BR"}) == "pt-BR"
    assert detect("1234", {"pt"}) == "pt"


@pytest.mark.parametrize("text", ["", "123", "\ud800", "!?"])
def test_answers_even_without_words(text: str) -> None:
    assert detect(text, {"en", "pt"}) in {"en", "pt"}


def test_needs_a_candidate() -> None:
    with pytest.raises(ValueError, match="no languages"):
        detect("Hello", [])
