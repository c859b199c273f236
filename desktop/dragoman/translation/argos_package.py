"""The way into ``argostranslate``: its package reader and tokenizers, without what its import does on the side."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

_importing = threading.Lock()
_REDIRECTED = (
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "ARGOS_PACKAGES_DIR",
    "ARGOS_TRANSLATE_PACKAGE_DIR",
)


def open_package(path: Path) -> Any:
    """Return ``argostranslate.package.Package`` for an unpacked pack; its ``tokenizer`` encodes and decodes.

    ``argostranslate.settings`` makes folders in the home folder and reads the settings of another program when it is
    imported; both are kept away from it.
    """
    prepare()
    from argostranslate.package import Package

    return Package(path)


def prepare() -> None:
    """Import what :func:`open_package` needs."""
    with _importing:
        if "argostranslate.package" not in sys.modules:
            _import_without_traces()


def _import_without_traces() -> None:
    before = {name: os.environ.get(name) for name in (*_REDIRECTED, "KMP_DUPLICATE_LIB_OK")}
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        try:
            os.environ.update(dict.fromkeys(_REDIRECTED, folder))
            import_module("argostranslate.package")
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
