"""The travel check: does everything for each counterpart work on this computer alone?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QWidget

from dragoman.base.i18n import N_, Text, _, active_language, ngettext, render
from dragoman.base.locales import reader_locale
from dragoman.ui import pack_wording, wording
from dragoman.ui.icons import icon, pixmap
from dragoman.ui.panels.packs_rows import Section, Statement
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.counterparts.model import Counterpart
    from dragoman.services import Services
    from dragoman.travel_check import Finding, PartyReport, TravelReport
    from dragoman.ui.context import NegotiationContext
    from dragoman.ui.tasks import TaskContext, TaskRunner

_SUBJECTS = {
    "translation_there": N_("translation into their language"),
    "translation_back": N_("translation into your language"),
    "splitter": N_("sentences"),
    "brief": N_("brief"),
    "zone": N_("time zone"),
    "fonts": N_("fonts"),
    "sockets": N_("network"),
}
_MARKS = {"good": "circle-check", "bad": "circle-x", "skipped": "circle-minus"}
_SCRIPTS = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Cyrl": "Cyrillic",
    "Deva": "Devanagari",
    "Geor": "Georgian",
    "Grek": "Greek",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hans": "SimplifiedChinese",
    "Hant": "TraditionalChinese",
    "Hebr": "Hebrew",
    "Jpan": "Japanese",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Kore": "Korean",
    "Laoo": "Lao",
    "Latn": "Latin",
    "Mlym": "Malayalam",
    "Mymr": "Myanmar",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
}
"""Scripts of ISO 15924 as Qt's font database names them."""


class TravelPage(QWidget):
    """Runs the check in the background and shows its findings as they come."""

    trouble = Signal(object)
    packs_wanted = Signal()
    """Something is missing that the list of packs can help with."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__()
        self._services = services
        self._context = context
        self._runner = runner
        self._tokens = tokens
        self._task = 0
        outer = column(self, spacing=0)
        bar = row(spacing=16)
        bar.setContentsMargins(16, 12, 16, 8)
        said = _("Looks at everything each counterpart needs, with the network blocked, as on a plane.")
        bar.addWidget(label(said, "muted", wrap=True), 1)
        self.check = button(_("Check now"), self.run, kind="primary", icon=icon("plane", tokens.on_accent))
        self.stop = button(_("Stop"), self._stop)
        self.stop.hide()
        bar.addWidget(self.check)
        bar.addWidget(self.stop)
        outer.addLayout(bar)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(4)
        self._bar.setAccessibleName(_("Travel check"))
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {tokens.sunken}; border: none; }}"
            f" QProgressBar::chunk {{ background: {tokens.accent}; }}"
        )
        self._bar.hide()
        outer.addWidget(self._bar)
        content = QWidget()
        self._body = column(content, spacing=16)
        self._body.setContentsMargins(16, 8, 16, 16)
        outer.addWidget(scrolling(content, see_through=True), 1)
        self._say("plane", _("Not checked yet."), _("The check takes a few seconds for each language."))

    def run(self) -> None:
        """Start the check, or start it anew."""
        self._runner.cancel(self._task)
        services, settings = self._services, self._context.settings
        has_font = font_finder()

        def work(context: TaskContext) -> TravelReport:
            from dragoman.travel_check import TravelCheck, own_language

            check = TravelCheck(services.translator, lambda: services.knowledge, has_font=has_font)
            return check.run(
                services.counterparts.all(),
                own_language(settings.home_language, active_language()),
                home_country=settings.home_country,
                report=lambda number, count, party: context.report((number, count, party)),
                cancelled=context.cancelled,
            )

        clear(self._body)
        self._body.addStretch(1)
        self._show_running(is_running=True)
        self._task = self._runner.submit(
            work, done=self._done, failed=self._failed, cancelled=self._stopped, progress=self._progressed
        )

    def _show_running(self, *, is_running: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.check.setVisible(not is_running)

    def _stop(self) -> None:
        self._runner.cancel(self._task)

    def _stopped(self) -> None:
        self._show_running(is_running=False)
        self._say("plane", _("Stopped."))

    def _failed(self, error: BaseException) -> None:
        self._show_running(is_running=False)
        self._say("plane", _("Not checked yet."))
        self.trouble.emit(error)

    def _progressed(self, progress: tuple[int, int, PartyReport]) -> None:
        number, count, party = progress
        self._bar.setRange(0, count)
        self._bar.setValue(number + 1)
        self._body.insertWidget(self._body.count() - 1, self._party(party))

    def _done(self, report: TravelReport) -> None:
        self._show_running(is_running=False)
        clear(self._body)
        self._body.addWidget(self._verdict(report))
        for party in report.parties:
            self._body.addWidget(self._party(party))
        section = Section(_("This computer"), self._tokens)
        for finding in report.general:
            section.add(self._line(finding))
        self._body.addWidget(section)
        self._body.addStretch(1)

    def _verdict(self, report: TravelReport) -> QWidget:
        bad = sum(
            finding.state == "bad"
            for findings in (report.general, *(party.findings for party in report.parties))
            for finding in findings
        )
        note = ""
        if not report.has_counterparts:
            note = _("There is no counterpart yet; the languages of your packs are checked.")
        if report.is_ready:
            line = Statement("circle-check", _("Ready to travel."), self._tokens, tone="ok", note=note)
        else:
            said = ngettext("Not ready: {n} thing is missing.", "Not ready: {n} things are missing.", bad).format(n=bad)
            line = Statement("triangle-alert", said, self._tokens, tone="alarm", note=note)
            line.action(button(_("Go to the packs"), self.packs_wanted.emit))
        frame = card()
        column(frame).addWidget(line)
        return frame

    def _party(self, report: PartyReport) -> QWidget:
        party = report.party
        language = pack_wording.language(party.language)
        name = wording.person_name(party.counterpart) if party.counterpart else ""
        section = Section(" · ".join(part for part in (name, language) if part), self._tokens)
        is_mute = any(one.state == "bad" and str(one.subject).startswith("translation") for one in report.findings)
        if is_mute and party.counterpart is not None:
            get = button(_("Get what is missing"), partial(self._get, party.counterpart), kind="quiet")
            get.setIcon(icon("download", self._tokens.accent))
            section.action(get)
        for finding in report.findings:
            section.add(self._line(finding))
        return section

    def _get(self, counterpart: Counterpart) -> None:
        """Go to the list of packs, where one button gets everything for whoever is chosen."""
        self._context.choose(counterpart)
        self.packs_wanted.emit()

    def _line(self, finding: Finding) -> QWidget:
        line = QFrame()
        layout = row(line, spacing=12)
        layout.setContentsMargins(16, 8, 16, 8)
        state = str(finding.state)
        colour = {"good": self._tokens.ok, "bad": self._tokens.alarm}.get(state, self._tokens.muted)
        mark = QLabel()
        mark.setPixmap(pixmap(_MARKS[state], colour, 16))
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        subject = _(_SUBJECTS[finding.subject])
        title = label(subject[:1].upper() + subject[1:], wrap=True)
        title.setFixedWidth(216)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignTop)
        words = column(spacing=4)
        said = render(_named(finding.detail))
        words.addWidget(label(said, "" if state == "bad" else "muted", wrap=True, selectable=True))
        if finding.remedy is not None:
            remedy = label(_remedy(finding.remedy), wrap=True, selectable=True)
            remedy.setStyleSheet("font-weight: 600;")
            words.addWidget(remedy)
        words.addStretch(1)
        layout.addLayout(words, 1)
        badges = {"good": (_("ready"), "ok"), "bad": (_("not ready"), "alarm")}
        layout.addWidget(chip(*badges.get(state, (_("not checked"), "plain"))), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _say(self, symbol: str, text: str, note: str = "") -> None:
        clear(self._body)
        frame = card()
        column(frame).addWidget(Statement(symbol, text, self._tokens, note=note))
        self._body.addWidget(frame)
        self._body.addStretch(1)


def _named(text: Text) -> Text:
    """Return a finding's words with names where it has codes."""
    named: dict[str, Callable[[str], str]] = {
        "language": pack_wording.language,
        "country": _country,
        "engine": lambda said: " + ".join(pack_wording.engine(one) for one in said.split("+")),
    }
    values = {key: named[key](str(value)) if key in named else value for key, value in text.values.items()}
    return Text(text.message, values)


def _country(iso2: str) -> str:
    return str(reader_locale(active_language()).territories.get(iso2, iso2))


def _remedy(text: Text) -> str:
    """Return what to do; who sits before the window is not sent to the command line."""
    return _("Get the packs for this language.") if "“dragoman " in text.message else render(text)


def font_finder() -> Callable[[str], bool | None]:
    """Return what says of a language whether Qt has a font for its script; it may be asked on any thread."""
    systems = {name: getattr(QFontDatabase.WritingSystem, name) for name in _SCRIPTS.values()}
    covered = {name for name, system in systems.items() if QFontDatabase.families(system)}

    def has_font(language: str) -> bool | None:
        from dragoman.base.locales import babel_locale

        tag = babel_locale(language)
        script = tag.script or _likely_script(str(tag))
        system = _SCRIPTS.get(script)
        return None if system is None else system in covered

    return has_font


def _likely_script(locale: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags")
    said = likely.get(locale) or likely.get(locale.split("_")[0], "")
    return next((part for part in said.split("_") if len(part) == 4), "Latn")
