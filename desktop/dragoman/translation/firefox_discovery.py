"""Firefox models from Mozilla's own service, found and fetched by ``fxtranslate``, when the user asks for it.

The library cannot be stopped and holds the interpreter lock, so it works in a child process.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from dragoman.base.child import child_command, child_environment, die_with_parent
from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_
from dragoman.translation.model import LanguagePair
from dragoman.translation.progress import Ask, Phase, Progress, Report, never, silent
from dragoman.translation.tags import pack_language

FETCH_SECONDS = 1800.0
_POLL_SECONDS = 0.05
_NO_MODEL = "no model"


def fetch(
    pair: LanguagePair,
    into: Path,
    *,
    offline: bool = False,
    seconds: float = FETCH_SECONDS,
    report: Report = silent,
    cancelled: Ask = never,
) -> Path:
    """Return the folder within ``into`` with the model of ``pair``, ready for ``firefox_package.stage``.

    What was fetched into the same folder before is taken as it is; each file is compared with the published SHA-256.
    Only a model for this very pair is fetched. Raises :class:`Cancelled`, and :class:`KnownError` when there is none,
    the service cannot be reached, or Dragoman is ``offline``: then no process is started and no socket opened.
    """
    if offline:
        raise KnownError(
            N_("Dragoman is in offline mode; the pack was not fetched."),
            N_("Turn offline mode off in the settings, or install the pack from a file."),
        )
    name = f"{pair.source}-{pair.target}"
    into.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        child_command(__name__, pair.source, pair.target, str(into)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )
    with process:
        try:
            _wait(process, time.monotonic() + seconds, cancelled, lambda: report(_progress(name, into)))
        except BaseException:
            process.kill()
            raise
        assert process.stdout is not None
        said = process.stdout.read()
    try:
        answer = json.loads(said)
    except ValueError:
        answer = {"error": ""}
    if "folder" in answer:
        return into / str(answer["folder"])
    if answer["error"] == _NO_MODEL:
        raise KnownError(
            N_("Mozilla publishes no model from {source} to {target}."),
            N_("Install the packs to and from English, or an Argos pack."),
            source=pair.source,
            target=pair.target,
        )
    raise KnownError(
        N_("The Firefox model for {name} could not be fetched: {reason}."),
        N_("Check the connection and try again. What was fetched so far is kept."),
        name=name,
        reason=answer["error"] or "-",
    )


def main(arguments: list[str]) -> int:
    """Fetch the model of a pair into a folder and print what came of it as JSON."""
    die_with_parent()
    source, target, into = arguments
    print(json.dumps(_fetched(LanguagePair(source, target), into)))
    return 0


def _fetched(pair: LanguagePair, into: str) -> dict[str, str]:
    from fxtranslate import discovery

    try:
        body = discovery.fetch_records_body()
        codes = next((codes for codes in discovery.model_pairs(body) if _pair_of(*codes) == pair), None)
        if codes is None:
            return {"error": _NO_MODEL}
        discovery.add_models(*codes, cache_dir=into, progress=False)
    except BaseException as error:
        # A panic of the library is no Exception, and is as good a reason.
        return {"error": "".join(char for char in str(error) if char.isprintable())[:200]}
    return {"folder": "-".join(codes)}


def _pair_of(source: str, target: str) -> LanguagePair | None:
    tags = [pack_language(code) for code in (source, target)]
    first, second = ("zh" if tag == "zh-Hans" else tag for tag in tags)
    return LanguagePair(first, second) if first and second else None


def _wait(process: subprocess.Popen[bytes], deadline: float, cancelled: Ask, look: Callable[[], None]) -> None:
    while True:
        try:
            process.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if cancelled():
                raise Cancelled from None
            if time.monotonic() > deadline:
                raise KnownError(
                    N_("Mozilla's service did not answer in time."),
                    N_("Try again later, or install the pack from a file."),
                ) from None
            look()
        else:
            return


def _progress(name: str, into: Path) -> Progress:
    done = sum(file.stat().st_size for file in into.rglob("*") if file.is_file())
    return Progress(Phase.DOWNLOADING if done else Phase.CONNECTING, name, done)


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
