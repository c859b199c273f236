"""What belongs to the sentence under the cursor: checks, ambiguities, other wordings, back-translation, own words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, ngettext, render
from dragoman.translation.edit import with_sentence
from dragoman.translation.model import BackTranslation, CheckStatus, LanguagePair, Origin, Sentence, Translation
from dragoman.ui import wording
from dragoman.ui.check_wording import check_line, check_title
from dragoman.ui.context import NegotiationContext
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, column, label
from dragoman.ui.widgets.inspector import Inspector

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.ambiguity import Ambiguity
    from dragoman.translation.memory import MemoryHit

OTHER_WORDINGS = 4
_TONES = {CheckStatus.OK: "ok", CheckStatus.NOT_CHECKABLE: "plain", CheckStatus.DOUBT: "warn"}


class SentenceInspector(QObject):
    """Fills the inspector of the translate panel and does what its buttons say."""

    replaced = Signal(object)
    """A :class:`Translation` in which one sentence was exchanged."""
    rewritten = Signal(str)
    """The source text with an ambiguity mended."""
    trouble = Signal(object)

    def __init__(
        self,
        inspector: Inspector,
        services: Services,
        context: NegotiationContext,
        runner: TaskRunner,
        tokens: Tokens,
    ) -> None:
        super().__init__(inspector)
        self._inspector = inspector
        self._services = services
        self._context = context
        self._runner = runner
        self._tokens = tokens
        self._shown: tuple[Translation, int] | None = None

    def show(self, result: Translation | None, number: int | None, text: str) -> None:
        """Explain sentence ``number`` of ``result``, or the whole when there is none."""
        self._inspector.clear()
        self._shown = None
        if result is None or number is None or not result.sentences:
            self._inspector.heading(_("Translation"))
            self._inspector.line(
                _("Figures, dates and codes of every sentence are compared with the original."), "muted"
            )
            self._inspector.line(_("Nothing is sent anywhere: the model runs on this computer."), "muted")
            return
        self._shown = (result, number)
        sentence = result.sentences[number]
        self._summary(result)
        self._sentence(sentence)
        self._ambiguities(result, sentence, text)
        self._actions(result, sentence)

    def _summary(self, result: Translation) -> None:
        checks = [check for sentence in result.sentences for check in sentence.checks]
        alarms = sum(check.status.is_alarm for check in checks)
        if alarms:
            words = ngettext("{n} figure differs", "{n} figures differ", alarms).format(n=alarms)
            self._inspector.mark(words, "alarm")
        elif checks:
            words = ngettext("{n} figure or code kept", "{n} figures and codes kept", len(checks)).format(n=len(checks))
            self._inspector.mark(words, "ok")

    def _sentence(self, sentence: Sentence) -> None:
        inspector = self._inspector
        inspector.heading(_("This sentence"))
        origins = {
            Origin.MEMORY: _("from your memory"),
            Origin.PHRASEBOOK: _("from the phrasebook"),
            Origin.COPIED: _("taken over unchanged"),
        }
        if sentence.origin in origins:
            inspector.line(origins[sentence.origin], "muted")
        elif sentence.confidence is not None:
            sure = sentence.confidence
            words = _("sure") if sure >= 0.75 else _("fairly sure") if sure >= 0.5 else _("unsure: read it closely")
            inspector.pair(_("The model is"), words)
        for check in sentence.checks:
            inspector.mark(check_title(check), _TONES.get(check.status, "alarm"), check_line(check))

    def _ambiguities(self, result: Translation, sentence: Sentence, text: str) -> None:
        found = ambiguities_between(sentence.source, result, self._context)
        if not found:
            return
        self._inspector.heading(_("Can be read in two ways"))
        for ambiguity in found[:3]:
            readings = " / ".join(render(reading.meaning) for reading in ambiguity.readings)
            self._inspector.mark(ambiguity.text, "warn", readings)
            start, end = sentence.start + ambiguity.start, sentence.start + ambiguity.end
            for reading in ambiguity.readings[:2]:
                self._inspector.add(
                    button(
                        _("Write “{words}”").format(words=reading.rewrite),
                        partial(self.rewritten.emit, text[:start] + reading.rewrite + text[end:]),
                        kind="quiet",
                    )
                )

    def _actions(self, result: Translation, sentence: Sentence) -> None:
        inspector = self._inspector
        inspector.heading(_("Your own words"))
        field = QPlainTextEdit(sentence.plain_target)
        field.setFrameShape(QFrame.Shape.StyledPanel)
        field.setFixedHeight(84)
        field.setTabChangesFocus(True)
        field.setFont(font_for(result.target_language))
        field.setAccessibleName(_("Your own words"))
        inspector.add(field)
        inspector.add(
            button(
                _("Use and remember"),
                lambda: self._remember(field.toPlainText()),
                tooltip=_("The next time this sentence comes, it is translated in these words"),
            )
        )
        holder = QWidget()
        self._more = column(holder, spacing=6)
        inspector.add(holder)
        inspector.add(button(_("Other wordings"), self.ask_alternatives, kind="quiet"))
        inspector.add(button(_("Translate back"), self.ask_back, kind="quiet"))

    def _remember(self, words: str) -> None:
        if self._shown is None or not words.strip():
            return
        result, number = self._shown
        sentence = result.sentences[number]
        other = self._context.counterpart
        pair = LanguagePair(result.source_language, result.target_language)
        try:
            self._services.memory.remember(sentence.plain_source, words, pair, other.id if other else None)
        except KnownError as error:
            self.trouble.emit(error)
            return
        self._use(words, Origin.MEMORY)

    def _use(self, words: str, origin: Origin) -> None:
        if self._shown is None:
            return
        result, number = self._shown
        sentence = result.sentences[number]
        checks = self._services.translator.check(
            sentence.plain_source, words, source=result.source_language, target=result.target_language
        )
        self.replaced.emit(with_sentence(result, number, words, checks=checks, origin=origin))

    def ask_alternatives(self) -> None:
        """Look for other wordings in the background, remembered ones first, and list them; a click takes one over."""
        if self._shown is None:
            return
        result, number = self._shown
        source = result.sentences[number].plain_source
        other = self._context.counterpart.id if self._context.counterpart else None
        pair = LanguagePair(result.source_language, result.target_language)

        def work(context: TaskContext) -> tuple[list[MemoryHit], list[Sentence]]:
            remembered = self._services.memory.recall(source, pair, other)
            found = self._services.translator.alternatives(
                source, pair.source, pair.target, OTHER_WORDINGS, counterpart_id=other, cancelled=context.cancelled
            )
            return remembered, found

        self._runner.submit(work, done=partial(self._list_alternatives, (result, number)), failed=self.trouble.emit)

    def _list_alternatives(self, asked: tuple[Translation, int], found: tuple[list[MemoryHit], list[Sentence]]) -> None:
        if self._shown != asked:
            return
        result, number = asked
        remembered, others = found
        offers = {
            hit.target: _("remembered, {percent} % alike").format(percent=round(hit.score * 100)) for hit in remembered
        }
        offers |= {other.target: "" for other in others if other.target not in offers}
        offers.pop(result.sentences[number].plain_target, None)
        if not offers:
            self._more.addWidget(label(_("The model knows no other wording."), "muted", wrap=True))
        for words, note in offers.items():
            line = label(words, wrap=True, selectable=True)
            line.setFont(font_for(result.target_language))
            self._more.addWidget(line)
            if note:
                self._more.addWidget(label(note, "small"))
            origin = Origin.MEMORY if note else Origin.MODEL
            self._more.addWidget(button(_("Take this"), partial(self._use, words, origin), kind="quiet"))

    def ask_back(self) -> None:
        """Translate the sentence back in the background and show what came back otherwise."""
        if self._shown is None:
            return
        result, number = self._shown
        self._runner.submit(
            lambda context: self._services.translator.round_trip(result, only=[number], cancelled=context.cancelled),
            done=partial(self._show_back, (result, number)),
            failed=self.trouble.emit,
        )

    def _show_back(self, asked: tuple[Translation, int], found: list[BackTranslation]) -> None:
        if self._shown != asked or not found:
            return
        back = found[0]
        self._more.addWidget(label(_("Back in your language"), "heading"))
        self._more.addWidget(label(back.back, wrap=True, selectable=True))
        lost = [difference.text for difference in back.differences if difference.in_source]
        if lost:
            words = _("did not come back: {words}").format(words=wording.joined(lost[:6]))
            self._more.addWidget(label(words, "muted", wrap=True))


def ambiguities_between(text: str, result: Translation, context: NegotiationContext) -> list[Ambiguity]:
    """Return what in ``text`` the other side may take differently than the writer.

    A figure that the translation has put into the reader's notation cannot be misread any more.
    """
    from dragoman.translation.ambiguity import AmbiguityKind, ambiguities

    there, home = context.there, context.home
    rewritten = {
        check.source
        for sentence in result.sentences
        for check in sentence.checks
        if check.status is CheckStatus.OK and check.source != check.target
    }
    found = ambiguities(
        text,
        result.source_language,
        there.language if there else result.target_language,
        today=datetime.now(UTC).date(),
        writer_zone=home.zone if home else "",
        reader_zone=there.zone if there else "",
    )
    return [
        one
        for one in found
        if one.kind is not AmbiguityKind.NUMBER or not any(one.text in figure for figure in rewritten)
    ]
