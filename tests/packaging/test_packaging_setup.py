"""``python3 desktop`` on a fresh clone, again, moved, killed, offline, twice at once."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT, WINDOWS, Clone

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

BOOTSTRAP_FILES = ("desktop/__main__.py", "desktop/bootstrap.py", "desktop/system_packages.py", "tests/__main__.py")


def echoed(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_first_start_sets_up_and_passes_everything_on(clone: Clone, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "dragoman_tiny.py").write_text("raise SystemExit('a file of the user took the place of a package')")
    done = clone.run("translate", "--to", "pt", "-", "Olá, 世界", cwd=elsewhere, text="We offer.\n")
    assert echoed(done) == {
        "arguments": ["translate", "--to", "pt", "-", "Olá, 世界"],
        "folder": str(elsewhere),
        "stdin": "We offer.\n",
        "mark": 1,
    }
    assert "dragoman: setting up" in done.stderr


def test_later_starts_are_silent(made: Clone) -> None:
    stamp = made.state / "stamp-desktop"
    before = stamp.stat().st_mtime_ns
    done = made.run("again")
    assert done.stderr.splitlines() == ["tiny 1.0"]
    assert stamp.stat().st_mtime_ns == before


def test_exit_code_is_the_programs(made: Clone) -> None:
    assert made.run("seven").returncode == 7


def test_changed_requirements_are_installed(made: Clone) -> None:
    made.require("2.0")
    assert "tiny 2.0" in made.run("again").stderr
    made.require("1.0")
    assert "tiny 1.0" in made.run("again").stderr


def test_changed_input_is_built_again(made: Clone) -> None:
    marker = made.root / "i18n" / "compiled"
    script = made.root / "i18n" / "catalogues.py"
    script.write_text("import pathlib\npathlib.Path(__file__).with_name('compiled').open('a').write('x')\n")
    made.run("again")
    assert marker.read_text() == "x"
    made.run("again")
    assert marker.read_text() == "x", "nothing changed in between"


def test_failing_build_is_told_and_made_up_for(made: Clone) -> None:
    script = made.root / "i18n" / "catalogues.py"
    before = script.read_text("utf-8")
    script.write_text("raise SystemExit('no such message')")
    done = made.run("again")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no such message" in done.stderr
    assert "Traceback" not in done.stderr
    script.write_text(before, "utf-8")
    assert echoed(made.run("again"))["mark"] == 1


def test_moved_clone_goes_on(made: Clone) -> None:
    moved = Clone(made.root.with_name("moved é"))
    made.root.rename(moved.root)
    try:
        (moved.root / "resources" / "dragoman_resources" / "__init__.py").write_text("MARK = 2\n")
        done = moved.run("again")
        assert echoed(done)["mark"] == 2
        assert "setting up" not in done.stderr
        assert "packages" not in done.stderr
        (moved.root / "resources" / "dragoman_resources" / "__init__.py").write_text("MARK = 1\n")
    finally:
        moved.root.rename(made.root)


def test_package_with_another_checksum_is_refused(made: Clone) -> None:
    made.require("3.0", digest="0" * 64)
    done = made.run("again")
    assert done.returncode == 2
    assert "checksum" in done.stderr
    made.require("1.0")
    assert "tiny 1.0" in made.run("again").stderr


def test_without_a_network_says_so(made: Clone) -> None:
    requirements = made.root / "desktop" / "requirements.txt"
    requirements.write_text("six==1.17.0 --hash=sha256:" + "0" * 64)
    closed = "http://127.0.0.1:9/simple"
    done = made.run("again", PIP_INDEX_URL=closed, PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", PIP_NO_CACHE_DIR="1",
                    PIP_RETRIES="1", PIP_CONFIG_FILE=os.devnull)  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Connect to the network and run the same command again" in done.stderr
    made.require("1.0")
    assert "tiny 1.0" in made.run("again").stderr


def test_foreign_environment_is_left_alone(clone: Clone) -> None:
    theirs = clone.root / ".venv" / "pyvenv.cfg"
    theirs.parent.mkdir()
    theirs.write_text("mine")
    done = clone.run("again")
    assert done.returncode == 2
    assert "Move it away" in done.stderr
    assert theirs.read_text() == "mine"
    assert [path.name for path in theirs.parent.iterdir()] == ["pyvenv.cfg"]


def test_broken_interpreter_is_replaced(clone: Clone) -> None:
    assert clone.run("first").returncode == 0
    shutil.rmtree(clone.root / ".venv" / ("Scripts" if WINDOWS else "bin"))
    assert echoed(clone.run("again"))["mark"] == 1


@pytest.mark.skipif(WINDOWS, reason="needs process groups")
@pytest.mark.parametrize("seed", range(3))
def test_killed_half_way_repairs_itself(clone: Clone, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(2):
        process = subprocess.Popen(
            clone.command("first"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.1, 4.5))
        process.kill()  # what it started goes on, as after a crash
        process.wait()
    assert echoed(clone.run("again"))["mark"] == 1
    assert clone.run("again").stderr.splitlines() == ["tiny 1.0"]


def test_two_first_starts_at_once(clone: Clone) -> None:
    processes = [
        subprocess.Popen(
            clone.command(f"start{number}"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        for number in range(2)
    ]
    outputs = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert all(json.loads(out)["mark"] == 1 for out, _err in outputs)
    assert sum("setting up " + str(clone.root) in err for _out, err in outputs) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
@pytest.mark.parametrize("arguments", [[], ["window"], ["--ui-language", "zh", "window"], ["--ui-language=zh"]])
def test_window_without_a_screen(made: Clone, arguments: list[str]) -> None:
    environment = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = made.run(*arguments, **environment)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "needs a screen" in done.stderr
    assert 'translate --to pt "' in done.stderr
    assert echoed(made.run("window", "--help", **environment))["arguments"] == ["window", "--help"]


@pytest.mark.parametrize("name", BOOTSTRAP_FILES)
def test_old_pythons_can_read_what_tells_them(name: str) -> None:
    source = (ROOT / name).read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert "from __future__ import annotations" in source


@pytest.fixture
def desktop_modules(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    """Return ``bootstrap`` and ``system_packages``, as ``python3 desktop`` imports them."""
    loaded = []
    for name in ("bootstrap", "system_packages"):
        spec = importlib.util.spec_from_file_location(name, ROOT / "desktop" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        loaded.append(module)
    return loaded[0], loaded[1]


def test_old_python_is_told_what_to_install(
    desktop_modules: tuple[ModuleType, ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bootstrap, _packages = desktop_modules
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.11 or newer; this is Python 3\.9"):
        bootstrap.use_supported_python()


@pytest.mark.skipif(WINDOWS, reason="shell scripts stand in for package managers")
@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "sudo apt-get install libgl1 libxcb-cursor0"),
        ("dnf", "sudo dnf install 'libGL.so.1()(64bit)' 'libxcb-cursor.so.0()(64bit)'"),
        ("zypper", "sudo zypper install 'libGL.so.1()(64bit)' 'libxcb-cursor.so.0()(64bit)'"),
        ("pacman", "sudo pacman -S --needed libglvnd xcb-util-cursor"),
    ],
)
def test_missing_libraries_come_with_the_exact_command(
    desktop_modules: tuple[ModuleType, ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    manager: str,
    command: str,
) -> None:
    bootstrap, packages = desktop_modules
    (tmp_path / manager).write_text("#!/bin/sh\n")
    (tmp_path / manager).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.SetupError) as caught:
        packages.provide_libraries(["libGL.so.1", "libxcb-cursor.so.0"])
    assert str(caught.value).endswith(f"Install them with: {command}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared libraries of Linux")
def test_missing_libraries_are_found_missing(desktop_modules: tuple[ModuleType, ModuleType]) -> None:
    _bootstrap, packages = desktop_modules
    assert packages.missing_libraries(["libc.so.6", "libnot-there.so.9"]) == ["libnot-there.so.9"]


@pytest.mark.parametrize("name", ["desktop/requirements.txt", "tests/requirements.txt"])
def test_requirements_are_pinned_and_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "index" not in text.lower()
    packages = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(packages) > 10
    for package in packages:
        assert re.match(r"[a-z0-9.-]+==[0-9]", package), package
        assert "--hash=sha256:" in package, package


def test_requirements_cover_what_the_wheel_asks_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / "desktop" / "requirements.txt").read_text("utf-8"), re.M))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["data"]
    assert {re.split(r"[<>=]", name)[0].lower() for name in asked} <= pinned
    assert set(project["dependency-groups"]["data"]) <= set(project["build-system"]["requires"])


def test_notices_name_everything_that_is_installed() -> None:
    pinned = re.findall(r"^([a-z0-9.-]+)==", (ROOT / "desktop" / "requirements.txt").read_text("utf-8"), re.M)
    words = re.split(r"[\s,|()]+", (ROOT / "THIRD_PARTY_NOTICES.md").read_text("utf-8").lower())
    named = set(words) | {"pyside6-essentials"}
    assert [name for name in pinned if name not in named] == []
