"""The Deal panel: what is typed is kept, and what a person would see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dragoman.base.errors import KnownError
from dragoman.counterparts.model import Counterpart
from dragoman.deals.clauses import Stance
from dragoman.deals.model import TermState
from dragoman.services import Services
from dragoman.ui.main_window import MainWindow
from dragoman.ui.panels.deal import DealPanel

OpenWindow = Callable[..., MainWindow]


def desk(window: MainWindow) -> DealPanel:
    window.show_place("deal")
    panel = window.panel("deal")
    assert isinstance(panel, DealPanel)
    return panel


def words_of(widget: object) -> str:
    assert isinstance(widget, QWidget)
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_an_offer_is_typed_asked_about_and_kept(open_window: OpenWindow, window_services: Services) -> None:
    panel = desk(open_window())
    panel.new_deal("LED panels 2027")
    panel.ledger.line.setText("they 1.250 FOB Santos 30% advance 45 days")
    assert "terms: FOB Santos" in words_of(panel.ledger)
    panel.ledger.add()
    (deal,) = window_services.deals.all()
    assert window_services.deals.offers(deal.id) == []
    choices = [one for one in panel.ledger.findChildren(QPushButton) if one.text() in ("1.25", "1,250")]
    assert len(choices) == 2
    next(one for one in choices if one.text() == "1.25").click()
    panel.ledger.add()
    (offer,) = window_services.deals.offers(deal.id)
    assert (str(offer.price), offer.incoterm, offer.place, offer.lead_days) == ("1.250", "FOB", "Santos", 45)
    assert panel.ledger.table.rowCount() == 1
    assert panel.ledger.table.item(0, 0).text() == "they"
    panel.ledger.line.setText("we 1.30")
    panel.ledger.add()
    assert "gap USD 0.05" in words_of(panel.overview)


def test_terms_are_counted_and_kept(open_window: OpenWindow, window_services: Services) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    assert "45 of 45 open" in words_of(panel.terms)
    panel.terms.line("incoterm").settle(TermState.AGREED, "FOB Nansha")
    assert "44 of 45 open" in words_of(panel.terms)
    (deal,) = window_services.deals.all()
    assert window_services.deals.terms(deal.id)["incoterm"].value == "FOB Nansha"
    assert "44 open" in words_of(panel.overview)
    assert "The CISG applies" in words_of(panel.terms)


def test_a_currency_rule_has_a_table_and_a_clause(
    open_window: OpenWindow, window_services: Services, tmp_path: Path
) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    page = panel.currency
    for name, value in {"own": "CNY", "base": "7.10", "band": "2", "split": "50", "cap": "4"}.items():
        page._inputs[name].setText(value)
    page._keep()
    assert page.table.rowCount() > 20
    assert "7.10 CNY for 1 USD" in words_of(page)
    rates = tmp_path / "rates.csv"
    rates.write_text("date;rate\n2026-11-19;7,05\n2026-11-20;6,60\n", encoding="utf-8")
    page.read_csv(rates)
    assert page.table.rowCount() == 2
    assert "2 rates from rates.csv, 19 November 2026 to 20 November 2026" in words_of(page)
    assert page.table.item(0, 6).text() == "20 November 2026"
    page._inputs["split"].setText("150")
    page._keep()
    assert "split" in words_of(page)
    (deal,) = window_services.deals.all()
    kept = window_services.deals.part(deal.id, "currency")
    assert (kept["rates"], kept["days"]) == (["7.05", "6.60"], ["2026-11-19", "2026-11-20"])
    page._inputs["split"].setText("50")
    page.typed.setText("6.90 7,05; 7.12")
    page._typed()
    page._keep()
    assert page.table.rowCount() == 3
    assert page.table.isColumnHidden(6)
    page.typed.setText("7,050")
    page._keep()
    assert "two ways" in words_of(page)
    assert window_services.deals.part(deal.id, "currency")["rates"] == ["6.90", "7.05", "7.12"]


def test_rates_that_cannot_be_read_say_so(open_window: OpenWindow, tmp_path: Path) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    empty = tmp_path / "empty.csv"
    empty.write_text("nothing,here\n", encoding="utf-8")
    for path in (empty, tmp_path / "missing.csv"):
        with pytest.raises(KnownError, match=path.name):
            panel.currency.read_csv(path)


def test_a_partner_is_weighed(open_window: OpenWindow, window_services: Services) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    field, _finding = panel.partner._fields["company_number"]
    field.setText("16.727.230/0001-98")
    box, evidence = panel.partner._answers["sanctions"]
    box.setCurrentIndex(box.findData(0))
    evidence.setText("on the list")
    panel.partner._keep()
    text = words_of(panel.partner)
    assert "does not fit" in text
    assert "red flag" in text
    (deal,) = window_services.deals.all()
    assert window_services.deals.part(deal.id, "partner")["answers"]["sanctions"]["value"] == 0


def test_a_plan_starts_with_the_usual_risks(open_window: OpenWindow, window_services: Services, qtbot: QtBot) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    panel.plan._add_starters()
    (deal,) = window_services.deals.all()
    assert len(window_services.deals.part(deal.id, "risks")["risks"]) == 6
    panel.plan._change(0, owner="Wang Fang")
    panel.plan._settle(0)
    kept = window_services.deals.part(deal.id, "risks")["risks"]
    assert [risk["owner"] for risk in kept if risk["is_closed"]] == ["Wang Fang"]


def test_each_counterpart_has_their_own_deals(open_window: OpenWindow, window_services: Services) -> None:
    window = open_window()
    panel = desk(window)
    panel.new_deal("LED")
    first = window._context.counterpart
    assert first is not None
    window._context.save(Counterpart("Anna", "Schmidt", "Licht GmbH", "DE", "Europe/Berlin", "de"))
    assert panel._title.text() == ""
    assert not panel.ledger.isEnabled()
    window._context.choose(first)
    assert panel._title.text() == "LED"


@pytest.mark.parametrize("kind", ["docx", "pdf", "html"])
def test_the_term_sheet_is_written_in_both_languages(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    panel = desk(open_window())
    panel.new_deal("LED panels 2027")
    panel.terms.line("unit_price").settle(TermState.AGREED, "USD 12.50 for 1,250 panels")
    path = tmp_path / f"sheet.{kind}"
    said: list[str] = []
    panel.status.connect(said.append)
    panel.sheet.write(path)
    qtbot.waitUntil(lambda: any("Saved" in line for line in said), timeout=20_000)
    assert "every figure is the same" in said[-1]
    raw = path.read_bytes()
    assert raw.startswith({"docx": b"PK", "pdf": b"%PDF", "html": b"<!DOCTYPE"}[kind])
    if kind == "html":
        assert "1.250" in raw.decode()
        assert "Preço" in raw.decode()


def test_a_clause_is_filled_read_in_two_languages_and_put_into_the_papers(
    open_window: OpenWindow, window_services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    panel.ledger.line.setText("they USD 12.40 FOB Santos 35% advance")
    panel.ledger.add()
    panel.terms.clause_wanted.emit("payment_terms")
    assert panel.tabs.currentWidget() is panel._clauses
    page = panel.clauses
    view = page.view
    assert "The Buyer pays 35% of the price within 5 days" in words_of(view)
    assert "O Comprador pagará 35% do preço" in words_of(view)
    view._fields["deposit_days"].setText("1.5")
    view._take()
    assert "whole number" in words_of(view)
    view._fields["deposit_days"].setText("12")
    view._take()
    assert "em até 12 dias" in words_of(view)
    assert "figures the same on both sides" in words_of(view)
    view.wanted.emit(True)
    (deal,) = window_services.deals.all()
    assert window_services.deals.part(deal.id, "clauses")["chosen"]["payment_deposit_balance"] == {
        "stance": "seller",
        "values": {"deposit_days": "12"},
    }
    view._lean(Stance.BUYER)
    kept = window_services.deals.part(deal.id, "clauses")["chosen"]["payment_deposit_balance"]
    assert kept == {"stance": "buyer", "values": {"deposit_days": "12"}}
    path = tmp_path / "minutes.html"
    for paper, holds in (("sheet", "em até 12 dias"), ("minutes", "FOB Santos")):
        with qtbot.waitSignal(panel.status, check_params_cb=lambda text: "Saved" in text, timeout=20_000):
            panel.sheet.write(path, paper)
        assert holds in path.read_text(encoding="utf-8")
    view.wanted.emit(False)
    assert window_services.deals.part(deal.id, "clauses") == {"chosen": {}}
    assert "12" in view._fields["deposit_days"].text()


def test_clauses_are_searched_in_every_language(open_window: OpenWindow) -> None:
    panel = desk(open_window())
    panel.new_deal("LED")
    page = panel.clauses
    for words in ("anzahlung", "电汇", "DEPOSIT and"):
        page._search.setText(words)
        shown = [name for name, item in page._items.items() if not item.isHidden()]
        assert "payment_deposit_balance" in shown
        assert len(shown) < 12
    page._only_chosen.setChecked(True)
    assert all(item.isHidden() for item in page._items.values())
