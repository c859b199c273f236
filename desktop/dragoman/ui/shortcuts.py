"""The window's keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def install(window: QWidget, actions: Mapping[str, Callable[[], object]]) -> None:
    """Give ``window`` the keys of ``actions``, written as Qt writes them: ``Ctrl+K``."""
    for keys, action in actions.items():
        QShortcut(QKeySequence(keys), window, action)
