"""The bilingual term sheet out of the Deal panel: Word, PDF or HTML, its figures compared before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from dragoman.base.errors import KnownError
from dragoman.base.files import file_name, write_file
from dragoman.base.i18n import N_, _, active_language, ngettext
from dragoman.base.locales import language_of
from dragoman.deals.chosen_clauses import our_party, their_party
from dragoman.deals.model import Deal
from dragoman.deals.sheet import Sheet, minutes, source_of, term_sheet
from dragoman.deals.sheet_formats import to_docx, to_html
from dragoman.deals.terms import LANGUAGES
from dragoman.ui import printing, wording
from dragoman.ui.check_wording import check_line
from dragoman.ui.tasks import TaskContext, TaskRunner

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.services import Services
    from dragoman.ui.context import NegotiationContext

_KINDS = {
    "docx": N_("Word file (*.docx)"),
    "pdf": N_("PDF (*.pdf)"),
    "html": N_("Web page (*.html)"),
}
_PAPERS = {
    "sheet": {
        "docx": N_("Term sheet as a Word file…"),
        "pdf": N_("Term sheet as a PDF…"),
        "html": N_("Term sheet as a web page…"),
    },
    "minutes": {
        "docx": N_("Minutes as a Word file…"),
        "pdf": N_("Minutes as a PDF…"),
        "html": N_("Minutes as a web page…"),
    },
}
_COMPOSE: Mapping[str, Callable[..., Sheet]] = {"sheet": term_sheet, "minutes": minutes}


class SheetButton(QToolButton):
    """Writes the papers of the deal in front: its term sheet and its minutes."""

    status = Signal(str)
    trouble = Signal(object)

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner) -> None:
        super().__init__()
        self._services = services
        self._context = context
        self._runner = runner
        self.deal: Deal | None = None
        self.setProperty("kind", "button")
        self.setText(_("Documents"))
        self.setToolTip(_("Both languages side by side, figures compared"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for paper, kinds in _PAPERS.items():
            for kind, words in kinds.items():
                menu.addAction(_(words), partial(self._ask, paper, kind))
            menu.addSeparator()
        self.setMenu(menu)

    def write(self, path: Path, paper: str = "sheet") -> None:
        """Write the sheet or the minutes to ``path``, in the format its name ends in; what was typed is translated."""
        deal, other = self.deal, self._context.counterpart
        if deal is None or other is None:
            return
        self.status.emit(_("Writing {file}…").format(file=path.name))
        self._runner.submit(
            partial(self._make, paper, deal, other, active_language().partition("_")[0]),
            done=partial(self._save, path, deal.title),
            failed=self.trouble.emit,
        )

    def _ask(self, paper: str, kind: str) -> None:
        title = self.deal.title if self.deal else "deal"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the document"), file_name(title, f".{kind}"), _(_KINDS[kind])
        )
        if name:
            self.write(Path(name), paper)

    def _make(self, paper: str, deal: Deal, other: Counterpart, left: str, context: TaskContext) -> Sheet:
        services = self._services
        right = language_of(other.language)
        can = right in services.translator.targets(left)
        if not can and right not in LANGUAGES:
            right = "en"
            can = right in services.translator.targets(left)

        def translate(text: str) -> str | None:
            if not can:
                return None
            result = services.translator.translate(
                text, source=left, target=right, counterpart_id=other.id, cancelled=context.cancelled
            )
            return result.text

        tag = other.language if language_of(other.language) == right else right
        source = source_of(services.deals, deal, our_party(self._context.settings), their_party(other))
        return _COMPOSE[paper](source, left, tag, translate=translate, today=datetime.now(UTC).date())

    def _save(self, path: Path, title: str, sheet: Sheet) -> None:
        try:
            if path.suffix == ".pdf":
                country = self._context.home.country if self._context.home else ""
                paper = self._services.knowledge.country(country).paper_size if country else None
                printing.save_pdf(to_html(sheet), path, title, paper)
            else:
                write_file(path, to_docx(sheet) if path.suffix == ".docx" else to_html(sheet).encode("utf-8"))
        except KnownError as error:
            self.trouble.emit(error)
            return
        if sheet.alarms:
            shown = wording.joined((check_line(alarm) for alarm in sheet.alarms[:3]), reasons=True)
            self.status.emit(
                ngettext(
                    "Saved {path}; {n} figure differs between the columns: {figures}",
                    "Saved {path}; {n} figures differ between the columns: {figures}",
                    len(sheet.alarms),
                ).format(path=path, n=len(sheet.alarms), figures=shown)
            )
        else:
            self.status.emit(_("Saved {path}; every figure is the same on both sides.").format(path=path))
