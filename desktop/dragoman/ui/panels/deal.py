"""Deal: the counterpart on one card, both clocks, how to address them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.base.locales import babel_locale
from dragoman.counterparts.model import Counterpart
from dragoman.knowledge.brief import brief
from dragoman.ui import wording
from dragoman.ui.brief_wording import flag_chips, pair_law
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase


class DealPanel(Panel):
    """Who the deal is with. What is agreed will stand beneath."""

    def __init__(self, knowledge: KnowledgeBase, context: NegotiationContext, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._knowledge = knowledge
        self._context = context
        outer = column(self)
        content = QWidget()
        self._body = column(content, margin=16, spacing=12)
        area = scrolling(content, see_through=True)
        outer.addWidget(area)

    def refresh(self) -> None:
        """Show the counterpart of the context."""
        clear(self._body)
        self.inspector.clear()
        other = self._context.counterpart
        if other is None:
            self._body.addStretch(1)
            empty = label(_("A deal needs somebody to make it with."), "lead")
            self._body.addWidget(empty, 0, Qt.AlignmentFlag.AlignCenter)
            add = button(_("Add counterpart"), self.edit_wanted.emit, kind="primary")
            self._body.addWidget(add, 0, Qt.AlignmentFlag.AlignCenter)
            self._body.addStretch(1)
            return
        self._body.addWidget(self._card(other))
        if other.notes:
            self._body.addWidget(self._notes(other))
        self._body.addWidget(self._law(other))
        self._body.addStretch(1)
        self._inspect(other)

    def _card(self, other: Counterpart) -> QWidget:
        frame = card()
        layout = column(frame, margin=20, spacing=12)
        head = row()
        name = label(wording.person_name(other), "title", selectable=True)
        head.addWidget(name)
        if other.is_sample:
            head.addWidget(chip(_("sample"), "accent"))
        head.addStretch(1)
        head.addWidget(button(_("Edit"), self.edit_wanted.emit, icon=icon("pencil", self.tokens.text)))
        layout.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        country = self._knowledge.country(other.country)
        language = active_language()
        tongue = babel_locale(other.language).get_display_name(babel_locale(language))
        gender = {"f": _("woman"), "m": _("man")}.get(other.gender, _("not known"))
        region = next((name for code, name in country.subdivisions if code == other.subdivision), other.subdivision)
        facts = (
            (_("Company"), other.company),
            (_("Title"), other.title),
            (_("Gender"), gender),
            (
                _("Place"),
                wording.joined(dict.fromkeys(part for part in (other.city, region, country.name(language)) if part)),
            ),
            (_("Time zone"), f"{wording.zone_city(other.zone)} ({other.zone})"),
            (_("Language"), str(tongue)),
            (_("Email"), other.email),
            (_("Phone"), other.phone),
        )
        for line, (name_, value) in enumerate((name_, value) for name_, value in facts if value):
            grid.addWidget(label(name_, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, selectable=True), line, 1)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        return frame

    def _notes(self, other: Counterpart) -> QWidget:
        frame = card()
        layout = column(frame, margin=20)
        layout.addWidget(label(_("Notes"), "heading"))
        layout.addWidget(label(other.notes, wrap=True, selectable=True))
        return frame

    def _law(self, other: Counterpart) -> QWidget:
        frame = card()
        layout = column(frame, margin=20)
        layout.addWidget(label(_("Law between the two"), "heading"))
        home = self._context.home
        told = brief(
            self._knowledge, other.country, home.country if home else None, active_language(), datetime.now(UTC)
        )
        answers = pair_law(told.facts)
        for text, notes in answers:
            layout.addWidget(label(text, wrap=True, selectable=True))
            for note in notes:
                layout.addWidget(label(note, "muted", wrap=True, selectable=True))
        if not answers:
            layout.addWidget(
                label(_("Say where you are in the settings to see which law applies."), "muted", wrap=True)
            )
        layout.addWidget(label(_("A starting point, not legal advice."), "small"))
        return frame

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
        self.inspector.heading(_("Don’t"))
        for entry in market.dont[:3]:
            self.inspector.line(entry)
        self.inspector.add(button(_("Read the whole brief"), lambda: self.place_wanted.emit("brief")))
