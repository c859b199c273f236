"""``dragoman packs``: list, install, remove and verify language packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, render

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.packs import Pack

BROKEN_EXIT_CODE = 2


@click.group()
def packs() -> None:
    """Manage the language packs on this computer."""


@packs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_(services: Services, as_json: bool) -> None:
    """List the installed packs and those set aside."""
    installed, aside = services.packs.installed(), services.packs.quarantined()
    if as_json:
        content = {
            "packs": [_as_json(pack) for pack in installed],
            "quarantined": [{"name": name, "reason": render(reason)} for name, reason in aside],
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for pack in installed:
        click.echo(_line(pack))
    for name, reason in aside:
        click.echo(_("{name} is set aside: {reason}").format(name=name, reason=render(reason)), err=True)


@packs.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def install(services: Services, as_json: bool, file: Path) -> None:
    """Install the pack in FILE (.argosmodel)."""
    _print(services.packs.install(file), as_json)


@packs.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.argument("pair")
@click.pass_obj
def remove(services: Services, as_json: bool, pair: str) -> None:
    """Remove the packs of PAIR, such as en-pt (en:zh-Hant where a tag holds a hyphen)."""
    source, separator, target = pair.partition(":") if ":" in pair else pair.partition("-")
    if not separator or not source or not target:
        raise KnownError(
            N_("“{pair}” is not a pair of languages."), N_("Write it as en-pt, or as en:zh-Hant."), pair=pair
        )
    _print(services.packs.remove(source, target), as_json)


@packs.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def verify(services: Services, as_json: bool) -> None:
    """Load every pack once; a broken one is set aside. Exits with 2 when there is one."""
    results = services.packs.verify()
    if as_json:
        content = [
            {"name": name, "ok": reason is None, "reason": None if reason is None else render(reason)}
            for name, reason in results
        ]
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for name, reason in results:
            click.echo(f"{name}: {_('good') if reason is None else render(reason)}")
    if any(reason is not None for _name, reason in results):
        click.get_current_context().exit(BROKEN_EXIT_CODE)


def _print(pack: Pack, as_json: bool) -> None:
    click.echo(json.dumps(_as_json(pack), ensure_ascii=False, indent=2) if as_json else _line(pack))


def _line(pack: Pack) -> str:
    return f"{pack.source}-{pack.target}\t{pack.version}\t{pack.size_bytes / 1e6:.1f} MB\t{pack.name}"


def _as_json(pack: Pack) -> dict[str, object]:
    return {
        "source": pack.source,
        "target": pack.target,
        "version": pack.version,
        "name": pack.name,
        "path": str(pack.path),
        "size_bytes": pack.size_bytes,
    }
