"""Brief: what to know about the other side's country two minutes before the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QStackedWidget, QTabWidget, QToolButton

from dragoman.base.errors import KnownError
from dragoman.base.files import file_name
from dragoman.base.i18n import _, active_language, render
from dragoman.knowledge.brief import brief
from dragoman.knowledge.model import Addressee, Brief
from dragoman.ui import printing, wording
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.panels.brief_compare import Compare
from dragoman.ui.panels.brief_facts import Facts
from dragoman.ui.panels.brief_glance import Glance, Place
from dragoman.ui.panels.brief_manners import Manners
from dragoman.ui.panels.brief_notes import Notes
from dragoman.ui.panels.brief_search import Results
from dragoman.ui.panels.brief_year import Year
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, scrolling
from dragoman.ui.widgets.choices import country_box

if TYPE_CHECKING:
    from dragoman.services import Services

CHECK_AFTER = timedelta(days=365)
"""Facts older than this are marked to be checked before they are relied on."""

SEARCH_PAUSE_MS = 120


class BriefPanel(Panel):
    """A country beside the user's own: what matters at a glance, and behind it manners, facts, the year, notes."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._knowledge = services.knowledge
        self._notes = services.country_notes
        self._context = context
        self._iso2 = ""
        self._counterpart_id: int | None = None
        self._counterpart_country = ""
        context.country_wanted.connect(self.show_country)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        outer = column(self, spacing=0)
        bar = row(spacing=8)
        bar.setContentsMargins(16, 16, 16, 4)
        self._title = label("", "title")
        bar.addWidget(self._title, 1)
        self.query = QLineEdit()
        self.query.setPlaceholderText(_("Search all countries and topics"))
        self.query.setAccessibleName(_("Search all countries and topics"))
        self.query.setClearButtonEnabled(True)
        self.query.setMinimumWidth(230)
        self.query.textChanged.connect(lambda _text: self._pause.start())
        self.query.returnPressed.connect(self._open_first)
        bar.addWidget(self.query)
        self._box = country_box(self._knowledge, _("Country"))
        self._box.setToolTip(_("Read about another country"))
        self._box.setMinimumWidth(190)
        self._box.currentIndexChanged.connect(lambda _index: context.read_about(self._box.choice()))
        bar.addWidget(self._box)
        bar.addWidget(self._paper_button())
        outer.addLayout(bar)
        self._glance = Glance(self._knowledge, tokens)
        self._manners = Manners(services, runner, tokens)
        self._manners.trouble.connect(self.trouble)
        self._facts = Facts()
        self._year = Year(self._knowledge, tokens)
        self._notes_page = Notes(services.country_notes)
        self._notes_page.trouble.connect(self.trouble)
        self.compare = Compare(self._knowledge, context)
        self._results = Results(self._knowledge)
        self._results.opened.connect(self.open_topic)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page, name in (
            (self._glance, _("At a glance")),
            (self._manners, _("Manners")),
            (self._facts, _("Formats and law")),
            (self._year, _("The year")),
            (self._notes_page, _("Your notes")),
            (self.compare, _("Compare markets")),
        ):
            self.tabs.addTab(scrolling(page, see_through=True), name)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.tabs)
        self._pages.addWidget(self._results)
        outer.addWidget(self._pages, 1)
        self.setFocusProxy(self._box)

    def show_country(self, iso2: str) -> None:
        """Read about any country, the counterpart's or not."""
        if iso2 and iso2 != self._iso2:
            self._iso2 = iso2
            self._fill()

    def open_topic(self, iso2: str, topic: str) -> None:
        """Open what a search found: a country, and a topic of its manners."""
        self.query.clear()
        self._context.read_about(iso2)
        fold = self._manners.open_topic(topic)
        self.tabs.setCurrentIndex(1 if fold else 0)
        if fold:
            fold.setFocus()

    def refresh(self) -> None:
        """Follow the counterpart to their country; keep a country that was chosen by hand otherwise."""
        other = self._context.counterpart
        if self._context.reading:
            self._iso2 = self._context.reading
        elif other and (self._counterpart_id, self._counterpart_country) != (other.id, other.country):
            self._iso2 = other.country
        elif other is None and not self._iso2:
            self._iso2 = "BR"
        self._counterpart_id = other.id if other else None
        self._counterpart_country = other.country if other else ""
        self._fill()

    def page(self) -> tuple[str, str, str | None]:
        """Return the brief as HTML to print, its title, and the paper size of the user's country."""
        from dragoman.knowledge.brief_html import brief_html

        told = self._told()
        language = active_language()
        paper = (told.home or told.country).paper_size
        self._notes_page.save()
        note = self._notes.note(self._iso2)
        html = brief_html(told, language, render, datetime.now(UTC).astimezone().date(), note, paper or "A4")
        return html, told.country.name(language), paper

    def save_pdf(self, path: Path) -> None:
        """Write the brief as a PDF."""
        html, title, paper = self.page()
        try:
            printing.save_pdf(html, path, title, paper)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self.status.emit(_("Saved {path}.").format(path=path))

    def _paper_button(self) -> QToolButton:
        action = QToolButton()
        action.setProperty("kind", "button")
        action.setText(_("Print"))
        action.setToolTip(_("On paper or as a PDF"))
        action.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(action)
        menu.addAction(icon("printer", self.tokens.text), _("Print…"), self._print)
        menu.addAction(icon("save", self.tokens.text), _("Save as PDF…"), self._ask_pdf)
        action.setMenu(menu)
        return action

    def _print(self) -> None:
        html, title, paper = self.page()
        if printing.print_html(html, self, title, paper):
            self.status.emit(_("Sent to the printer."))

    def _ask_pdf(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the brief"), file_name(self._title.text(), ".pdf"), _("PDF (*.pdf)")
        )
        if name:
            self.save_pdf(Path(name))

    def _search(self) -> None:
        query = self.query.text().strip()
        self._pages.setCurrentWidget(self._results if query else self.tabs)
        if query:
            self._results.search(query)

    def _open_first(self) -> None:
        self._search()
        if item := self._results.list.currentItem():
            self._results.list.itemActivated.emit(item)

    def _fill(self) -> None:
        language = active_language()
        there = self._context.there if self._is_counterparts() else None
        told = self._told()
        self._title.setText(told.country.name(language))
        self._box.choose(self._iso2)
        self._glance.show_brief(told, Place(there.zone, there.subdivision) if there else None)
        self._manners.show_market(told.market)
        self._facts.show_brief(told)
        self._year.show_pair(told.country, there.subdivision if there else "", told.home)
        self._notes_page.show_country(told.country.iso2)
        self._inspect(told)

    def _told(self) -> Brief:
        there, here = self._context.there if self._is_counterparts() else None, self._context.home
        other = self._context.counterpart if there else None
        return brief(
            self._knowledge,
            self._iso2,
            here.country if here else None,
            active_language(),
            datetime.now(UTC),
            there.zone if there else None,
            here.zone if here else None,
            Addressee(other.given_name, other.family_name, other.title) if other else None,
        )

    def _inspect(self, told: Brief) -> None:
        country, market = told.country, told.market
        inspector = self.inspector
        inspector.clear()
        language = active_language()
        today = datetime.now(UTC).date()
        inspector.heading(_("Next holidays in {country}").format(country=country.name(language)))
        subdivision = self._context.there.subdivision if self._is_counterparts() and self._context.there else ""
        ahead = self._knowledge.holidays(country.iso2, today, today + timedelta(days=370), subdivision or None)
        shown = [holiday for holiday in ahead if not holiday.makeup_workday][:6]
        for holiday in shown:
            inspector.pair(
                wording.day_and_weekday(holiday.date), _holiday_name(holiday.name(language), holiday.name_local)
            )
        if not shown:
            inspector.line(_("None are known for the next twelve months."), "muted")
        if told.special_periods:
            inspector.heading(_("Ahead"))
            for period in told.special_periods:
                days = f"{wording.day(period.start, short=True)} – {wording.day(period.end, short=True)}"
                inspector.pair(days, f"{period.name(language)}\n{period.effect(language)}")
        if market:
            inspector.heading(_("About this page"))
            inspector.line(_("Manners read {day}.").format(day=wording.day(market.as_of, year=True)), "muted")
            if today - market.as_of > CHECK_AFTER:
                inspector.mark(_("check before you rely on it"), "warn")
            inspector.line(_("Law and lists are a starting point, not legal advice."), "muted")
        there = self._context.there
        if there is None or there.country != country.iso2:
            inspector.heading(_("Counterpart"))
            inspector.add(button(_("Add counterpart"), self.edit_wanted.emit))

    def _is_counterparts(self) -> bool:
        there = self._context.there
        return there is not None and there.country == self._iso2


def _holiday_name(name: str, local: str) -> str:
    return f"{name}\n{local}" if local and local != name else name
