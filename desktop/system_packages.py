"""What the window needs from a Linux system: shared libraries, fonts, and how to get them there.

Nothing is installed behind the user's back: only root with apt-get, or a user who has set
``DRAGOMAN_INSTALL_SYSTEM=1`` and may use sudo without a password, gets packages installed; everybody else gets the
exact command.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

from bootstrap import SetupError, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Shared library: (Debian's package, Arch's package). RPM systems find a package by the library's own name.
# From what the Qt libraries in PySide6 and its xcb platform plugin link to.
OFFSCREEN = {
    "libGL.so.1": ("libgl1", "libglvnd"),
    "libEGL.so.1": ("libegl1", "libglvnd"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}
SCREEN = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
}
TEST_FONTS = ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")
NO_SCREEN = """The window needs a screen, and this session has none (DISPLAY and WAYLAND_DISPLAY are not set).
The command line does the same work without one, for example:
  {command} translate --to pt "We can deliver in March."
  {command} --help"""


def prepare_window(environment: Mapping[str, str]) -> None:
    """Make sure that a window can open, or raise :class:`SetupError` with what to install. Linux only."""
    if not sys.platform.startswith("linux"):
        return
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    x11, wayland = environment.get("DISPLAY"), environment.get("WAYLAND_DISPLAY")
    if not (platform or x11 or wayland):
        raise SetupError(NO_SCREEN.format(command="python3 " + shlex.quote(os.path.relpath(sys.argv[0]))))
    wanted = dict(OFFSCREEN)
    if platform == "xcb" or (not platform and x11 and not wayland):
        wanted.update(SCREEN)
    missing = missing_libraries(wanted)
    if missing:
        provide_libraries(missing)


def missing_libraries(wanted: Iterable[str]) -> list[str]:
    """Return those of the shared libraries that cannot be loaded."""
    from ctypes import CDLL

    missing = []
    for name in wanted:
        try:
            CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def provide_libraries(missing: Sequence[str]) -> None:
    """Install the packages of the libraries, or raise :class:`SetupError` with the command that does."""
    known = {**OFFSCREEN, **SCREEN}
    rpm = [name + ("()(64bit)" if sys.maxsize > 2**32 else "") for name in missing]
    provide(
        [known[name][0] for name in missing],
        f"The window needs system libraries that are not there: {', '.join(missing)}.",
        arch=[known[name][1] for name in missing],
        rpm=rpm,
    )
    if still := missing_libraries(missing):
        raise SetupError(f"These system libraries still cannot be loaded: {', '.join(still)}.")


def provide(debian: Sequence[str], why: str, arch: Sequence[str] = (), rpm: Sequence[str] = ()) -> None:
    """Install packages when that is allowed, or raise :class:`SetupError`: ``why``, and the exact command."""
    if shutil.which("apt-get") and (prefix := _privilege()) is not None:
        say("installing " + " ".join(debian))
        apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq"]
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", *debian]):
            done = subprocess.run(
                [*apt, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        if done.returncode:
            raise SetupError(f"{why} Installing failed:\n{done.stdout.decode(errors='replace').strip()}")
        return
    raise SetupError(f"{why}\n{install_command(debian, arch, rpm)}")


def install_command(debian: Sequence[str], arch: Sequence[str] = (), rpm: Sequence[str] = ()) -> str:
    """Return the sentence that tells how to install packages with the manager that this system has."""
    quoted = " ".join(f"'{name}'" for name in rpm)
    commands = {"apt-get": f"sudo apt-get install {' '.join(debian)}"}
    if rpm:
        commands["dnf"] = f"sudo dnf install {quoted}"
        commands["zypper"] = f"sudo zypper install {quoted}"
    if arch:
        commands["pacman"] = f"sudo pacman -S --needed {' '.join(sorted(set(arch)))}"
    for manager, command in commands.items():
        if shutil.which(manager):
            return f"Install them with: {command}"
    return f"Install them with your system's package manager (Debian's names: {' '.join(debian)})."


def _privilege() -> list[str] | None:
    """Return what to put before a command that installs packages, or None when that is not allowed."""
    if os.geteuid() == 0:
        return []
    if os.environ.get("DRAGOMAN_INSTALL_SYSTEM") == "1" and shutil.which("sudo"):
        if subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
            return ["sudo", "-n"]
        say("DRAGOMAN_INSTALL_SYSTEM is set, but sudo asks for a password here: nothing is installed")
    return None


def has_chinese_font() -> bool:
    """Return whether a font with Chinese characters is installed (True where that cannot be told)."""
    lister = shutil.which("fc-list")
    if not lister or not sys.platform.startswith("linux"):
        return True
    return bool(subprocess.run([lister, ":lang=zh"], capture_output=True).stdout.strip())


def note_missing_fonts() -> None:
    """Say so when Chinese would show as empty boxes. Only a note: everything else works."""
    if not has_chinese_font():
        command = install_command(["fonts-noto-cjk"], ["noto-fonts-cjk"], ["font(:lang=zh-cn)"])
        say("note: no font for Chinese is installed; its characters show as boxes. " + command)


def prepare_tests() -> None:
    """Provide what the tests need to open windows offscreen and to draw every script."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries(OFFSCREEN)
    if missing:
        provide_libraries(missing)
    if shutil.which("apt-get") and (not shutil.which("fc-list") or not has_chinese_font()):
        if _privilege() is None:
            note_missing_fonts()
        else:
            provide(["fontconfig", *TEST_FONTS], "The tests draw Chinese, Arabic and emoji.")
