"""Who the deal is with, where it stands, and what law is between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.base.locales import babel_locale
from dragoman.counterparts.model import Counterpart
from dragoman.deals.numbers_check import dialled_from
from dragoman.knowledge.model import Brief
from dragoman.ui import wording
from dragoman.ui.brief_wording import pair_law
from dragoman.ui.icons import icon
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase


class Overview(QWidget):
    """Cards: the person, where things stand, notes, law."""

    edit_wanted = Signal()

    def __init__(self, knowledge: KnowledgeBase, tokens: Tokens) -> None:
        super().__init__()
        self._knowledge = knowledge
        self._tokens = tokens
        self._home = ""
        self._body = column(self, margin=16, spacing=12)

    def show_counterpart(self, other: Counterpart, told: Brief, standing: list[tuple[str, str, str]]) -> None:
        """Show who it is; ``standing`` are lines on the deal: name, text, tone."""
        clear(self._body)
        self._home = told.home.iso2 if told.home else ""
        if standing:
            self._body.addWidget(self._standing(standing))
        self._body.addWidget(self._card(other))
        if other.notes:
            self._body.addWidget(self._notes(other))
        self._body.addWidget(self._law(told))
        self._body.addStretch(1)

    def _standing(self, standing: list[tuple[str, str, str]]) -> QWidget:
        frame = card()
        line = row(frame, margin=14, spacing=20)
        for name, text, tone in standing:
            block = column(spacing=4)
            block.addWidget(label(name, "muted"))
            block.addWidget(chip(text, tone))
            line.addLayout(block)
        line.addStretch(1)
        return frame

    def _card(self, other: Counterpart) -> QWidget:
        frame = card()
        layout = column(frame, margin=16, spacing=12)
        head = row()
        head.addWidget(label(wording.person_name(other), "title", selectable=True))
        if other.is_sample:
            head.addWidget(chip(_("sample"), "accent"))
        head.addStretch(1)
        head.addWidget(button(_("Edit"), self.edit_wanted.emit, icon=icon("pencil", self._tokens.text)))
        layout.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        country = self._knowledge.country(other.country)
        language = active_language()
        tongue = babel_locale(other.language).get_display_name(babel_locale(language))
        gender = {"f": _("woman"), "m": _("man")}.get(other.gender, _("not known"))
        region = next((name for code, name in country.subdivisions if code == other.subdivision), other.subdivision)
        city = wording.city(other.city, other.zone) if other.city else ""
        facts = (
            (_("Company"), other.company),
            (_("Title"), other.title),
            (_("Gender"), gender),
            (
                _("Place"),
                wording.joined(dict.fromkeys(part for part in (city, region, country.name(language)) if part)),
            ),
            (_("Time zone"), f"{wording.zone_city(other.zone)} ({other.zone})"),
            (_("Language"), str(tongue)),
            (_("Email"), other.email),
            (_("Phone"), other.phone),
            (_("Dialled from here"), self._dialled(other)),
        )
        shown = [(name, value) for name, value in facts if value]
        for index, (name, value) in enumerate(shown):
            line, side = index % ((len(shown) + 1) // 2), index // ((len(shown) + 1) // 2) * 2
            grid.addWidget(label(name, "muted"), line, side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(value, wrap=True, selectable=True), line, side + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout.addLayout(grid)
        return frame

    def _dialled(self, other: Counterpart) -> str:
        """The number as it is dialled where the user is; nothing where that is what is written already."""
        if not self._home or not other.phone:
            return ""
        dialled = dialled_from(other.phone, other.country, self._home)
        return dialled if dialled != other.phone else ""

    def _notes(self, other: Counterpart) -> QWidget:
        frame = card()
        layout = column(frame, margin=16)
        layout.addWidget(label(_("Notes"), "heading"))
        layout.addWidget(label(other.notes, wrap=True, selectable=True))
        return frame

    def _law(self, told: Brief) -> QWidget:
        frame = card()
        layout = column(frame, margin=16)
        layout.addWidget(label(_("Law between the two"), "heading"))
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
