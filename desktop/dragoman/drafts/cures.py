"""One click follows a piece of advice: the values of a form with its cure in them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.drafts.model import Cure

_PATH = re.compile(r"(\w+)(?:\[(\d+)\]\.(\w+))?")


def cured(values: Mapping[str, object], cure: Cure) -> dict[str, object]:
    """Return ``values`` (what a form or a data file holds) with the cure applied; unchanged where it does not fit."""
    match = _PATH.fullmatch(cure.field)
    if cure.value is None or not match:
        return dict(values)
    name, row, column = match.groups()
    if row is None:
        return {**values, name: _changed(values.get(name), cure)}
    rows = values.get(name)
    if not isinstance(rows, list | tuple) or not 0 < int(row) <= len(rows):
        return dict(values)
    return {
        **values,
        name: [
            {**entry, column: _changed(entry.get(column), cure)} if number == int(row) else entry
            for number, entry in enumerate(rows, start=1)
        ],
    }


def _changed(value: object, cure: Cure) -> object:
    if not cure.find:
        return cure.value
    return value.replace(cure.find, cure.value or "") if isinstance(value, str) else value
