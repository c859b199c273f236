"""Pages on paper and as PDF, from HTML that the core made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

_MARGIN_MM = 14


def page_size(paper: str | None) -> QPageSize:
    """Return the page for a CLDR paper size: A4, or US letter."""
    return QPageSize(QPageSize.PageSizeId.Letter if paper == "US-Letter" else QPageSize.PageSizeId.A4)


def save_pdf(html: str, path: Path, title: str, paper: str | None = None) -> None:
    """Write ``html`` as a PDF. Raises :class:`KnownError` when the file cannot be written."""
    try:
        # Qt does not say why it cannot open a file.
        with path.open("ab"):
            pass
    except OSError as error:
        raise KnownError(
            N_("{path} could not be written: {reason}."),
            N_("Choose another folder or name."),
            path=path,
            reason=error.strerror or error,
        ) from error
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("Dragoman")
    writer.setPageSize(page_size(paper))
    _print(html, writer)


def print_html(html: str, parent: QWidget, title: str, paper: str | None = None) -> bool:
    """Ask for a printer and print; return whether something was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageSize(page_size(paper))
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    _print(html, printer)
    return True


def _print(html: str, device: QPagedPaintDevice) -> None:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(device)
    document.setHtml(html)
    # With a size of its own the document adds no margins to those of the page.
    document.setPageSize(QSizeF(device.width(), device.height()))
    document.print_(device)
