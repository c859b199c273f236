"""The call strip: driven from the keyboard, it translates, keeps offers and notes, and remembers its place."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dragoman.services import Services
from dragoman.ui.call_strip import CallStrip
from dragoman.ui.main_window import MainWindow

OpenWindow = Callable[..., MainWindow]


def strip_of(window: MainWindow) -> CallStrip:
    window.open_call()
    assert window._call is not None
    return window._call


def chips_of(strip: CallStrip) -> list[str]:
    return [one.text() for one in strip.findChildren(QLabel) if one.property("tone") and not one.isHidden()]


def test_it_shows_both_clocks_and_stays_on_top_without_the_focus(open_window: OpenWindow) -> None:
    strip = strip_of(open_window())
    assert strip.isVisible()
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert len(strip._theirs.text()) == 5
    assert strip._ours.text().startswith("you ")
    assert strip._called.text() == "Rafael"


def test_a_line_is_translated_in_either_direction(open_window: OpenWindow, qtbot: QtBot) -> None:
    strip = strip_of(open_window())
    qtbot.keyClicks(strip.line, "We offer 1,250 panels.")
    qtbot.waitUntil(lambda: "1.250" in strip.result.text(), timeout=20_000)
    qtbot.keyClick(strip.line, Qt.Key.Key_Return)
    assert "1.250" in QGuiApplication.clipboard().text()
    strip.line.setText("Precisamos de um desconto para este pedido.")
    qtbot.waitUntil(lambda: "discount" in strip.result.text().lower(), timeout=20_000)


def test_an_offer_and_a_note_are_kept_with_the_counterpart(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot
) -> None:
    strip = strip_of(open_window())
    strip.choose("offer")
    qtbot.keyClicks(strip.line, "12.20 FOB Nansha")
    qtbot.keyClick(strip.line, Qt.Key.Key_Return)
    assert "Who says so" in strip.result.text()
    assert window_services.deals.all() == [] or window_services.deals.offers(window_services.deals.all()[0].id) == []
    strip.line.setText("they 12.20 FOB Nansha")
    qtbot.keyClick(strip.line, Qt.Key.Key_Return)
    (deal,) = window_services.deals.all()
    (offer,) = window_services.deals.offers(deal.id)
    assert (str(offer.price), offer.place) == ("12.20", "Nansha")
    strip.choose("note")
    qtbot.keyClicks(strip.line, "wants samples by Friday")
    qtbot.keyClick(strip.line, Qt.Key.Key_Return)
    assert [note.text for note in window_services.deals.notes(deal.id)] == ["wants samples by Friday"]
    assert strip.line.text() == ""


def test_without_a_counterpart_nothing_is_lost(open_window: OpenWindow, window_services: Services) -> None:
    strip = strip_of(open_window(counterpart=False))
    strip.choose("note")
    strip.line.setText("call back on Monday")
    strip.enter()
    assert strip.line.text() == "call back on Monday"
    assert "counterpart first" in strip.result.text()
    assert window_services.deals.all() == []


def test_a_phrase_is_found_and_what_not_to_do_is_there(open_window: OpenWindow, qtbot: QtBot) -> None:
    strip = strip_of(open_window())
    strip.choose("phrase")
    strip.line.setText("discount")
    qtbot.waitUntil(lambda: strip.result.text() != "")
    assert strip._large[1].startswith("pt")
    strip.choose("manners")
    assert len([one for one in strip._donts.findChildren(QLabel) if one.text()]) == 3


def test_it_comes_back_where_it_stood(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    strip = strip_of(window)
    strip.move(40, 60)
    window.open_call()
    assert not strip.isVisible()
    (place,) = json.loads(window_services.settings.load().call_places).values()
    assert place == [40, 60]
    window.open_call()
    assert (strip.x(), strip.y()) == (40, 60)
