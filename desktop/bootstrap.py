"""Makes a clone ready to run: virtual environment, pinned packages, catalogues, knowledge database.

Nothing but the standard library is needed, and nothing is done twice: a stamp holds the size and time of every
file that set-up depends on, so that a later start costs a few dozen calls of ``stat``. Everything this module
keeps lies in ``.venv``, so that deleting that folder starts afresh. It must parse on Python 3.8, to tell the user
of an older Python what to install.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:  # the module ``typing`` costs a tenth of the time that this module may take
    from collections.abc import Callable, Iterator, Sequence

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WINDOWS = os.name == "nt"
OLDEST_PYTHON = (3, 11)
NEEDED_BYTES = 1_200_000_000
"""Room for the packages and their downloads (measured: 0.8 GB with the tests' tools)."""

VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(("Scripts", "python.exe") if WINDOWS else ("bin", "python")))
STATE = os.path.join(VENV, ".dragoman")
REQUIREMENTS = {
    "desktop": ("desktop/requirements.txt",),
    "tests": ("desktop/requirements.txt", "tests/requirements.txt"),
}
_DATABASE = "resources/dragoman_resources/knowledge/knowledge.sqlite3"
# Folder: endings of the files in it (and below it) from which set-up makes something, or which it makes.
_WATCHED = {
    "i18n": (".po", ".py", ".cfg"),
    "resources/dragoman_resources/locale": (".mo",),
    "resources/dragoman_resources/knowledge": (".toml", ".csv", ".json", ".tsv", ".txt"),
    "desktop/dragoman/knowledge": (".py",),
}


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """Report progress on standard error: standard output belongs to the command's result."""
    if sys.stderr is not None:
        print("dragoman:", text, file=sys.stderr, flush=True)


def use_supported_python() -> None:
    """Start again under a newer Python when this one is too old, or raise :class:`SetupError`."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    import shutil
    import subprocess

    for minor in (13, 12, 14, 11):
        newer = shutil.which(f"python3.{minor}")
        # Being on the path is not enough: version managers put launchers there for versions they do not have.
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            replace_process([newer, *sys.argv])
    raise SetupError(
        f"Dragoman needs Python 3.11 or newer; this is Python {sys.version_info[0]}.{sys.version_info[1]}. "
        + (
            "Install it with: winget install Python.Python.3.13"
            if WINDOWS
            else "Install it with: brew install python@3.13"
            if sys.platform == "darwin"
            else "Install python3.11 or newer with your system's package manager, then run: python3.11 "
            + " ".join(sys.argv)
        )
    )


def ready(role: str) -> str:
    """Bring the clone up to date for ``role`` (``desktop`` or ``tests``) and return its Python interpreter.

    Raises :class:`SetupError` when something is missing that the user has to provide.
    """
    stamp = os.path.join(STATE, "stamp-" + role)
    if _read(stamp) != _fingerprint(role):
        try:
            os.makedirs(VENV, exist_ok=True)
            if not os.path.isdir(STATE) and os.listdir(VENV):
                raise SetupError(
                    f"{VENV} is there, but Dragoman did not make it. Move it away and run the same command again."
                )
            os.makedirs(STATE, exist_ok=True)
            with _locked() as lock:
                # Whoever held the lock before may have done all the work.
                if _read(stamp) != _fingerprint(role):
                    _set_up(role, lock)
                    _write(stamp, _fingerprint(role))
        except OSError as error:
            raise SetupError(
                f"Set-up needs to write below {ROOT} and cannot: {error}. "
                "Free some space there, or clone to a folder of your own."
            ) from error
    return PYTHON


def replace_process(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run ``command`` in place of this process, so that signals, standard input and exit code are its own."""
    environment = dict(os.environ) if environment is None else environment
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], list(command), environment)
    import signal
    import subprocess

    # exec on Windows returns to the console before the program has ended. Ctrl-C is the program's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(subprocess.call(list(command), env=environment))


def _fingerprint(role: str) -> str:
    """Return a text that changes when anything that set-up depends on has changed."""
    paths = [os.path.join(ROOT, name) for name in REQUIREMENTS[role]]
    paths += [PYTHON, _base_python(), os.path.abspath(__file__)]
    for folder, endings in _WATCHED.items():
        _collect(os.path.join(ROOT, folder), endings, paths)
    # The database is touched by those who look whether it is current; what matters is that it is there.
    lines = ["database " + str(os.path.exists(os.path.join(ROOT, _DATABASE)))]
    for path in paths:
        try:
            status = os.stat(path)
        except OSError:
            lines.append(path + " -")
        else:
            lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(sorted(lines))


def _collect(folder: str, endings: Sequence[str], paths: list[str]) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            _collect(entry.path, endings, paths)
        elif entry.name.endswith(tuple(endings)):
            paths.append(entry.path)


def _base_python() -> str:
    """Return the interpreter that the virtual environment was made from: an upgrade of it may break the copy."""
    for line in _read(os.path.join(VENV, "pyvenv.cfg")).splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "executable":
            return value.strip()
    return ""


def _set_up(role: str, lock: int) -> None:
    import hashlib
    import json

    text = _read(os.path.join(STATE, "state.json"))
    state = json.loads(text) if text else {}

    def remember(**changes: object) -> None:
        state.update(changes)
        _write(os.path.join(STATE, "state.json"), json.dumps(state))

    if state.get("installing") or not _works(state.get("python")):
        # A package that pip was killed over may look complete and is not; so may a half-made environment.
        _clear()
        state.clear()
        remember(python=_create(lock))
    wanted = {}
    for name in REQUIREMENTS[role]:
        with open(os.path.join(ROOT, name), "rb") as handle:
            # Line ends differ between clones; the packages do not.
            wanted[name] = hashlib.sha256(handle.read().replace(b"\r\n", b"\n")).hexdigest()
    installed = state.get("installed", {})
    if any(installed.get(name) != digest for name, digest in wanted.items()):
        remember(installing=True)
        try:
            say("updating packages" if installed else "fetching and installing packages, about 200 MB the first time")
            _install(role, lock)
        except SetupError:
            remember(installing=False)  # pip gave up by itself and put back what it had
            raise
        remember(installing=False, installed={**installed, **wanted})
    _link()
    _build("The message catalogues", [os.path.join(ROOT, "i18n", "catalogues.py"), "compile"], lock)
    if not os.path.exists(os.path.join(ROOT, _DATABASE)):
        say("building the knowledge database")
    _build("The knowledge database", ["-m", "dragoman.knowledge.build"], lock)


def _works(version: object) -> bool:
    """Return whether the environment's interpreter starts and is still the ``version`` its packages are for."""
    try:
        status, output = _run([PYTHON, "-c", "import sys, pip; print(*sys.version_info[:2])"])
    except OSError:
        return False
    return status == 0 and output.strip() == version


def _clear() -> None:
    import shutil

    for entry in os.scandir(VENV):
        if entry.path == STATE:
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _create(lock: int) -> str:
    """Make the virtual environment and return its Python version as ``_works`` reads it."""
    import shutil

    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"Set-up needs {NEEDED_BYTES // 10**6} MB on the disk that holds {ROOT}; {free // 10**6} MB are free. "
            "Free some space and run the same command again."
        )
    say(f"setting up {VENV} (once)")
    try:
        import ensurepip  # noqa: F401 - Debian puts it into a package of its own
        import venv  # noqa: F401
    except ImportError:
        import system_packages

        system_packages.provide(["python3-venv"], "Python's virtual environments are not installed.")
    status, output = _run([sys.executable, "-m", "venv", VENV], lock)
    if status:
        raise SetupError(
            "The virtual environment could not be made. On Debian and Ubuntu install it with: "
            "sudo apt-get install python3-venv\n" + output.strip()
        )
    return f"{sys.version_info[0]} {sys.version_info[1]}"


def _install(role: str, lock: int) -> None:
    from time import monotonic

    started = monotonic()
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    # The files name everything that is needed, and leave out what a dependency asks for and Dragoman never imports.
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:"]
    for name in REQUIREMENTS[role]:
        command += ["-r", os.path.join(ROOT, name)]
    status, output = _run(command, lock, _say_download)
    if status:
        raise SetupError(_pip_failure(output))
    say(f"packages installed in {monotonic() - started:.0f} s")


def _say_download(line: str) -> None:
    """Report what of pip's output tells somebody who waits that it goes on: the large downloads, and the end."""
    if line.startswith("Downloading ") and line.endswith(" MB)"):
        name, _, rest = line[len("Downloading ") :].partition("-")
        say(f"  {name} {rest[rest.rindex('(') :]}")
    elif line.startswith("Installing collected packages"):
        say("  unpacking")


def _pip_failure(output: str) -> str:
    tail = "\n".join(line for line in output.splitlines() if line.strip())[-1200:]
    offline = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "Network is unreachable", "ReadTimeout")
    if any(sign in output for sign in offline):
        reason = "The packages could not be fetched: the package index cannot be reached. Connect to the network"
    elif "DO NOT MATCH THE HASHES" in output:
        reason = "A package is not the one whose checksum is recorded; nothing was installed. Check your package index"
    elif "No space left" in output:
        reason = "The disk is full. Free some space (also in the folder for temporary files)"
    elif "No matching distribution" in output:
        reason = "A package has no build for this system or this version of Python. Use Python 3.11 to 3.13"
    else:
        reason = "pip could not install the packages. Mend what it says below"
    return f"{reason} and run the same command again.\n{tail}"


def _link() -> None:
    """Put the clone's packages on the environment's path, relative to it, so that a moved clone still works."""
    status, folder = _run([PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    if status:
        raise SetupError(folder)
    # Relative also keeps the user's non-ASCII folder names out of a file that old versions read in the locale's
    # encoding.
    lines = [os.path.relpath(os.path.join(ROOT, name), folder.strip()) for name in ("desktop", "resources")]
    path = os.path.join(folder.strip(), "dragoman.pth")
    text = "\n".join(lines) + "\n"
    if _read(path) != text:
        _write(path, text)


def _build(what: str, arguments: Sequence[str], lock: int) -> None:
    status, output = _run([PYTHON, "-P", *arguments], lock)
    if status:
        raise SetupError(f"{what} could not be built. This is a fault of the clone, not yours:\n{output.strip()}")


def _run(
    command: Sequence[str], lock: int | None = None, watch: Callable[[str], None] | None = None
) -> tuple[int, str]:
    """Run ``command`` and return its exit code and all it printed; ``watch`` sees each line as it comes."""
    import subprocess

    # The child keeps the lock: if this process is killed, a second start waits for the child to end.
    keep = {} if lock is None or WINDOWS else {"pass_fds": (lock,)}
    environment = {**os.environ, "PYTHONUTF8": "1", "PIP_USER": "0"}
    lines = []
    with subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        encoding="utf-8",
        errors="replace",
        **keep,  # type: ignore[call-overload]  # one optional argument
    ) as process:
        for line in process.stdout:
            lines.append(line)
            if watch:
                watch(line.strip())
    return process.returncode, "".join(lines)


@contextmanager
def _locked() -> Iterator[int]:
    """Hold the lock of this clone's set-up; another start waits for it."""
    descriptor = os.open(os.path.join(STATE, "lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if WINDOWS:
            import msvcrt

            waiting = False
            while True:
                try:
                    msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                    break
                except OSError:  # it gives up after ten seconds
                    if not waiting:
                        say("waiting for another start of Dragoman that is setting up")
                    waiting = True
        else:
            import fcntl

            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another start of Dragoman that is setting up")
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as handle:
            return handle.read()
    except OSError:
        return ""


def _write(path: str, text: str) -> None:
    """Replace the file at once: a kill leaves the old one or the new one."""
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8", errors="surrogateescape") as handle:
        handle.write(text)
    os.replace(temporary, path)
