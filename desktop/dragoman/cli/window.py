"""``dragoman window``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dragoman.services import Services


@click.command()
@click.pass_obj
@click.pass_context
def window(ctx: click.Context, services: Services) -> None:
    """Open the window."""
    from dragoman import app  # PySide6 only when a window is wanted

    ctx.exit(app.run(services))
