"""Icons are drawn once, kept, and drawn again where what was kept is of no use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from dragoman.ui import icons

COLOUR = "#1D5BB8"


@pytest.fixture
def folder(tmp_path: Path, qapp: QApplication) -> Iterator[Path]:
    """Return the folder that pictures are kept in during a test, nothing drawn before."""
    before = icons._folder
    icons._pixmap.cache_clear()
    icons.keep_in(tmp_path / "pictures")
    yield tmp_path / "pictures"
    icons._pixmap.cache_clear()
    icons._folder = before


def colours(picture: QPixmap) -> set[str]:
    """Return the opaque colours in a picture."""
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def test_a_picture_is_drawn_in_size_and_colour_and_read_back_the_same(folder: Path) -> None:
    drawn = icons.pixmap("mail", COLOUR, 20)
    ratio = drawn.devicePixelRatio()
    assert drawn.width() == round(20 * ratio)
    assert COLOUR in colours(drawn)
    (kept,) = folder.iterdir()
    assert QPixmap(str(kept)).toImage() == QPixmap(drawn).toImage()
    icons._pixmap.cache_clear()
    assert icons.pixmap("mail", COLOUR, 20).toImage() == drawn.toImage()


def test_what_was_kept_is_what_is_read(folder: Path) -> None:
    icons.pixmap("mail", COLOUR, 20)
    (kept,) = folder.iterdir()
    other = QPixmap(20, 20)
    other.fill("#00FF00")
    assert other.save(str(kept))
    icons._pixmap.cache_clear()
    assert colours(icons.pixmap("mail", COLOUR, 20)) == {"#00FF00"}


def test_a_damaged_picture_is_drawn_again(folder: Path) -> None:
    drawn = icons.pixmap("mail", COLOUR, 20)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    icons._pixmap.cache_clear()
    assert icons.pixmap("mail", COLOUR, 20).toImage() == drawn.toImage()


def test_where_nothing_can_be_kept_icons_are_drawn_all_the_same(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert COLOUR in colours(icons.pixmap("mail", COLOUR, 20))
    assert icons.icon_file("mail", COLOUR, 14, folder)


def test_style_sheets_get_files_for_sharper_screens_too(folder: Path) -> None:
    path = Path(icons.icon_file("check", COLOUR, 16, folder))
    sizes = {name.name.removeprefix(path.stem): QPixmap(str(name)).toImage().width() for name in folder.iterdir()}
    assert sizes == {".png": 16, "@2x.png": 32, "@3x.png": 48}


def test_an_unknown_icon_is_a_mistake_of_the_program(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", COLOUR)
