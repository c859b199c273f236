"""What an import or export of terms or sentences did, printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from dragoman.base.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.translation.memory import ImportReport


def print_import(report: ImportReport, *, as_json: bool) -> None:
    """Print how many entries were added, known before and left out."""
    if as_json:
        click.echo(json.dumps({"added": report.added, "known": report.known, "skipped": report.skipped}, indent=2))
        return
    click.echo(
        _("{added} added, {known} known already, {skipped} left out.").format(
            added=report.added, known=report.known, skipped=report.skipped
        )
    )


def print_export(number: int, file: Path, *, as_json: bool) -> None:
    """Print how many entries were written, and where."""
    if as_json:
        click.echo(json.dumps({"exported": number, "path": str(file)}, ensure_ascii=False, indent=2))
        return
    click.echo(_("{number} written to {path}.").format(number=number, path=file))
