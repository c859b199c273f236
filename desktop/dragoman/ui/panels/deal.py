"""Deal: who it is with, what is on the table, the terms, the currency, the partner, the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QTabWidget, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, pgettext
from dragoman.counterparts.model import Counterpart
from dragoman.deals.chosen_clauses import facts_of, our_party, their_party
from dragoman.deals.clauses import library
from dragoman.deals.contingency import due, from_data
from dragoman.deals.currency_risk import PART as CURRENCY
from dragoman.deals.hints import hints
from dragoman.deals.ledger import trend
from dragoman.deals.model import Deal, Role
from dragoman.deals.partner_check import Answer, score
from dragoman.deals.terms import open_terms
from dragoman.knowledge.brief import brief
from dragoman.knowledge.model import Brief
from dragoman.ui import wording
from dragoman.ui.brief_wording import flag_chips
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.panels.deal_clauses import ClausesPage
from dragoman.ui.panels.deal_currency import CurrencyPage
from dragoman.ui.panels.deal_ledger import LedgerPage
from dragoman.ui.panels.deal_overview import Overview
from dragoman.ui.panels.deal_partner import PART as PARTNER
from dragoman.ui.panels.deal_partner import PartnerPage
from dragoman.ui.panels.deal_plan import PART as RISKS
from dragoman.ui.panels.deal_plan import PlanPage
from dragoman.ui.panels.deal_sheet import SheetButton
from dragoman.ui.panels.deal_terms import TermsPage
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, chip, column, label, row, scrolling
from dragoman.ui.widgets.deferred import Deferred
from dragoman.ui.widgets.field_form import CURRENCIES

if TYPE_CHECKING:
    from dragoman.services import Services

_Page = TypeVar("_Page", LedgerPage, TermsPage, ClausesPage, CurrencyPage, PartnerPage, PlanPage)

ROLES = {Role.SELLER: N_("we sell"), Role.BUYER: N_("we buy")}


class DealPanel(Panel):
    """The deals with the counterpart of the context, one at a time."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._knowledge = services.knowledge
        self._store = services.deals
        self._context = context
        self._deal: Deal | None = None
        self.overview = Overview(self._knowledge, tokens)
        self.overview.edit_wanted.connect(self.edit_wanted)
        self.ledger = LedgerPage(self._store, _currency_codes, tokens)
        self._terms = Deferred(self._make_terms, TermsPage.show_deal)
        self._clauses = Deferred(lambda: self._connected(ClausesPage(self._store, tokens)), ClausesPage.show_deal)
        self._currency_page = Deferred(
            lambda: self._connected(CurrencyPage(self._store, tokens)), CurrencyPage.show_deal
        )
        self._partner = Deferred(lambda: self._connected(PartnerPage(self._store)), PartnerPage.show_deal)
        self._plan = Deferred(lambda: self._connected(PlanPage(self._store, tokens)), PlanPage.show_deal)
        self.sheet = SheetButton(services, context, runner)
        self.sheet.status.connect(self.status)
        self.sheet.trouble.connect(self.trouble)
        self._connected(self.ledger).changed.connect(self._show_clauses)
        # A megabyte to parse, and the Clauses tab is one click away.
        runner.submit(lambda _context: library(), done=lambda _clauses: None, failed=lambda _error: None)
        outer = column(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nobody())
        self._stack.addWidget(self._desk())
        outer.addWidget(self._stack)

    @property
    def terms(self) -> TermsPage:
        """The checklist, built if need be; the other pages likewise."""
        return self._terms.page

    @property
    def clauses(self) -> ClausesPage:
        return self._clauses.page

    @property
    def currency(self) -> CurrencyPage:
        return self._currency_page.page

    @property
    def partner(self) -> PartnerPage:
        return self._partner.page

    @property
    def plan(self) -> PlanPage:
        return self._plan.page

    def _connected(self, page: _Page) -> _Page:
        page.trouble.connect(self.trouble)
        page.changed.connect(self._stand)
        if isinstance(page, (ClausesPage, CurrencyPage)):
            page.status.connect(self.status)
        if isinstance(page, CurrencyPage):
            page.changed.connect(self._show_clauses)
        return page

    def _make_terms(self) -> TermsPage:
        page = self._connected(TermsPage(self._store, self.tokens))
        page.clause_wanted.connect(self._show_clause)
        return page

    def refresh(self) -> None:
        """Show the deals with the counterpart of the context, the one changed last in front."""
        other = self._context.counterpart
        self.inspector.clear()
        self._stack.setCurrentIndex(0 if other is None else 1)
        if other is None:
            self._deal = None
            return
        deals = self._store.all(other.id)
        if self._deal is None or self._deal.counterpart_id != other.id:
            self._deal = deals[0] if deals else None
        with QSignalBlocker(self._chooser):
            self._chooser.clear()
            for deal in deals:
                self._chooser.addItem(deal.title, deal.id)
            self._chooser.setCurrentIndex(self._chooser.findData(self._deal.id) if self._deal else -1)
            self._chooser.setVisible(len(deals) > 1)
        self._show(other)
        self._inspect(other)

    def new_deal(self, title: str = "") -> None:
        """Begin a deal with the counterpart."""
        other = self._context.counterpart
        if other is None:
            return
        try:
            self._deal = self._store.save(Deal(title or self._usual_title(other), counterpart_id=other.id))
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.refresh()
        self._title.setFocus()
        self._title.selectAll()

    def _usual_title(self, other: Counterpart) -> str:
        year = datetime.now(UTC).year
        return _("{company} {year}").format(company=other.company or wording.person_name(other), year=year)

    def _nobody(self) -> QWidget:
        page = QWidget()
        layout = column(page, margin=16, spacing=12)
        layout.addStretch(1)
        layout.addWidget(label(_("A deal needs somebody to make it with."), "lead"), 0, Qt.AlignmentFlag.AlignCenter)
        add = button(_("Add counterpart"), self.edit_wanted.emit, kind="primary")
        layout.addWidget(add, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        return page

    def _desk(self) -> QWidget:
        page = QWidget()
        layout = column(page, spacing=0)
        bar = row(spacing=8)
        bar.setContentsMargins(16, 16, 16, 4)
        self._chooser = QComboBox()
        self._chooser.setAccessibleName(_("Deal"))
        self._chooser.setToolTip(_("Deal"))
        self._chooser.setMinimumWidth(160)
        self._chooser.currentIndexChanged.connect(lambda _index: self._chosen())
        bar.addWidget(self._chooser)
        self._title = QLineEdit()
        self._title.setAccessibleName(_("Title of the deal"))
        self._title.setPlaceholderText(_("No deal yet: type a title, or begin one"))
        self._title.editingFinished.connect(self._retitled)
        bar.addWidget(self._title, 1)
        self._role = QComboBox()
        self._role.setAccessibleName(_("Your side"))
        self._role.setToolTip(_("Your side"))
        for role, words in ROLES.items():
            self._role.addItem(_(words), role.value)
        self._role.currentIndexChanged.connect(lambda _index: self._changed_deal())
        bar.addWidget(self._role)
        self._currency = QComboBox()
        self._currency.setEditable(True)
        self._currency.setFixedWidth(88)
        self._currency.addItems(CURRENCIES)
        self._currency.setAccessibleName(_("Currency"))
        self._currency.setToolTip(_("Currency of the prices"))
        self._currency.currentTextChanged.connect(lambda _text: self._changed_deal())
        bar.addWidget(self._currency)
        bar.addWidget(self.sheet)
        plus = icon("plus", self.tokens.on_accent)
        bar.addWidget(button(_("New deal"), self.new_deal, kind="primary", icon=plus))
        layout.addLayout(bar)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, name in (
            (scrolling(self.overview, see_through=True), _("Overview")),
            (self.ledger, _("Ledger")),
            (self._terms, pgettext("of a deal", "Terms")),
            (self._clauses, _("Clauses")),
            (scrolling(self._currency_page, see_through=True), _("Currency")),
            (self._partner, _("Partner")),
            (self._plan, _("Plan")),
        ):
            self.tabs.addTab(widget, name)
        layout.addWidget(self.tabs, 1)
        return page

    def _chosen(self) -> None:
        identifier = self._chooser.currentData()
        if identifier is None:
            return
        try:
            self._deal = self._store.get(int(identifier))
        except KnownError as error:
            self.trouble.emit(error)
            self._deal = None
        self.refresh()

    def _retitled(self) -> None:
        title = " ".join(self._title.text().split())
        if self._deal is None:
            if title:
                self.new_deal(title)
        elif title and title != self._deal.title:
            self._save(replace(self._deal, title=title))

    def _changed_deal(self) -> None:
        code = self._currency.currentText().strip().upper()
        if self._deal is not None and len(code) == 3:
            changed = replace(self._deal, role=Role(self._role.currentData()), currency=code)
            if changed != self._deal:
                self._save(changed)

    def _save(self, deal: Deal) -> None:
        try:
            self._deal = self._store.save(deal)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.refresh()

    def _show(self, other: Counterpart) -> None:
        deal = self._deal
        with QSignalBlocker(self._title), QSignalBlocker(self._role), QSignalBlocker(self._currency):
            self._title.setText(deal.title if deal else "")
            self._role.setCurrentIndex(self._role.findData((deal.role if deal else Role.SELLER).value))
            self._currency.setEditText(deal.currency if deal else "USD")
        for box in (self._role, self._currency):
            box.setEnabled(deal is not None)
        self.sheet.deal = deal
        self.sheet.setEnabled(deal is not None)
        self.ledger.show_deal(deal)
        self.ledger.setEnabled(deal is not None)
        self._currency_page.tell(deal)
        self._partner.tell(deal, self._knowledge.country(other.country), other.phone)
        self._plan.tell(deal)
        told = self._told(other)
        offers = self._store.offers(deal.id) if deal else []
        found = hints(told, self._knowledge, active_language(), offers=offers, today=datetime.now(UTC).date())
        self._terms.tell(deal, found, offers)
        self._show_clauses()
        self.overview.show_counterpart(other, told, self._standing())

    def _show_clauses(self) -> None:
        """Bring the gaps of the clauses up to what ledger and currency rule say."""
        deal, other = self._deal, self._context.counterpart
        if other is None:
            return
        facts: dict[str, str] = {}
        if deal is not None:
            ours, theirs = our_party(self._context.settings), their_party(other)
            rule = self._store.part(deal.id, CURRENCY)
            facts = facts_of(deal, self._store.offers(deal.id), rule, ours, theirs)
        self._clauses.tell(deal, facts, other.language)

    def _show_clause(self, term_id: str) -> None:
        self.tabs.setCurrentWidget(self._clauses)
        self.clauses.show_term(term_id)

    def _stand(self) -> None:
        """Bring up to date what depends on the other pages."""
        other = self._context.counterpart
        if other is None:
            return
        self.overview.show_counterpart(other, self._told(other), self._standing())

    def _told(self, other: Counterpart) -> Brief:
        home = self._context.home
        return brief(
            self._knowledge, other.country, home.country if home else None, active_language(), datetime.now(UTC)
        )

    def _standing(self) -> list[tuple[str, str, str]]:
        deal = self._deal
        if deal is None:
            return []
        waiting = len(open_terms(self._store.terms(deal.id)))
        lines = [
            (
                pgettext("of a deal", "Terms"),
                _("{n} open").format(n=waiting) if waiting else _("all settled"),
                "warn" if waiting else "ok",
            )
        ]
        moved = trend(self._store.offers(deal.id), deal.role)
        gap = moved.steps[-1].gap if moved else None
        if moved is None or gap is None:
            lines.append((_("Price"), _("not on the table yet"), "plain"))
        elif moved.is_met:
            lines.append((_("Price"), _("the prices have met"), "ok"))
        else:
            lines.append((_("Price"), _("gap {amount}").format(amount=wording.money(gap, moved.currency)), "accent"))
        answers = {
            name: Answer(entry["value"], entry["evidence"])
            for name, entry in self._store.part(deal.id, PARTNER).get("answers", {}).items()
        }
        weighed = score(answers)
        if weighed.percent is None:
            lines.append((_("Partner"), _("not checked"), "plain"))
        else:
            tone = "alarm" if weighed.red_flags else "ok" if weighed.percent >= 70 else "warn"
            lines.append((_("Partner"), f"{weighed.percent} %", tone))
        late = due(from_data(self._store.part(deal.id, RISKS)), datetime.now(UTC).astimezone().date())
        text = _("{n} to review").format(n=len(late)) if late else _("nothing to review")
        lines.append((_("Plan"), text, "warn" if late else "plain"))
        return lines

    def _inspect(self, other: Counterpart) -> None:
        market = self._knowledge.market(other.country, active_language())
        self.inspector.heading(_("How to address them"))
        if market is None:
            self.inspector.line(_("Manners of this market are not written yet."), "muted")
            return
        for text in flag_chips(market.flags):
            self.inspector.add(chip(text, "accent"))
        if address := market.topics.get("address"):
            self.inspector.line(address.summary)
        for topic, words in (("negotiation", _("Negotiation")), ("contracts", _("Contracts"))):
            if entry := market.topics.get(topic):
                self.inspector.heading(words)
                self.inspector.line(entry.summary)
        self.inspector.heading(_("Don’t"))
        for line in market.dont[:3]:
            self.inspector.line(line)
        self.inspector.add(button(_("Read the whole brief"), lambda: self.place_wanted.emit("brief")))


def _currency_codes() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
