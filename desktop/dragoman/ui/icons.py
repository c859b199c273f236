"""Icons of the one set the window uses (Lucide), in the theme's colours."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QIcon, QPixmap

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=128)
def _svg(name: str, colour: str) -> bytes:
    source = pkgutil.get_data("dragoman_resources", f"icons/{name}.svg")
    if source is None:
        raise FileNotFoundError(name)
    return source.replace(b"currentColor", colour.encode())


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    svg = _svg(name, colour)
    for side in (b"width", b"height"):  # every icon of the set is 24 by 24
        svg = svg.replace(b' %s="24"' % side, b' %s="%d"' % (side, pixels), 1)
    result = QPixmap()
    result.loadFromData(svg, "SVG")
    result.setDevicePixelRatio(scale)
    return result


def pixmap(name: str, colour: str, size: int = 18) -> QPixmap:
    """Return the icon ``size`` device-independent pixels wide, drawn for the sharpest screen there is."""
    application = QGuiApplication.instance()
    scale = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn(name, colour, size, scale)


def icon(name: str, colour: str, checked: str | None = None, size: int = 20) -> QIcon:
    """Return an icon in ``colour``, and in ``checked`` where the button is on."""
    result = QIcon(pixmap(name, colour, size))
    if checked:
        result.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return result


def icon_file(name: str, colour: str, folder: Path) -> str:
    """Return the path of a coloured copy of the icon in ``folder``: style sheets take icons only from files."""
    path = folder / f"{name}-{colour.lstrip('#')}.svg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_svg(name, colour))
    return path.as_posix()
