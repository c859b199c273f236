"""A small clone that the set-up can be tried on, and the real wheel, installed where no checkout is."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = os.name == "nt"

PRODUCT = """
import json, os, sys
import dragoman_tiny
from dragoman_resources import MARK
text = sys.stdin.read() if "-" in sys.argv else ""
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "stdin": text, "mark": MARK}))
print("tiny", dragoman_tiny.VERSION, file=sys.stderr)
raise SystemExit(7 if "seven" in sys.argv else 0)
"""


@dataclass(frozen=True)
class Clone:
    """A clone of the size of a stamp: the real set-up, a package of one line, a program that echoes."""

    root: Path

    @property
    def state(self) -> Path:
        return self.root / ".venv" / ".dragoman"

    def require(self, version: str, digest: str | None = None) -> None:
        """Make the requirements name ``version`` of the one-line package, at its digest or another one."""
        wheel = self.root.parent / f"dragoman_tiny-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            info = f"dragoman_tiny-{version}.dist-info"
            archive.writestr("dragoman_tiny.py", f"VERSION = {version!r}\n")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: dragoman-tiny\nVersion: {version}\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        text = f"dragoman-tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n"
        (self.root / "desktop" / "requirements.txt").write_text(text, "utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "desktop"), *arguments]

    def run(
        self, *arguments: str, cwd: Path | None = None, text: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.root.parent,
            input=text,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )


def make_clone(root: Path) -> Clone:
    desktop = root / "desktop"
    for folder in ("dragoman/knowledge", "../resources/dragoman_resources", "../i18n"):
        (desktop / folder).mkdir(parents=True)
    for name in ("__main__.py", "bootstrap.py", "system_packages.py"):
        shutil.copy(ROOT / "desktop" / name, desktop / name)
    for folder in ("dragoman", "dragoman/knowledge"):
        (desktop / folder / "__init__.py").touch()
    (desktop / "dragoman" / "__main__.py").write_text(PRODUCT)
    (desktop / "dragoman" / "knowledge" / "build.py").write_text("print('built')")
    (root / "i18n" / "catalogues.py").write_text("print('compiled')")
    (root / "resources" / "dragoman_resources" / "__init__.py").write_text("MARK = 1\n")
    clone = Clone(root)
    clone.require("1.0")
    return clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a clone that was never set up, in a folder with blanks and other scripts in its name."""
    return make_clone(tmp_path / "my clone é 克隆")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """Return a clone that was set up once; tests leave it working."""
    clone = make_clone(tmp_path_factory.mktemp("made") / "my clone é 克隆")
    done = clone.run("first")
    assert done.returncode == 0, done.stderr
    return clone


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built in isolation by way of the source distribution, its source tree gone."""
    folder = tmp_path_factory.mktemp("build")
    tree = folder / "source é 源"
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", folder / "dist", tree],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=_clean_environment(),
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    shutil.rmtree(tree)
    return next((folder / "dist").glob("*.whl"))


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own, with nothing of the checkout and an empty home."""

    scripts: Path
    home: Path

    def dragoman(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.scripts / "dragoman", *arguments],
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            env={**_clean_environment(), "DRAGOMAN_HOME": str(self.home / "empty"), **environment},
            timeout=120,
        )


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed") / "clean é 净"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    scripts = folder / ("Scripts" if WINDOWS else "bin")
    # The versions of the clone, so that the test does not change from one day to the next.
    pins = folder / "pins.txt"
    lines = (ROOT / "desktop" / "requirements.txt").read_text("utf-8").splitlines()
    pins.write_text("\n".join(re.sub(r"\s*\\$", "", line) for line in lines if re.match(r"[a-z0-9]", line)))
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--no-compile", "-c", pins, wheel],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=_clean_environment(),
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    home = folder / "home"
    home.mkdir()
    return Installed(scripts, home)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DRAGOMAN"))}
