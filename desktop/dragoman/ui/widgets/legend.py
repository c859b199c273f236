"""What colours mean."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QWidget

from dragoman.ui.widgets.basic import label, row


class Legend(QWidget):
    """One line of colour samples with their words; ``entries`` are words and colour."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        line = row(self, spacing=6)
        for words, colour in entries:
            sample = QLabel()
            sample.setFixedSize(14, 14)
            sample.setStyleSheet(f"background: {colour}; border-radius: 3px;")
            line.addWidget(sample)
            line.addWidget(label(words, "small"))
            line.addSpacing(8)
        line.addStretch(1)
