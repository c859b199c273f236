"""A page that is built when somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from dragoman.ui.widgets.basic import column

_Page = TypeVar("_Page", bound=QWidget)


class Deferred(QWidget, Generic[_Page]):
    """Stands for a page until it is first shown or asked for; it then gets what it was last told to show.

    ``make`` builds the page, ``tell`` is the method of its class that shows something.
    """

    def __init__(self, make: Callable[[], _Page], tell: Callable[..., None]) -> None:
        super().__init__()
        self._make = make
        self._tell = tell
        self._page: _Page | None = None
        self._last: tuple[object, ...] | None = None
        self._layout = column(self)

    @property
    def page(self) -> _Page:
        """The page, built if need be."""
        if self._page is None:
            self._page = self._make()
            self._layout.addWidget(self._page)
            if self._last is not None:
                self._tell(self._page, *self._last)
        return self._page

    def tell(self, *told: object) -> None:
        """Have the page show something: at once where it is built, else when it is."""
        self._last = told
        if self._page is not None:
            self._tell(self._page, *told)

    def showEvent(self, event: QShowEvent) -> None:
        _built = self.page
        super().showEvent(event)
