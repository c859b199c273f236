"""A real sentence through a pack's model, in a process of its own: a model that crashes the library, eats its time or
never ends takes nothing else down."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from dragoman.base.child import child_command, child_environment, die_with_parent
from dragoman.base.errors import Cancelled
from dragoman.base.i18n import N_, Text
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.progress import Ask, never

TRIAL_SECONDS = 60.0
"""Far beyond what the largest pack needs to load from a slow disk."""

_POLL_SECONDS = 0.05
_SENTENCES = {
    "ar": "صباح الخير.",
    "az": "Sabahınız xeyir.",
    "bg": "Добро утро.",
    "bn": "সুপ্রভাত।",
    "ca": "Bon dia.",
    "cs": "Dobré ráno.",
    "da": "God morgen.",
    "de": "Guten Morgen.",
    "el": "Καλημέρα.",
    "eo": "Bonan matenon.",
    "es": "Buenos días.",
    "et": "Tere hommikust.",
    "eu": "Egun on.",
    "fa": "صبح بخیر.",
    "fi": "Hyvää huomenta.",
    "fr": "Bonjour, merci.",
    "ga": "Maidin mhaith.",
    "gl": "Bos días.",
    "he": "בוקר טוב.",
    "hi": "सुप्रभात।",
    "hu": "Jó reggelt.",
    "id": "Selamat pagi.",
    "it": "Buongiorno.",
    "ja": "おはようございます。",
    "ko": "좋은 아침입니다.",
    "ky": "Кутман таң.",
    "lt": "Labas rytas.",
    "lv": "Labrīt.",
    "ms": "Selamat pagi.",
    "nb": "God morgen.",
    "nl": "Goedemorgen.",
    "pl": "Dzień dobry.",
    "pt": "Bom dia.",
    "ro": "Bună dimineața.",
    "ru": "Доброе утро.",
    "sk": "Dobré ráno.",
    "sl": "Dobro jutro.",
    "sq": "Mirëmëngjes.",
    "sv": "God morgon.",
    "sw": "Habari za asubuhi.",
    "th": "สวัสดีตอนเช้า",
    "tl": "Magandang umaga.",
    "tr": "Günaydın.",
    "uk": "Доброго ранку.",
    "ur": "صبح بخیر۔",
    "vi": "Chào buổi sáng.",
    "zh": "早上好。",
    "zh-Hant": "早安。",
}
_OTHERWISE = "Good morning."


def sentence_to_try(source: str) -> str:
    """Return a greeting in the language a pack translates from, in English where there is none in it."""
    return _SENTENCES.get(source) or _SENTENCES.get(source.split("-", maxsplit=1)[0]) or _OTHERWISE


def try_pack(
    folder: Path, *, engine: str, source: str, cancelled: Ask = never, seconds: float = TRIAL_SECONDS
) -> Text | None:
    """Return why the unpacked pack in ``folder`` cannot translate, None when it can.

    Raises :class:`Cancelled` when asked to stop; the child process is gone when this returns.
    """
    try:
        return _tried(engine, folder, source, cancelled, seconds)
    except OSError as error:
        return Text(N_("no test sentence could be tried: {reason}."), {"reason": error.strerror or str(error)})


def _tried(engine: str, folder: Path, source: str, cancelled: Ask, seconds: float) -> Text | None:
    command = child_command(__name__, engine, str(folder), sentence_to_try(source))
    # Its library may write to the console while it dies; the exit code says enough.
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        try:
            if not _ended(child, cancelled, seconds):
                return Text(
                    N_("its model did not answer a test sentence within {seconds} s."), {"seconds": round(seconds)}
                )
        finally:
            if child.poll() is None:
                child.kill()
        assert child.stdout is not None
        return _verdict(child.returncode, child.stdout.read())


def main(arguments: list[str]) -> int:
    """Run the trial in this process: engine, folder and sentence in, one line of JSON out."""
    die_with_parent()
    engine, folder, sentence = arguments
    try:
        text = _translated(engine, Path(folder), sentence)
        answer: dict[str, object] = {"text": text}
    except BrokenPack as broken:
        reason = broken.reason
        answer = {"reason": reason.message, "values": {key: str(value) for key, value in reason.values.items()}}
    except MemoryError:
        answer = {"reason": N_("its model needs more memory than there is."), "values": {}}
    # ASCII in any console encoding, and whole before the exit.
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    return 0


def _translated(engine: str, folder: Path, sentence: str) -> str:
    if engine == "firefox":
        from dragoman.translation import firefox_package

        return firefox_package.try_model(folder, sentence)
    from dragoman.translation.argos_package import open_package
    from dragoman.translation.engines.argos import LoadedModel

    try:
        pieces = open_package(folder).tokenizer.encode(sentence)
    except Exception as error:
        # SentencePiece, JSON and the BPE reader each raise their own; for the user it is one reason.
        raise BrokenPack(Text(N_("its tokenizer cannot be read."))) from error
    if not pieces:
        raise BrokenPack(Text(N_("its tokenizer cannot be read.")))
    try:
        return LoadedModel.load(folder, threads=1).translate([sentence], beam=1)[0].text
    except (RuntimeError, ValueError, OSError) as error:
        raise BrokenPack(Text(N_("its model cannot be run."))) from error


def _ended(child: subprocess.Popen[bytes], cancelled: Ask, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            child.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            if cancelled():
                raise Cancelled from None
            if time.monotonic() > deadline:
                return False
        else:
            return True


def _verdict(code: int, output: bytes) -> Text | None:
    try:
        answer = json.loads(output.decode("ascii").strip().rpartition("\n")[2])
    except ValueError:
        answer = None
    if code != 0 or not isinstance(answer, dict):
        return Text(N_("its model crashed on a test sentence (exit code {code})."), {"code": code})
    if "reason" in answer:
        return Text(str(answer["reason"]), dict(answer.get("values") or {}))
    if not any(char.isalpha() for char in str(answer.get("text", ""))):
        return Text(N_("its model gives no translation."))
    return None
