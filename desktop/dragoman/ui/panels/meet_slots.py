"""A list of times to meet: a bold line with everybody's clocks, and what is to be said about it beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dragoman.base.i18n import active_language
from dragoman.base.locales import is_right_to_left
from dragoman.ui.theme import Tokens, font_for

_Index = QModelIndex | QPersistentModelIndex
_NOTE = Qt.ItemDataRole.UserRole + 1
_TONE = Qt.ItemDataRole.UserRole + 2
_INDENT, _TICK, _LINE, _GAP = 12, 28, 18, 8
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One entry: the words, a note beneath them, and the start it stands for; ``warns`` colours the note. One that
    ``can_skip`` has a tick that can be taken off."""

    words: str
    note: str = ""
    start: datetime | None = None
    warns: bool = False
    can_skip: bool = False


class SlotList(QListWidget):
    """Lines to choose from; those without a start are only read."""

    chosen = Signal(object)
    """The start of the line that was chosen, an aware UTC datetime."""
    skipped = Signal()
    """A tick was set or taken off."""

    def __init__(self, name: str, tokens: Tokens) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Delegate(tokens))
        self.setMinimumHeight(56)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines: list[SlotLine] = []
        self.currentRowChanged.connect(self._row_chosen)
        self.itemClicked.connect(lambda item: self._row_chosen(self.row(item)))
        self.itemChanged.connect(lambda _item: self.skipped.emit())

    def show_lines(self, lines: Sequence[SlotLine]) -> None:
        """List ``lines``; none is chosen."""
        self.blockSignals(True)
        self.clear()
        self._lines = list(lines)
        for line in lines:
            item = QListWidgetItem(line.words)
            item.setData(_NOTE, line.note)
            item.setData(_TONE, "warn" if line.warns else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.words}. {line.note}" if line.note else line.words)
            if line.start is None:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            elif line.can_skip:
                item.setCheckState(Qt.CheckState.Checked)
            self.addItem(item)
        self.blockSignals(False)

    def starts(self) -> tuple[datetime, ...]:
        """Return the starts whose tick was not taken off, in order."""
        kept = [
            line.start
            for number, line in enumerate(self._lines)
            if line.start and (not line.can_skip or self.item(number).checkState() is Qt.CheckState.Checked)
        ]
        return tuple(kept)

    def choose_first(self) -> None:
        """Choose the first line that stands for a start."""
        row = next((number for number, line in enumerate(self._lines) if line.start), -1)
        if row < 0:
            return
        if self.currentRow() == row:
            self._row_chosen(row)
        self.setCurrentRow(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Heights follow the width: lines wrap.
        self.scheduleDelayedItemsLayout()

    def _row_chosen(self, row: int) -> None:
        if 0 <= row < len(self._lines) and (start := self._lines[row].start):
            self.chosen.emit(start)


class _Delegate(QStyledItemDelegate):
    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        words, note = self._boxes(QRect(0, 0, width, 10_000), index)
        return QSize(width, (note if note.height() else words).bottom() + 1 + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        tick = plain.checkState if index.data(Qt.ItemDataRole.CheckStateRole) is not None else None
        plain.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = plain.widget.style() if plain.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        words, note = self._boxes(plain.rect, index)
        painter.save()
        # The words run in the direction of their language, on the side where the window's lines begin.
        own = Qt.LayoutDirection.RightToLeft if is_right_to_left(active_language()) else Qt.LayoutDirection.LeftToRight
        painter.setLayoutDirection(own)
        mirrored = plain.direction is Qt.LayoutDirection.RightToLeft
        side = _WRAP | (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font_for(active_language(), bold=True))
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(words, side, str(index.data()))
        painter.setFont(font_for(active_language()))
        painter.setPen(QColor(self._tokens.warn if index.data(_TONE) else self._tokens.muted))
        painter.drawText(note, side, str(index.data(_NOTE)))
        if tick is not None:
            self._paint_tick(painter, plain, checked=tick is Qt.CheckState.Checked)
        painter.restore()

    def _paint_tick(self, painter: QPainter, option: QStyleOptionViewItem, *, checked: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._tick_box(option.rect, option.direction)
        painter.setPen(QColor(self._tokens.accent if checked else self._tokens.border_strong))
        painter.setBrush(QColor(self._tokens.accent if checked else self._tokens.surface))
        painter.drawRoundedRect(box, 4, 4)
        if checked:
            pen = painter.pen()
            pen.setColor(QColor(self._tokens.on_accent))
            pen.setWidth(2)
            painter.setPen(pen)
            left, top = box.left(), box.top()
            painter.drawPolyline([QPoint(left + x, top + y) for x, y in ((4, 8), (7, 11), (12, 5))])

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        # The tick is drawn where this delegate says, so a click on it is found here too.
        if index.data(Qt.ItemDataRole.CheckStateRole) is None:
            return False
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            box = self._tick_box(option.rect, option.direction).adjusted(-6, -6, 6, 6)
            if not box.contains(event.position().toPoint()):
                return False
        elif not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        checked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        turned = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return bool(model.setData(index, turned, Qt.ItemDataRole.CheckStateRole))

    def _tick_box(self, rect: QRect, direction: Qt.LayoutDirection) -> QRect:
        box = QRect(rect.left() + 8, rect.top() + _GAP + 1, 16, 16)
        if direction is Qt.LayoutDirection.RightToLeft:
            box.moveLeft(rect.right() - 8 - 16)
        return box

    def _boxes(self, rect: QRect, index: _Index) -> tuple[QRect, QRect]:
        """Return where the words and the note stand; the latter is empty without one."""
        has_tick = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        left, right = _INDENT + (_TICK - 4 if has_tick else 0), _INDENT
        if QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left, right = right, left
        room = rect.adjusted(left, _GAP, -right, 0)
        bold = QFontMetrics(font_for(active_language(), bold=True))
        words = bold.boundingRect(QRect(0, 0, room.width(), 10_000), int(_WRAP), str(index.data()))
        words_box = QRect(room.left(), room.top(), room.width(), max(words.height(), _LINE))
        note = str(index.data(_NOTE) or "")
        if not note:
            return words_box, QRect()
        plain = QFontMetrics(font_for(active_language()))
        size = plain.boundingRect(QRect(0, 0, room.width(), 10_000), int(_WRAP), note)
        return words_box, QRect(room.left(), words_box.bottom() + 3, room.width(), size.height())
