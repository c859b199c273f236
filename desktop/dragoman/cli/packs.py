"""``dragoman packs``: list, find, install, update, remove, verify, export and import language packs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, describe, render
from dragoman.cli.pack_progress import progress_line

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.model import LanguagePair
    from dragoman.translation.pack_manager import Offer
    from dragoman.translation.packs import Pack

BROKEN_EXIT_CODE = 2

_PAIR = re.compile(r"(?P<source>[^:>]+)[:>](?P<target>[^:>]+)")
_JOINED = re.compile(r"(?P<source>[a-z]{2,3}(?:-[A-Z]{2}|-[A-Z][a-z]{3})*)-(?P<target>[a-z]{2,3}(?:-\w+)*)")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_CATALOGUE = click.option("--catalogue", metavar="ADDRESS", help="Use this catalogue from now on.")
_CHANGED = click.option(
    "--accept-changed", is_flag=True, help="Accept a file whose checksum differs from that of its first download."
)


@click.group()
def packs() -> None:
    """Manage the language packs on this computer."""


@packs.command("list")
@_AS_JSON
@click.pass_obj
def list_(services: Services, as_json: bool) -> None:
    """List the installed packs, those set aside and unfinished downloads."""
    installed, aside = services.packs.installed(), services.packs.quarantined()
    unfinished = services.pack_manager.downloads.unfinished()
    if as_json:
        content = {
            "packs": [_as_json(pack) for pack in installed],
            "quarantined": [{"name": name, "reason": render(reason)} for name, reason in aside],
            "unfinished": [
                {"address": one.address, "done_bytes": one.done_bytes, "total_bytes": one.total_bytes}
                for one in unfinished
            ],
        }
        _print_json(content)
        return
    for pack in installed:
        click.echo(_line(pack))
    for name, reason in aside:
        click.echo(_("{name} is set aside: {reason}").format(name=name, reason=render(reason)), err=True)
    for one in unfinished:
        done = f"{one.done_bytes / 1e6:.1f}"
        click.echo(_("{address}: {done} MB loaded so far.").format(address=one.address, done=done), err=True)


@packs.command()
@_AS_JSON
@_CATALOGUE
@click.option("--refresh", is_flag=True, help="Fetch the catalogue anew instead of showing the kept one.")
@click.option("--sizes", is_flag=True, help="Ask the servers for the sizes.")
@click.argument("search", nargs=-1)
@click.pass_obj
def available(
    services: Services, as_json: bool, catalogue: str | None, refresh: bool, sizes: bool, search: tuple[str, ...]
) -> None:
    """List the packs of the catalogue, all or those whose languages SEARCH names."""
    _use_catalogue(services, catalogue)
    manager = services.pack_manager
    found = manager.known_catalogue(refresh=refresh)
    offers = manager.offers(found, " ".join(search))
    if sizes:
        offers = manager.learn_sizes(offers)
    if as_json:
        _print_json(
            {
                "address": found.address,
                "fetched_at": found.fetched_at.isoformat(),
                "refused": found.refused,
                "packs": [_offer_as_json(offer) for offer in offers],
            }
        )
        return
    for offer in offers:
        click.echo(_offer_line(offer))
    date = found.fetched_at.astimezone().strftime("%Y-%m-%d %H:%M")
    click.echo(_("Catalogue of {date} from {address}.").format(date=date, address=found.address), err=True)


@packs.command()
@_AS_JSON
@_CATALOGUE
@_CHANGED
@click.argument("pair_or_file")
@click.pass_obj
def install(services: Services, as_json: bool, catalogue: str | None, accept_changed: bool, pair_or_file: str) -> None:
    """Install the pack of a pair such as en-pt from the catalogue, or from a pack file or folder."""
    _use_catalogue(services, catalogue)
    file = Path(pair_or_file)
    pair = None if file.exists() else _pair_in(pair_or_file)
    if pair is None:
        with progress_line() as report:
            pack = services.packs.install(file, report=report)
    else:
        manager = services.pack_manager
        entry = manager.entry(pair.source, pair.target)
        with progress_line() as report:
            pack = manager.install(entry, accept_changed=accept_changed, report=report)
    _print(pack, as_json)


@packs.command()
@_AS_JSON
@_CATALOGUE
@_CHANGED
@click.option("--keep-old", is_flag=True, help="Keep the older version beside the new one.")
@click.argument("pair", required=False)
@click.pass_obj
def update(
    services: Services, as_json: bool, catalogue: str | None, accept_changed: bool, keep_old: bool, pair: str | None
) -> None:
    """Install newer versions of the installed packs, of all or of PAIR."""
    _use_catalogue(services, catalogue)
    manager = services.pack_manager
    wanted = _pair(pair) if pair else None
    offers = manager.updates(manager.known_catalogue(refresh=True), wanted)
    updated: list[Pack] = []
    for offer in offers:
        try:
            with progress_line() as report:
                updated.append(manager.update(offer, keep_old=keep_old, accept_changed=accept_changed, report=report))
        except KnownError as error:
            # One server that is down must not keep the other packs old.
            click.echo("\n".join(describe(error)), err=True)
    if as_json:
        _print_json([_as_json(pack) for pack in updated])
    else:
        for pack in updated:
            click.echo(_line(pack))
    if not offers:
        click.echo(_("The packs are up to date."), err=True)
    _exit_if(len(updated) < len(offers))


@packs.command()
@_AS_JSON
@click.option("--version", "version", metavar="VERSION", help="Remove this version alone.")
@click.option("--engine", metavar="ENGINE", help="Remove the packs of this engine alone: argos or firefox.")
@click.argument("pair")
@click.pass_obj
def remove(services: Services, as_json: bool, version: str | None, engine: str | None, pair: str) -> None:
    """Remove the packs of PAIR, such as en-pt, or the pack that is set aside under the name PAIR."""
    if pair in {name for name, _reason in services.packs.quarantined()}:
        services.packs.remove_quarantined(pair)
        if as_json:
            _print_json({"name": pair})
        else:
            click.echo(pair)
        return
    wanted = _pair(pair)
    _print(services.packs.remove(wanted.source, wanted.target, version=version, engine=engine), as_json)


@packs.command()
@_AS_JSON
@click.pass_obj
def verify(services: Services, as_json: bool) -> None:
    """Compare every pack with what was installed and translate a sentence with it. Exits with 2 when one is broken."""
    with progress_line() as report:
        results = services.packs.verify(report=report)
    if as_json:
        _print_json(
            [
                {"name": name, "ok": reason is None, "reason": None if reason is None else render(reason)}
                for name, reason in results
            ]
        )
    else:
        for name, reason in results:
            click.echo(f"{name}: {_('good') if reason is None else render(reason)}")
    _exit_if(any(reason is not None for _name, reason in results))


@packs.command("export")
@_AS_JSON
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("pairs", metavar="[PAIR]...", nargs=-1)
@click.pass_obj
def export(services: Services, as_json: bool, folder: Path, pairs: tuple[str, ...]) -> None:
    """Write the installed packs, all or those of PAIR, to the folder DIR, with checksums."""
    from dragoman.translation.pack_transfer import export_packs

    chosen = [pack for pair in pairs for pack in services.packs.of_pair(*_sides(pair))] if pairs else None
    with progress_line() as report:
        written = export_packs(services.packs, folder, chosen, report=report)
    if as_json:
        content = [
            {**_as_json(one.pack), "file": str(one.file), "sha256": one.sha256, "file_bytes": one.size_bytes}
            for one in written
        ]
        _print_json({"folder": str(folder), "packs": content})
        return
    for one in written:
        click.echo(f"{one.file}\t{one.size_bytes / 1e6:.1f} MB\t{one.sha256}")


@packs.command("import")
@_AS_JSON
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def import_(services: Services, as_json: bool, folder: Path) -> None:
    """Install the packs of the folder DIR that “export” wrote. Exits with 2 when one of them is refused."""
    from dragoman.translation.pack_transfer import import_packs

    with progress_line() as report:
        results = import_packs(services.packs, folder, report=report)
    if as_json:
        _print_json(
            [
                {
                    "file": one.name,
                    "pack": None if one.pack is None else _as_json(one.pack),
                    "reason": None if one.reason is None else render(one.reason),
                }
                for one in results
            ]
        )
    else:
        for one in results:
            if one.pack is not None:
                click.echo(_line(one.pack))
            elif one.reason is not None:
                said = _("{name} was not installed: {reason}").format(name=one.name, reason=render(one.reason))
                click.echo(said, err=True)
    _exit_if(any(one.pack is None for one in results))


def _use_catalogue(services: Services, address: str | None) -> None:
    if address:
        from dragoman.translation.web import check_address

        check_address(address)
        services.settings.update(catalogue_address=address)


def _pair(text: str) -> LanguagePair:
    pair = _pair_in(text)
    if pair is None:
        raise KnownError(
            N_("“{pair}” is not a pair of languages."), N_("Write it as en-pt, or as en:zh-Hant."), pair=text
        )
    return pair


def _sides(text: str) -> tuple[str, str]:
    pair = _pair(text)
    return pair.source, pair.target


def _pair_in(text: str) -> LanguagePair | None:
    """Return the pair in ``en-pt``, ``en_pt``, ``en>pt``, ``en:pt-BR`` or ``zh-Hant-en``; None when there is none."""
    from dragoman.translation.model import LanguagePair
    from dragoman.translation.tags import pack_language

    match = _PAIR.fullmatch(text.strip()) or _JOINED.fullmatch(text.strip().replace("_", "-"))
    if match is None:
        return None
    source, target = pack_language(match["source"].strip()), pack_language(match["target"].strip())
    return LanguagePair(source, target) if source and target else None


def _exit_if(broken: bool) -> None:
    if broken:
        click.get_current_context().exit(BROKEN_EXIT_CODE)


def _print_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _print(pack: Pack, as_json: bool) -> None:
    if as_json:
        _print_json(_as_json(pack))
    else:
        click.echo(_line(pack))


def _line(pack: Pack) -> str:
    return f"{pack.source}-{pack.target}\t{pack.version}\t{pack.engine}\t{pack.size_bytes / 1e6:.1f} MB\t{pack.name}"


def _as_json(pack: Pack) -> dict[str, object]:
    return {
        "source": pack.source,
        "target": pack.target,
        "version": pack.version,
        "engine": pack.engine,
        "name": pack.name,
        "path": str(pack.path),
        "size_bytes": pack.size_bytes,
    }


def _offer_line(offer: Offer) -> str:
    from dragoman.translation.catalogue import language_title

    entry = offer.entry
    names = " → ".join(language_title(tag, active_language()) for tag in (entry.source, entry.target))
    size = "" if offer.size_bytes is None else f"{offer.size_bytes / 1e6:.1f} MB"
    if offer.installed is None:
        state = ""
    elif offer.is_update:
        state = _("update of {version}").format(version=offer.installed.version)
    else:
        state = _("installed")
    return "\t".join((f"{entry.source}-{entry.target}", entry.version, names, size, state)).rstrip()


def _offer_as_json(offer: Offer) -> dict[str, object]:
    entry = offer.entry
    return {
        "source": entry.source,
        "target": entry.target,
        "version": entry.version,
        "source_name": entry.source_name,
        "target_name": entry.target_name,
        "installed_version": None if offer.installed is None else offer.installed.version,
        "is_update": offer.is_update,
        "size_bytes": offer.size_bytes,
        "addresses": list(entry.addresses),
    }
