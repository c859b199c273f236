"""Settings: the user's own place, the window's language and look, where data is kept, packs and engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QTabWidget, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, describe
from dragoman.ui.context import NegotiationContext
from dragoman.ui.tasks import TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, column, label, row, scrolling
from dragoman.ui.widgets.engine_settings import EngineSettings
from dragoman.ui.widgets.own_place import OwnPlaceForm

if TYPE_CHECKING:
    from dragoman.services import Services


class SettingsDialog(QDialog):
    """Changes are stored when the user saves; language and theme rebuild the window."""

    restart_wanted = Signal()

    def __init__(
        self,
        services: Services,
        context: NegotiationContext,
        runner: TaskRunner,
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Settings"))
        self.setMinimumSize(560, 560)
        outer = column(self, spacing=0)
        heading = column()
        heading.setContentsMargins(20, 20, 20, 8)
        heading.addWidget(label(_("Settings"), "title"))
        outer.addLayout(heading)
        self.tabs = QTabWidget()
        self.tabs.addTab(scrolling(self._general(services), see_through=True), _("You and the window"))
        self.engines = EngineSettings(services, context, runner, tokens)
        self.engines.setContentsMargins(20, 12, 20, 12)
        self.tabs.addTab(scrolling(self.engines, see_through=True), _("Packs and engines"))
        outer.addWidget(self.tabs, 1)
        outer.addLayout(self._foot(tokens))
        self.finished.connect(self.engines.leave)
        self.engines.load()

    def _general(self, services: Services) -> QWidget:
        settings = self._context.settings
        page = QWidget()
        inside = column(page, spacing=12)
        inside.setContentsMargins(20, 12, 20, 12)
        inside.addWidget(label(_("You"), "heading"))
        self.own = OwnPlaceForm(settings, services.knowledge)
        inside.addWidget(self.own)
        inside.addWidget(label(_("Window"), "heading"))
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.ui_language = _box(
            ((_("as the system"), ""), ("English", "en"), ("简体中文", "zh_Hans")), settings.ui_language
        )
        self.theme = _box(((_("as the system"), ""), (_("light"), "light"), (_("dark"), "dark")), settings.theme)
        form.addRow(_("Language of the program"), self.ui_language)
        form.addRow(_("Colours"), self.theme)
        where = QLineEdit(str(services.paths.data))
        where.setReadOnly(True)
        form.addRow(_("Your data is kept in"), where)
        inside.addLayout(form)
        inside.addStretch(1)
        return page

    def _foot(self, tokens: Tokens) -> QHBoxLayout:
        foot = row()
        foot.setContentsMargins(20, 12, 20, 16)
        self._trouble = label("", wrap=True, selectable=True)
        self._trouble.setStyleSheet(f"color: {tokens.alarm};")
        foot.addWidget(self._trouble, 1)
        foot.addWidget(button(_("Cancel"), self.reject))
        save = button(_("Save"), self._save, kind="primary")
        save.setDefault(True)
        foot.addWidget(save)
        return foot

    def _save(self) -> None:
        before = (self._context.settings.ui_language, self._context.settings.theme)
        after = (str(self.ui_language.currentData()), str(self.theme.currentData()))
        try:
            engines = self.engines.values()
        except KnownError as error:
            self.tabs.setCurrentIndex(1)
            self._trouble.setText(" ".join(describe(error)))
            return
        self._context.update_settings(ui_language=after[0], theme=after[1], **self.own.values(), **engines)
        self.accept()
        if before != after:
            self.restart_wanted.emit()


def _box(choices: tuple[tuple[str, str], ...], current: str) -> QComboBox:
    box = QComboBox()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box
