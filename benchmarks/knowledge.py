"""A country brief and a full-text search, each beside its peer.

Budgets: brief 10 ms, search 5 ms. The brief's peer is a fresh process that takes the basic facts and two years of
holidays of both countries from Babel and the holidays package, against a fresh process that makes the whole brief;
imports count in both. The search's peer looks for the words in every text with LIKE.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

PAIRS = [("SA", "CN"), ("BR", "CN"), ("JP", "DE"), ("AE", "US"), ("IN", "FR"), ("NG", "CN"), ("ID", "NL"), ("MX", "JP")]
QUERIES = [("双手", "zh"), ("名片", "zh"), ("斋月", "zh"), ("both hands", "en"), ("invoice", "en"), ("Ramadan", "en")]
ROUNDS = 25
COLD_ROUNDS = 5
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

OURS = """
import time
started = time.perf_counter()
from datetime import UTC, datetime
from dragoman.knowledge.brief import brief
from dragoman.knowledge.service import KnowledgeBase
brief(KnowledgeBase.open(), "SA", "CN", "en", datetime(2026, 3, 2, 8, tzinfo=UTC))
print((time.perf_counter() - started) * 1000)
"""

PACKAGES = """
import time
started = time.perf_counter()
from datetime import date
import holidays
from babel import Locale
from babel.numbers import format_decimal, get_territory_currencies
for iso2 in ("SA", "CN"):
    locale = Locale.parse(f"und_{iso2}")
    locale.territories[iso2]
    format_decimal(1234567.89, locale=locale)
    get_territory_currencies(iso2, date(2026, 3, 2))
    sorted(holidays.country_holidays(iso2, years=(2026, 2027)).items())
print((time.perf_counter() - started) * 1000)
"""


def run() -> dict[str, object]:
    """Return medians and the 95th percentile in milliseconds, with the ratio to the peers and the build's figures."""
    from dragoman.knowledge.brief import brief
    from dragoman.knowledge.build import ensure_built
    from dragoman.knowledge.service import KnowledgeBase

    knowledge = KnowledgeBase.open()
    briefs = [_timed(partial(brief, KnowledgeBase(knowledge.path), *pair, "en", NOW)) for pair in PAIRS * ROUNDS]
    searches = [_timed(partial(knowledge.search, query, lang)) for query, lang in QUERIES * ROUNDS]
    with closing(sqlite3.connect(f"{knowledge.path.as_uri()}?mode=ro", uri=True)) as connection:
        scans = [_timed(partial(_scan, connection, query)) for query, _lang in QUERIES * ROUNDS]
    ours, packages = _cold(OURS), _cold(PACKAGES)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "knowledge.sqlite3"
        build = _timed(partial(ensure_built, made, strict=False)) / 1000
        size = made.stat().st_size / 1_000_000
    return {
        "brief": _figures(briefs),
        "cold": {"brief_ms": ours, "packages_ms": packages},
        "cold_ratio": ours / packages,
        "search": _figures(searches) | {"scan_ms": statistics.median(scans)},
        "search_ratio": statistics.median(searches) / statistics.median(scans),
        "build_s": build,
        "size_mb": size,
    }


def _cold(program: str) -> float:
    """Return the median milliseconds that ``program`` says it took in fresh processes."""
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(root / "desktop"), str(root / "resources")))}
    return statistics.median(
        float(subprocess.run([sys.executable, "-c", program], env=environment, check=True, capture_output=True).stdout)
        for _round in range(COLD_ROUNDS)
    )


def _scan(connection: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT iso2, topic, title FROM search_entry WHERE title LIKE ?1 OR body LIKE ?1 UNION ALL"
        " SELECT iso2, topic, summary FROM etiquette_text WHERE do LIKE ?1 OR dont LIKE ?1 OR detail LIKE ?1",
        (f"%{query}%",),
    ).fetchall()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _figures(samples: list[float]) -> dict[str, float]:
    return {"median_ms": statistics.median(samples), "p95_ms": statistics.quantiles(samples, n=20)[-1]}
