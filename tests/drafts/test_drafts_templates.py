"""The sandbox: what a template may not do, and what its author is told."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from dragoman.base.errors import KnownError
from dragoman.drafts.fields import Money
from dragoman.drafts.formats import Formats
from dragoman.drafts.model import Person
from dragoman.drafts.service import DraftService
from dragoman.drafts.templates import render_blocks
from dragoman.meetings.invitation_text import slot_text


def rendered(body: str, **values: object) -> str:
    source = "{% block subject %}s{% endblock %}{% block body %}" + body + "{% endblock %}"
    return render_blocks(source, values, Formats("de-DE"), {"table": len, "count": len}, "own/en.j2")["body"]


def test_values_are_printed_in_the_locale() -> None:
    rows = ({"price": Money(Decimal("1250.5"), "EUR"), "items": "x"},)
    assert rendered("{% for row in rows %}{{ row.price }}{{ row.items }}{% endfor %}", rows=rows) == "1.250,50\u00a0€x"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{{ missing }}", "'missing' is undefined"),
        ("{{ row.missing }}", "missing"),
        ("{{ ''.__class__ }}", "__class__ is forbidden"),
        ("{{ text|attr('__class__') }}", "filter attr"),
        ("{{ text.upper() }}", "can be called"),
        ("{{ text.upper }}", "unsafe"),
        ("{{ text.format }}", "function cannot be printed"),
        ("{{ text * 100000000 }}", "mul is not allowed"),
        ("{{ text ~ text }}", "concat is not allowed"),
        ("{{ text + text }}", "add is not allowed"),
        ("{{ '%999999999d' % 1 }}", "mod is not allowed"),
        ("{{ text|center(999999999) }}", "filter center"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "macro is not allowed"),
        ("{% set x %}{{ text }}{% endset %}", "assignblock is not allowed"),
        ("{% include 'other' %}", "include is not allowed"),
        ("{% import 'other' as o %}", "import is not allowed"),
        ("{% for x in rows recursive %}{{ loop(rows) }}{% endfor %}", "recursive"),
        ("{% for x in range(9) %}{% endfor %}", "can be called"),
        ("{% for x in text %}x{% endfor %}", "a loop needs a list"),
        ("{{ _formats }}", "name _formats is forbidden"),
        ("{{ table(**row) }}", "can be called"),
        ("{{ rows }}", "tuple cannot be printed"),
        ("{{ row }}", "cannot be printed"),
        ("{{ price.amount }}", "Decimal cannot be printed"),
        ("{% if %}", "Expected an expression"),
        ("{{ text ", "end of print statement"),
        ("{{ price.amount / 0 }}", "div is not allowed"),
        ("{{ text|weekday }}", "weekday needs a date"),
    ],
)
def test_what_is_forbidden_or_wrong_is_explained(body: str, reason: str) -> None:
    with pytest.raises(KnownError, match=r"own/en\.j2") as caught:
        rendered(body, text="abc", row={"a": "b"}, rows=({"a": "b"},), price=Money(Decimal(1), "EUR"))
    assert reason in str(caught.value)


def test_loops_are_bounded() -> None:
    nested = "".join("{% for " + name + " in rows %}" for name in "abcdef") + "x" + "{% endfor %}" * 6
    start = time.perf_counter()
    with pytest.raises(KnownError, match="20000 turns"):
        rendered(nested, rows=("r",) * 200)
    assert time.perf_counter() - start < 5


def test_output_is_bounded() -> None:
    with pytest.raises(KnownError, match="more than 400000 characters"):
        rendered("{% for row in rows %}{{ text }}{% endfor %}", rows=("r",) * 100, text="x" * 5000)


def test_a_missing_block_is_named() -> None:
    with pytest.raises(KnownError, match="block body is missing"):
        render_blocks("{% block subject %}{% endblock %}", {}, Formats("en"), {}, "own/en.j2")


def own_templates(folder: Path, name: str, text: str) -> Path:
    (folder / "quotation").mkdir(parents=True, exist_ok=True)
    (folder / "quotation" / name).write_text(text, encoding="utf-8")
    return folder


def test_a_users_own_template_and_region_file_win(
    tmp_path: Path, drafts: DraftService, sender: Person, values: dict[str, object]
) -> None:
    from importlib.resources import files

    builtin = files("dragoman_resources") / "templates"
    own_templates(tmp_path, "pt.j2", "{% block subject %}Meu{% endblock %}{% block body %}Corpo{% endblock %}")
    own_templates(tmp_path, "pt-PT.j2", "{% block subject %}Teu{% endblock %}{% block body %}Corpo{% endblock %}")
    service = DraftService(drafts._knowledge, [builtin, tmp_path], slot_text=slot_text)
    subjects = [
        service.compose("quotation", sender=sender, recipient=Person(country=country), values=values).subject
        for country in ("BR", "PT", "DE")
    ]
    assert subjects == ["Meu", "Teu", "Angebot YX-2026-118 – Guangzhou Yuexin Lighting Co., Ltd."]


@pytest.mark.parametrize(
    "text", ["title = ", "title = 'x'", "title = 'x'\n[[fields]]\nname='a'\ntype='colour'\nlabel='A'\nexample=''"]
)
def test_a_broken_purpose_file_is_named(tmp_path: Path, drafts: DraftService, text: str) -> None:
    own_templates(tmp_path, "purpose.toml", text)
    with pytest.raises(KnownError, match=r"quotation/purpose\.toml"):
        DraftService(drafts._knowledge, [tmp_path], slot_text=slot_text).fields("quotation")
