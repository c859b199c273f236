"""The labelled lines of a letter: what each of them says in a language, printed where its fields are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dragoman.base.locales import babel_locale
from dragoman.drafts.fields import Money, Percent, Value
from dragoman.drafts.languages import Manner

SLOT = re.compile(r"\{(\w+)(?::(weekday|plain|words))?\}")
"""A field in the pattern of a line, and how it is printed."""

IN_WORDS = "amount_in_words"


class LineBook:
    """Prints the lines of one letter from the patterns of its language file.

    Under the line called ``worded`` stands the amount in words where custom asks for it.
    """

    def __init__(self, manner: Manner, values: Mapping[str, Value | None], worded: str = "") -> None:
        self._manner = manner
        self._values = values
        self._worded = worded

    def lines(self, *names: str) -> str:
        """Return the lines called ``names`` below one another, those left out whose fields are not all given.

        A name stands for the pattern of the same name in ``[lines]``. Raises LookupError for an unknown one.
        """
        wanted = list(names)
        if self._worded in wanted and IN_WORDS not in wanted:
            wanted.insert(wanted.index(self._worded) + 1, IN_WORDS)
        return "".join(f"{line}\n" for name in wanted if (line := self._line(name)))

    def payment(self, rows: Sequence[Mapping[str, Value | None]]) -> str:
        """Return how the parts of a price are paid, in one line; ``rows`` hold percent, when and days."""
        return self._manner.payment["join"].join(self._parts(rows))

    def _parts(self, rows: Sequence[Mapping[str, Value | None]]) -> Iterator[str]:
        formats = self._manner.formats
        for row in rows:
            percent, days, when = row["percent"], row.get("days"), str(row["when"])
            within = formats.days(days) if when == "invoice" and isinstance(days, int) else ""
            pattern = self._manner.payment["invoice_days" if within else when]
            shown = formats.percent(percent) if isinstance(percent, Percent) else ""
            yield pattern.replace("{percent}", shown).replace("{days}", within)

    def _line(self, name: str) -> str:
        pattern = self._pattern(name)
        shown = {field: self._shown(field, style) for field, style in SLOT.findall(pattern)}
        if not all(shown.values()):
            return ""
        # In one pass: a value may itself hold braces.
        return SLOT.sub(lambda match: shown[match[1]], pattern)

    def _pattern(self, name: str) -> str:
        if name == IN_WORDS and name not in self._manner.lines:
            from dragoman.drafts.amount_words import custom_line

            return custom_line(babel_locale(self._manner.locale))
        return self._manner.lines[name]

    def _listed(self, rows: Sequence[Mapping[str, Value | None]]) -> str:
        """The first column of the rows, as the language joins a list."""
        from babel.lists import format_list

        entries = [str(next(iter(row.values()))) for row in rows]
        return str(format_list(entries, locale=babel_locale(self._manner.locale)))

    def _shown(self, field: str, style: str) -> str:
        value = self._values.get(field)
        if value is None or value == "":
            return ""
        if isinstance(value, tuple):
            return self.payment(value) if field == "payment_terms" else self._listed(value)
        if style == "weekday" and isinstance(value, date):
            return self._manner.formats.day_with_weekday(value)
        if style == "plain":
            return self._manner.formats.digits(str(value))
        if style == "words" and isinstance(value, Money):
            return self._manner.formats.words(value)
        return str(self._manner.formats.value(value))
