"""What the knowledge database is built from, and a fingerprint of all of it."""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

DATABASE_NAME = "knowledge.sqlite3"
PACKAGES = ("babel", "holidays", "phonenumbers", "schwifty", "tzdata")
"""Distributions whose data end up in the database; another version is another database."""


def is_checkout(folder: Path) -> bool:
    """Return whether ``folder`` lies in a source checkout, where the database follows its inputs."""
    root = folder.parents[2] if len(folder.parents) > 2 else folder
    return (root / "pyproject.toml").is_file() and (root / "desktop" / "dragoman").is_dir()


def resource_folder() -> Path:
    """Return the folder of the tables, cards and database. Only meaningful where resources are plain files."""
    return Path(str(files("dragoman_resources") / "knowledge"))


class Inputs:
    """The hand-written files of one folder, read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def paths(self) -> list[Path]:
        """All files that decide what the database holds: tables, market cards and the builder's own modules."""
        package = Path(__file__).parent
        return [*sorted(self.folder.glob("*.toml")), *self.card_paths, *sorted(package.glob("*.py"))]

    @property
    def card_paths(self) -> list[Path]:
        return sorted((self.folder / "markets").glob("*.toml"))

    def table(self, name: str) -> dict[str, Any]:
        """Return the table ``name``.toml, parsed. Raises :class:`ValueError` naming the file when it is faulty."""
        import tomllib

        with (self.folder / f"{name}.toml").open("rb") as handle:
            try:
                return tomllib.load(handle)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ValueError(f"{name}.toml: {error}") from error

    @cached_property
    def versions(self) -> dict[str, str]:
        """Versions of the packages whose data are used."""
        from importlib.metadata import version  # 12 ms: only for the build, not for every start

        return {package: version(package) for package in PACKAGES}

    def content_hash(self) -> str:
        """Return the SHA-256 over every input file's name and bytes and every package version."""
        import hashlib

        digest = hashlib.sha256()
        for path in self.paths:
            data = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.name}\0{len(data)}\0".encode())
            digest.update(data)
        for package, number in self.versions.items():
            digest.update(f"{package}=={number}\0".encode())
        return digest.hexdigest()

    def changed_after(self, moment: float) -> bool:
        """Return whether an input file was written after ``moment`` (seconds since the epoch)."""
        return any(path.stat().st_mtime > moment for path in self.paths)
