"""Where the sentences of a translation stand in an editor, and the marks that show them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from dragoman.ui.theme import Tokens

MOST_MARKS = 200
"""More alarms than this are not underlined one by one: the chips name them, and the editor stays quick."""


class SentenceMarks:
    """One side of a translation. Offsets are given in code points; Qt counts characters beyond U+FFFF twice."""

    def __init__(self, editor: QPlainTextEdit, tokens: Tokens) -> None:
        self._editor = editor
        self._tokens = tokens
        self._starts: list[int] = []
        self._ends: list[int] = []

    def place(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        """Say where the sentences stand in ``text``: start and end of each, in order."""
        wide = [index for index, character in enumerate(text) if character > "\uffff"]

        def units(position: int) -> int:
            return position + bisect_right(wide, position - 1)

        self._starts = [units(start) for start, _end in spans]
        self._ends = [units(end) for _start, end in spans]

    def current(self) -> int | None:
        """Return the number of the sentence under the cursor, None where there is none."""
        if not self._starts:
            return None
        return max(bisect_right(self._starts, self._editor.textCursor().position()) - 1, 0)

    def go_to(self, index: int) -> None:
        """Put the cursor at a sentence."""
        cursor = self._editor.textCursor()
        cursor.setPosition(min(self._starts[index], self._last()))
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()

    def show(self, lit: int | None, alarms: Sequence[int]) -> None:
        """Light one sentence and underline those with an alarm."""
        marks = [] if lit is None or len(self._starts) < 2 else [self._mark(lit, self._lit())]
        if len(alarms) <= MOST_MARKS:
            marks += [self._mark(index, self._alarm()) for index in alarms]
        self._editor.setExtraSelections(marks)

    def clear(self) -> None:
        """Forget the sentences and their marks."""
        self._starts, self._ends = [], []
        self._editor.setExtraSelections([])

    def _last(self) -> int:
        return self._editor.document().characterCount() - 1

    def _mark(self, index: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(min(self._starts[index], self._last()))
        cursor.setPosition(min(self._ends[index], self._last()), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = form
        return selection

    def _lit(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setBackground(QColor(self._tokens.accent_soft))
        return form

    def _alarm(self) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(QColor(self._tokens.alarm))
        return form


def spans(starts: Sequence[int], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return start and end of texts that begin at ``starts``."""
    return [(start, start + len(text)) for start, text in zip(starts, texts, strict=True)]
