"""What stands around the translation: the sentence's tools, phrasebook, history, large type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.services import Services
from dragoman.translation.model import Check, CheckStatus, LanguagePair
from dragoman.ui.check_wording import check_line, check_title
from dragoman.ui.history_dialog import HistoryDialog
from dragoman.ui.main_window import MainWindow
from dragoman.ui.panels.translate import TranslatePanel
from dragoman.ui.phrase_sheet import PhraseSheet
from dragoman.ui.widgets.big_type import BigType
from dragoman.ui.words_dialog import WordsDialog

OpenWindow = Callable[..., MainWindow]


def words(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QWidget) if isinstance(part, (QLabel, QPushButton)))


def press(widget: QWidget, text: str) -> None:
    next(button for button in widget.findChildren(QPushButton) if text in button.text()).click()


@pytest.fixture
def panel(open_window: OpenWindow) -> TranslatePanel:
    found = open_window().panel("translate")
    assert isinstance(found, TranslatePanel)
    return found


def translated(panel: TranslatePanel, qtbot: QtBot, text: str) -> str:
    panel.source.setPlainText(text)
    qtbot.waitUntil(
        lambda: panel._result is not None and not panel._runner.busy() and not panel._pause.isActive(), timeout=20_000
    )
    return panel.target.toPlainText()


def test_own_words_replace_the_sentence_and_are_remembered(
    panel: TranslatePanel, qtbot: QtBot, window_services: Services
) -> None:
    translated(panel, qtbot, "Thank you for your order. The goods are ready.")
    field = panel.inspector.findChild(QPlainTextEdit)
    assert field is not None
    field.setPlainText("Agradecemos o seu pedido.")
    press(panel.inspector, "Use and remember")
    assert panel.target.toPlainText().startswith("Agradecemos o seu pedido. ")
    assert "from your memory" in words(panel.inspector)
    (entry,) = window_services.memory.entries()
    assert (entry.source, entry.target) == ("Thank you for your order.", "Agradecemos o seu pedido.")
    panel.source.clear()
    again = translated(panel, qtbot, "Thank you for your order.")
    assert again == "Agradecemos o seu pedido."


def test_other_wordings_are_taken_over_by_a_click(panel: TranslatePanel, qtbot: QtBot) -> None:
    first = translated(panel, qtbot, "We would like to discuss the price with you next week.")
    press(panel.inspector, "Other wordings")
    qtbot.waitUntil(lambda: "Take this" in words(panel.inspector), timeout=20_000)
    press(panel.inspector, "Take this")
    assert panel.target.toPlainText() != first


def test_the_way_back_is_shown(panel: TranslatePanel, qtbot: QtBot) -> None:
    translated(panel, qtbot, "The container has arrived in Santos.")
    press(panel.inspector, "Translate back")
    qtbot.waitUntil(lambda: "Back in your language" in words(panel.inspector), timeout=20_000)
    assert "container" in words(panel.inspector).lower()


def test_an_ambiguous_date_is_rewritten_by_a_click(panel: TranslatePanel, qtbot: QtBot) -> None:
    translated(panel, qtbot, "Please deliver by 03/04/2027.")
    assert "03/04/2027" in words(panel._chips)
    press(panel.inspector, "Write “")
    assert "03/04/2027" not in panel.source.toPlainText()
    assert "2027" in panel.source.toPlainText()


def test_history_brings_a_text_back(panel: TranslatePanel, qtbot: QtBot) -> None:
    translated(panel, qtbot, "The samples were sent yesterday.")
    translated(panel, qtbot, "Completely different words about insurance.")
    panel.open_history()
    dialog = panel.findChild(HistoryDialog)
    assert dialog is not None
    dialog.query.setText("samples")
    assert dialog.list.count() == 1
    dialog.take_up()
    assert panel.source.toPlainText() == "The samples were sent yesterday."


def test_history_switched_off_keeps_nothing(panel: TranslatePanel, qtbot: QtBot, window_services: Services) -> None:
    window_services.history.switch(on=False)
    translated(panel, qtbot, "A secret sentence.")
    assert window_services.history.entries() == []


def test_phrasebook_fills_gaps_and_copies(panel: TranslatePanel, qtbot: QtBot) -> None:
    panel.open_phrases()
    sheet = panel.findChild(PhraseSheet)
    assert sheet is not None
    sheet.query.setText("price.")
    assert sheet.list.count() > 0
    sheet.query.setText("zzzz")
    assert "No phrase fits" in words(sheet)
    sheet.query.setText("")
    row = next(number for number, phrase in enumerate(sheet._shown) if any(s.kind == "amount" for s in phrase.slots))
    sheet.list.setCurrentRow(row)
    slot = next(slot for slot in sheet._shown[row].slots if slot.kind == "amount")
    sheet._slots[slot.name].setText("12500.50 USD")
    sheet.copy()
    assert "12.500,50" in QGuiApplication.clipboard().text()
    sheet._slots[slot.name].setText("a lot")
    assert sheet._trouble.text()


def test_large_type_shows_the_words_and_closes_on_a_key(panel: TranslatePanel, qtbot: QtBot) -> None:
    translated(panel, qtbot, "Where is the hospital?")
    panel.show_large()
    large = panel.findChild(BigType)
    assert large is not None
    assert large.accessibleName() == panel.target.toPlainText()
    assert not large.grab().isNull()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_a_long_text_can_be_stopped(panel: TranslatePanel, qtbot: QtBot) -> None:
    panel.source.setPlainText("The goods left the port of Nansha and will arrive next month. " * 400)
    panel.translate()
    qtbot.waitUntil(lambda: panel._stop.isVisible(), timeout=10_000)
    panel.stop()
    qtbot.waitUntil(lambda: not panel._runner.busy(), timeout=10_000)
    assert not panel._stop.isVisible()


def test_a_term_added_in_the_window_is_used_and_checked(
    panel: TranslatePanel, qtbot: QtBot, window_services: Services
) -> None:
    panel.open_words()
    dialog = panel.findChild(WordsDialog)
    assert dialog is not None
    dialog.source.setText("golden sample")
    dialog.target.setText("amostra padrão ouro")
    dialog.only_here.setChecked(True)
    dialog.add_term()
    (stored,) = window_services.glossary.entries()
    assert stored.counterpart_id == window_services.counterparts.all()[0].id
    assert dialog.terms.item(0, 2).text() == "Rafael Souza Lima"
    dialog.accept()
    assert "amostra padrão ouro" in translated(panel, qtbot, "Please return the golden sample.").lower()


def test_an_incomplete_term_is_refused_with_a_remedy(panel: TranslatePanel) -> None:
    panel.open_words()
    dialog = panel.findChild(WordsDialog)
    assert dialog is not None
    dialog.source.setText("golden sample")
    dialog.add_term()
    assert "Fill in both sides" in dialog._message.text()
    assert dialog.source.text() == "golden sample"


def test_memory_goes_out_and_comes_back(panel: TranslatePanel, window_services: Services, tmp_path: Path) -> None:
    pair = LanguagePair("en", "pt")
    window_services.memory.remember("Good morning.", "Bom dia.", pair)
    panel.open_words()
    dialog = panel.findChild(WordsDialog)
    assert dialog is not None
    dialog.export_to(tmp_path / "memory.tmx", terms=False)
    dialog.memories.selectRow(0)
    dialog.forget()
    assert window_services.memory.entries() == []
    dialog.import_from(tmp_path / "memory.tmx", terms=False)
    assert "1 added" in dialog._message.text()
    assert window_services.memory.entries()[0].target == "Bom dia."
    (tmp_path / "broken.tmx").write_text("<tmx", "utf-8")
    dialog.import_from(tmp_path / "broken.tmx", terms=False)
    assert "broken.tmx" in dialog._message.text()


@pytest.mark.parametrize("status", list(CheckStatus))
@pytest.mark.parametrize("kind", ["number", "negation", "modality", "term", "a kind of tomorrow"])
def test_every_finding_has_words(status: CheckStatus, kind: str) -> None:
    sides = {CheckStatus.MISSING: [("not", "")], CheckStatus.ADDED: [("", "não")], CheckStatus.CHANGED: [("2", "3")]}
    for source, target in sides.get(status, [("not", ""), ("", "não"), ("1,250", "1.250")]):
        check = Check(kind, source, target, status)
        assert check_title(check)
        assert (source or target) in check_line(check)


def test_a_similar_remembered_sentence_is_offered(
    panel: TranslatePanel, qtbot: QtBot, window_services: Services
) -> None:
    pair = LanguagePair("en", "pt")
    window_services.memory.remember(
        "We would like to discuss the price with you next week.", "Gostaríamos de tratar do preço.", pair
    )
    translated(panel, qtbot, "We would like to discuss the price with you next month.")
    press(panel.inspector, "Other wordings")
    qtbot.waitUntil(lambda: "% alike" in words(panel.inspector), timeout=20_000)
    assert "Gostaríamos de tratar do preço." in words(panel.inspector)
