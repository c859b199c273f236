"""Translate: what is typed on the left is read on the right, sentence by sentence, figures checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPlainTextEdit, QSplitter, QWidget

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, active_language, ngettext
from dragoman.base.locales import is_right_to_left, language_name, language_of
from dragoman.ui.context import NegotiationContext
from dragoman.ui.icons import icon
from dragoman.ui.panels.base import Panel
from dragoman.ui.tasks import TaskContext, TaskRunner
from dragoman.ui.theme import Tokens, font_for
from dragoman.ui.widgets.basic import button, card, chip, clear, column, label, row

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.translation.history import HistoryEntry
    from dragoman.translation.model import Sentence, Translation
    from dragoman.ui.panels.sentence_inspector import SentenceInspector
    from dragoman.ui.widgets.sentence_marks import SentenceMarks

PAUSE_MS = 120
"""How long the keyboard rests before what was typed is translated."""

SHOWN_WHOLE = 12
"""Texts of up to so many sentences are there at once; longer ones are shown as they come."""

LEAST_TIMED_SECONDS = 0.05
"""A translation that took less was recalled, not made: its speed would mean nothing."""

LONG_TEXT = 4_000
"""Characters from which on a button to stop is offered."""

_DETECT = ""


class TranslatePanel(Panel):
    """Two editors with sentence correspondence. Typing is latest-wins; the window never waits."""

    def __init__(self, services: Services, context: NegotiationContext, runner: TaskRunner, tokens: Tokens) -> None:
        super().__init__(tokens)
        self._services = services
        self._context = context
        self._runner = runner
        self._task = 0
        self._result: Translation | None = None
        self._known_languages: frozenset[str] = frozenset()
        self._pair_of: int | None = None
        self._ask_text: QLabel | None = None
        self._marks: tuple[SentenceMarks, SentenceMarks] | None = None
        self._sentence: SentenceInspector | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.translate)
        self._build()

    def prepare(self) -> None:
        """Add what the first paint can do without: tools, shortcuts, and what the panel does in words."""
        from PySide6.QtGui import QKeySequence, QShortcut

        from dragoman.ui.panels.sentence_inspector import SentenceInspector
        from dragoman.ui.widgets.sentence_marks import SentenceMarks

        for keys, act in (
            ("Ctrl+Shift+C", self.copy),
            ("Ctrl+Shift+S", self.swap),
            ("Ctrl+P", self.open_phrases),
            ("Ctrl+T", self.open_words),
            ("Ctrl+H", self.open_history),
            ("Ctrl+Shift+L", self.show_large),
        ):
            QShortcut(QKeySequence(keys), self, act)
        for symbol, words, act in (
            ("message-square-quote", _("Phrasebook (Ctrl+P)"), self.open_phrases),
            ("book-a", _("Terms and memory (Ctrl+T)"), self.open_words),
            ("history", _("History (Ctrl+H)"), self.open_history),
        ):
            self._bar.addWidget(button("", act, icon=icon(symbol, self.tokens.muted), tooltip=words))
        self._marks = (SentenceMarks(self.source, self.tokens), SentenceMarks(self.target, self.tokens))
        self._sentence = SentenceInspector(self.inspector, self._services, self._context, self._runner, self.tokens)
        self._sentence.replaced.connect(self._replaced)
        self._sentence.trouble.connect(self.trouble)
        self._sentence.rewritten.connect(self.source.setPlainText)
        self._explain(None)

    def warm_up(self) -> None:
        """Load the translation service and the languages' names."""
        reader = active_language()
        for tag in self._services.translator.languages():
            language_name(tag, reader)
            is_right_to_left(tag)

    def refresh(self) -> None:
        """Take over the language pair of the counterpart."""
        service = self._services.translator
        languages = service.languages()
        if languages != self._known_languages:
            self._known_languages = languages
            self._fill_languages()
        other = self._context.counterpart
        if self._pair_of != (other.id if other else 0):
            self._pair_of = other.id if other else 0
            source, target = self._pair_for_counterpart(languages)
            self._select(self._source_box, source)
            self._select(self._target_box, target)
        self._languages_changed()

    def translate(self) -> None:
        """Translate what stands on the left; an older request is dropped."""
        self._pause.stop()
        if self._pair_of is None:  # typed before the languages were known: the first refresh comes back to it
            return
        self._runner.cancel(self._task)
        text = self.source.toPlainText()
        if not text.strip():
            self._show(None)
            self.status.emit("")
            return
        source = self._source_box.currentData() or None
        target = self._target_box.currentData()
        if not target:
            self._explain_no_pack()
            return
        service = self._services.translator
        other = self._context.counterpart

        def work(context: TaskContext) -> Translation:
            return service.translate(
                text,
                source=source,
                target=target,
                counterpart_id=other.id if other else None,
                on_sentence=lambda index, total, sentence: context.report((index + 1, total, sentence)),
                cancelled=context.cancelled,
            )

        self._task = self._runner.submit(work, done=self._done, failed=self._failed, progress=self._progressed)
        self._stop.setVisible(len(text) > LONG_TEXT)

    def copy(self, *, sure: bool = False) -> None:
        """Copy the translation; an open alarm asks first."""
        if self._result is None:
            return
        alarms = len(self._alarms())
        if alarms and not sure:
            self._ask_about(alarms)
            return
        from PySide6.QtGui import QGuiApplication

        self._ask.hide()
        QGuiApplication.clipboard().setText(self._result.text)
        self.status.emit(_("Translation copied."))

    def stop(self) -> None:
        """Give up the translation under way; what has come so far stays."""
        self._runner.cancel(self._task)
        self._stop.hide()
        self.status.emit(_("Stopped."))

    def show_large(self) -> None:
        """Show the translation as large as the window, to hold the laptop up."""
        if self._result and self._result.text.strip():
            from dragoman.ui.widgets.big_type import BigType

            BigType(self._result.text, "", self._result.target_language, self.tokens, self).open()

    def open_phrases(self) -> None:
        """Open the phrasebook beside the window."""
        from dragoman.ui.phrase_sheet import PhraseSheet

        own, theirs = (box.currentData() or self._context.own_language for box in (self._source_box, self._target_box))
        PhraseSheet(self._services.phrasebook, own, theirs, self.tokens, self).show()

    def open_words(self) -> None:
        """Open the user's terms and the memory of this pair."""
        from dragoman.translation.model import LanguagePair
        from dragoman.ui.words_dialog import WordsDialog

        source, target = (box.currentData() for box in (self._source_box, self._target_box))
        pair = LanguagePair(source or self._context.own_language, target or self._context.own_language)
        dialog = WordsDialog(self._services, self._context, pair, self.tokens, self)
        dialog.changed.connect(self.translate)
        dialog.open()

    def open_history(self) -> None:
        """Open what was translated before."""
        from dragoman.ui.history_dialog import HistoryDialog

        dialog = HistoryDialog(self._services.history, self.tokens, self)
        dialog.chosen.connect(self._take_up)
        dialog.open()

    def swap(self) -> None:
        """Exchange the languages, and the texts with them."""
        source = self._source_box.currentData() or (self._result.source_language if self._result else "")
        target = self._target_box.currentData()
        text = self.target.toPlainText()
        with QSignalBlocker(self._source_box), QSignalBlocker(self._target_box):
            self._select(self._source_box, target)
            self._select(self._target_box, source)
        self._show(None)
        if text:
            self.source.setPlainText(text)
        self._languages_changed()

    def _build(self) -> None:
        outer = column(self, margin=16, spacing=12)
        bar = row()
        self._source_box = self._language_box(_("Language of your text"))
        self._target_box = self._language_box(_("Language of the translation"))
        bar.addWidget(self._source_box, 1)
        bar.addWidget(
            button(
                "",
                self.swap,
                icon=icon("arrow-left-right", self.tokens.muted),
                tooltip=_("Swap languages and texts (Ctrl+Shift+S)"),
            )
        )
        bar.addWidget(self._target_box, 1)
        outer.addLayout(bar)
        self._bar = bar
        editors = QSplitter()
        editors.setChildrenCollapsible(False)
        editors.setHandleWidth(12)
        self.source = self._editor(_("Type or paste here"))
        self.target = self._editor(_("The translation appears here"))
        self.target.setReadOnly(True)
        self.source.setAccessibleName(_("Your text"))
        self.target.setAccessibleName(_("Translation"))
        self._copy = button(
            _("Copy"), self.copy, icon=icon("copy", self.tokens.text), tooltip=_("Copy the translation (Ctrl+Shift+C)")
        )
        self._large = button(
            "", self.show_large, icon=icon("eye", self.tokens.muted), tooltip=_("Show large (Ctrl+Shift+L)")
        )
        self._stop = button(_("Stop"), self.stop)
        self._stop.hide()
        self._clear = button(_("Clear"), self.source.clear, kind="quiet")
        self._detected = label("", "small")
        self._speed = label("", "small")
        editors.addWidget(self._framed(self.source, self._detected, self._clear))
        editors.addWidget(self._framed(self.target, self._speed, self._stop, self._large, self._copy))
        for index in (0, 1):
            editors.setStretchFactor(index, 1)
        editors.setSizes([10_000, 10_000])
        outer.addWidget(editors, 1)
        self._ask = QFrame()
        self._ask.setObjectName("notice")
        self._ask.hide()
        outer.addWidget(self._ask)
        self._chips = QFrame()
        self._chip_row = row(self._chips, spacing=6)
        self._chips.hide()
        outer.addWidget(self._chips)
        self.source.textChanged.connect(self._typed)
        self.source.cursorPositionChanged.connect(lambda: self._follow(self.source))
        self.target.cursorPositionChanged.connect(lambda: self._follow(self.target))
        self.setFocusProxy(self.source)
        self._copy.setEnabled(False)
        self._large.setEnabled(False)

    def _language_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.currentIndexChanged.connect(self._languages_changed)
        return box

    def _editor(self, placeholder: str) -> QPlainTextEdit:
        editor = QPlainTextEdit()
        editor.setPlaceholderText(placeholder)
        editor.setTabChangesFocus(True)
        return editor

    def _framed(self, editor: QPlainTextEdit, note: QWidget, *actions: QWidget) -> QFrame:
        frame = card()
        layout = column(frame, margin=12)
        layout.addWidget(editor, 1)
        foot = row()
        foot.addWidget(note, 1)
        for action in actions:
            foot.addWidget(action)
        layout.addLayout(foot)
        return frame

    def _ask_about(self, alarms: int) -> None:
        """Ask whether to copy although figures differ in so many sentences."""
        if self._ask_text is None:
            line = row(self._ask, margin=8)
            self._ask_text = label(wrap=True)
            line.addWidget(self._ask_text, 1)
            line.addWidget(button(_("Look at them"), self._go_to_alarm))
            line.addWidget(button(_("Copy anyway"), lambda: self.copy(sure=True)))
        self._ask_text.setText(
            ngettext(
                "A figure in {n} sentence differs from your text.",
                "Figures in {n} sentences differ from your text.",
                alarms,
            ).format(n=alarms)
        )
        self._ask.show()

    def _fill_languages(self) -> None:
        reader = active_language()
        named = sorted(((language_name(tag, reader), tag) for tag in self._known_languages), key=lambda pair: pair[0])
        for box in (self._source_box, self._target_box):
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                if box is self._source_box:
                    box.addItem(_("Detect language"), _DETECT)
                for name, tag in named:
                    box.addItem(name, tag)
                self._select(box, chosen)

    def _select(self, box: QComboBox, tag: str | None) -> None:
        """Select a language; one without a pack is listed too, so that the panel can say what is missing."""
        index = box.findData(tag)
        if index < 0 and tag:
            box.addItem(language_name(tag, active_language()), tag)
            index = box.count() - 1
        with QSignalBlocker(box):
            box.setCurrentIndex(max(index, 0))

    def _languages_changed(self) -> None:
        from PySide6.QtCore import Qt

        for editor, box in ((self.source, self._source_box), (self.target, self._target_box)):
            language = box.currentData() or self._context.own_language
            editor.setFont(font_for(language, "lead"))
            option = editor.document().defaultTextOption()
            option.setTextDirection(
                Qt.LayoutDirection.RightToLeft if is_right_to_left(language) else Qt.LayoutDirection.LeftToRight
            )
            editor.document().setDefaultTextOption(option)
        self.translate()

    def _typed(self) -> None:
        self._ask.hide()
        self._pause.start()

    def _progressed(self, progress: tuple[int, int, Sentence]) -> None:
        """Show a long text as it comes: what is there so far, its layout filled in at the end."""
        done, total, sentence = progress
        if total <= SHOWN_WHOLE:
            return
        if done == 1:
            self._show(None)
        self.status.emit(_("sentence {done} of {total}").format(done=done, total=total))
        self.target.appendPlainText(sentence.target)

    def _pair_for_counterpart(self, languages: frozenset[str]) -> tuple[str, str]:
        """Return the pair last used with this counterpart, else from the user's language to theirs."""
        other = self._context.counterpart
        if kept := self._services.history.pair_for(other.id if other else None):
            return kept.source, kept.target
        own = self._context.own_language
        return own, language_of(other.language) if other else next(iter(sorted(languages - {own})), "")

    def _done(self, result: Translation) -> None:
        self._stop.hide()
        self._show(result)
        self._keep(result)

    def _keep(self, result: Translation) -> None:
        """Put the text into the history, and remember the pair for this counterpart."""
        from dragoman.translation.model import LanguagePair

        other = self._context.counterpart
        pair = LanguagePair(result.source_language, result.target_language)
        try:
            self._services.history.add(self.source.toPlainText(), result.text, pair, other.id if other else None)
            if self._source_box.currentData():
                self._services.history.remember_pair(pair, other.id if other else None)
        except KnownError as error:
            self.trouble.emit(error)

    def _take_up(self, entry: HistoryEntry) -> None:
        self._select(self._source_box, entry.pair.source)
        self._select(self._target_box, entry.pair.target)
        self.source.setPlainText(entry.source)
        self._languages_changed()

    def _replaced(self, result: Translation) -> None:
        """A sentence was exchanged in the inspector: the text follows, the cursor stays."""
        position = self.source.textCursor().position()
        self._show(result)
        cursor = self.source.textCursor()
        cursor.setPosition(position)
        self.source.setTextCursor(cursor)

    def _failed(self, error: BaseException) -> None:
        self._stop.hide()
        self._show(None)
        if isinstance(error, KnownError):
            what, remedy = i18n.describe(error)
            self.target.setPlaceholderText(f"{what}\n{remedy}")
        else:
            self.trouble.emit(error)

    def _explain_no_pack(self) -> None:
        self._show(None)
        self.target.setPlaceholderText(_("No language pack is installed. Install one under Packs."))

    def _show(self, result: Translation | None) -> None:
        self._result = result
        text = result.text if result else ""
        if self.target.toPlainText() != text:
            self.target.setPlainText(text)
        self.target.setPlaceholderText(_("The translation appears here"))
        self._copy.setEnabled(bool(text))
        self._large.setEnabled(bool(text))
        self._ask.hide()
        self._detected.setText("")
        self._speed.setText("")
        if result:
            reader = active_language()
            if not self._source_box.currentData():
                name = language_name(result.source_language, reader)
                self._detected.setText(_("detected: {language}").format(language=name))
            self.status.emit(_status_line(result))
            self._speed.setText(_size_line(result.text))
        self._place_marks()
        self._show_chips()
        self._follow(self.source)

    def _alarms(self) -> list[Sentence]:
        return [sentence for sentence in self._result.sentences if sentence.has_alarm] if self._result else []

    def _show_chips(self) -> None:
        from dragoman.ui import wording
        from dragoman.ui.check_wording import check_line

        clear(self._chip_row)
        alarms = self._alarms()
        doubtful = self._doubtful()
        self._chips.setVisible(bool(alarms or doubtful))
        shown = [check for sentence in alarms for check in sentence.checks if check.status.is_alarm]
        for check in shown[:4]:
            self._chip_row.addWidget(chip(check_line(check), "alarm"))
        if len(shown) > 4:
            self._chip_row.addWidget(chip(_("{n} more").format(n=len(shown) - 4), "alarm"))
        if doubtful:
            words = wording.joined(f"“{part}”" for part in doubtful[:3])
            self._chip_row.addWidget(chip(_("can be read in two ways: {words}").format(words=words), "warn"))
        self._chip_row.addStretch(1)

    def _doubtful(self) -> list[str]:
        """Return what the other side may take differently, in texts short enough to be read through at once."""
        text = self.source.toPlainText()
        if self._result is None or len(text) > LONG_TEXT:
            return []
        from dragoman.ui.panels.sentence_inspector import ambiguities_between

        return [found.text for found in ambiguities_between(text, self._result, self._context)]

    def _go_to_alarm(self) -> None:
        self._ask.hide()
        numbers = self._alarm_numbers()
        if numbers and self._marks:
            self._marks[1].go_to(numbers[0])

    def _alarm_numbers(self) -> list[int]:
        sentences = self._result.sentences if self._result else ()
        return [number for number, sentence in enumerate(sentences) if sentence.has_alarm]

    def _place_marks(self) -> None:
        if self._marks is None:
            return
        if self._result is None:
            for side in self._marks:
                side.clear()
            return
        from dragoman.ui.widgets.sentence_marks import spans

        sentences = self._result.sentences
        self._marks[0].place(
            self.source.toPlainText(), spans([s.start for s in sentences], [s.source for s in sentences])
        )
        self._marks[1].place(
            self._result.text, spans([s.target_start for s in sentences], [s.target for s in sentences])
        )

    def _follow(self, editor: QPlainTextEdit) -> None:
        """Light the sentence under the cursor on both sides and explain it in the inspector."""
        if self._marks is None:
            return
        number = self._marks[0 if editor is self.source else 1].current() if self._result else None
        if number is not None:
            alarms = self._alarm_numbers()
            for side in self._marks:
                side.show(number, alarms)
        self._explain(number)

    def _explain(self, number: int | None) -> None:
        if self._sentence is not None:
            self._sentence.show(self._result, number, self.source.toPlainText())


def _status_line(result: Translation) -> str:
    route = " → ".join(result.route)
    parts = [_("route {route} ({engine})").format(route=route, engine=result.engine)]
    if (weakest := result.weakest) is not None:
        parts.append(_("weakest step: {step}").format(step=f"{weakest.source} → {weakest.target}"))
    recalled = sum(sentence.origin == "memory" for sentence in result.sentences)
    if recalled:
        parts.append(ngettext("{n} sentence from memory", "{n} sentences from memory", recalled).format(n=recalled))
    elif result.seconds >= LEAST_TIMED_SECONDS:
        speed = round(sum(len(sentence.source.split()) for sentence in result.sentences) / result.seconds)
        if speed:
            parts.append(_("{n} words/s").format(n=speed))
    return " · ".join(parts)


def _size_line(text: str) -> str:
    """Return how long a text is: in words, or in characters where words are not set apart."""
    words = len(text.split())
    if words < 2 and len(text) < 2:
        return ""
    if len(text) > 12 * words:
        return ngettext("{n} character", "{n} characters", len(text)).format(n=len(text))
    return ngettext("{n} word", "{n} words", words).format(n=words)
