"""Settings of packs and engines: offline mode, the catalogue, the engine for each pair, a team's server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, describe, ngettext
from dragoman.base.settings import CATALOGUE_ADDRESS
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, clear, column, label, row

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.engines.libretranslate import Connection
    from dragoman.translation.model import LanguagePair
    from dragoman.ui.context import NegotiationContext
    from dragoman.ui.tasks import TaskContext, TaskRunner

    Choices = list[tuple[LanguagePair, list[str], str]]
    """Pairs with the engines that can translate them, best first, and the user's choice."""


class EngineSettings(QWidget):
    """A form; what stands in it is stored with the dialog, a connection to a server at once."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__()
        self._services = services
        self._context = context
        self._runner = runner
        self._tokens = tokens
        self._task = self._reading = 0
        self.engines: dict[LanguagePair, QComboBox] = {}
        settings = context.settings
        outer = column(self, spacing=8)
        outer.addWidget(label(_("Network"), "heading"))
        self.offline = QCheckBox(_("Offline mode: Dragoman opens no connection"))
        self.offline.setChecked(settings.offline)
        self.offline.toggled.connect(lambda _on: self._show_server())
        outer.addWidget(self.offline)
        outer.addWidget(
            label(
                _("Without it, Dragoman goes online only when you look for packs or use a server."), "muted", wrap=True
            )
        )
        outer.addSpacing(8)
        outer.addWidget(label(_("Catalogue of packs"), "heading"))
        line = row()
        self.catalogue = QLineEdit(settings.catalogue_address or CATALOGUE_ADDRESS)
        self.catalogue.setAccessibleName(_("Address of the catalogue"))
        self.catalogue.setCursorPosition(0)
        line.addWidget(self.catalogue, 1)
        line.addWidget(button(_("Usual address"), lambda: self.catalogue.setText(CATALOGUE_ADDRESS)))
        outer.addLayout(line)
        outer.addSpacing(8)
        outer.addWidget(label(_("Engine for each pair"), "heading"))
        self._choices = column(spacing=8)
        self._choices.addWidget(label(_("Reading the packs…"), "muted"))
        outer.addLayout(self._choices)
        outer.addSpacing(8)
        outer.addWidget(label(_("Team server (LibreTranslate)"), "heading"))
        self._build_server(outer)
        outer.addStretch(1)

    def load(self) -> None:
        """Read which engines there are, in the background."""
        self._reading = self._runner.submit(
            lambda _context: self._read(), done=self._show_choices, failed=self._show_trouble
        )

    def leave(self) -> None:
        """Give up what is under way: nobody is there to see its end."""
        self._runner.cancel(self._task)
        self._runner.cancel(self._reading)

    def values(self) -> dict[str, str | bool]:
        """Return what stands in the form, by the names of the settings. Raises :class:`KnownError`."""
        from dragoman.translation.routing import with_choice
        from dragoman.translation.web import check_address

        address = self.catalogue.text().strip() or CATALOGUE_ADDRESS
        check_address(address)
        choices = self._context.settings.engine_choices
        for pair, box in self.engines.items():
            choices = with_choice(choices, pair, str(box.currentData()))
        return {"offline": self.offline.isChecked(), "catalogue_address": address, "engine_choices": choices}

    def _read(self) -> Choices:
        translator = self._services.translator
        languages = sorted(translator.languages())
        from dragoman.translation.model import LanguagePair

        found = []
        for source in languages:
            for target in sorted(translator.targets(source)):
                engines = translator.engines(source, target)
                chosen = translator.chosen_engine(source, target)
                is_near = "en" in (source, target) or chosen != "auto"
                if is_near and len(engines) > 1:
                    found.append((LanguagePair(source, target), engines, chosen))
        return found

    def _show_choices(self, found: Choices) -> None:
        from dragoman.ui import pack_wording

        clear(self._choices)
        if not found:
            said = _("Each pair has one engine so far. Where several can translate, you choose here.")
            self._choices.addWidget(label(said, "muted", wrap=True))
            return
        form = _form()
        for pair, engines, chosen in found:
            box = QComboBox()
            best = self._best(pair, engines)
            box.addItem(_("the best known ({engine})").format(engine=pack_wording.engine(best)), "auto")
            for engine in engines:
                box.addItem(pack_wording.engine(engine), engine)
            box.setCurrentIndex(max(box.findData(chosen), 0))
            name = pack_wording.pair(pair.source, pair.target)
            box.setAccessibleName(name)
            form.addRow(name, box)
            self.engines[pair] = box
        self._choices.addLayout(form)

    def _best(self, pair: LanguagePair, engines: list[str]) -> str:
        from dragoman.translation.quality import quality_of

        figures = {}
        for engine in engines:
            pack = self._services.packs.find(pair, engine=engine)
            found = quality_of(pack) if pack is not None else None
            figures[engine] = found.bleu if found is not None else 0.0
        return max(engines, key=lambda engine: figures[engine])

    def _build_server(self, outer: QVBoxLayout) -> None:
        said = _("For teams that run a server of their own. Texts in its languages are then sent to it.")
        outer.addWidget(label(said, "muted", wrap=True))
        form = _form()
        self.address = QLineEdit(self._context.settings.libretranslate_address)
        self.address.setPlaceholderText("https://translate.example.com")
        self.address.setAccessibleName(_("Address of the server"))
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(_("only if the server asks for one"))
        self.key.setAccessibleName(_("Key"))
        form.addRow(_("Address"), self.address)
        form.addRow(_("Key"), self.key)
        outer.addLayout(form)
        line = row()
        self.state = label("", "muted", wrap=True, selectable=True)
        line.addWidget(self.state, 1)
        self.connect_ = button(_("Connect"), self._connect)
        self.disconnect_ = button(_("Disconnect"), self._disconnect)
        line.addWidget(self.disconnect_)
        line.addWidget(self.connect_)
        outer.addLayout(line)
        self._show_server()

    def _show_server(self, said: str = "") -> None:
        settings = self._context.settings
        is_on = settings.libretranslate_on
        self.disconnect_.setVisible(is_on)
        self.connect_.setText(_("Connect again") if is_on else _("Connect"))
        self.connect_.setEnabled(not self.offline.isChecked())
        if not said:
            count = len(settings.libretranslate_pairs.split())
            said = ngettext("On: {n} pair.", "On: {n} pairs.", count).format(n=count) if is_on else _("Off.")
            if self.offline.isChecked():
                said += " " + _("Offline mode: the server is not asked.")
        self.state.setText(said)

    def _connect(self) -> None:
        address, key = self.address.text(), self.key.text()
        server = self._services.team_server
        if self._context.settings.offline != self.offline.isChecked():
            self._context.update_settings(offline=self.offline.isChecked())

        def work(context: TaskContext) -> Connection:
            return server.connect(address, key, cancelled=context.cancelled)

        self.connect_.setEnabled(False)
        self.state.setText(_("Connecting…"))
        self._task = self._runner.submit(work, done=self._connected, failed=self._show_trouble)

    def _connected(self, found: Connection) -> None:
        self._context.update_settings()
        self.key.clear()
        self.address.setText(found.address)
        count = len(found.pairs)
        said = [ngettext("Connected: {n} pair.", "Connected: {n} pairs.", count).format(n=count)]
        if not found.is_key_kept:
            said.append(_("This computer has no keyring: the key is forgotten when Dragoman closes."))
        if not found.is_encrypted:
            said.append(_("The connection is not encrypted."))
        self._show_server(" ".join(said))

    def _disconnect(self) -> None:
        self._services.team_server.disconnect()
        self._context.update_settings()
        self._show_server()

    def _show_trouble(self, error: BaseException) -> None:
        self._show_server(" ".join(describe(error)) if isinstance(error, KnownError) else str(error))


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
