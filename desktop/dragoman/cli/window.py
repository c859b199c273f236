"""``dragoman window``."""

from __future__ import annotations

import click


@click.command()
@click.pass_context
def window(ctx: click.Context) -> None:
    """Open the window."""
    from dragoman import app  # PySide6 only when a window is wanted

    ctx.exit(app.run())
