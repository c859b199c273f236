"""Settings: the user's own place, the language and the look of the window, where data is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QWidget

from dragoman.base.i18n import _
from dragoman.base.paths import Paths
from dragoman.ui.context import NegotiationContext
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row
from dragoman.ui.widgets.own_place import OwnPlaceForm

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase


class SettingsDialog(QDialog):
    """Changes are stored when the user saves; language and theme rebuild the window."""

    restart_wanted = Signal()

    def __init__(
        self,
        context: NegotiationContext,
        knowledge: KnowledgeBase,
        paths: Paths,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Settings"))
        self.setMinimumWidth(520)
        outer = column(self, margin=20, spacing=12)
        outer.addWidget(label(_("Settings"), "title"))
        outer.addWidget(label(_("You"), "heading"))
        self.own = OwnPlaceForm(context.settings, knowledge)
        outer.addWidget(self.own)
        outer.addWidget(label(_("Window"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.ui_language = _box(
            ((_("as the system"), ""), ("English", "en"), ("简体中文", "zh_Hans")), context.settings.ui_language
        )
        self.theme = _box(
            ((_("as the system"), ""), (_("light"), "light"), (_("dark"), "dark")), context.settings.theme
        )
        form.addRow(_("Language of the program"), self.ui_language)
        form.addRow(_("Colours"), self.theme)
        where = QLineEdit(str(paths.data))
        where.setReadOnly(True)
        form.addRow(_("Your data is kept in"), where)
        outer.addLayout(form)
        outer.addStretch(1)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        save = button(_("Save"), self._save, kind="primary")
        save.setDefault(True)
        foot.addWidget(save)
        outer.addLayout(foot)

    def _save(self) -> None:
        before = (self._context.settings.ui_language, self._context.settings.theme)
        after = (str(self.ui_language.currentData()), str(self.theme.currentData()))
        self._context.update_settings(ui_language=after[0], theme=after[1], **self.own.values())
        self.accept()
        if before != after:
            self.restart_wanted.emit()


def _box(choices: tuple[tuple[str, str], ...], current: str) -> QComboBox:
    box = QComboBox()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box
