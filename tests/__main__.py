"""``python3 tests``: set up what is missing, then run every check; with arguments, pytest alone with these.

python3 tests                         all checks, as before a submission
python3 tests tests/base -k migrat    pytest with these arguments
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "desktop"))

import bootstrap  # noqa: E402 - stands beside the product, which the path has just learnt

CONFIG = os.path.join(ROOT, "pyproject.toml")
# pytest comes last, so that its closing line stands next to the result.
STEPS = {
    "lint": ["ruff", "check", "--output-format=concise", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    # One file per process: what a file builds for its tests is built once. A crash of Qt then fails one test, not all.
    "tests": ["pytest", "-n", "2", "--dist", "loadfile"],
}


def main(arguments: list[str]) -> int:
    """Run the checks and return 0 when all of them pass, 1 when one does not, 2 when set-up cannot be done."""
    try:
        bootstrap.use_supported_python()
        started = time.monotonic()
        python = bootstrap.ready("tests")
        import system_packages

        system_packages.prepare_tests()
    except bootstrap.SetupError as error:
        bootstrap.say(str(error))
        return 2
    except KeyboardInterrupt:
        bootstrap.say("interrupted; the next start goes on from here")
        return 130
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if arguments:
        # Paths are meant from where the user stands; the configuration is the clone's.
        bootstrap.replace_process([python, "-m", "pytest", f"--rootdir={ROOT}", "-c", CONFIG, *arguments], environment)
    return _run_all(python, environment, time.monotonic() - started)


def _run_all(python: str, environment: dict[str, str], setup_seconds: float) -> int:
    report = [f"set-up  {setup_seconds:6.1f} s"]
    failed = []
    for name, command in STEPS.items():
        print(f"== {name}: {' '.join(command)}", flush=True)
        started = time.monotonic()
        status = subprocess.call([python, "-m", *command], cwd=ROOT, env=environment)
        verdict = "" if status == 0 else f"  FAILED ({status})"
        report.append(f"{name:7} {time.monotonic() - started:6.1f} s{verdict}")
        if status:
            failed.append(name)
    print("==", *report, sep="\n")
    print("all checks passed" if not failed else f"failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
