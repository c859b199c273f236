"""What colours mean."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from dragoman.ui.widgets.basic import label, row

SAMPLE_SIZE = 14


class Legend(QWidget):
    """One line of samples with their words; ``entries`` are words and a colour, or the picture of a pattern."""

    def __init__(self, entries: Iterable[tuple[str, str | QPixmap]]) -> None:
        super().__init__()
        line = row(self, spacing=6)
        for words, look in entries:
            sample = QLabel()
            sample.setFixedSize(SAMPLE_SIZE, SAMPLE_SIZE)
            if isinstance(look, QPixmap):
                sample.setPixmap(look)
            else:
                sample.setStyleSheet(f"background: {look}; border-radius: 3px;")
            line.addWidget(sample)
            line.addWidget(label(words, "small"))
            line.addSpacing(8)
        line.addStretch(1)
