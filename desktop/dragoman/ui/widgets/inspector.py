"""What belongs to the selection, beside a panel: headings, lines and chips, rebuilt when it changes."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from dragoman.ui.widgets.basic import chip, clear, column, label, row, set_properties

WIDTH = 288


class InspectorArea(QScrollArea):
    """The window's room for the inspector of the panel in front."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_properties(self, horizontalScrollBarPolicy="ScrollBarAlwaysOff", focusPolicy="NoFocus")

    def show_inspector(self, inspector: Inspector) -> None:
        """Put ``inspector`` in; the one that was there lives on with its panel."""
        if self.widget() is not inspector:
            self.takeWidget()
            self.setWidget(inspector)
            inspector.show()


class Inspector(QWidget):
    """A column of sections. Panels fill it; the main window shows it where there is room."""

    def __init__(self) -> None:
        super().__init__()
        outer = column(self, margin=16, spacing=8)
        self._body = column(spacing=6)
        outer.addLayout(self._body)
        outer.addStretch(1)

    def clear(self) -> None:
        """Empty it."""
        clear(self._body)

    def heading(self, text: str) -> None:
        """Start a section."""
        if self._body.count():
            self._body.addSpacing(10)
        self._body.addWidget(label(text, "heading"))

    def line(self, text: str, role: str = "") -> None:
        """Add a paragraph."""
        self._body.addWidget(label(text, role, wrap=True, selectable=True))

    def pair(self, name: str, value: str) -> None:
        """Add a name and its value side by side."""
        line = row(spacing=8)
        left = label(name, "muted", wrap=True)
        right = label(value, wrap=True, selectable=True)
        line.addWidget(left, 2)
        line.addWidget(right, 3)
        self._body.addLayout(line)

    def mark(self, text: str, tone: str, note: str = "") -> None:
        """Add a chip with a note beneath it."""
        self._body.addWidget(chip(text, tone))
        if note:
            self.line(note, "muted")

    def add(self, widget: QWidget) -> None:
        """Add any widget."""
        self._body.addWidget(widget)
