"""A whole negotiation in one window, the network off: from a signature to the follow-up letter, step by step.

What a user does is counted: ``docs/walkthrough.md`` holds the figures against doing the same by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dragoman.deals.model import TermState
from dragoman.services import Services
from dragoman.ui.counterpart_dialog import CounterpartDialog
from dragoman.ui.ics_dialog import InvitationDialog
from dragoman.ui.main_window import MainWindow
from dragoman.ui.panels.brief import BriefPanel
from dragoman.ui.panels.deal import DealPanel
from dragoman.ui.panels.draft import DraftPanel
from dragoman.ui.panels.meet import MeetPanel

OpenWindow = Callable[..., MainWindow]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "walkthrough.md"

SIGNATURE = """Atenciosamente,
Rafael Souza Lima
Gerente de Importação
Importadora Aurora Ltda.
Rua Augusta 1200, São Paulo, Brazil
+55 11 3550-0142
rafael@aurora.com.br"""


class Hand:
    """Counts what the user does: keys pressed, and clicks or shortcuts."""

    def __init__(self) -> None:
        self.keys = 0
        self.clicks = 0

    def typed(self, text: str) -> str:
        self.keys += len(text)
        return text

    def click(self, count: int = 1) -> None:
        self.clicks += count


def test_from_a_signature_to_the_follow_up(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    hand = Hand()
    window = open_window(counterpart=False)

    # Ctrl+N, open the signature field, paste, fill in, save.
    window.edit_counterpart(new=True)
    dialog = window.findChild(CounterpartDialog)
    assert dialog is not None
    dialog.signature.setPlainText(SIGNATURE)
    dialog.read_signature()
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Save").click()
    hand.click(5)
    (person,) = window_services.counterparts.all()
    assert (person.country, person.zone, person.language) == ("BR", "America/Sao_Paulo", "pt-BR")

    # Ctrl+2: the brief of the pair is there.
    window.show_place("brief")
    hand.click()
    brief = window.panel("brief")
    assert isinstance(brief, BriefPanel)
    assert brief._title.text() == "Brazil"

    # Ctrl+3: the best slot; Invite, a subject, a link, save the calendar file.
    window.show_place("meet")
    meet = window.panel("meet")
    assert isinstance(meet, MeetPanel)
    qtbot.waitUntil(lambda: meet.start is not None, timeout=30_000)
    meet.invite()
    invitation = meet.findChild(InvitationDialog)
    assert invitation is not None
    invitation.subject.setText(hand.typed("LED 2027"))
    invitation.link.setText("https://meet.google.com/abc")
    assert "Google Meet is blocked in China." in invitation.hint.text()
    assert "Works for everybody: Microsoft Teams." in invitation.hint.text()
    invitation.link.setText("https://teams.microsoft.com/l/meetup-join/1")
    assert invitation.hint.text() == "Microsoft Teams"
    invitation.addresses["You"].setText(hand.typed("lin@yuexin.example"))
    invitation.save_to(tmp_path / "invitation.ics")
    qtbot.waitUntil((tmp_path / "invitation.ics").exists, timeout=30_000)
    hand.click(5)

    # F2: the call. Two offers, a note, a sentence in either direction.
    window.open_call()
    strip = window._call
    assert strip is not None
    hand.click()
    strip.choose("offer")
    for line in ("we 13.00 FOB Nansha 1250 pcs 30% advance 70% B/L copy 45 days", "they 12.20", "we 12.60"):
        strip.line.setText(hand.typed(line))
        qtbot.keyClick(strip.line, Qt.Key.Key_Return)
        hand.click()
    strip.choose("note")
    strip.line.setText(hand.typed("samples by Friday"))
    qtbot.keyClick(strip.line, Qt.Key.Key_Return)
    strip.choose("translate")
    strip.line.setText(hand.typed("We can ship 1,250 pieces on 30 January 2027."))
    qtbot.waitUntil(lambda: "1.250" in strip.result.text(), timeout=20_000)
    hand.click(4)
    window.open_call()
    (deal,) = window_services.deals.all()
    assert len(window_services.deals.offers(deal.id)) == 3

    # Ctrl+5: terms, and the bilingual sheet.
    window.show_place("deal")
    desk = window.panel("deal")
    assert isinstance(desk, DealPanel)
    for term, value in (
        ("unit_price", "USD 12.50 for 1,250 pieces"),
        ("incoterm", "FOB Nansha"),
        ("delivery_time", "30 January 2027"),
    ):
        desk.terms.line(term).settle(TermState.AGREED, hand.typed(value))
        hand.click(2)
    # A clause for the payment: what the ledger knows of it is filled in.
    desk.terms.clause_wanted.emit("payment_terms")
    assert "The Buyer pays 30% of the price" in desk.clauses.view._texts[0].text()
    desk.clauses.view.wanted.emit(True)
    hand.click(2)
    said: list[str] = []
    desk.status.connect(said.append)
    desk.sheet.write(tmp_path / "sheet.docx")
    qtbot.waitUntil(lambda: any("Saved" in line for line in said), timeout=60_000)
    assert "every figure is the same" in said[-1]
    table = Document(str(tmp_path / "sheet.docx")).tables[0]
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert any("O Comprador pagará 30% do preço" in cell for cell in cells)
    hand.click(5)

    # Ctrl+4: minutes and next steps, written in one's own language, sent as an email file.
    window.show_place("draft")
    draft = window.panel("draft")
    assert isinstance(draft, DraftPanel)
    draft.choose_purpose("minutes")
    draft._own_language.setCurrentIndex(draft._own_language.findData("own"))
    values = draft.form.values() | {
        "topic": hand.typed("LED 2027"),
        "meeting_date": "2026-11-20",
        "decisions": [{"item": hand.typed("USD 12.50 for 1,250 pieces, FOB Nansha")}],
    }
    draft.form.set_values(values)
    qtbot.waitUntil(lambda: draft.letter_view.letter is not None, timeout=20_000)
    letter = draft.letter_view.letter
    assert letter is not None
    assert "1.250" in letter.text or "1,250" in letter.text
    draft.save_to(tmp_path / "minutes.eml")
    assert b"X-Unsent: 1" in (tmp_path / "minutes.eml").read_bytes()
    hand.click(9)

    assert f"{hand.keys} keys and {hand.clicks} clicks or shortcuts" in DOCS.read_text(encoding="utf-8")
