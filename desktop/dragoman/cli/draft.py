"""``dragoman draft``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, render
from dragoman.cli.data_file import read_object

if TYPE_CHECKING:
    from dragoman.drafts.model import DraftWarning, FieldSpec, Letter
    from dragoman.drafts.store import Draft
    from dragoman.services import Services


@click.command()
@click.option("--purpose", metavar="NAME", help="What the letter is for, such as quotation.")
@click.option("--to-country", metavar="CC", help="The reader's country; the recipient's when left out.")
@click.option("--lang", "language", metavar="TAG", help="Language of the letter, such as pt-BR.")
@click.option("--register", metavar="NAME", help="formal, neutral or familiar.")
@click.option("--data", "data_file", metavar="FILE", help="JSON file with sender, recipient and fields; - reads input.")
@click.option(
    "--format", "output_format", type=click.Choice(["json", "eml", "txt", "html"]), default=None, help="txt by default."
)
@click.option("--out", metavar="FILE", help="Write to this file instead of the screen.")
@click.option("--fields", "list_fields", is_flag=True, help="List what the letter needs to know.")
@click.option("--attach", "attached", metavar="FILE", multiple=True, help="Attach a file (eml); may be repeated.")
@click.option("--save", is_flag=True, help="Keep the letter among the drafts.")
@click.option("--open", "draft_id", type=int, metavar="ID", help="A kept draft; with --data, a new version of it.")
@click.option("--list", "list_drafts", is_flag=True, help="List the drafts that were kept.")
@click.option("--check", "checked", metavar="FILE", help="Look for mistakes in a template of your own.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def draft(
    services: Services,
    purpose: str | None,
    to_country: str | None,
    language: str | None,
    register: str | None,
    data_file: str | None,
    output_format: str | None,
    out: str | None,
    list_fields: bool,
    attached: tuple[str, ...],
    save: bool,
    draft_id: int | None,
    list_drafts: bool,
    checked: str | None,
    as_json: bool,
) -> None:
    """Write a letter in the reader's language, manners and formats."""
    output_format = output_format or ("json" if as_json else "txt")
    if checked:
        _check(services, Path(checked), purpose or "", output_format)
        return
    if list_drafts:
        _list(services, output_format)
        return
    if draft_id is not None and data_file is None:
        letter, data = _opened(services, draft_id)
        _put(_written(letter, data, output_format, attached), out)
        return
    letters = services.letters
    if not purpose:
        raise KnownError(
            N_("Say what the letter is for."),
            N_("Pass --purpose with one of: {known}."),
            known=", ".join(letters.purposes()),
        )
    if list_fields:
        specs = letters.fields(purpose)
        listed = _dumped([_field(spec) for spec in specs]) if output_format == "json" else _field_lines(specs)
        click.echo(listed)
        return
    if data_file is None:
        raise KnownError(
            N_("A letter needs the people and the figures."),
            N_("Pass them with --data FILE.json; --fields lists what goes into it."),
        )
    data = read_object(data_file)
    data.setdefault("sender", _own(services))
    letter = letters.compose_data(
        purpose,
        data,
        to_country=to_country,
        language=language,
        register=register,
        today=datetime.now().astimezone().date(),
        advice_language=active_language(),
    )
    if output_format != "json":
        for warning in letter.warnings:
            click.echo(_("Note: {message}").format(message=" ".join(_advice(warning))), err=True)
    if save or draft_id is not None:
        kept = services.drafts.save(letter, data, draft_id=draft_id)
        click.echo(_("Kept as draft {id}.").format(id=kept.id), err=True)
    _put(_written(letter, data, output_format, attached), out)


def _put(written: bytes, out: str | None) -> None:
    if out is None:
        click.echo(written, nl=False)
        return
    try:
        Path(out).write_bytes(written)
    except OSError as error:
        raise KnownError(
            N_("The letter could not be written to {path}: {reason}."),
            N_("Choose another place with --out."),
            path=out,
            reason=error.strerror or str(error),
        ) from error


def _own(services: Services) -> dict[str, str]:
    """The user's own details, for data without a sender."""
    own = services.settings.load()
    return {
        "given_name": own.own_given_name,
        "family_name": own.own_family_name,
        "title": own.own_title,
        "gender": own.own_gender,
        "company": own.own_company,
        "country": own.home_country,
        "language": own.home_language,
        "email": own.own_email,
        "phone": own.own_phone,
        "zone": own.home_zone,
        "city": own.home_city,
    }


def _written(letter: Letter, data: dict[str, Any], output_format: str, attached: Sequence[str]) -> bytes:
    from dragoman.drafts import export
    from dragoman.drafts.fields import checked_person, read_person, read_recipients

    if output_format == "json":
        return (_dumped(_letter(letter)) + "\n").encode()
    if output_format == "eml":
        sender = checked_person("sender", read_person("sender", data.get("sender"))[0])[0]
        readers = [checked_person("recipient", reader)[0] for reader in read_recipients(data)[0]]
        return export.to_eml(letter, sender, readers, [Path(name) for name in attached])
    text = export.to_html(letter) if output_format == "html" else export.to_text(letter)
    return text.encode()


def _opened(services: Services, draft_id: int) -> tuple[Letter, dict[str, Any]]:
    from dragoman.drafts.store import letter_of

    draft = services.drafts.get(draft_id)
    version = services.drafts.versions(draft_id)[0]
    return letter_of(draft, version), dict(version.data)


def _list(services: Services, output_format: str) -> None:
    drafts = services.drafts.all()
    if output_format == "json":
        click.echo(_dumped([_kept(draft) for draft in drafts]))
        return
    for draft in drafts:
        click.echo(f"{draft.id}  {draft.updated_at.astimezone():%Y-%m-%d %H:%M}  {draft.purpose}  {draft.subject}")


def _kept(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "counterpart": draft.counterpart_id,
        "purpose": draft.purpose,
        "subject": draft.subject,
        "updated": draft.updated_at.isoformat(),
    }


def _check(services: Services, path: Path, purpose: str, output_format: str) -> None:
    mistakes = services.letters.check(path, purpose)
    if output_format == "json":
        click.echo(_dumped([{"line": mistake.line, "message": render(mistake.what)} for mistake in mistakes]))
    else:
        for mistake in mistakes:
            place = f"{path}:{mistake.line}" if mistake.line else str(path)
            click.echo(f"{place}: {render(mistake.what)}")
        if not mistakes:
            click.echo(_("No mistakes were found in {path}.").format(path=path))
    if mistakes:
        raise click.exceptions.Exit(1)


def _letter(letter: Letter) -> dict[str, Any]:
    keys = ("language", "locale", "direction", "subject", "salutation", "body", "closing", "text", "html")
    shown: dict[str, Any] = {key: getattr(letter, key) for key in keys}
    shown["warnings"] = []
    for warning in letter.warnings:
        message, *suggestion = _advice(warning)
        shown["warnings"].append(
            {"kind": warning.kind, "message": message, "suggestion": suggestion[0] if suggestion else None}
        )
    return shown


def _advice(warning: DraftWarning) -> list[str]:
    message = render(warning.text) if warning.text else warning.message
    suggestion = render(warning.remedy) if warning.remedy else warning.suggestion
    return [message, suggestion] if suggestion else [message]


def _field(spec: FieldSpec) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": spec.name,
        "type": spec.type,
        "required": spec.required,
        "label": _(spec.label),
        "hint": _(spec.hint),
        "example": spec.example,
    }
    if spec.choices:
        shown["choices"] = list(spec.choices)
    if spec.columns:
        shown["columns"] = [_field(column) for column in spec.columns]
    return shown


def _field_lines(specs: Sequence[FieldSpec], indent: str = "") -> str:
    lines = []
    for spec in specs:
        need = _("required") if spec.required else _("optional")
        lines.append(f"{indent}{spec.name}  ({spec.type}, {need})  {_(spec.label)}. {_(spec.hint)}")
        if spec.choices:
            lines.append(f"{indent}    {' | '.join(spec.choices)}")
        if spec.columns:
            lines.append(_field_lines(spec.columns, indent + "    "))
        elif spec.example not in ("", None):
            example = json.dumps(spec.example, ensure_ascii=False)
            lines.append(indent + "    " + _("Example: {example}").format(example=example))
    return "\n".join(lines)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
