"""The services of the program, built once and handed to the window or the command line.

Each one is built when it is first asked for, so that ``dragoman holidays`` loads no model and the window paints
before anything heavy is imported.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.base.database import UserDatabase
from dragoman.base.paths import Paths
from dragoman.base.settings import SettingsStore

if TYPE_CHECKING:
    from dragoman.counterparts.store import CounterpartStore
    from dragoman.deals.store import DealStore
    from dragoman.drafts.service import DraftService
    from dragoman.drafts.store import DraftStore
    from dragoman.knowledge.notes import CountryNotes
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.meetings.calendars.files import CalendarFiles
    from dragoman.meetings.finder import SlotFinder
    from dragoman.meetings.guest_store import GuestStore
    from dragoman.meetings.invitation_store import InvitationStore
    from dragoman.translation.engines.libretranslate import LibreTranslateEngine
    from dragoman.translation.glossary import GlossaryStore
    from dragoman.translation.history import History
    from dragoman.translation.memory import TranslationMemory
    from dragoman.translation.pack_jobs import PackJobs
    from dragoman.translation.pack_manager import PackManager
    from dragoman.translation.packs import PackStore
    from dragoman.translation.phrasebook import Phrasebook
    from dragoman.translation.service import TranslationService


class Services:
    """The composition of everything below the edges.

    With ``install_starters`` the packs that come with Dragoman are there as soon as packs are asked for; the window,
    which must not wait for that, installs them in the background.
    """

    def __init__(self, paths: Paths | None = None, *, install_starters: bool = False) -> None:
        self._install_starters = install_starters
        self.paths = paths or Paths.default()
        self.database = UserDatabase(self.paths.database)
        self.settings = SettingsStore(self.database)

    @cached_property
    def counterparts(self) -> CounterpartStore:
        from dragoman.counterparts.store import CounterpartStore

        return CounterpartStore(self.database)

    @cached_property
    def packs(self) -> PackStore:
        from dragoman.translation.packs import PackStore

        store = PackStore(self.paths.packs)
        if self._install_starters:
            store.ensure_starters()
        return store

    @cached_property
    def pack_manager(self) -> PackManager:
        from dragoman.translation.catalogue import CatalogueStore
        from dragoman.translation.download import Downloader
        from dragoman.translation.pack_manager import PackManager

        def is_offline() -> bool:
            return self.settings.load().offline

        catalogue = CatalogueStore(
            self.paths.cache / "catalogue.json",
            address=lambda: self.settings.load().catalogue_address,
            offline=is_offline,
        )
        return PackManager(self.packs, catalogue, Downloader(self.paths.packs / ".downloads"), offline=is_offline)

    @cached_property
    def pack_jobs(self) -> PackJobs:
        from dragoman.translation.pack_jobs import PackJobs

        return PackJobs(self.pack_manager, offline=lambda: self.settings.load().offline)

    @property
    def has_pack_jobs(self) -> bool:
        """Whether :attr:`pack_jobs` was asked for and something is under way there."""
        return "pack_jobs" in self.__dict__ and self.pack_jobs.busy()

    @cached_property
    def translator(self) -> TranslationService:
        from dragoman.translation.engines.argos import ArgosEngine
        from dragoman.translation.engines.firefox import FirefoxEngine
        from dragoman.translation.phrase_matches import PhraseMatches
        from dragoman.translation.service import TranslationService

        return TranslationService(
            self.packs,
            engines=(ArgosEngine(self.packs), FirefoxEngine(self.packs), self.team_server),
            settings=self.settings,
            memory=self.memory,
            glossary=self.glossary,
            phrasebook=PhraseMatches(lambda: self.phrasebook),
        )

    @cached_property
    def team_server(self) -> LibreTranslateEngine:
        from dragoman.translation.engines.libretranslate import LibreTranslateEngine
        from dragoman.translation.engines.server_keys import SystemKeys

        return LibreTranslateEngine(self.settings, SystemKeys())

    @cached_property
    def glossary(self) -> GlossaryStore:
        from dragoman.translation.glossary import GlossaryStore

        return GlossaryStore(self.database)

    @cached_property
    def memory(self) -> TranslationMemory:
        from dragoman.translation.memory import TranslationMemory

        return TranslationMemory(self.database)

    @cached_property
    def history(self) -> History:
        from dragoman.translation.history import History

        return History(self.database)

    @cached_property
    def phrasebook(self) -> Phrasebook:
        from dragoman.translation.phrasebook import Phrasebook

        return Phrasebook()

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        from dragoman.knowledge.service import KnowledgeBase

        return KnowledgeBase.open()

    @cached_property
    def country_notes(self) -> CountryNotes:
        from dragoman.knowledge.notes import CountryNotes

        return CountryNotes(self.database)

    @cached_property
    def guests(self) -> GuestStore:
        from dragoman.meetings.guest_store import GuestStore

        return GuestStore(self.database)

    @cached_property
    def invitations(self) -> InvitationStore:
        from dragoman.meetings.invitation_store import InvitationStore

        return InvitationStore(self.database)

    @cached_property
    def finder(self) -> SlotFinder:
        from dragoman.meetings.finder import SlotFinder

        return SlotFinder(self.knowledge)

    @cached_property
    def calendars(self) -> CalendarFiles:
        from dragoman.meetings.calendars.files import CalendarFiles

        return CalendarFiles()

    @cached_property
    def deals(self) -> DealStore:
        from dragoman.deals.store import DealStore

        return DealStore(self.database)

    @cached_property
    def letters(self) -> DraftService:
        from importlib.resources import files

        from dragoman.drafts.service import DraftService
        from dragoman.meetings.invitation_text import slot_text

        roots = (files("dragoman_resources") / "templates", self.paths.templates)
        return DraftService(self.knowledge, roots, slot_text=slot_text)

    @cached_property
    def drafts(self) -> DraftStore:
        from dragoman.drafts.store import DraftStore

        return DraftStore(self.database)

    def close(self) -> None:
        """End what runs in the background, as far as it was ever started."""
        if "pack_jobs" in self.__dict__:
            self.pack_jobs.close()
        if "translator" in self.__dict__:
            self.translator.close()
