"""A form made from a purpose's fields; what it holds is what ``DraftService.compose`` takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from dragoman.base.i18n import _
from dragoman.drafts.model import FieldSpec
from dragoman.ui import wording
from dragoman.ui.choice_wording import choice_label
from dragoman.ui.widgets.basic import button, column, label, row

Changed = Callable[..., object]

CURRENCIES = ("USD", "EUR", "CNY", "BRL", "GBP", "JPY", "HKD", "SGD", "AED", "SAR", "INR", "MXN", "CHF")


class _Input(Protocol):
    def value(self) -> object: ...

    def set_value(self, value: object) -> None: ...


class FieldForm(QWidget):
    """One line per field, required ones marked. ``changed`` is emitted at every edit.

    ``zone`` is the IANA time zone in which moments are entered.
    """

    changed = Signal()

    def __init__(self, specs: tuple[FieldSpec, ...], zone: str = "") -> None:
        super().__init__()
        self._specs = specs
        self._inputs: dict[str, _Input] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 8, 0)
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for spec in specs:
            widget = _input_for(spec, lambda *_arguments: self.changed.emit(), zone)
            self._inputs[spec.name] = widget
            assert isinstance(widget, QWidget)
            widget.setToolTip(_(spec.hint) if spec.hint else "")
            widget.setAccessibleName(_(spec.label))
            name = _(spec.label) + (" *" if spec.required else "")
            if spec.type == "list":
                form.addRow(label(name))
                form.addRow(widget)
            else:
                form.addRow(name, widget)

    def values(self) -> dict[str, object]:
        """Return what stands in the form; empty fields are None."""
        return {name: widget.value() for name, widget in self._inputs.items()}

    def fill_example(self) -> None:
        """Put every field's example in."""
        self.set_values({spec.name: spec.example for spec in self._specs})

    def set_values(self, values: dict[str, object]) -> None:
        """Put values in, as :meth:`values` returned them or as the fields' examples are written."""
        for name, widget in self._inputs.items():
            widget.set_value(values.get(name))
        self.changed.emit()


def _input_for(spec: FieldSpec, changed: Changed, zone: str) -> _Input:
    match spec.type:
        case "money":
            return _MoneyInput(spec, changed)
        case "date":
            return _DateInput(spec, changed)
        case "instant":
            return _MomentInput(spec, changed, zone)
        case "list":
            return _TableInput(spec, changed)
        case "text" if spec.choices:
            return _ChoiceInput(spec, changed)
        case "text" if spec.multiline:
            return _LongInput(spec, changed)
        case _:
            return _LineInput(spec, changed)


def _plain(example: object) -> str:
    """Return an example or value as a user would type it."""
    if isinstance(example, dict):
        amount = example.get("amount", example.get("value", ""))
        return " ".join(str(part) for part in (amount, example.get("unit") or example.get("currency") or "") if part)
    return "" if example is None else str(example)


class _LineInput(QLineEdit):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        self.setPlaceholderText(_plain(spec.example))
        self.textChanged.connect(changed)

    def value(self) -> object:
        return self.text().strip() or None

    def set_value(self, value: object) -> None:
        self.setText(_plain(value))
        self.setCursorPosition(0)


class _LongInput(QPlainTextEdit):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        self.setPlaceholderText(_plain(spec.example))
        self.setTabChangesFocus(True)
        self.setFixedHeight(76)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.textChanged.connect(changed)

    def value(self) -> object:
        return self.toPlainText().strip() or None

    def set_value(self, value: object) -> None:
        self.setPlainText(_plain(value))


class _ChoiceInput(QComboBox):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        if not spec.required:
            self.addItem("–", None)
        for choice in spec.choices:
            self.addItem(choice_label(choice), choice)
        self.currentIndexChanged.connect(changed)

    def value(self) -> object:
        return self.currentData()

    def set_value(self, value: object) -> None:
        self.setCurrentIndex(max(self.findData(value), 0))


class _MoneyInput(QWidget):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        line = row(self)
        self._amount = QLineEdit()
        self._amount.setPlaceholderText(_plain(spec.example).split(" ")[0])
        self._currency = QComboBox()
        self._currency.setEditable(True)
        self._currency.addItems(CURRENCIES)
        self._currency.setFixedWidth(88)
        self._currency.setAccessibleName(_("Currency"))
        line.addWidget(self._amount, 1)
        line.addWidget(self._currency)
        self._amount.textChanged.connect(changed)
        self._currency.editTextChanged.connect(changed)
        self.setFocusProxy(self._amount)

    def value(self) -> object:
        amount = self._amount.text().strip()
        return {"amount": amount, "currency": self._currency.currentText().strip()} if amount else None

    def set_value(self, value: object) -> None:
        amount, _blank, currency = _plain(value).partition(" ")
        self._amount.setText(amount)
        if currency:
            self._currency.setEditText(currency)


class _DateInput(QWidget):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        line = row(self)
        self._use = QCheckBox()
        self._use.setAccessibleName(_("Give a date"))
        self._use.setToolTip(_("Give a date"))
        self._date = QDateEdit(QDate.currentDate().addDays(14))
        self._date.setCalendarPopup(True)
        self._date.setDisplayFormat(wording.date_pattern())
        self._date.setEnabled(False)
        line.addWidget(self._use)
        line.addWidget(self._date, 1)
        self._use.toggled.connect(self._date.setEnabled)
        self._use.toggled.connect(changed)
        self._date.dateChanged.connect(changed)
        if spec.required:
            self._use.setChecked(True)
            self._use.hide()
        self.setFocusProxy(self._date)

    def value(self) -> object:
        if not self._use.isChecked():
            return None
        day = self._date.date().toPython()
        assert isinstance(day, date)
        return day.isoformat()

    def set_value(self, value: object) -> None:
        if value:
            self._date.setDate(QDate.fromString(str(value)[:10], "yyyy-MM-dd"))
        if not self._use.isHidden() or value:
            self._use.setChecked(bool(value))


class _MomentInput(QWidget):
    """A date and time on the writer's own clock; what it holds is the moment in UTC."""

    def __init__(self, spec: FieldSpec, changed: Changed, zone: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(zone or "UTC")
        line = row(self)
        self._use = QCheckBox()
        self._use.setAccessibleName(_("Give a date"))
        self._use.setToolTip(_("Give a date"))
        self._moment = QDateTimeEdit(QDateTime(QDate.currentDate().addDays(7), QTime(10, 0)))
        self._moment.setCalendarPopup(True)
        self._moment.setDisplayFormat(f"{wording.date_pattern()}  HH:mm")
        self._moment.setEnabled(False)
        line.addWidget(self._use)
        line.addWidget(self._moment, 1)
        line.addWidget(label(_("your time"), "small"))
        self._use.toggled.connect(self._moment.setEnabled)
        self._use.toggled.connect(changed)
        self._moment.dateTimeChanged.connect(changed)
        if spec.required:
            self._use.setChecked(True)
            self._use.hide()
        self.setFocusProxy(self._moment)

    def value(self) -> object:
        if not self._use.isChecked():
            return None
        day, clock = self._moment.date(), self._moment.time()
        local = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self._zone)
        return local.astimezone(UTC).isoformat()

    def set_value(self, value: object) -> None:
        if value:
            local = datetime.fromisoformat(str(value)).astimezone(self._zone)
            self._moment.setDateTime(
                QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
            )
        if not self._use.isHidden() or value:
            self._use.setChecked(bool(value))


class _TableInput(QWidget):
    def __init__(self, spec: FieldSpec, changed: Changed) -> None:
        super().__init__()
        self._columns = spec.columns
        layout = column(self, spacing=6)
        self._table = QTableWidget(1, len(spec.columns))
        self._table.setHorizontalHeaderLabels(
            [_(part.label) + (" *" if part.required else "") for part in spec.columns]
        )
        for index, part in enumerate(spec.columns):
            item = self._table.horizontalHeaderItem(index)
            if item is not None:
                item.setToolTip(_("for example {example}").format(example=_plain(part.example)))
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().hide()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(True)
        self._table.setAccessibleName(_(spec.label))
        self._table.setFixedHeight(148)
        self._table.setMinimumWidth(240)
        self._table.setShowGrid(False)
        self._table.setAlternatingRowColors(True)
        layout.addWidget(self._table)
        foot = row()
        foot.addWidget(button(_("Add line"), self._add, kind="quiet"))
        foot.addWidget(button(_("Remove line"), self._remove, kind="quiet"))
        foot.addStretch(1)
        layout.addLayout(foot)
        self._changed = changed
        self._prepare(0)
        self._table.itemChanged.connect(lambda _item: changed())
        self.setFocusProxy(self._table)

    def value(self) -> object:
        rows = []
        for line in range(self._table.rowCount()):
            cells = [self._cell(line, index) for index in range(len(self._columns))]
            entry = {part.name: text for part, text in zip(self._columns, cells, strict=True) if text}
            if entry:
                rows.append(entry)
        return rows or None

    def set_value(self, value: object) -> None:
        rows = list(value) if isinstance(value, (list, tuple)) else []
        self._table.blockSignals(True)
        self._table.setRowCount(max(len(rows), 1))
        self._table.clearContents()
        self._prepare(0)
        for line, entry in enumerate(rows):
            self._prepare(line)
            for index, part in enumerate(self._columns):
                box = self._table.cellWidget(line, index)
                if isinstance(box, QComboBox):
                    box.setCurrentIndex(max(box.findData(entry.get(part.name)), 0))
                else:
                    self._table.setItem(line, index, QTableWidgetItem(_plain(entry.get(part.name))))
        self._table.blockSignals(False)

    def _prepare(self, line: int) -> None:
        """Give the cells that hold one of a few things a box to choose from."""
        for index, part in enumerate(self._columns):
            if part.choices and self._table.cellWidget(line, index) is None:
                box = QComboBox()
                box.setAccessibleName(_(part.label))
                box.addItem("–", "")
                for choice in part.choices:
                    box.addItem(choice_label(choice), choice)
                box.currentIndexChanged.connect(self._changed)
                self._table.setCellWidget(line, index, box)
                self._table.setRowHeight(line, 36)

    def _cell(self, line: int, index: int) -> str:
        box = self._table.cellWidget(line, index)
        if isinstance(box, QComboBox):
            return str(box.currentData())
        item = self._table.item(line, index)
        return item.text().strip() if item is not None else ""

    def _add(self) -> None:
        self._table.insertRow(self._table.rowCount())
        self._prepare(self._table.rowCount() - 1)
        self._table.setCurrentCell(self._table.rowCount() - 1, 0)

    def _remove(self) -> None:
        current = self._table.currentRow()
        self._table.removeRow(current if current >= 0 else self._table.rowCount() - 1)
        if not self._table.rowCount():
            self._table.setRowCount(1)
            self._prepare(0)
        self._changed()
