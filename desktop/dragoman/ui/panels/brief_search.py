"""What the search over all countries and topics finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QWidget

from dragoman.base.i18n import _, active_language, ngettext
from dragoman.knowledge.model import Hit
from dragoman.ui.brief_wording import TOPIC_NAMES
from dragoman.ui.widgets.basic import column, label

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

_HITS = 40


class Results(QWidget):
    """A list of places in the knowledge base; Enter or a click opens one."""

    opened = Signal(str, str)
    """Country and topic of the result that was chosen."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        super().__init__()
        self._knowledge = knowledge
        outer = column(self, spacing=8)
        outer.setContentsMargins(16, 10, 16, 16)
        self._head = label("", "muted")
        outer.addWidget(self._head)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setItemDelegate(QStyledItemDelegate(self.list))
        self.list.setAccessibleName(_("Results"))
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        outer.addWidget(self.list, 1)

    def search(self, query: str) -> int:
        """Show what ``query`` finds and return how much that is."""
        hits = self._knowledge.search(query, active_language(), _HITS)
        self.list.clear()
        for hit in hits:
            self.list.addItem(self._item(hit))
        if hits:
            self._head.setText(ngettext("{n} place", "{n} places", len(hits)).format(n=len(hits)))
            self.list.setCurrentRow(0)
        else:
            self._head.setText(_("Nothing found for “{query}”. Try one word less, or a country.").format(query=query))
        return len(hits)

    def _item(self, hit: Hit) -> QListWidgetItem:
        country = self._knowledge.country(hit.iso2).name(active_language())
        place = _(TOPIC_NAMES[hit.topic]) if hit.topic in TOPIC_NAMES else hit.title
        item = QListWidgetItem(f"{country} · {place}\n{hit.snippet}" if hit.snippet else f"{country} · {place}")
        item.setData(Qt.ItemDataRole.UserRole, (hit.iso2, hit.topic))
        item.setSizeHint(QSize(0, 52 if hit.snippet else 34))
        return item

    def _open(self, item: QListWidgetItem) -> None:
        iso2, topic = item.data(Qt.ItemDataRole.UserRole)
        self.opened.emit(iso2, topic)
