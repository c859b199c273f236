"""What a person sees in the window, with real services and the real model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.counterparts.model import Counterpart
from dragoman.drafts.model import Letter
from dragoman.services import Services
from dragoman.ui.counterpart_dialog import CounterpartDialog
from dragoman.ui.main_window import PLACES, MainWindow
from dragoman.ui.palette import Palette
from dragoman.ui.panels.brief import BriefPanel
from dragoman.ui.panels.draft import DraftPanel
from dragoman.ui.panels.meet import MeetPanel
from dragoman.ui.panels.translate import TranslatePanel
from dragoman.ui.settings_dialog import SettingsDialog
from dragoman.ui.welcome import Welcome
from dragoman.ui.widgets.bug_report import BugReport
from dragoman.ui.widgets.fold import Fold

OpenWindow = Callable[..., MainWindow]
PLACE_NAMES = [place for place, _icon, _word in PLACES]


def words(widget: QWidget) -> str:
    """Return everything a reader sees in labels and buttons of ``widget``."""
    return "\n".join(part.text() for part in widget.findChildren(QWidget) if isinstance(part, (QLabel, QPushButton)))


def translate_panel(window: MainWindow) -> TranslatePanel:
    panel = window.panel("translate")
    assert isinstance(panel, TranslatePanel)
    return panel


def test_typed_english_is_read_in_portuguese(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    qtbot.keyClicks(panel.source, "We offer 1,250 units at USD 12.50 each.")
    qtbot.waitUntil(lambda: "1.250" in panel.target.toPlainText(), timeout=20_000)
    assert "12,50" in panel.target.toPlainText()
    assert "Oferecemos" in panel.target.toPlainText()


def test_swap_reads_the_answer_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    panel.source.setPlainText("Thank you for your order.")
    qtbot.waitUntil(lambda: bool(panel.target.toPlainText()), timeout=20_000)
    portuguese = panel.target.toPlainText()
    panel.swap()
    assert panel.source.toPlainText() == portuguese
    qtbot.waitUntil(lambda: "order" in panel.target.toPlainText(), timeout=20_000)


def test_the_last_text_typed_wins(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    for text in ("Good morning.", "Good evening.", "The container has arrived."):
        panel.source.setPlainText(text)
        panel.translate()
    qtbot.waitUntil(lambda: "chegou" in panel.target.toPlainText().lower(), timeout=20_000)
    qtbot.wait(200)
    assert "Bom" not in panel.target.toPlainText()


def test_clearing_the_text_clears_the_translation(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    panel.source.setPlainText("Good morning.")
    qtbot.waitUntil(lambda: bool(panel.target.toPlainText()), timeout=20_000)
    panel.source.clear()
    qtbot.waitUntil(lambda: not panel.target.toPlainText())


def test_copy_puts_the_translation_on_the_clipboard(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    panel.source.setPlainText("Good morning.")
    qtbot.waitUntil(lambda: bool(panel.target.toPlainText()), timeout=20_000)
    panel.copy()
    assert QGuiApplication.clipboard().text() == panel.target.toPlainText()


def test_the_sentence_under_the_cursor_is_lit_on_both_sides(open_window: OpenWindow, qtbot: QtBot) -> None:
    panel = translate_panel(open_window())
    panel.source.setPlainText("The goods are ready. 😀 Please send the documents. Thank you.")
    qtbot.waitUntil(lambda: panel.target.toPlainText().count(".") >= 2, timeout=20_000)
    cursor = panel.source.textCursor()
    cursor.setPosition(panel.source.toPlainText().index("documents") + 1)
    panel.source.setTextCursor(cursor)
    assert "Please send the documents." in panel.source.extraSelections()[0].cursor.selectedText()
    assert "documentos" in panel.target.extraSelections()[0].cursor.selectedText()


def test_brief_of_the_counterparts_country(open_window: OpenWindow) -> None:
    window = open_window()
    window.show_place("brief")
    text = words(window.panel("brief"))
    assert "Brazil" in text
    assert "BRL" in text
    panel = window.panel("brief")
    folds = panel.findChildren(Fold)
    assert len(folds) == 20
    folds[0].toggle()
    assert folds[0].is_open()
    assert "confidence" in words(folds[0])


def test_brief_of_a_country_without_manners_says_so(open_window: OpenWindow) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    panel.show_country("MT")
    assert "not written yet" in words(panel)
    assert "EUR" in words(panel)


def test_slots_with_reasons_and_a_text_for_each_side(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("meet")
    panel = window.panel("meet")
    assert isinstance(panel, MeetPanel)
    qtbot.waitUntil(lambda: panel.start is not None, timeout=20_000)
    first = panel.list.item(1).text()
    assert "São Paulo" in first
    assert "Guangzhou" in first
    panel.timeline.setFocus()
    qtbot.waitUntil(lambda: "São Paulo" in words(panel.inspector))
    before = words(panel.inspector)
    qtbot.keyClick(panel.timeline, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: words(panel.inspector) != before)


def test_meet_without_a_home_asks_where_one_is(open_window: OpenWindow) -> None:
    window = open_window(home_country="")
    window.show_place("meet")
    assert "Say where you are" in words(window.panel("meet"))


def test_quotation_in_portuguese_saved_as_an_email_file(open_window: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    qtbot.waitUntil(lambda: "Prezado" in panel.view.toPlainText(), timeout=10_000)
    assert "Souza Lima" in panel.view.toPlainText()
    assert "janeiro" in panel.view.toPlainText()
    assert "January" in panel.own_view.toPlainText()
    panel.save_to(tmp_path / "quotation.eml")
    assert b"X-Unsent: 1" in (tmp_path / "quotation.eml").read_bytes()


def test_what_the_letter_lacks_is_listed(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.set_values({"reference": "Q-17"})
    qtbot.waitUntil(lambda: "is missing" in words(panel.inspector))


def test_adding_a_counterpart_from_the_form(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window(counterpart=False)
    window.edit_counterpart(new=True)
    dialog = window.findChild(CounterpartDialog)
    assert dialog is not None
    dialog.given_name.setText("Anna")
    dialog.family_name.setText("Schmidt\nBcc: x")
    dialog.country.setCurrentIndex(dialog.country.findData("DE"))
    assert dialog.zone.currentData() == "Europe/Berlin"
    assert dialog.language.choice() == "de"
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save").click()
    (stored,) = window_services.counterparts.all()
    assert (stored.family_name, stored.country, stored.language) == ("Schmidt Bcc: x", "DE", "de")
    assert "Anna Schmidt" in words(window.bar)


def test_a_counterpart_without_a_name_is_not_saved(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window(counterpart=False)
    window.edit_counterpart(new=True)
    dialog = window.findChild(CounterpartDialog)
    assert dialog is not None
    dialog.country.setCurrentIndex(dialog.country.findData("DE"))
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save").click()
    assert "needs a name" in words(dialog)
    assert window_services.counterparts.all() == []


def test_the_context_bar_tells_clock_state_and_next_holiday(open_window: OpenWindow) -> None:
    text = words(open_window().bar)
    assert "Rafael Souza Lima" in text
    assert "behind you" in text
    assert "next holiday" in text


def test_palette_finds_a_country_by_its_chinese_name(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    palette.field.setText("德国")
    assert palette.list.item(0).text() == "Germany"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert "Germany" in words(window.panel("brief"))


def test_a_bug_is_reported_and_the_window_lives_on(open_window: OpenWindow) -> None:
    window = open_window()
    window.report(ZeroDivisionError("oops"))
    dialog = window.findChild(BugReport)
    assert dialog is not None
    assert "ZeroDivisionError: oops" in dialog.text
    dialog.accept()
    assert window.isVisible()


def test_a_known_error_is_a_notice(open_window: OpenWindow) -> None:
    window = open_window()
    window.report(KnownError(N_("The disk is full."), N_("Free some space.")))
    assert "Free some space." in words(window)


def test_settings_change_language_and_theme(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    restarted: list[bool] = []
    window.on_restart(lambda: restarted.append(True))
    window.edit_settings()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.ui_language.setCurrentIndex(dialog.ui_language.findData("zh_Hans"))
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save").click()
    QApplication.processEvents()
    assert window_services.settings.load().ui_language == "zh_Hans"
    assert restarted == [True]


def test_first_run_ends_with_a_sample(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window(counterpart=False, first_run_done=False, home_country="")
    window.welcome()
    welcome = window.findChild(Welcome)
    assert welcome is not None
    welcome.own.suggest("CN")
    welcome.forward()
    assert "English → Portuguese" in words(welcome)
    welcome.forward()
    next(button for button in welcome.findChildren(QPushButton) if "sample" in button.text()).click()
    settings = window_services.settings.load()
    assert settings.first_run_done
    assert settings.home_zone == "Asia/Shanghai"
    assert window_services.counterparts.all()[0].is_sample
    assert "sample" in words(window.bar)


@pytest.mark.parametrize("language", ["en", "zh_Hans", "rtl"])
def test_every_panel_opens_in_every_language(
    open_window: OpenWindow, qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    direction = Qt.LayoutDirection.RightToLeft if language == "rtl" else Qt.LayoutDirection.LeftToRight
    qapp.setLayoutDirection(direction)
    try:
        window = open_window(ui_language="en" if language == "rtl" else language, theme="dark")
        for number, place in enumerate(PLACE_NAMES, 1):
            qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
            assert window.panel(place).isVisible()
            assert not window.grab().isNull()
        if language == "zh_Hans":
            assert "翻译" in "".join(button.text() for button in window._rail._buttons.values())
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("place", PLACE_NAMES)
def test_every_control_has_a_name_and_can_be_reached(open_window: OpenWindow, place: str) -> None:
    window = open_window()
    window.show_place(place)
    panel = window.panel(place)
    for control in panel.findChildren(QPushButton):
        assert control.text() or control.accessibleName(), control
    for field in panel.findChildren(QLineEdit):
        named = field.accessibleName() or field.placeholderText() or (field.parentWidget() or panel).accessibleName()
        assert named or field.objectName().startswith("qt_"), field


def test_the_inspector_folds_away_when_the_window_is_narrow(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(960, 600)
    qtbot.waitUntil(lambda: not window._inspector.isVisible())
    assert window.width() <= 960
    window.resize(1240, 800)
    qtbot.waitUntil(lambda: window._inspector.isVisible())


def test_slots_are_within_two_weeks(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("meet")
    panel = window.panel("meet")
    assert isinstance(panel, MeetPanel)
    qtbot.waitUntil(lambda: panel.start is not None, timeout=20_000)
    starts = panel.list.starts()
    assert len(starts) == 6
    assert max(starts) - min(starts) < timedelta(days=15)


def test_free_text_of_a_letter_is_read_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    values = panel.form.values() | {"notes": "O contêiner chega na próxima semana."}
    panel.form.set_values(values)
    panel.compose()
    panel._own_language.setCurrentIndex(panel._own_language.findData("theirs"))
    qtbot.waitUntil(lambda: "read back" in words(panel.inspector), timeout=20_000)
    assert "container" in words(panel.inspector).lower()
    assert "week" in words(panel.inspector)


def test_own_words_are_translated_into_the_letter_and_read_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    panel._own_language.setCurrentIndex(panel._own_language.findData("own"))
    panel.form.set_values(panel.form.values() | {"notes": "The container with 1,250 panels arrives next week."})
    qtbot.waitUntil(lambda: "semana" in panel.view.toPlainText(), timeout=20_000)
    assert "1.250" in panel.view.toPlainText()
    assert "next week" in panel.own_view.toPlainText()
    assert "read back" in words(panel.inspector)


def written(panel: DraftPanel, qtbot: QtBot) -> Letter:
    """Wait for the letter of the purpose in front: own words are translated first."""

    def is_there() -> bool:
        letter = panel.letter_view.letter
        return letter is not None and letter.purpose == panel._purpose() and not panel._is_translating

    qtbot.waitUntil(is_there, timeout=20_000)
    letter = panel.letter_view.letter
    assert letter is not None
    return letter


def test_every_purpose_has_a_form_and_a_letter(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    for index in range(panel._purpose_box.count()):
        purpose = str(panel._purpose_box.itemData(index))
        panel.choose_purpose(purpose)
        panel.form.fill_example()
        panel.compose()
        letter = written(panel, qtbot)
        assert letter.purpose == purpose


def test_a_letter_edited_by_hand_is_kept_until_its_edits_are_discarded(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    panel.compose()
    written(panel, qtbot)
    panel._edit.setChecked(True)
    panel.letter_view.editor.setPlainText(panel.letter_view.editor.toPlainText() + "\n\nP.S.: Até breve!")
    panel.form.set_values(panel.form.values() | {"reference": "Q-99"})
    panel.compose()
    letter = panel.letter_view.letter
    assert letter is not None
    assert "Até breve" in letter.text
    assert "Até breve" in letter.html
    assert "Q-99" not in letter.text
    assert "Edited by hand" in words(panel.inspector)
    panel.letter_view.discard()
    letter = written(panel, qtbot)
    assert "Q-99" in letter.text
    assert "Até breve" not in letter.text


def test_search_in_the_brief_opens_the_topic(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    panel.query.setText("meishi")
    qtbot.waitUntil(lambda: panel._results.list.count() > 0)
    assert "Japan" in panel._results.list.item(0).text()
    panel._results.list.itemActivated.emit(panel._results.list.item(0))
    assert panel._title.text() == "Japan"
    assert panel.tabs.currentIndex() == 1
    assert any(fold.is_open() for fold in panel.findChildren(Fold))


def test_the_year_of_both_countries_tells_each_day(open_window: OpenWindow) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    panel._year._year.setCurrentText("2026")
    view = panel._year._view
    view._choose(date(2026, 10, 1))
    assert "National Day" in panel._year._day.text()
    assert "Brazil: working day" in panel._year._day.text()


def test_manners_are_read_in_another_language_and_marked(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    manners = panel._manners
    manners._language.setCurrentIndex(manners._language.findData("pt"))
    qtbot.waitUntil(lambda: not manners._machine.isHidden(), timeout=55_000)
    assert "aperto de mão" in words(manners)


def test_notes_on_a_country_are_kept_as_typed(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    panel._notes_page.editor.setPlainText("Customs broker: ask for Paula.")
    panel.show_country("DE")
    note = window_services.country_notes.note("BR")
    assert note is not None
    assert note.text == "Customs broker: ask for Paula."
    assert panel._notes_page.editor.toPlainText() == ""
    panel.show_country("BR")
    assert "Paula" in panel._notes_page.editor.toPlainText()


def test_the_brief_as_a_pdf(open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    panel.save_pdf(tmp_path / "Brazil.pdf")
    assert (tmp_path / "Brazil.pdf").read_bytes().startswith(b"%PDF-")
    html, title, paper = panel.page()
    assert (title, paper) == ("Brazil", "A4")
    assert "CISG" in html
    told = []
    panel.trouble.connect(told.append)
    panel.save_pdf(tmp_path / "missing" / "Brazil.pdf")
    assert isinstance(told[0], KnownError)


def test_a_counterpart_out_of_a_pasted_signature(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window(counterpart=False)
    window.edit_counterpart(new=True)
    dialog = window.findChild(CounterpartDialog)
    assert dialog is not None
    dialog.signature.setPlainText(
        "Atenciosamente,\nRafael Souza Lima\nGerente de Importação\nImportadora Aurora Ltda.\n"
        "Rua Augusta 1200, São Paulo, Brazil\n+55 11 3550-0142\nrafael@aurora.com.br"
    )
    dialog.read_signature()
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save").click()
    (stored,) = window_services.counterparts.all()
    assert (stored.given_name, stored.family_name, stored.country) == ("Rafael Souza", "Lima", "BR")
    assert (stored.city, stored.zone, stored.language) == ("São Paulo", "America/Sao_Paulo", "pt-BR")
    assert stored.role == "Gerente de Importação"


def test_markets_are_compared_and_kept(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    window.show_place("brief")
    panel = window.panel("brief")
    assert isinstance(panel, BriefPanel)
    compare = panel.compare
    for iso2 in ("BR", "VN"):
        compare.add(iso2)
    compare.mark("BR", "Demand for our goods", "8")
    compare.mark("VN", "Demand for our goods", "6")
    assert compare._ranking.text().startswith("1. Brazil 8.0 · 2. Vietnam 6.0")
    assert "leads by 2.0" in compare._why.text()
    compare.mark("VN", "Demand for our goods", "eleven")
    assert "eleven" in compare._why.text()
    assert "VN" in window_services.settings.load().market_comparison


def test_the_window_reminds_of_people_to_erase(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot
) -> None:
    old = Counterpart("Anna", "Schmidt", "Licht", "DE", "Europe/Berlin", "de", retain_until="2020-01-01")
    window_services.counterparts.save(old)
    window = open_window()
    qtbot.waitUntil(lambda: window._notice.isVisible(), timeout=10_000)
    assert "Anna Schmidt" in words(window._notice)


def test_a_letter_is_kept_with_versions_and_opened_again(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot
) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    panel.compose()
    written(panel, qtbot)
    assert panel._own_language.currentData() == "own"
    panel.keep()
    panel._edit.setChecked(True)
    panel.letter_view.editor.setPlainText(panel.letter_view.editor.toPlainText() + "\n\nP.S.: Até breve!")
    panel.keep()
    (draft,) = window_services.drafts.all()
    newest, first = window_services.drafts.versions(draft.id)
    panel.choose_purpose("complaint")
    panel._own_language.setCurrentIndex(panel._own_language.findData("theirs"))
    panel.open_draft(draft, newest)
    assert panel.letter_view.letter is not None
    assert "Até breve" in panel.letter_view.letter.text
    assert panel.form.values()["reference"] == "YX-2026-118"
    assert panel._own_language.currentData() == "own"
    panel.open_draft(draft, first)
    assert "Até breve" not in panel.letter_view.letter.text
    assert not panel.letter_view.is_edited
    panel.kept.fill()
    assert any("YX-2026-118" in action.text() for action in panel.kept.menu().actions())


def test_advice_on_a_letter_is_followed_by_a_click(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    panel.form.set_values(panel.form.values() | {"valid_until": "2027-12-25"})
    panel.compose()
    written(panel, qtbot)
    mends = [one for one in panel.inspector.findChildren(QPushButton) if one.text() == "Mend it"]
    assert mends
    mends[0].click()
    assert panel.form.values()["valid_until"] != "2027-12-25"


def test_a_file_goes_with_the_letter(open_window: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_window()
    window.show_place("draft")
    panel = window.panel("draft")
    assert isinstance(panel, DraftPanel)
    panel.form.fill_example()
    panel.compose()
    written(panel, qtbot)
    file = tmp_path / "报价单.pdf"
    file.write_bytes(b"%PDF-1.7")
    panel.attach(file)
    assert "报价单.pdf" in words(panel.inspector)
    panel.save_to(tmp_path / "letter.eml")
    message = message_from_bytes((tmp_path / "letter.eml").read_bytes(), policy=policy.default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["报价单.pdf"]
    file.unlink()
    told = []
    panel.trouble.connect(told.append)
    panel.save_to(tmp_path / "again.eml")
    assert isinstance(told[0], KnownError)
    assert panel.letter_view.letter is not None
