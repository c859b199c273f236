"""The hand-written tables: facts that no package holds, or holds wrong, each with its source and date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.inputs import Inputs
from dragoman.knowledge.model import TREATIES
from dragoman.knowledge.platforms import PROGRAMS, STATES
from dragoman.knowledge.records import Fact, Provenance

FACT_TABLES = ("weekend", "hours", "tax", "currency", "conventions", "languages", "law", "postal")
"""Tables of the form ``[XX] key = value``; a country may name its own ``source``, ``as_of`` and ``confidence``."""

_RESERVED = frozenset({"source", "as_of", "confidence", "note"})


@dataclass(frozen=True, slots=True)
class TreatyRow:
    """A country's standing in a convention; ``member`` None where nobody wrote it down."""

    iso2: str
    treaty: str
    member: bool | None
    in_force: str | None
    declarations: str | None
    declarations_zh: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DataLawRow:
    """A data-protection law; ``transfer`` says what it asks before data leave the country."""

    iso2: str
    name: str
    short: str | None
    in_force: str | None
    regulator: str | None
    transfer_en: str | None
    transfer_zh: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Override:
    """A correction to a derived value, with the reason for it."""

    iso2: str
    key: str
    value: object
    reason: str
    provenance: Provenance


def sources(inputs: Inputs) -> dict[str, dict[str, Any]]:
    """Return the sources by id, as written."""
    return inputs.table("sources")


def facts(inputs: Inputs, codes: tuple[str, ...]) -> list[Fact]:
    """Return the facts of :data:`FACT_TABLES` for all countries. A ``null`` in TOML is a key left out."""
    found = []
    for name in FACT_TABLES:
        table = inputs.table(name)
        default = table.pop("default")
        for choice in ("main_locale", "main_zone"):
            table.pop(choice, None)
        for iso2, row in table.items():
            _require(iso2 in codes, f"{name}.toml: {iso2} is not a country")
            provenance = _provenance(row, default)
            found += [Fact(iso2, key, value, provenance) for key, value in row.items() if key not in _RESERVED]
    return found


def second_opinions(inputs: Inputs, codes: tuple[str, ...]) -> list[Fact]:
    """Return the facts of ``second_sources.toml``: they stand only where no other source has the fact."""
    found = []
    described = sources(inputs)
    for source_id, table in inputs.table("second_sources").items():
        provenance = Provenance(source_id, described[source_id]["as_of"], "medium")
        for iso2, row in table.items():
            _require(iso2 in codes, f"second_sources.toml: {iso2} is not a country")
            found += [Fact(iso2, key, value, provenance) for key, value in row.items()]
    return found


def decisions(inputs: Inputs) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """Return why one source was preferred: by (country, column), and by (column, source that lost)."""
    table = inputs.table("crosschecks")
    single = {(iso2, key): why for key, rows in table["decision"].items() for iso2, why in rows.items()}
    general = {(key, source): why for source, rows in table["default_decision"].items() for key, why in rows.items()}
    return single, general


def notes(inputs: Inputs) -> dict[tuple[str, str], str]:
    """Return the note of a row for each of its facts: why the table says what it says."""
    found: dict[tuple[str, str], str] = {}
    for name in FACT_TABLES:
        for iso2, row in inputs.table(name).items():
            if "note" in row:
                found |= {(iso2, key): str(row["note"]) for key in row if key not in _RESERVED}
    return found


def overrides(inputs: Inputs) -> list[Override]:
    """Return the corrections of ``override.toml``."""
    return [
        Override(
            row["iso2"],
            row["key"],
            row["value"],
            row["reason"],
            Provenance(row["source"], row["as_of"], row.get("confidence", "high"), "written"),
        )
        for row in inputs.table("override")["override"]
    ]


def treaties(inputs: Inputs, codes: tuple[str, ...]) -> list[TreatyRow]:
    """Return one row per country and treaty.

    ``members`` maps a country to the day the treaty entered into force there (empty: not certain). A country that is
    listed nowhere is outside when the list is ``complete`` and it is a state; territories are unknown unless listed,
    because treaties reach them by declaration.
    """
    tables = inputs.table("treaties")
    territories = frozenset(tables["territories"]["codes"])
    rows = []
    for treaty in TREATIES:
        table = tables[treaty]
        provenance = Provenance(table["source"], table["as_of"], table.get("confidence", "high"), "written")
        members, declarations = table["members"], table.get("declarations", {})
        chinese = table.get("declarations_zh", {})
        _require(chinese.keys() == declarations.keys(), f"treaties.toml, {treaty}: declarations in one language only")
        outside, unknown = table.get("outside", []), table.get("unknown", [])
        for listed in (*members, *outside, *unknown, *declarations):
            _require(listed in codes, f"treaties.toml, {treaty}: {listed} is not a country")
        for iso2 in codes:
            member: bool | None = None
            if iso2 in members:
                member = True
            elif iso2 in outside or (table["complete"] and iso2 not in territories and iso2 not in unknown):
                member = False
            in_force = str(members[iso2]) if members.get(iso2) else None
            rows.append(
                TreatyRow(iso2, treaty, member, in_force, declarations.get(iso2), chinese.get(iso2), provenance)
            )
    return rows


def data_laws(inputs: Inputs, codes: tuple[str, ...]) -> list[DataLawRow]:
    """Return the data-protection laws in the order in which they are shown."""
    table = inputs.table("data_laws")
    default = table["default"]
    rows = []
    for law in table["law"]:
        for iso2 in law["countries"]:
            _require(iso2 in codes, f"data_laws.toml: {iso2} is not a country")
            rows.append(
                DataLawRow(
                    iso2,
                    law["name"],
                    law.get("short"),
                    str(law["in_force"]) if "in_force" in law else None,
                    law.get("regulators", {}).get(iso2) or law.get("regulator"),
                    law.get("transfer_en"),
                    law.get("transfer_zh"),
                    _provenance(law, default),
                )
            )
    return rows


def gdpr(inputs: Inputs, codes: tuple[str, ...]) -> list[Fact]:
    """Return for every country whether the GDPR applies, and its adequacy decision with its limits."""
    table = inputs.table("gdpr")
    members, adequacy, notes = frozenset(table["applies"]), table["adequacy"], table["note"]
    provenance = Provenance(table["source"], table["as_of"], "high", "written")
    found = []
    for iso2 in codes:
        applies = iso2 in members
        decision = adequacy.get(iso2)
        value = {
            "applies": applies,
            "adequacy": None if applies else bool(decision),
            "since": str(decision["since"]) if decision and "since" in decision else None,
            "note": (decision or {}).get("note_en") or notes["applies_en" if applies else "none_en"],
            "note_zh": (decision or {}).get("note_zh") or notes["applies_zh" if applies else "none_zh"],
        }
        found.append(Fact(iso2, "gdpr", value, provenance))
    return found


def fatf(inputs: Inputs, codes: tuple[str, ...]) -> list[Fact]:
    """Return for every country its FATF list (``none``, ``increased_monitoring``, ``call_for_action``)."""
    table = inputs.table("fatf")
    provenance = Provenance(table["source"], table["plenary"], "medium", "written")
    found = []
    for iso2 in codes:
        listed = next((name for name in ("call_for_action", "increased_monitoring") if iso2 in table[name]), "none")
        found.append(Fact(iso2, "fatf_list", listed, provenance))
    return found


def platforms(inputs: Inputs, codes: tuple[str, ...]) -> list[Fact]:
    """Return for the countries spoken of how programs fare there: a list of rows with their own dates.

    Raises :class:`ValueError` for an unknown program, state or country, and for two rows on the same thing.
    """
    table = inputs.table("platforms")
    default = table["default"]
    by_country: dict[str, dict[str, dict[str, object]]] = {}
    for row in table["status"]:
        program, state = row["program"], row["state"]
        _require(program in PROGRAMS and state in STATES, f"platforms.toml: {program} {state} is not known")
        _require(("note_en" in row) == ("note_zh" in row), f"platforms.toml: {program} lacks a note in one language")
        for iso2 in row["countries"]:
            _require(iso2 in codes, f"platforms.toml: {iso2} is not a country")
            rows = by_country.setdefault(iso2, {})
            _require(program not in rows, f"platforms.toml: {program} stands twice for {iso2}")
            rows[program] = {
                "program": program,
                "state": state,
                "note_en": row.get("note_en"),
                "note_zh": row.get("note_zh"),
                "as_of": row.get("as_of", default["as_of"]).isoformat(),
                "confidence": row.get("confidence", default["confidence"]),
            }
    provenance = _provenance({}, default)
    return [Fact(iso2, "platforms", list(rows.values()), provenance) for iso2, rows in by_country.items()]


def _provenance(row: dict[str, Any], default: dict[str, Any]) -> Provenance:
    as_of: date = row.get("as_of", default["as_of"])
    return Provenance(
        row.get("source", default["source"]),
        as_of,
        row.get("confidence", default.get("confidence", "medium")),
        "written",
    )


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)
