"""Drafts that were kept, with their versions: a button with a menu in the Draft panel."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from dragoman.base.i18n import _
from dragoman.ui import wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.drafts.store import Draft, DraftStore, DraftVersion

SHOWN = 12


class KeptDrafts(QToolButton):
    """Keeps the letter in front, and opens what was kept for the counterpart."""

    keep_wanted = Signal()
    opened = Signal(object, object)
    """A draft and the version of it that was chosen."""

    def __init__(self, store: Callable[[], DraftStore]) -> None:
        super().__init__()
        self._store = store
        self.counterpart_id: int | None = None
        self.draft_id: int | None = None
        self.setProperty("kind", "button")
        self.setText(_("Drafts"))
        self.setToolTip(_("Keep this letter, or open one that was kept"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)

    def fill(self) -> None:
        """List what was kept."""
        self._menu.clear()
        keep = self._menu.addAction(_("Keep this letter"), self.keep_wanted.emit)
        keep.setShortcut(QKeySequence("Ctrl+S"))
        store = self._store()
        if self.draft_id is not None:
            earlier = store.versions(self.draft_id)[1:]
            if earlier:
                current = next((one for one in store.all(self.counterpart_id) if one.id == self.draft_id), None)
                versions = self._menu.addMenu(_("Earlier versions"))
                for version in earlier[:SHOWN]:
                    versions.addAction(_moment(version), partial(self.opened.emit, current, version))
            self._menu.addAction(_("Remove this draft"), self._remove)
        self._menu.addSeparator()
        kept = store.all(self.counterpart_id)[:SHOWN]
        for draft in kept:
            self._menu.addAction(_title(draft), partial(self._open, draft))
        if not kept:
            self._menu.addAction(_("Nothing was kept yet")).setEnabled(False)

    def _open(self, draft: Draft) -> None:
        versions = self._store().versions(draft.id)
        if versions:
            self.opened.emit(draft, versions[0])

    def _remove(self) -> None:
        if self.draft_id is not None:
            self._store().erase(self.draft_id)
            self.draft_id = None


def _title(draft: Draft) -> str:
    # "&" would be read as the mark of a shortcut.
    day = wording.day(draft.updated_at.astimezone(), short=True)
    return f"{day} · {draft.subject[:60]}".replace("&", "&&")


def _moment(version: DraftVersion) -> str:
    at = version.at.astimezone()
    return f"{wording.day(at, short=True)} {wording.clock(at)} · {version.subject[:50]}".replace("&", "&&")
