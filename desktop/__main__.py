"""``python3 desktop``: set up what is missing, then run Dragoman with the same arguments."""

from __future__ import annotations

import os
import sys

import bootstrap


def opens_window(arguments: list[str]) -> bool:
    """Return whether these arguments of Dragoman's open its window."""
    rest = list(arguments)
    while rest and rest[0].startswith("--ui-language"):
        del rest[: 1 if "=" in rest[0] else 2]
    return not rest or (rest[0] == "window" and "--help" not in rest and "-h" not in rest)


def main(arguments: list[str]) -> int:
    """Replace this process by Dragoman; return an exit code only when that cannot be."""
    try:
        bootstrap.use_supported_python()
        first = not os.path.exists(bootstrap.STATE)
        python = bootstrap.ready("desktop")
        if opens_window(arguments) and sys.platform.startswith("linux"):
            import system_packages

            system_packages.prepare_window(os.environ)
            if first:
                system_packages.note_missing_fonts()
        # -P: a file named like a package, in the folder where the user stands, is not the package.
        bootstrap.replace_process([python, "-P", "-m", "dragoman", *arguments])
    except bootstrap.SetupError as error:
        bootstrap.say(str(error))
        return 2
    except KeyboardInterrupt:
        bootstrap.say("interrupted; the next start goes on from here")
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
