"""A letter as its reader will see it; its subject and text can be edited by hand."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QStackedWidget

from dragoman.base.i18n import _
from dragoman.drafts.layout import revised
from dragoman.drafts.model import Letter
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import column
from dragoman.ui.widgets.reader import Reader


class LetterView(QFrame):
    """Shows a letter; :meth:`edit` puts its text into an editor. What was changed by hand stays until discarded."""

    edited = Signal()
    """The letter was changed by hand, or its changes were discarded."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._tokens = tokens
        self._letter: Letter | None = None
        self._by_hand: Letter | None = None
        layout = column(self, margin=16, spacing=8)
        self.subject = QLineEdit()
        self.subject.setProperty("flat", True)
        self.subject.setFont(font_for("", "lead"))
        self.subject.setAccessibleName(_("Subject"))
        self.subject.setPlaceholderText(_("Subject"))
        self.subject.textEdited.connect(lambda _text: self._take())
        layout.addWidget(self.subject)
        self.reader = Reader()
        self.reader.setAccessibleName(_("The letter"))
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(_("Text of the letter"))
        self.editor.setFrameShape(QFrame.Shape.NoFrame)
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._take)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.reader)
        self._stack.addWidget(self.editor)
        layout.addWidget(self._stack, 1)

    @property
    def letter(self) -> Letter | None:
        """The letter with what was changed by hand."""
        return self._by_hand or self._letter

    @property
    def is_edited(self) -> bool:
        """Whether something was changed by hand."""
        return self._by_hand is not None

    def show_letter(self, letter: Letter | None) -> None:
        """Show ``letter`` in place of the one before, changes included."""
        self._letter, self._by_hand = letter, None
        self._fill()

    def show_edited(self, letter: Letter) -> None:
        """Show ``letter`` as a version of the one in front that was changed by hand."""
        self._by_hand = letter
        self._fill()
        self.edited.emit()

    def replace_subject(self, text: str) -> None:
        """Change the subject by hand."""
        self.subject.setText(text)
        self._take()

    def edit(self, on: bool) -> None:
        """Put the text into the editor, or show it again as it will be read."""
        self._stack.setCurrentWidget(self.editor if on else self.reader)
        self._fill()
        if on:
            self.editor.setFocus()

    def discard(self) -> None:
        """Go back to the letter as it was written."""
        self._by_hand = None
        self._fill()
        self.edited.emit()

    def _fill(self) -> None:
        letter = self.letter
        with QSignalBlocker(self.subject), QSignalBlocker(self.editor):
            self.subject.setText(letter.subject if letter else "")
            self.subject.setCursorPosition(0)
            self.subject.setEnabled(letter is not None)
            self.editor.setPlainText(letter.text if letter else "")
        if letter is None:
            self.reader.clear()
            return
        direction = Qt.LayoutDirection.RightToLeft if letter.direction == "rtl" else Qt.LayoutDirection.LeftToRight
        for side in (self.subject, self.editor):
            side.setLayoutDirection(direction)
        self.editor.setFont(font_for(letter.language, "body"))
        self.subject.setFont(font_for(letter.language, "lead"))
        read(self.reader, letter, self._tokens)

    def _take(self) -> None:
        if self._letter is None:
            return
        subject, text = self.subject.text(), self.editor.toPlainText()
        changed = revised(self._letter, subject=subject)
        if text != self._letter.text:
            # The parts are no longer told apart: the text as a whole is the letter now.
            changed = revised(changed, salutation="", body=text, closing="")
        self._by_hand = changed if (subject, text) != (self._letter.subject, self._letter.text) else None
        read(self.reader, self.letter or self._letter, self._tokens)
        self.edited.emit()


def read(view: Reader, letter: Letter, tokens: Tokens) -> None:
    """Show a letter in its language's typeface and direction."""
    font = font_for(letter.language, "body")
    view.document().setDefaultFont(font)
    view.document().setDefaultStyleSheet(
        f"table {{ border-collapse: collapse; }} td, th {{ padding: 4px 8px; border: 1px solid {tokens.border}; }}"
    )
    view.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if letter.direction == "rtl" else Qt.LayoutDirection.LeftToRight
    )
    # Broken only between words: an amount cut in two is another amount.
    view.setWordWrapMode(QTextOption.WrapMode.WordWrap)
    view.document().setDocumentMargin(0)
    view.setHtml(letter.html)
