"""Messages are worded at the edge, in the reader's language."""

from __future__ import annotations

import pytest

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh_CN.UTF-8", "zh_Hans"),
        ("Chinese (Simplified)_China.936", "zh_Hans"),
        ("en", "en"),
        ("pt_BR", "en"),
        ("C.UTF-8", "en"),
        ("nonsense", "en"),
    ],
)
def test_language_for_a_tag(tag: str, language: str) -> None:
    assert i18n.ui_language(tag) == language


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_of_the_environment(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert i18n.ui_language() == language


def test_placeholders_are_filled_also_with_other_messages() -> None:
    inner = Text("{count} days", {"count": 3})
    assert i18n.render(Text("Delivery in {time}, {place}", {"time": inner, "place": "{Santos}"})) == (
        "Delivery in 3 days, {Santos}"
    )


def test_known_error_says_what_and_remedy() -> None:
    error = KnownError(N_("“{tag}” is not a language Dragoman knows."), N_("Use another than {tag}."), tag="xx")
    assert str(error) == "“xx” is not a language Dragoman knows."
    assert i18n.describe(error) == ("“xx” is not a language Dragoman knows.", "Use another than xx.")


def test_known_error_in_chinese() -> None:
    i18n.activate("zh_Hans")
    error = KnownError(N_("{path} is damaged and cannot be read."), N_("{path}"), path="/x.sqlite3")
    what, _remedy = i18n.describe(error)
    assert "/x.sqlite3" in what
    assert what != str(error)
    assert any("\u4e00" <= character <= "\u9fff" for character in what)


def test_language_without_a_catalogue_stays_english() -> None:
    i18n.activate("xx")
    assert i18n.render(Text("{count} days", {"count": 3})) == "3 days"
