"""The bilingual term sheet out of the Deal panel: Word, PDF or HTML, its figures compared before it leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from dragoman.base.errors import KnownError
from dragoman.base.files import write_file
from dragoman.base.i18n import N_, _, active_language, ngettext
from dragoman.base.locales import language_of
from dragoman.deals.model import Deal
from dragoman.deals.sheet import Sheet, SheetSource, term_sheet, to_docx, to_html
from dragoman.ui import printing, wording
from dragoman.ui.check_wording import check_line
from dragoman.ui.tasks import TaskContext, TaskRunner

if TYPE_CHECKING:
    from dragoman.counterparts.model import Counterpart
    from dragoman.services import Services
    from dragoman.ui.context import NegotiationContext

_KINDS = {
    "docx": (N_("As a Word file…"), N_("Word file (*.docx)")),
    "pdf": (N_("As a PDF…"), N_("PDF (*.pdf)")),
    "html": (N_("As a web page…"), N_("Web page (*.html)")),
}


class SheetButton(QToolButton):
    """Writes the sheet of the deal in front."""

    status = Signal(str)
    trouble = Signal(object)

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner) -> None:
        super().__init__()
        self._services = services
        self._context = context
        self._runner = runner
        self.deal: Deal | None = None
        self.setProperty("kind", "button")
        self.setText(_("Term sheet"))
        self.setToolTip(_("Both languages side by side, figures compared"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for kind, (words, _pattern) in _KINDS.items():
            menu.addAction(_(words), partial(self._ask, kind))
        self.setMenu(menu)

    def write(self, path: Path) -> None:
        """Write the sheet to ``path``, in the format its name ends in; what was typed is translated first."""
        deal, other = self.deal, self._context.counterpart
        if deal is None or other is None:
            return
        self.status.emit(_("Writing the term sheet…"))
        left = active_language() if active_language() != "zh_Hans" else "zh"
        self._runner.submit(
            partial(self._make, deal, other, left),
            done=partial(self._save, path, deal.title),
            failed=self.trouble.emit,
        )

    def _ask(self, kind: str) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save the term sheet"), f"{self.deal.title if self.deal else 'deal'}.{kind}", _(_KINDS[kind][1])
        )
        if name:
            self.write(Path(name))

    def _make(self, deal: Deal, other: Counterpart, left: str, context: TaskContext) -> Sheet:
        services = self._services
        right = language_of(other.language)
        can = right in services.translator.targets(left)

        def translate(text: str) -> str | None:
            if not can:
                return None
            result = services.translator.translate(
                text, source=left, target=right, counterpart_id=other.id, cancelled=context.cancelled
            )
            return result.text

        own = self._context.settings
        source = SheetSource(
            deal,
            own.own_company or " ".join(part for part in (own.own_given_name, own.own_family_name) if part) or _("we"),
            other.company or wording.person_name(other),
            services.deals.terms(deal.id),
            services.deals.offers(deal.id),
        )
        return term_sheet(source, left, other.language, translate=translate, today=datetime.now(UTC).date())

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
