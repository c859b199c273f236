"""What a writer says in their own words: the only part of a letter that is translated, never the fixed wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dragoman.drafts.model import FieldSpec


def own_words(specs: Sequence[FieldSpec], values: Mapping[str, object]) -> tuple[str, ...]:
    """Return the texts of the fields marked ``free``, rows of lists included, each once and in the form's order."""
    found: list[str] = []

    def collect(text: str) -> str:
        found.append(text)
        return text

    rewritten(specs, values, collect)
    return tuple(dict.fromkeys(found))


def rewritten(
    specs: Sequence[FieldSpec], values: Mapping[str, object], write: Callable[[str], str]
) -> dict[str, object]:
    """Return ``values`` with ``write`` applied to every text that :func:`own_words` names; the rest stays."""
    return {**values, **dict(_changed(specs, values, write))}


def _changed(
    specs: Sequence[FieldSpec], values: Mapping[str, object], write: Callable[[str], str]
) -> Iterator[tuple[str, object]]:
    for spec in specs:
        value = values.get(spec.name)
        if spec.free and isinstance(value, str) and value.strip():
            yield spec.name, write(value)
        elif spec.columns and isinstance(value, Sequence) and not isinstance(value, str):
            yield (
                spec.name,
                [rewritten(spec.columns, row, write) if isinstance(row, Mapping) else row for row in value],
            )
