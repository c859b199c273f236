"""Advice on a letter: what is missing, what to look at, what the writer's own words say in translation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import _, pgettext, render
from dragoman.drafts.fields import UnusableFields
from dragoman.drafts.model import DraftWarning, FieldSpec, Letter
from dragoman.ui import wording
from dragoman.ui.check_wording import check_line
from dragoman.ui.context import NegotiationContext
from dragoman.ui.panels.draft_people import field_name
from dragoman.ui.panels.draft_words import Words
from dragoman.ui.widgets.basic import button
from dragoman.ui.widgets.inspector import Inspector


class DraftInspector(QObject):
    """Fills the inspector of the draft panel."""

    edit_wanted = Signal()
    settings_wanted = Signal()
    cure_wanted = Signal(object)
    """A :class:`Cure` that the user wants applied."""
    attach_wanted = Signal()
    detach_wanted = Signal(object)
    """A file that is not to go with the letter after all."""

    def __init__(self, inspector: Inspector, context: NegotiationContext) -> None:
        super().__init__(inspector)
        self._inspector = inspector
        self._context = context

    def invite(self) -> None:
        """Say what the panel is for."""
        self._inspector.clear()
        self._inspector.heading(_("A letter that is right over there"))
        self._inspector.line(
            _("Fill in the details. Salutation, dates and amounts follow the reader’s customs."), "muted"
        )
        self._who_writes()

    def explain(self, error: KnownError, specs: Sequence[FieldSpec]) -> None:
        """Say what the letter lacks."""
        self._inspector.clear()
        self._inspector.heading(_("Still to do"))
        if isinstance(error, UnusableFields):
            for problem in error.problems:
                self._inspector.pair(field_name(problem.where, specs), render(problem.why))
        else:
            for line in i18n.describe(error):
                self._inspector.line(line)

    def advise(
        self,
        letter: Letter,
        words: Sequence[Words],
        attachments: Sequence[Path],
        *,
        discard: Callable[[], object] | None,
    ) -> None:
        """Show the advice on ``letter``. ``discard`` is given where it was edited by hand."""
        self._inspector.clear()
        if discard is not None:
            self._inspector.heading(_("Edited by hand"))
            self._inspector.line(_("What you change in the details does not reach the letter any more."), "muted")
            self._inspector.add(button(_("Discard my edits"), discard))
        self._inspector.heading(_("Advice"))
        alarms = [check for one in words if one.translation for check in _alarms(one)]
        if not letter.warnings and not alarms:
            self._inspector.mark(_("nothing to mend"), "ok")
        for check in alarms:
            self._inspector.mark(check, "alarm", _("Your own words were translated otherwise than they stand."))
        for warning in letter.warnings:
            self._warn(warning)
        self._own_words(words)
        self._inspector.heading(_("Attachments"))
        for path in attachments:
            self._inspector.line(path.name)
            self._inspector.add(button(_("Take it off"), partial(self.detach_wanted.emit, path), kind="quiet"))
        self._inspector.add(button(_("Attach a file…"), self.attach_wanted.emit))
        self._who_writes()

    def _own_words(self, words: Sequence[Words]) -> None:
        if not words:
            return
        self._inspector.heading(_("Your own words, read back"))
        for one in words:
            self._inspector.line(one.back or one.source)
            differing = [gap.text for back in one.backs for gap in back.differences if gap.in_source]
            if differing:
                self._inspector.line(_("did not come back: {words}").format(words=" · ".join(differing)), "muted")

    def _warn(self, warning: DraftWarning) -> None:
        self._inspector.mark(_("look at this"), "warn", render(warning.text) if warning.text else warning.message)
        if warning.remedy or warning.suggestion:
            self._inspector.line(render(warning.remedy) if warning.remedy else warning.suggestion or "", "muted")
        if warning.cure is not None and warning.cure.value is not None:
            self._inspector.add(button(_("Mend it"), partial(self.cure_wanted.emit, warning.cure), kind="quiet"))

    def _who_writes(self) -> None:
        other = self._context.counterpart
        self._inspector.heading(_("To"))
        if other:
            self._inspector.line(wording.person_name(other))
            self._inspector.line(other.company, "muted")
        else:
            self._inspector.line(_("Nobody yet: the salutation stays general."), "muted")
            self._inspector.add(button(_("Add counterpart"), self.edit_wanted.emit))
        self._inspector.heading(pgettext("sender of a letter", "From"))
        own = self._context.settings
        name = " ".join(part for part in (own.own_given_name, own.own_family_name) if part)
        self._inspector.line(name or own.own_company or _("Your name is not set."), "" if name else "muted")
        if not name:
            self._inspector.add(button(_("Open settings"), self.settings_wanted.emit))


def _alarms(words: Words) -> list[str]:
    sentences = words.translation.sentences if words.translation else ()
    return [check_line(check) for one in sentences for check in one.checks if check.status.is_alarm]
