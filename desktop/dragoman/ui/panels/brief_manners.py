"""The manners of a market, topic by topic; on request in another language, translated by the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from dragoman.base.i18n import _, active_language
from dragoman.base.locales import babel_locale, language_of
from dragoman.knowledge.model import EtiquetteText, Market
from dragoman.ui import wording
from dragoman.ui.brief_wording import TOPIC_NAMES
from dragoman.ui.panels.brief_glance import iconed
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import card, chip, clear, column, label, row
from dragoman.ui.widgets.fold import Fold

if TYPE_CHECKING:
    from dragoman.services import Services


class Manners(QWidget):
    """Twenty topics that unfold."""

    trouble = Signal(object)

    def __init__(self, services: Services, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__()
        self._services = services
        self._runner = runner
        self._tokens = tokens
        self._task = 0
        self._market: Market | None = None
        self._folds: dict[str, Fold] = {}
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 10, 16, 16)
        bar = row(spacing=8)
        self._machine = chip(_("translated by this program"), "warn")
        self._machine.hide()
        bar.addWidget(self._machine)
        bar.addStretch(1)
        self._language = QComboBox()
        self._language.setAccessibleName(_("Read in another language"))
        self._language.setToolTip(_("Read in another language"))
        self._language.currentIndexChanged.connect(lambda _index: self._read())
        bar.addWidget(self._language)
        outer.addLayout(bar)
        self._body = column(spacing=0)
        outer.addLayout(self._body)
        outer.addStretch(1)

    def show_market(self, market: Market | None) -> None:
        """Show the market's topics in the language of the window."""
        self._market = market
        self._fill_languages()
        self._show(market, is_machine=False)

    def open_topic(self, topic: str) -> Fold | None:
        """Unfold a topic and return its line."""
        fold = self._folds.get(topic)
        if fold is not None and not fold.is_open():
            fold.toggle()
        return fold

    def _fill_languages(self) -> None:
        reader = babel_locale(active_language())
        written = language_of(active_language())
        with QSignalBlocker(self._language):
            self._language.clear()
            self._language.addItem(str(reader.get_display_name(reader)), "")
            for tag in sorted(self._services.translator.targets(written) - {written}):
                name = str(babel_locale(tag).get_display_name(reader))
                self._language.addItem(_("{language} (translated)").format(language=name), tag)
        self._language.setVisible(self._language.count() > 1)

    def _read(self) -> None:
        self._runner.cancel(self._task)
        target, market = str(self._language.currentData() or ""), self._market
        if market is None or not target:
            self._show(market, is_machine=False)
            return
        translator, source = self._services.translator, language_of(active_language())

        def work(context: TaskContext) -> Market:
            texts = list(dict.fromkeys(_texts(market)))
            result = translator.translate("\n".join(texts), source=source, target=target, cancelled=context.cancelled)
            lines = dict(zip(texts, result.text.split("\n"), strict=True))
            return _worded(market, lines.__getitem__)

        self._task = self._runner.submit(
            work, done=lambda found: self._show(found, is_machine=True), failed=self.trouble.emit
        )

    def _show(self, market: Market | None, *, is_machine: bool) -> None:
        clear(self._body)
        self._folds.clear()
        self._machine.setVisible(is_machine)
        frame = card()
        layout = column(frame, margin=6, spacing=0)
        for topic, text in market.topics.items() if market else ():
            fold = Fold(_(TOPIC_NAMES[topic]), text.summary, self._tokens, partial(self._detail, text))
            self._folds[topic] = fold
            layout.addWidget(fold)
        if market is None:
            layout.addWidget(label(_("Manners of this market are not written yet."), "muted"))
        self._body.addWidget(frame)

    def _detail(self, text: EtiquetteText) -> QWidget:
        holder = QWidget()
        layout = column(holder, spacing=6)
        layout.addWidget(label(text.detail, wrap=True, selectable=True))
        for entries, symbol, colour in ((text.do, "check", self._tokens.ok), (text.dont, "x", self._tokens.alarm)):
            for entry in entries:
                layout.addLayout(iconed(entry, symbol, colour))
        sources = "; ".join(source.title for source in text.sources)
        read = wording.day(text.as_of, year=True)
        line = _("{sources}. Read {day}, confidence {confidence}.").format(
            sources=sources, day=read, confidence={"high": _("high"), "medium": _("medium")}.get(text.confidence, "")
        )
        layout.addWidget(label(line, "small", wrap=True, selectable=True))
        return holder


def _texts(market: Market) -> Iterator[str]:
    for text in market.topics.values():
        yield from (text.summary, text.detail, *text.do, *text.dont)


def _worded(market: Market, write: Callable[[str], str]) -> Market:
    return replace(
        market,
        topics={
            topic: replace(
                text,
                summary=write(text.summary),
                detail=write(text.detail),
                do=tuple(map(write, text.do)),
                dont=tuple(map(write, text.dont)),
            )
            for topic, text in market.topics.items()
        },
    )
