"""Rich text that only shows: no links followed, no files or addresses loaded."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser


class Reader(QTextBrowser):
    """A text browser for letters. What the letter holds is untrusted: Qt would show local files in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def loadResource(self, type_: int, name: QUrl | str) -> object:
        if type_ == QTextDocument.ResourceType.ImageResource.value:
            blank = QImage(1, 1, QImage.Format.Format_ARGB32)
            blank.fill(0)
            return blank
        return QByteArray()

    def doSetSource(
        self, name: QUrl | str, type_: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource
    ) -> None:
        return
