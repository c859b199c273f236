"""What the colours of the timeline mean."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from dragoman.base.i18n import _
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import label, row


class Legend(QWidget):
    """One line of colour samples with their words."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        line = row(self, spacing=6)
        for colour, words in (
            (tokens.work, _("at work")),
            (tokens.edge, _("edge of the day, lunch")),
            (tokens.night, _("night, weekend")),
            (tokens.off, _("holiday")),
        ):
            sample = QLabel()
            sample.setFixedSize(14, 14)
            sample.setStyleSheet(f"background: {colour}; border-radius: 3px;")
            line.addWidget(sample)
            line.addWidget(label(words, "small"))
            line.addSpacing(8)
        line.addStretch(1)
