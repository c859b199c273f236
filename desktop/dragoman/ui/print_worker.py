"""A child process that turns HTML on its standard input into a PDF: for the command line, which has no window."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Write the PDF to the path in ``arguments``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from dragoman.ui.printing import save_pdf

    application = QGuiApplication([])
    save_pdf(sys.stdin.buffer.read().decode("utf-8"), Path(arguments[0]), "Dragoman")
    del application
    return 0
