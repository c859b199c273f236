"""What the counterpart's language needs, and one button that gets it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from dragoman.base.i18n import _, describe, ngettext
from dragoman.translation.quality import Quality
from dragoman.ui import pack_wording
from dragoman.ui.icons import icon, pixmap
from dragoman.ui.theme import Tokens
from dragoman.ui.widgets.basic import button, chip, column, label, row

if TYPE_CHECKING:
    from dragoman.translation.model import LanguagePair
    from dragoman.translation.pack_manager import Offer
    from dragoman.ui.panels.packs_data import Direction, Wanted


class WantedCard(QFrame):
    """Both directions with their routes, and what is missing for them."""

    install_wanted = Signal(object)
    """The offers to install."""
    look_wanted = Signal()

    def __init__(
        self, wanted: Wanted, name: str, tokens: Tokens, *, under_way: Collection[LanguagePair], can_load: bool
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._tokens = tokens
        line = row(self, spacing=16)
        line.setContentsMargins(16, 12, 12, 12)
        words = column(spacing=8)
        head = row(spacing=8)
        head.addWidget(label(_("Everything for {name}").format(name=name), "lead"))
        missing = list(wanted.missing or ())
        head.addWidget(self._state(wanted, missing, under_way))
        head.addStretch(1)
        words.addLayout(head)
        is_coming = bool(missing) and all(offer.entry.pair in under_way for offer in missing)
        for direction in wanted.directions:
            self._add_direction(words, direction, is_coming=is_coming)
        if wanted.trouble is not None:
            what, remedy = describe(wanted.trouble)
            words.addWidget(label(f"{what} {remedy}", "muted", wrap=True))
        line.addLayout(words, 1)
        if action := self._action(wanted, missing, under_way):
            action.setEnabled(action.isEnabled() and can_load)
            line.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)

    def _state(self, wanted: Wanted, missing: list[Offer], under_way: Collection[LanguagePair]) -> QLabel:
        if any(offer.entry.pair in under_way for offer in missing):
            return chip(_("on the way"), "accent")
        if missing:
            count = len(missing)
            return chip(ngettext("{n} pack is missing", "{n} packs are missing", count).format(n=count), "warn")
        return chip(_("ready"), "ok") if wanted.is_ready else chip(_("not ready"), "warn")

    def _add_direction(self, words: QVBoxLayout, direction: Direction, *, is_coming: bool) -> None:
        line = row(spacing=8)
        mark = QLabel()
        is_ready = direction.trouble is None
        symbol, colour = ("circle-check", self._tokens.ok) if is_ready else ("circle-x", self._tokens.alarm)
        if not is_ready and is_coming:
            symbol, colour = "download", self._tokens.accent
        mark.setPixmap(pixmap(symbol, colour, 16))
        mark.setAccessibleName(_("ready") if is_ready else _("not ready"))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        if not direction.hops:
            pair = pack_wording.pair(direction.source, direction.target)
            said = _("{pair}: on the way") if is_coming else _("{pair}: no pack")
            line.addWidget(label(_("You have the language in common.") if is_ready else said.format(pair=pair)))
        else:
            line.addWidget(label(pack_wording.route(direction.hops)))
            weakest = min(direction.hops, key=lambda hop: hop.bleu or 0.0)
            badge = pack_wording.quality(None if weakest.bleu is None else Quality(weakest.bleu))
            line.addWidget(chip(*badge))
            if len(direction.hops) > 1:
                note = _("weakest step: {step}").format(step=pack_wording.pair(weakest.source, weakest.target))
                line.addWidget(label(note, "muted"))
        line.addStretch(1)
        words.addLayout(line)

    def _action(self, wanted: Wanted, missing: list[Offer], under_way: Collection[LanguagePair]) -> QPushButton | None:
        if wanted.missing is None:
            if wanted.is_ready:
                return None
            return button(_("Look for packs"), self.look_wanted.emit, kind="primary")
        left = [offer for offer in missing if offer.entry.pair not in under_way]
        if not left:
            return None
        words = ngettext("Install {n} pack", "Install {n} packs", len(left)).format(n=len(left))
        sizes = [offer.size_bytes for offer in left]
        if known := sum(size for size in sizes if size):
            words += f" · {pack_wording.size(known)}" + ("" if all(sizes) else "+")
        symbol = icon("download", self._tokens.on_accent)
        return button(words, lambda: self.install_wanted.emit(left), kind="primary", icon=symbol)
