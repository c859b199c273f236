"""What all panels share: the counterpart, the user's own place, and who is told when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.base.settings import Settings, SettingsStore
    from dragoman.counterparts.model import Counterpart
    from dragoman.counterparts.store import CounterpartStore


class Place(NamedTuple):
    """A country with a zone and a language: the user's own, or the other side's."""

    country: str
    zone: str
    language: str
    subdivision: str = ""
    city: str = ""


class NegotiationContext(QObject):
    """The one counterpart that translation, brief, meeting, letter and deal know of."""

    changed = Signal()
    """The counterpart or the user's own place is another one."""
    country_wanted = Signal(str)
    """Somebody wants to read about a country (ISO 3166-1 alpha-2) that need not be the counterpart's."""

    erased = Signal(object, object)
    """A counterpart is gone, and how many rows about them, by table."""

    def __init__(
        self, counterparts: Callable[[], CounterpartStore], settings: SettingsStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._counterparts = counterparts
        self._settings_store = settings
        self.settings: Settings = settings.load()
        self.reading = ""
        self.counterpart: Counterpart | None = (
            counterparts().get(self.settings.active_counterpart) if self.settings.active_counterpart else None
        )

    @property
    def home(self) -> Place | None:
        """The user's own place, None until they have said where they are."""
        settings = self.settings
        if not settings.home_country:
            return None
        return Place(settings.home_country, settings.home_zone, settings.home_language, city=settings.home_city)

    @property
    def there(self) -> Place | None:
        """The other side's place, None without a counterpart."""
        other = self.counterpart
        if other is None:
            return None
        return Place(other.country, other.zone, other.language, other.subdivision, other.city)

    @property
    def own_language(self) -> str:
        """The user's working language as a bare BCP 47 language."""
        from dragoman.base.locales import language_of

        return language_of(self.settings.home_language or "en")

    def all(self) -> list[Counterpart]:
        """Return every counterpart, the one changed last first."""
        return self._counterparts().all()

    def choose(self, counterpart: Counterpart | None) -> None:
        """Make ``counterpart`` the active one."""
        self.counterpart = counterpart
        self.reading = ""
        self.settings = self._settings_store.update(active_counterpart=counterpart.id if counterpart else 0)
        self.changed.emit()

    def save(self, counterpart: Counterpart) -> Counterpart:
        """Store ``counterpart`` and make it the active one."""
        stored = self._counterparts().save(counterpart)
        self.choose(stored)
        return stored

    def erase(self, counterpart: Counterpart) -> None:
        """Remove ``counterpart`` and everything kept about it; :attr:`erased` tells what that was."""
        self.erased.emit(counterpart, self._counterparts().erase(counterpart.id))
        if self.counterpart and self.counterpart.id == counterpart.id:
            remaining = self._counterparts().all()
            self.choose(remaining[0] if remaining else None)

    def read_about(self, iso2: str) -> None:
        """Open the brief of any country, the counterpart's or not."""
        self.reading = iso2
        self.country_wanted.emit(iso2)

    def keep(self, **changes: str | int | bool) -> None:
        """Store settings that nobody else shows, such as where a window stands."""
        self.settings = self._settings_store.update(**changes)

    def update_settings(self, **changes: str | int | bool) -> None:
        """Store settings and tell everybody."""
        self.settings = self._settings_store.update(**changes)
        self.changed.emit()
