"""Icons of the one set the window uses (Lucide), in the theme's colours.

Pictures are drawn from the SVG files once and kept: to load Qt's SVG reader and to draw what the first paint shows
takes 5 ms, to read the kept pictures 1 ms.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QIcon, QPixmap

if TYPE_CHECKING:
    from pathlib import Path

_SHEET_SCALES = (1, 2, 3)

_folder: Path | None = None


def keep_in(folder: Path) -> None:
    """Keep drawn pictures in ``folder``, which holds those of one version of the set. Without it, none are kept."""
    global _folder
    _folder = folder


def pixmap(name: str, colour: str, size: int = 18) -> QPixmap:
    """Return the icon ``size`` device-independent pixels wide, drawn for the sharpest screen there is."""
    application = QGuiApplication.instance()
    scale = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _pixmap(name, colour, size, scale)


def icon(name: str, colour: str, checked: str | None = None, size: int = 20) -> QIcon:
    """Return an icon in ``colour``, and in ``checked`` where the button is on."""
    result = QIcon(pixmap(name, colour, size))
    if checked:
        result.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return result


def icon_file(name: str, colour: str, size: int, folder: Path) -> str:
    """Return the path of a picture of the icon in ``folder``: style sheets take icons only from files.

    Beside it lie those for sharper screens, under the names by which Qt looks for them.
    """
    for scale in _SHEET_SCALES:
        path = folder / _file_name(name, colour, size, f"@{scale}x" if scale > 1 else "")
        if not path.is_file():
            _keep(_drawn(name, colour, size * scale), path)
    return (folder / _file_name(name, colour, size)).as_posix()


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    kept = _folder / _file_name(name, colour, pixels) if _folder else None
    result = QPixmap(str(kept)) if kept else QPixmap()
    if result.isNull():
        result = _drawn(name, colour, pixels)
        if kept:
            _keep(result, kept)
    result.setDevicePixelRatio(scale)
    return result


def _file_name(name: str, colour: str, pixels: int, suffix: str = "") -> str:
    return f"{name}-{colour.lstrip('#')}-{pixels}{suffix}.png"


def _drawn(name: str, colour: str, pixels: int) -> QPixmap:
    svg = _svg(name, colour)
    for side in (b"width", b"height"):  # every icon of the set is 24 by 24
        svg = svg.replace(b' %s="24"' % side, b' %s="%d"' % (side, pixels), 1)
    result = QPixmap()
    result.loadFromData(svg, "SVG")
    return result


def _keep(picture: QPixmap, path: Path) -> None:
    """Write ``picture``, whole or not at all; where that cannot be, it is drawn again next time."""
    from PySide6.QtCore import QSaveFile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    file = QSaveFile(str(path))
    if file.open(QSaveFile.OpenModeFlag.WriteOnly) and picture.save(file, "PNG"):
        file.commit()


@lru_cache(maxsize=128)
def _svg(name: str, colour: str) -> bytes:
    import pkgutil

    source = pkgutil.get_data("dragoman_resources", f"icons/{name}.svg")
    if source is None:
        raise FileNotFoundError(name)
    return source.replace(b"currentColor", colour.encode())
