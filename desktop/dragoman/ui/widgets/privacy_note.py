"""What may leave this computer, as the settings have it: a line that is always in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from dragoman.base.i18n import _
from dragoman.ui.context import NegotiationContext
from dragoman.ui.widgets.basic import column, label


class PrivacyNote(QWidget):
    """Follows the settings."""

    def __init__(self, context: NegotiationContext) -> None:
        super().__init__()
        self._context = context
        self._label = label("", "small")
        column(self).addWidget(self._label)
        context.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        settings = self._context.settings
        if settings.offline:
            text = _("offline mode: no connection is opened")
        elif settings.libretranslate_on:
            text = _("texts may go to {server}").format(server=settings.libretranslate_address)
        else:
            text = _("offline: nothing leaves this computer")
        self._label.setText(text)
