"""What is made for the wheel: compiled message catalogues and the knowledge database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling names no parameter here
    """Makes the generated package data before the wheel is packed; a wheel without it would be half a program."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues and build the database. Raises when there is nothing to compile."""
        root = Path(self.root)
        sys.path[:0] = [str(root / folder) for folder in ("i18n", "desktop", "resources")]
        import catalogues
        from dragoman.knowledge.build import ensure_built
        from dragoman.knowledge.inputs import DATABASE_NAME

        catalogues.compile_all()
        if not catalogues.languages():
            raise RuntimeError("i18n/ holds no translation: the wheel would speak English only")
        ensure_built(root / "resources" / "dragoman_resources" / "knowledge" / DATABASE_NAME)
