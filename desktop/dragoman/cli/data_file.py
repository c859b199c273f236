"""Files of the command line: what is read from a file or standard input, what is written to a file or the screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from dragoman.base.errors import KnownError
from dragoman.base.files import write_file
from dragoman.base.i18n import N_

MAX_BYTES = 1_000_000


def read_object(name: str) -> dict[str, Any]:
    """Return the object in the file ``name``, ``-`` being standard input. Raises :class:`KnownError`."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as handle:
                raw = handle.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise KnownError(
            N_("The data file {path} cannot be read: {reason}."),
            N_("Check the name, or pass - to read the data from standard input."),
            path=name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if len(raw) > MAX_BYTES:
        raise KnownError(
            N_("The data file {path} is larger than one megabyte."), N_("Pass only what is needed."), path=name
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
            N_("Write one object with its fields in braces."),
            path=name,
        )
    return data


def read_bytes(name: str, limit: int = MAX_BYTES) -> bytes:
    """Return at most ``limit`` bytes of the file ``name``, ``-`` being standard input. Raises :class:`KnownError`."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(limit)
        with Path(name).open("rb") as handle:
            return handle.read(limit)
    except (OSError, ValueError) as error:
        raise KnownError(
            N_("{path} cannot be read: {reason}."),
            N_("Check the name, or pass - to read standard input."),
            path=name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error


def write_out(data: bytes, out: str | None) -> None:
    """Write ``data`` to the file ``out``, to the screen without one. Raises :class:`KnownError`."""
    if out is None:
        click.echo(data, nl=False)
        return
    write_file(Path(out), data)
