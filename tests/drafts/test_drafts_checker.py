"""``check`` explains every mistake in a file of the user's own, with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.base.errors import KnownError
from dragoman.base.i18n import render
from dragoman.drafts.languages import read_languages
from dragoman.drafts.service import DraftService
from dragoman.meetings.invitation_text import slot_text

TEMPLATES = files("dragoman_resources") / "templates"
HEAD = "{% block subject %}s{% endblock %}\n{% block body %}\n"
TAIL = "\n{% endblock %}\n"


def mistakes(drafts: DraftService, path: Path, text: str, purpose: str = "") -> list[tuple[int, str]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [(one.line, render(one.what)) for one in drafts.check(path, purpose)]


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("{{ refernce }}", 3, "“refernce” is not a field of this letter."),
        ("\n\n{{ recipient.phone }}", 5, "“recipient.phone” is not a field of this letter."),
        ('{{ lines("totl") }}', 3, "The language has no line “totl”."),
        ('{{ lines("vessel") }}', 3, "The line “vessel” needs the field “vessel”, which this letter does not have."),
        ('{{ lines("total" if notes else "ttl") }}', 3, "The language has no line “ttl”."),
        ('{{ table(items, "colour") }}', 3, "The language has no column “colour”."),
        ('{{ count(3, "fortnight") }}', 3, "The language has no unit “fortnight”."),
        ('{% if incoterm == "FOBB" %}x{% endif %}', 3, "“FOBB” is no choice of “incoterm”: EXW,"),
        ("{{ reference.upper() }}", 3, "Not allowed: only count,"),
        ("{% include 'x' %}", 3, "Not allowed: include is not allowed"),
        ("{{ ''.__class__ }}", 3, "Not allowed: the attribute __class__ is forbidden"),
        ("{% if %}", 3, "It cannot be understood: "),
    ],
)
def test_mistakes_in_a_template(drafts: DraftService, tmp_path: Path, body: str, line: int, what: str) -> None:
    found = mistakes(drafts, tmp_path / "quotation" / "en.j2", HEAD + body + TAIL)
    assert len(found) == 1
    assert found[0][0] == line
    assert found[0][1].startswith(what)


def test_what_is_missing_as_a_whole(drafts: DraftService, tmp_path: Path) -> None:
    assert mistakes(drafts, tmp_path / "quotation" / "en.j2", "") == [
        (0, "The block “subject” is missing."),
        (0, "The block “body” is missing."),
    ]
    assert mistakes(drafts, tmp_path / "poem" / "en.j2", HEAD + TAIL) == [
        (0, "There is no purpose “poem”: put the file into its folder.")
    ]
    assert mistakes(drafts, tmp_path / "poem" / "en.j2", HEAD + TAIL, "quotation") == []
    assert mistakes(drafts, tmp_path / "quotation" / "xx.j2", HEAD + TAIL) == [
        (0, "There is no language file “xx.toml”.")
    ]


def test_mistakes_in_toml(drafts: DraftService, tmp_path: Path) -> None:
    ((line, what),) = mistakes(drafts, tmp_path / "own" / "purpose.toml", "title = 'x'\nfields = y\n")
    assert line == 2
    assert what.startswith("It cannot be understood: ")
    found = mistakes(
        drafts, tmp_path / "languages" / "xx.toml", 'tag = "en"\nregisters = ["formal"]\n[formal]\nm = "a"'
    )
    assert (0, "“formal.nobody” is missing.") in found
    assert (0, "“lines.total” is missing.") in found
    assert (0, "“locale” is missing.") in found


def test_files_that_cannot_be_read(drafts: DraftService, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be read"):
        drafts.check(tmp_path / "none.j2")
    (tmp_path / "bytes.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(KnownError, match="cannot be read"):
        drafts.check(tmp_path / "bytes.j2")


@pytest.mark.parametrize(
    "name",
    sorted(
        f"{folder.name}/{entry.name}"
        for folder in TEMPLATES.iterdir()
        if folder.is_dir() and folder.name != "languages"
        for entry in folder.iterdir()
        if entry.name.endswith(".j2") or entry.name == "purpose.toml"
    ),
)
def test_the_programs_own_files_have_none(drafts: DraftService, name: str) -> None:
    path = Path(str(TEMPLATES)) / name
    # A language whose other lines are still to come is named by the test of its language file.
    assert [render(one.what) for one in drafts.check(path)] == []


def test_a_broken_language_file_of_the_users_is_named(tmp_path: Path, drafts: DraftService) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "mine.toml").write_text('tag = "en"', encoding="utf-8")
    service = DraftService(drafts._knowledge, [TEMPLATES, tmp_path], slot_text=slot_text)
    with pytest.raises(KnownError, match=r"mine\.toml cannot be used"):
        service.languages("quotation")
    with pytest.raises(KnownError, match=r"mine\.toml"):
        read_languages([tmp_path])


def test_a_purpose_of_the_users_own(tmp_path: Path, drafts: DraftService, sender: object) -> None:
    folder = tmp_path / "my-letter"
    folder.mkdir()
    (folder / "purpose.toml").write_text(
        'title = "Mine"\n[[fields]]\nname = "topic"\ntype = "text"\nrequired = true\nlabel = "Topic"\nexample = "x"\n',
        encoding="utf-8",
    )
    (folder / "en.j2").write_text(HEAD + "About {{ topic }}." + TAIL, encoding="utf-8")
    service = DraftService(drafts._knowledge, [TEMPLATES, tmp_path], slot_text=slot_text)
    assert "my-letter" in service.purposes()
    assert service.check(folder / "en.j2") == ()
    data = {"sender": {"company": "Y"}, "recipient": {"country": "GB"}, "topic": "steel"}
    assert service.compose_data("my-letter", data).body == "About steel."
