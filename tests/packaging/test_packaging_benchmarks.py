"""``python -m benchmarks``: what there is, and figures as a table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_benchmarks_are_listed_with_what_they_measure() -> None:
    done = subprocess.run([sys.executable, "-m", "benchmarks"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    listed = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert {path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py")} == set(listed)
    assert all(listed.values()), "each says in its first line what it measures"


def test_unknown_benchmark_is_refused() -> None:
    command = [sys.executable, "-m", "benchmarks", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert "startup" in done.stderr
    assert "Traceback" not in done.stderr


def test_table_is_aligned() -> None:
    figures = {"ratio": 1.19, "long_ms": 12345.6, "on": {"x": 2}}
    code = f"from benchmarks.__main__ import table; print('\\n'.join(table({figures!r})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["ratio    1.19", "long_ms  12,346", "on", "  x  2"]
