"""Write ``docs/knowledge-report.md``: ``python -m dragoman.knowledge.report``.

How many rows each table and column has, where they come from, and every disagreement between two sources with its
decision. Made from the database, so that it cannot say more than the database holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from dragoman.knowledge.build import ensure_built
from dragoman.knowledge.derive_holidays import FIRST_YEAR, LAST_YEAR
from dragoman.knowledge.inputs import DATABASE_NAME, Inputs, resource_folder

_TABLES = (
    "country", "country_name", "country_language", "currency_period", "zone", "subdivision", "holiday",
    "holiday_absence", "special_period", "treaty_status", "data_law", "fact", "override", "etiquette_card",
    "etiquette_text", "etiquette_flag", "source", "search_entry",
)  # fmt: skip


def report(path: Path, inputs: Inputs) -> str:
    """Return the report on the database at ``path`` as Markdown."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return "\n".join(_lines(connection, inputs)) + "\n"


def _lines(connection: sqlite3.Connection, inputs: Inputs) -> Iterable[str]:
    ask = connection.execute
    yield "# Knowledge report"
    yield ""
    yield "Written by `python -m dragoman.knowledge.report` from the built database. Do not edit."
    yield ""
    versions = ask("SELECT substr(key, 9), value FROM meta WHERE key LIKE 'version:%' ORDER BY 1").fetchall()
    yield "Packages: " + ", ".join(f"{name} {number}" for name, number in versions) + "."
    yield ""
    yield "## Rows per table"
    yield ""
    counts = [(name, ask(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in _TABLES]
    yield from _table(("table", "rows"), counts)
    yield ""
    yield "## Facts"
    yield ""
    yield "Countries out of 250 (249 of ISO 3166-1 and XK) with a value; the others are unknown and shown as such."
    yield ""
    yield from _table(
        ("column", "source", "as of", "origin", "confidence", "countries"),
        ask(
            "SELECT key, source_id, as_of, origin, confidence, count(*) FROM fact"
            " GROUP BY key, source_id, as_of, origin, confidence ORDER BY key, count(*) DESC"
        ),
    )
    yield ""
    yield "## Treaties"
    yield ""
    yield from _table(
        ("treaty", "source", "as of", "in", "in, with its date", "out", "unknown"),
        ask(
            "SELECT treaty, source_id, as_of, sum(status IS 1), sum(status IS 1 AND in_force IS NOT NULL),"
            " sum(status IS 0), sum(status IS NULL) FROM treaty_status GROUP BY treaty ORDER BY treaty"
        ),
    )
    yield ""
    yield "## Holidays, 2020 to 2035"
    yield ""
    yield from _table(
        ("category", "countries", "national", "subdivisions", "estimated", "make-up days"),
        ask(
            "SELECT category, count(DISTINCT iso2), sum(subdivision = ''), sum(subdivision != ''), sum(estimated),"
            " sum(makeup_workday) FROM holiday_day GROUP BY category ORDER BY count(*) DESC"
        ),
    )
    missing = ask("SELECT value FROM meta WHERE key = 'holiday_names_without_chinese'").fetchone()[0]
    yield ""
    yield f"English names without a Chinese one (smaller countries and subdivisions, shown in English): {missing}."
    yield ""
    yield "Years without a public holiday in the source:"
    yield ""
    yield from _table(("country", "years", "why"), _gaps(connection, inputs))
    yield ""
    yield "## Special periods"
    yield ""
    yield from _table(
        ("period", "countries", "occurrences"),
        ask("SELECT id, count(DISTINCT iso2), count(*) FROM special_period GROUP BY id ORDER BY id"),
    )
    yield ""
    yield "## Columns compared with another source at every build"
    yield ""
    yield from _table(
        ("column", "stands", "compared with", "countries", "differing"),
        ask("SELECT key, source, other_source, compared, differing FROM comparison ORDER BY key, compared DESC"),
    )
    yield ""
    yield "## Columns compared once, by hand"
    yield ""
    yield from _table(
        ("column", "against", "on", "compared", "decision"),
        [
            (check["column"], check["against"], check["on"], check["compared"], check["decision"])
            for check in inputs.table("crosschecks")["check"]
        ],
    )
    yield ""
    yield "## Disagreements between sources, and what was decided"
    yield ""
    yield from _table(
        ("country", "column", "stands", "from", "other", "from", "decision"),
        ask(
            "SELECT iso2, key, chosen, chosen_source, other, other_source, decision FROM disagreement"
            " ORDER BY key, iso2, other_source"
        ),
    )
    yield ""
    yield "## Sources of the facts"
    yield ""
    yield from _table(
        ("id", "title", "publisher", "as of"),
        ask("SELECT id, title, publisher, as_of FROM source WHERE id NOT LIKE '%:%' ORDER BY id"),
    )


def _gaps(connection: sqlite3.Connection, inputs: Inputs) -> Iterable[tuple[str, str, str]]:
    found: dict[str, set[int]] = {row[0]: set() for row in connection.execute("SELECT iso2 FROM country")}
    for iso2, year in connection.execute(
        "SELECT DISTINCT iso2, substr(date, 1, 4) FROM holiday_day WHERE category = 'public' AND subdivision = ''"
    ):
        found[iso2].add(int(year))
    reasons = inputs.table("crosschecks")["holiday_gaps"]
    for iso2, years in sorted(found.items()):
        if missing := sorted(set(range(FIRST_YEAR, LAST_YEAR + 1)) - years):
            yield iso2, f"{missing[0]} to {missing[-1]}", reasons.get(iso2, "not looked into")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _column in head) + " |"
    for row in rows:
        yield "| " + " | ".join("" if cell is None else str(cell).replace("|", "\\|") for cell in row) + " |"


def main() -> int:
    """Build the database when it is not current, and write the report beside the other documents."""
    folder = resource_folder()
    path = folder / DATABASE_NAME
    ensure_built(path)
    target = folder.parents[2] / "docs" / "knowledge-report.md"
    target.write_text(report(path, Inputs(folder)), encoding="utf-8")
    print(target.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
