"""``python -m benchmarks NAME [--json]``: measure, and print what was measured; without a name, what there is."""

from __future__ import annotations

import argparse
import ast
import json
import pkgutil
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import benchmarks

# So that a checkout is measured, installed or not.
sys.path[:0] = [str(Path(__file__).resolve().parent.parent / name) for name in ("desktop", "resources")]


def names() -> list[str]:
    """Return the benchmarks there are; a module with an underscore is a helper."""
    return sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")
    )


def table(figures: Mapping[str, object], indent: str = "") -> list[str]:
    """Return the figures as aligned lines, nested mappings indented."""
    width = max((len(name) for name in figures), default=0)
    lines = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}", *table(value, indent + "  ")]
        elif isinstance(value, float):
            lines.append(
                f"{indent}{name:{width}}  {value:,.4g}"
                if abs(value) < 1000
                else f"{indent}{name:{width}}  {value:,.0f}"
            )
        else:
            lines.append(f"{indent}{name:{width}}  {value}")
    return lines


def main(arguments: list[str]) -> int:
    """Run one benchmark and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", metavar="NAME", choices=names())
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    if options.name is None:
        for name in names():
            source = (Path(__file__).parent / f"{name}.py").read_text("utf-8")
            summary = ast.get_docstring(ast.parse(source)) or ""
            print(f"{name:12}", summary.partition("\n")[0])
        return 0
    figures = import_module(f"benchmarks.{options.name}").run()
    print(json.dumps(figures, ensure_ascii=False, indent=2) if options.json else "\n".join(table(figures)))
    return 0


def _start_in_clone() -> None:
    """Start again under the clone's own Python, which the README's commands set up."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "desktop"))
    import bootstrap

    bootstrap.replace_process([bootstrap.ready("tests"), "-m", "benchmarks", *sys.argv[1:]])


if __name__ == "__main__":
    if find_spec("PySide6") is None:
        _start_in_clone()
    raise SystemExit(main(sys.argv[1:]))
