"""``python -m dragoman``: the window without arguments, the command line with them."""

from __future__ import annotations

import sys


def main() -> int:
    """Run Dragoman and return the process's exit code."""
    if len(sys.argv) == 1:
        return _window()
    if sys.argv[1] == "--child":  # dragoman.base.child
        from dragoman.base.child import run_child

        return run_child(sys.argv[2:])
    from dragoman.cli import main as command_line

    return command_line(sys.argv[1:])


def _window() -> int:
    import gc

    # Nothing that is made on the way to the first paint is garbage; the window turns the collector on again.
    gc.disable()
    # Before Qt: once PySide6 is loaded, every import reads the imported module's source too.
    from dragoman.services import Services

    services = Services()
    from dragoman import app

    return app.run(services)


if __name__ == "__main__":
    raise SystemExit(main())
