"""Who pays for which step under two Incoterms rules, side by side, and where the risk passes under each."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.deals.incoterms import rules
from dragoman.deals.model import Role
from dragoman.ui import wording
from dragoman.ui.widgets.basic import chip, column, label, set_tone

_COLUMN_WIDTH = 210


class IncotermTable(QWidget):
    """A row for each step from packing to import; the payer in a chip, the user's own side in colour."""

    def __init__(self) -> None:
        super().__init__()
        self._role = Role.SELLER
        layout = column(self, spacing=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        language = active_language()
        found = rules()
        steps = next(iter(found.values())).steps
        self._boxes: list[QComboBox] = []
        self._payers: list[list[QLabel]] = []
        self._risks: list[QLabel] = []
        for side, chosen in enumerate(("FOB", "CIF"), 1):
            box = QComboBox()
            box.setAccessibleName(_("First rule") if side == 1 else _("Second rule"))
            box.addItems(list(found))
            box.setCurrentText(chosen)
            box.currentTextChanged.connect(lambda _text: self._fill())
            grid.addWidget(box, 0, side, Qt.AlignmentFlag.AlignLeft)
            payers = [chip("") for _step in steps]
            for line, payer in enumerate(payers, 1):
                grid.addWidget(payer, line, side)
            risk = label("", wrap=True)
            grid.addWidget(risk, len(steps) + 1, side, Qt.AlignmentFlag.AlignTop)
            self._boxes.append(box)
            self._payers.append(payers)
            self._risks.append(risk)
            grid.setColumnMinimumWidth(side, _COLUMN_WIDTH)
        grid.setColumnStretch(3, 1)
        for line, step in enumerate(steps, 1):
            grid.addWidget(label(step.name(language), "muted"), line, 0)
        grid.addWidget(label(_("Risk passes"), "muted"), len(steps) + 1, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(grid)
        rule = next(iter(found.values()))
        source = _("{source}, in our own words, {day}.").format(
            source=rule.source, day=wording.day(rule.as_of, year=True)
        )
        layout.addWidget(label(source, "small", wrap=True))
        self._fill()

    def show_rules(self, first: str, second: str, role: Role) -> None:
        """Show the rules on the table (three letters each, empty: leave as it is), seen from the user's ``role``."""
        self._role = role
        for box, name in zip(self._boxes, (first, second), strict=True):
            if name in rules():
                with QSignalBlocker(box):
                    box.setCurrentText(name)
        self._fill()

    def _fill(self) -> None:
        names = {"S": _("seller"), "B": _("buyer"), "n": _("either may")}
        own = "S" if self._role is Role.SELLER else "B"
        for box, payers, risk in zip(self._boxes, self._payers, self._risks, strict=True):
            rule = rules()[box.currentText()]
            for payer, step in zip(payers, rule.steps, strict=True):
                payer.setText(names[step.payer])
                set_tone(payer, "accent" if step.payer == own else "plain")
            risk.setText(rule.risk(active_language()))
