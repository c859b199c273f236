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
    from collections.abc import Callable

    from PySide6.QtWidgets import QTextEdit

    from dragoman.translation.model import Sentence, Translation
    from dragoman.translation.service import TranslationService

PAUSE_MS = 120
"""How long the keyboard rests before what was typed is translated."""

SHOWN_WHOLE = 12
"""Texts of up to so many sentences are there at once; longer ones are shown as they come."""

_DETECT = ""


class TranslatePanel(Panel):
    """Two editors with sentence correspondence. Typing is latest-wins; the window never waits."""

    def __init__(
        self,
        translator: Callable[[], TranslationService],
        context: NegotiationContext,
        runner: TaskRunner,
        tokens: Tokens,
    ) -> None:
        super().__init__(tokens)
        self._translator = translator
        self._context = context
        self._runner = runner
        self._task = 0
        self._result: Translation | None = None
        self._known_languages: frozenset[str] = frozenset()
        self._pair_of: int | None = None
        self._ask_text: QLabel | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.translate)
        self._build()

    def prepare(self) -> None:
        """Add the panel's own shortcuts."""
        from PySide6.QtGui import QKeySequence, QShortcut

        QShortcut(QKeySequence("Ctrl+Shift+C"), self, self.copy)
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self.swap)

    def refresh(self) -> None:
        """Take over the language pair of the counterpart."""
        service = self._translator()
        languages = service.languages()
        if languages != self._known_languages:
            self._known_languages = languages
            self._fill_languages()
        other = self._context.counterpart
        if self._pair_of != (other.id if other else 0):
            self._pair_of = other.id if other else 0
            target = language_of(other.language) if other else ""
            self._select(self._source_box, self._context.own_language)
            self._select(self._target_box, target or next(iter(sorted(languages - {self._context.own_language})), ""))
        self._languages_changed()

    def translate(self) -> None:
        """Translate what stands on the left; an older request is dropped."""
        self._pause.stop()
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
        service = self._translator()

        def work(context: TaskContext) -> Translation:
            return service.translate(
                text,
                source=source,
                target=target,
                on_sentence=lambda index, total, sentence: context.report((index + 1, total, sentence)),
                cancelled=context.cancelled,
            )

        self._task = self._runner.submit(work, done=self._show, failed=self._failed, progress=self._progressed)

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
        self._clear = button(_("Clear"), self.source.clear, kind="quiet")
        self._detected = label("", "small")
        self._speed = label("", "small")
        editors.addWidget(self._framed(self.source, self._detected, self._clear))
        editors.addWidget(self._framed(self.target, self._speed, self._copy))
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
        self._explain(None)

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

    def _framed(self, editor: QPlainTextEdit, note: QWidget, action: QWidget) -> QFrame:
        frame = card()
        layout = column(frame, margin=12)
        layout.addWidget(editor, 1)
        foot = row()
        foot.addWidget(note, 1)
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

    def _failed(self, error: BaseException) -> None:
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
        self._ask.hide()
        self._detected.setText("")
        self._speed.setText("")
        if result:
            reader = active_language()
            if not self._source_box.currentData():
                name = language_name(result.source_language, reader)
                self._detected.setText(_("detected: {language}").format(language=name))
            self.status.emit(_status_line(result))
            words = len(result.text.split())
            self._speed.setText(ngettext("{n} word", "{n} words", words).format(n=words) if words > 1 else "")
        self._show_chips()
        self._follow(self.source)

    def _alarms(self) -> list[Sentence]:
        return [sentence for sentence in self._result.sentences if sentence.has_alarm] if self._result else []

    def _show_chips(self) -> None:
        from dragoman.ui.check_wording import check_line

        clear(self._chip_row)
        alarms = self._alarms()
        self._chips.setVisible(bool(alarms))
        shown = [check for sentence in alarms for check in sentence.checks if check.status.is_alarm]
        for check in shown[:4]:
            self._chip_row.addWidget(chip(check_line(check), "alarm"))
        if len(shown) > 4:
            self._chip_row.addWidget(chip(_("{n} more").format(n=len(shown) - 4), "alarm"))
        self._chip_row.addStretch(1)

    def _go_to_alarm(self) -> None:
        self._ask.hide()
        if alarms := self._alarms():
            cursor = self.target.textCursor()
            cursor.setPosition(_utf16(self._result.text if self._result else "", alarms[0].target_start))
            self.target.setTextCursor(cursor)
            self.target.setFocus()

    def _follow(self, editor: QPlainTextEdit) -> None:
        """Light the sentence under the cursor on both sides and explain it in the inspector."""
        result = self._result
        if result is None or self.source.toPlainText().strip() == "":
            for side in (self.source, self.target):
                side.setExtraSelections([])
            self._explain(None)
            return
        text = editor.toPlainText()
        position = _code_points(text, editor.textCursor().position())
        on_source = editor is self.source
        current: Sentence | None = None
        for sentence in result.sentences:
            if (sentence.start if on_source else sentence.target_start) <= position:
                current = sentence
            else:
                break
        current = current or (result.sentences[0] if result.sentences else None)
        for side, in_source in ((self.source, True), (self.target, False)):
            marks = []
            if current and len(result.sentences) > 1:
                marks.append(self._mark(side, current, in_source, alarm=False))
            marks += [self._mark(side, sentence, in_source, alarm=True) for sentence in self._alarms()]
            side.setExtraSelections(marks)
        self._explain(current)

    def _mark(
        self, side: QPlainTextEdit, sentence: Sentence, in_source: bool, *, alarm: bool
    ) -> QTextEdit.ExtraSelection:
        from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
        from PySide6.QtWidgets import QTextEdit

        text = side.toPlainText()
        start = sentence.start if in_source else sentence.target_start
        length = len(sentence.source if in_source else sentence.target)
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(side.document())
        last = side.document().characterCount() - 1
        cursor.setPosition(min(_utf16(text, start), last))
        cursor.setPosition(min(_utf16(text, start + length), last), QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        if alarm:
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(self.tokens.alarm))
        else:
            form.setBackground(QColor(self.tokens.accent_soft))
        selection.cursor = cursor
        selection.format = form
        return selection

    def _explain(self, sentence: Sentence | None) -> None:
        self.inspector.clear()
        if sentence is None:
            self.inspector.heading(_("Translation"))
            self.inspector.line(
                _("Figures, dates and codes of every sentence are compared with the original."), "muted"
            )
            self.inspector.line(_("Nothing is sent anywhere: the model runs on this computer."), "muted")
            return
        from dragoman.translation.model import CheckStatus
        from dragoman.ui.check_wording import check_line, check_title

        self.inspector.heading(_("This sentence"))
        if sentence.confidence is not None:
            sure = sentence.confidence
            words = _("sure") if sure >= 0.8 else _("fairly sure") if sure >= 0.55 else _("unsure: read it closely")
            self.inspector.pair(_("The model is"), words)
        self.inspector.heading(_("Figures and codes"))
        if not sentence.checks:
            self.inspector.line(_("None in this sentence."), "muted")
        tones = {CheckStatus.OK: "ok", CheckStatus.NOT_CHECKABLE: "plain"}
        for check in sentence.checks:
            self.inspector.mark(check_title(check), tones.get(check.status, "alarm"), check_line(check))


def _status_line(result: Translation) -> str:
    route = " → ".join(result.route)
    parts = [_("route {route} ({engine})").format(route=route, engine=result.engine)]
    if result.seconds > 0:
        speed = round(sum(len(s.source.split()) for s in result.sentences) / result.seconds)
        parts.append(_("{n} words/s").format(n=speed))
    return " · ".join(parts)


def _utf16(text: str, index: int) -> int:
    """Return Qt's cursor position of a code point: Qt counts characters beyond U+FFFF twice."""
    return index + sum(c > "\uffff" for c in text[:index])


def _code_points(text: str, position: int) -> int:
    """Return the code point index of Qt's cursor position."""
    return len(text.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))
