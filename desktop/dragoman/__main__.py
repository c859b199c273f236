"""``python -m dragoman``: the window without arguments, the command line with them."""

from __future__ import annotations

import sys


def main() -> int:
    """Run Dragoman and return the process's exit code."""
    if len(sys.argv) == 1:
        from dragoman import app

        return app.run()
    from dragoman.cli import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
