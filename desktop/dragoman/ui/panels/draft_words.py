"""The writer's own words of a letter, translated and read back in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from dragoman.drafts.model import FieldSpec
from dragoman.drafts.own_words import own_words, rewritten
from dragoman.translation import codes
from dragoman.ui.tasks import TaskContext, TaskRunner

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.model import BackTranslation, Translation


class Words(NamedTuple):
    """One text of the writer's own: translated where it was, and what it says read back in their language."""

    source: str
    translation: Translation | None
    back: str
    backs: tuple[BackTranslation, ...] = ()


class OwnWords(QObject):
    """Translates the free texts of a form; what is known is kept, so that an edit costs one text."""

    ready = Signal()
    """More texts are known than before."""
    trouble = Signal(object)

    def __init__(self, services: Services, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._task = 0
        self._known: dict[tuple[str, str, str, bool, int], Words] = {}

    def translated(
        self,
        specs: Sequence[FieldSpec],
        values: Mapping[str, object],
        *,
        own: str,
        theirs: str,
        counterpart_id: int,
        is_own: bool,
    ) -> tuple[dict[str, object], list[Words]] | None:
        """Return the values as they go into the letter and what is known of their texts; None while it is under way.

        ``is_own`` tells that they are written in ``own`` language and are to be translated; otherwise they stand as
        they are and are only read back. Texts that no pack can translate stand as they are.
        """
        texts = [text for text in own_words(specs, values) if _has_words(text)]
        if own == theirs or not texts or not self.can_translate(*((own, theirs) if is_own else (theirs, own))):
            return dict(values), []
        keys = {text: (text, own, theirs, is_own, counterpart_id) for text in texts}
        missing = [text for text in texts if keys[text] not in self._known]
        if missing:
            self._fetch(missing, keys)
            if is_own:
                return None
        known = {text: self._known[keys[text]] for text in texts if keys[text] in self._known}
        if not is_own:
            return dict(values), list(known.values())

        def write(text: str) -> str:
            words = known.get(text)
            return words.translation.text if words and words.translation else text

        return rewritten(specs, values, write), list(known.values())

    def forget(self) -> None:
        """Drop what is known: packs, terms or the memory may have changed."""
        self._known.clear()

    def can_translate(self, source: str, target: str) -> bool:
        """Return whether a pack leads from one language to the other."""
        return target in self._services.translator.targets(source)

    def _fetch(self, texts: Sequence[str], keys: Mapping[str, tuple[str, str, str, bool, int]]) -> None:
        self._runner.cancel(self._task)
        services = self._services

        def work(context: TaskContext) -> list[Words]:
            return [_words(services, text, keys[text], context) for text in texts]

        def done(found: list[Words]) -> None:
            for words in found:
                self._known[keys[words.source]] = words
            self.ready.emit()

        self._task = self._runner.submit(work, done=done, failed=self.trouble.emit)


def _has_words(text: str) -> bool:
    """Whether there is more in a text than codes and file names, which are the same in every language."""
    spans = codes.find(text)
    rest = "".join(char for place, char in enumerate(text) if not any(one.start <= place < one.end for one in spans))
    return any(char.isalpha() for char in rest)


def _words(services: Services, text: str, key: tuple[str, str, str, bool, int], context: TaskContext) -> Words:
    _text, own, theirs, is_own, counterpart_id = key
    translator = services.translator
    if not is_own:
        back = translator.translate(text, source=theirs, target=own, cancelled=context.cancelled)
        return Words(text, None, back.text)
    there = translator.translate(
        text, source=own, target=theirs, counterpart_id=counterpart_id or None, cancelled=context.cancelled
    )
    if own not in translator.targets(theirs):
        return Words(text, there, "")
    backs = tuple(translator.round_trip(there, cancelled=context.cancelled))
    return Words(text, there, " ".join(back.back for back in backs), backs)
