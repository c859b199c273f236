"""PDF files on the command line, made by a child process: only that one loads the window's library."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from dragoman.base.child import child_command, child_environment
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

_SECONDS = 60


def pdf_of(html: str) -> bytes:
    """Return ``html`` as a PDF. Raises :class:`KnownError` where it cannot be made, for want of a library mostly."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        made = subprocess.run(
            child_command("dragoman.ui.print_worker", str(path)),
            input=html.encode("utf-8"),
            env=child_environment(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        if made.returncode or not path.is_file():
            raise KnownError(
                N_("The PDF could not be made."), N_("Write it as html or docx instead. Nothing was changed.")
            )
        return path.read_bytes()
