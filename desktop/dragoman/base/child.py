"""Child processes that run one of Dragoman's own modules: from a wheel, a checkout and a frozen program alike."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module

CHILD_FLAG = "--child"
"""First argument with which the frozen program runs a module's ``main`` instead of itself."""


def child_command(module: str, *arguments: str) -> list[str]:
    """Return the command line that runs ``main(arguments)`` of ``dragoman.…`` module ``module`` in a new process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG, module, *arguments]
    return [sys.executable, "-m", "dragoman", CHILD_FLAG, module, *arguments]


def child_environment() -> dict[str, str]:
    """Return the environment of such a process: it finds the same packages, and speaks UTF-8 over its pipes."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}


def run_child(arguments: list[str]) -> int:
    """Run the module named by the first argument and return its exit code; 2 for one that is not Dragoman's."""
    module, *rest = arguments or [""]
    if not module.startswith("dragoman."):
        return 2
    result = import_module(module).main(rest)
    return result if isinstance(result, int) else 0


def die_with_parent() -> None:
    """End this process as soon as its standard input ends, which it does when the parent is gone, however it went.

    For children that do not read their standard input themselves; the parent holds the other end of a pipe.
    """

    def watch() -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        os._exit(3)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
