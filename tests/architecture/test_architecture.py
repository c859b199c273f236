"""The house plan holds: imports point one way, Qt stays at the edge, modules stay small."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop" / "dragoman"

LEVELS = (
    {"base"},
    {"counterparts", "translation", "knowledge"},
    {"meetings", "drafts", "deals"},
    {"contacts", "services", "travel_check"},
    {"ui", "cli"},
    {"app"},
    {"__main__"},
)
LEVEL_OF = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
ALLOWED_UPWARD = {
    ("cli.window", "app"): "the command that opens the window, within its function",
}
LONGEST = 600
LONGEST_OF = {"ui/main_window.py": 300}


def modules() -> dict[str, Path]:
    """Return every module of the package: dotted name without ``dragoman.``, and file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found[name] = path
    return found


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the absolute dotted names that are imported anywhere, and where; ``from a import b`` as ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}: write it from dragoman on"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node


def tops(tree: ast.Module) -> set[ast.stmt]:
    """Return the statements that run when the module is imported, without those for type checkers alone."""
    return {node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)}


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules().keys())
def test_imports_point_one_way(name: str, path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    room = name.split(".")[0]
    assert room in LEVEL_OF, f"{name} is in no room of the house plan"
    for imported, node in imports(tree):
        first, _, rest = imported.partition(".")
        if first != "dragoman" or rest == "__version__":
            continue
        other = rest.split(".")[0]
        assert other in LEVEL_OF, f"{name} imports dragoman.{other}, which is in no room of the house plan"
        if other == room:
            continue
        if (name, other) in ALLOWED_UPWARD:
            assert node not in tops(tree), f"{name} imports {imported} when it is imported itself"
            continue
        assert LEVEL_OF[other] < LEVEL_OF[room], f"{name} imports {imported}: that arrow points up or sideways"


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules().keys())
def test_qt_stays_at_the_edge(name: str, path: Path) -> None:
    if name.split(".")[0] in ("ui", "app"):
        return
    qt = [imported for imported, _node in imports(ast.parse(path.read_text("utf-8"))) if imported.startswith("PySide6")]
    assert not qt, f"{name} imports {qt}"


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules().keys())
def test_modules_stay_small(name: str, path: Path) -> None:
    longest = LONGEST_OF.get(path.relative_to(PACKAGE).as_posix(), LONGEST)
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= longest, f"{name} has {lines} lines, more than {longest}"


def test_core_runs_without_qt() -> None:
    names = [f"dragoman.{name}" for name in modules() if name.split(".")[0] not in ("ui", "app", "__main__")]
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "loaded = sorted(name for name in sys.modules if name.startswith(('PySide6', 'shiboken6')))\n"
        "assert not loaded, loaded\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "desktop"), str(ROOT / "resources")])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr


HEAVY = ("argostranslate", "ctranslate2", "sentencex", "py3langid", "babel", "jinja2", "sqlite_utils", "holidays")


def test_services_load_nothing_heavy() -> None:
    """Everything that the window imports before its first paint, but for Qt."""
    names = [f"dragoman.{name}" for name in modules() if name.split(".")[0] == "services" or name.endswith(".model")]
    names += [f"dragoman.{name}" for name in modules() if name.endswith((".service", ".store", ".finder", ".packs"))]
    names = [name for name in names if not name.startswith(("dragoman.ui", "dragoman.cli"))]
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        f"loaded = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "desktop"), str(ROOT / "resources")])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules().keys())
def test_only_the_command_line_prints(name: str, path: Path) -> None:
    """Besides the edges, programs of their own may print, in their ``main`` function."""
    if name.split(".")[0] in ("cli", "app"):
        return
    tree = ast.parse(path.read_text("utf-8"))
    has_own_command = "__main__" in path.read_text("utf-8")
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.name == "main" and has_own_command:
            function.body = []
    calls = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not calls, f"{name} prints in line {calls}"


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules().keys())
def test_known_errors_can_be_translated(name: str, path: Path) -> None:
    """``KnownError(N_("…"), N_("…"))``: a bare or formatted string would never reach the catalogue."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) == "KnownError":
            assert len(node.args) == 2, f"{name}:{node.lineno}: what happened, and what to do"
            for argument in node.args:
                assert _is_message(argument), f"{name}:{node.lineno}: {ast.unparse(argument)} is not marked with N_"


def _is_message(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_message(node.body) and _is_message(node.orelse)
    if isinstance(node, ast.Call):
        return _name(node.func) == "N_" and len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
    return isinstance(node, ast.Name | ast.Attribute)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
