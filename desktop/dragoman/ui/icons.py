"""Icons of the one set the window uses (Lucide), in the theme's colours."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


@lru_cache(maxsize=128)
def _svg(name: str, colour: str) -> bytes:
    source = (files("dragoman_resources") / "icons" / f"{name}.svg").read_text("utf-8")
    return source.replace("currentColor", colour).encode()


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = 18, scale: float = 2.0) -> QPixmap:
    """Return the icon ``size`` device-independent pixels wide, drawn for screens up to ``scale``."""
    image = QPixmap(QSize(round(size * scale), round(size * scale)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(_svg(name, colour))).render(painter)
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


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
