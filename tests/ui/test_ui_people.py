"""The table of counterparts: vCards in and out, two made one, erasure, each with what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dragoman.services import Services
from dragoman.ui.main_window import MainWindow
from dragoman.ui.people_dialog import PeopleDialog

OpenWindow = Callable[..., MainWindow]

CARDS = """BEGIN:VCARD
VERSION:4.0
FN:Anna Schmidt
N:Schmidt;Anna;;;
ORG:Licht GmbH
TEL:+49 30 901820
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:A. Schmidt
N:Schmidt;A.;;;
EMAIL:anna.schmidt@licht.de
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Nobody Knows
N:Knows;Nobody;;;
END:VCARD
"""


@pytest.fixture
def dialog(open_window: OpenWindow, window_services: Services, qtbot: QtBot) -> PeopleDialog:
    window = open_window()
    window.open_people()
    return window.findChild(PeopleDialog)  # type: ignore[return-value]


def said(dialog: PeopleDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel))


def select(dialog: PeopleDialog, *names: str) -> None:
    dialog.table.setSelectionMode(dialog.table.SelectionMode.MultiSelection)
    dialog.table.clearSelection()
    for line in range(dialog.table.rowCount()):
        if dialog.table.item(line, 0).text() in names:
            dialog.table.selectRow(line)


def test_vcards_are_read_in_written_out_merged_and_erased(
    dialog: PeopleDialog, window_services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8")
    dialog.read_in(path)
    assert "2 people were added." in said(dialog)
    assert "nothing tells the country: Nobody Knows" in said(dialog)
    dialog.read_in(path)
    assert "There already, unchanged: Anna Schmidt" in said(dialog)
    store = window_services.counterparts
    assert len(store.all()) == 3
    dialog.search.setText("schmidt")
    assert dialog.table.rowCount() == 2
    select(dialog, "Anna Schmidt", "A. Schmidt")
    dialog.merge()
    (anna,) = store.search("schmidt")
    assert (anna.company, anna.email) == ("Licht GmbH", "anna.schmidt@licht.de")
    select(dialog, wording_of(dialog))
    dialog.write_cards(tmp_path / "out.vcf")
    assert "Licht GmbH" in (tmp_path / "out.vcf").read_text(encoding="utf-8")
    dialog.write_all(tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["counterpart"]["company"] == "Licht GmbH"
    dialog.erase()
    assert store.search("schmidt") == []
    assert "Erased with everything kept about them" in said(dialog)


def wording_of(dialog: PeopleDialog) -> str:
    return dialog.table.item(0, 0).text()


def test_what_cannot_be_read_or_written_is_said(dialog: PeopleDialog, tmp_path: Path) -> None:
    noise = tmp_path / "noise.vcf"
    noise.write_bytes(b"\x00\x01no card")
    for path, words in ((noise, "no vCard"), (tmp_path / "missing.vcf", "cannot be read")):
        dialog.read_in(path)
        assert words in said(dialog)
    dialog.write_cards(tmp_path / "nowhere" / "x.vcf")
    assert "could not be written" in said(dialog)


def test_who_is_chosen_is_dealt_with(dialog: PeopleDialog, window_services: Services, tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    path.write_text(CARDS, encoding="utf-8")
    dialog.read_in(path)
    select(dialog, "Anna Schmidt")
    dialog._deal()
    active = window_services.settings.load().active_counterpart
    person = window_services.counterparts.get(active)
    assert person is not None
    assert person.given_name == "Anna"
