"""``dragoman draft``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _, active_language, render

if TYPE_CHECKING:
    from dragoman.drafts.model import DraftWarning, FieldSpec, Letter
    from dragoman.services import Services

_MAX_DATA_BYTES = 1_000_000


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
    as_json: bool,
) -> None:
    """Write a letter in the reader's language, manners and formats."""
    letters = services.letters
    if not purpose:
        raise KnownError(
            N_("Say what the letter is for."),
            N_("Pass --purpose with one of: {known}."),
            known=", ".join(letters.purposes()),
        )
    output_format = output_format or ("json" if as_json else "txt")
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
    data = _read(data_file)
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
    if output_format == "json":
        written = (_dumped(_letter(letter)) + "\n").encode()
    else:
        for warning in letter.warnings:
            click.echo(_("Note: {message}").format(message=" ".join(_advice(warning))), err=True)
        written = _exported(letter, data, output_format)
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


def _read(name: str) -> dict[str, Any]:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(_MAX_DATA_BYTES + 1)
        else:
            with Path(name).open("rb") as handle:
                raw = handle.read(_MAX_DATA_BYTES + 1)
    except (OSError, ValueError) as error:
        raise KnownError(
            N_("The data file {path} cannot be read: {reason}."),
            N_("Check the name, or pass - to read the data from standard input."),
            path=name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if len(raw) > _MAX_DATA_BYTES:
        raise KnownError(
            N_("The data file {path} is larger than one megabyte."), N_("Pass only what the letter needs."), path=name
        )
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = str(error) if not isinstance(error, RecursionError) else "nested too deeply"
        raise KnownError(
            N_("The data file {path} is not valid JSON: {reason}."),
            N_("Write it as one JSON object in UTF-8."),
            path=name,
            reason=reason,
        ) from error
    if not isinstance(data, dict):
        raise KnownError(
            N_("The data file {path} does not hold a JSON object."),
            N_("Write one object with sender, recipient and the fields."),
            path=name,
        )
    return data


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
    }


def _exported(letter: Letter, data: dict[str, Any], output_format: str) -> bytes:
    from dragoman.drafts import export
    from dragoman.drafts.fields import checked_person, read_person

    if output_format == "eml":
        people = [checked_person(role, read_person(role, data.get(role))[0])[0] for role in ("sender", "recipient")]
        return export.to_eml(letter, *people)
    text = export.to_html(letter) if output_format == "html" else export.to_text(letter)
    return text.encode()


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
