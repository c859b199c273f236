"""Letters: from a purpose, two people and what was agreed to a letter that is right in the reader's country."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.base.locales import babel_locale, is_right_to_left
from dragoman.drafts.advice import Knowledge, warning
from dragoman.drafts.advice_tone import closing_warning
from dragoman.drafts.advice_words import Passage, attachment_warnings
from dragoman.drafts.advising import letter_warnings, wording_warnings
from dragoman.drafts.calendars import calendar_for
from dragoman.drafts.clean import header_text, tidy
from dragoman.drafts.feasts import feast_warning, next_feast, read_feasts
from dragoman.drafts.fields import (
    Instant,
    Problem,
    Quantity,
    Value,
    Values,
    checked_person,
    error_from,
    read_person,
    read_recipients,
    read_values,
    unknown_names,
)
from dragoman.drafts.languages import LanguageFile, Manner, read_languages
from dragoman.drafts.layout import html_of, text_of
from dragoman.drafts.lines import LineBook
from dragoman.drafts.model import DraftWarning, FieldSpec, Letter, Person, Table
from dragoman.drafts.salutation import Addressee, address, closing_for, full_name, may_be_familiar, signature
from dragoman.drafts.totals import share_warnings, with_totals

if TYPE_CHECKING:
    from dragoman.drafts.checker import Mistake

FALLBACK_LANGUAGE = "en"
_FORMAL_FROM = 4
"""From this value of the market's ``email_formality`` (1 to 5) a letter is formal unless asked otherwise."""

_RESERVED_KEYS = frozenset({"sender", "recipient", "recipients", "fields"})
_NUMERIC_TYPES = frozenset({"money", "quantity", "integer", "percent"})


SlotText = Callable[[datetime, int, Sequence[tuple[str, str]], str], str]
"""Words a meeting time: start, minutes, (zone, city) of each place, the reader's language."""


class DraftService:
    """Composes letters from the templates under ``roots`` (the program's own, then a user's).

    ``slot_text`` words the time of a meeting in both sides' zones.
    """

    def __init__(
        self, knowledge: Knowledge, roots: Sequence[Traversable] | None = None, *, slot_text: SlotText
    ) -> None:
        from dragoman.drafts.templates import TemplateStore  # Jinja2: only when a letter is wanted

        self._knowledge = knowledge
        self._roots = tuple(roots) if roots is not None else (files("dragoman_resources") / "templates",)
        self._store = TemplateStore(self._roots)
        self._languages: dict[str, LanguageFile] = {}
        self._slot_text = slot_text

    def purposes(self) -> tuple[str, ...]:
        """Return the names of the purposes there are letters for."""
        return self._store.names()

    def title(self, purpose: str) -> str:
        """Return the message id of the purpose's title. Raises :class:`KnownError` for an unknown purpose."""
        return self._store.purpose(purpose).title

    def fields(self, purpose: str) -> tuple[FieldSpec, ...]:
        """Return what the purpose needs to know, in the order of the form. Raises :class:`KnownError`."""
        return self._store.purpose(purpose).fields

    def languages(self, purpose: str) -> tuple[str, ...]:
        """Return the BCP 47 tags of the languages the purpose is written in, English first."""
        self._store.purpose(purpose)
        stems = self._store.stems(purpose)
        return tuple(tag for tag, language in self._read_languages().items() if language.stem in stems)

    def registers(self, purpose: str, language: str) -> tuple[str, ...]:
        """Return the registers of a language, the most formal first; those of English for one without a template."""
        found = self._available(purpose, language) or self._read_languages()[FALLBACK_LANGUAGE]
        return found.manner(found.locale_for(language, "")).registers

    def locale_for(self, country: str, language: str | None = None) -> str:
        """Return the BCP 47 locale of a reader in ``country``, in its first business language unless one is given.

        Raises :class:`KnownError` for an unknown country or language.
        """
        tag = language or self._country_language(country)
        file = next((file for file in self._read_languages().values() if file.matches(tag)), None)
        return (file or LanguageFile("", {"tag": tag, "locale": tag})).locale_for(tag, country.upper())

    def compose_data(
        self,
        purpose: str,
        data: Mapping[str, object],
        *,
        to_country: str | None = None,
        language: str | None = None,
        register: str | None = None,
        today: date | None = None,
        advice_language: str = "en",
    ) -> Letter:
        """Return the letter for the mapping of a data file: ``sender``, ``recipient`` and the purpose's fields.

        ``recipients`` is a list where the letter goes to several people; the fields stand beside them or under
        ``fields``. Raises as :meth:`compose` does.
        """
        sender, problems = read_person("sender", data.get("sender"))
        readers, more = read_recipients(data)
        if to_country:
            readers = tuple(replace(reader, country=to_country) for reader in readers)
        values = {key: value for key, value in data.items() if key not in _RESERVED_KEYS}
        nested = data.get("fields")
        if isinstance(nested, Mapping):
            values.update(nested)
        elif nested is not None:
            more = (*more, Problem("fields", Text(N_("must be an object"))))
        return self._compose(
            purpose, sender, readers, values, language, register, today, advice_language, (*problems, *more)
        )

    def compose(
        self,
        purpose: str,
        *,
        sender: Person,
        recipient: Person,
        recipients: Sequence[Person] = (),
        values: Mapping[str, object],
        language: str | None = None,
        register: str | None = None,
        today: date | None = None,
        advice_language: str = "en",
    ) -> Letter:
        """Return the letter. ``recipients`` are those beside ``recipient``, who decides on language and customs.

        ``language`` (a BCP 47 tag) defaults to the recipient's, then to that of business in their country; without
        a template for it the letter is in English and a warning says so. ``register`` defaults to what the market's
        flags ask for. ``today`` is what deadlines are held against. ``advice_language`` is that of the names of
        countries and holidays in warnings. Raises :class:`KnownError` naming everything that is missing or wrong.
        """
        readers = (recipient, *recipients)
        return self._compose(purpose, sender, readers, values, language, register, today, advice_language, ())

    def review(
        self,
        letter: Letter,
        *,
        recipients: Sequence[Person],
        has_attachments: bool = False,
        today: date | None = None,
        advice_language: str = "en",
    ) -> tuple[DraftWarning, ...]:
        """Return the advice on a letter as it now stands, edited by hand.

        The cures name the part of the letter, ``subject`` or ``body``, where the advice on a form names a field.
        """
        file = next(file for file in self._read_languages().values() if file.tag == letter.language)
        manner = file.manner(letter.locale)
        found = (
            Passage("subject", Text(N_("Subject")), letter.subject, False),
            Passage("body", Text(N_("Text")), letter.body, True),
        )
        formal = closing_for(manner.forms["formal"]["closing"], letter.salutation)
        first = recipients[0]
        clash = closing_warning(letter.salutation, letter.closing, formal, first.given_name, first.family_name)
        return (
            *([clash] if clash else []),
            *wording_warnings(found, manner, letter.register, recipients, self._knowledge, today, advice_language),
            *attachment_warnings(letter.body, manner.tag, has_attachments=has_attachments),
        )

    def check(self, path: Path, purpose: str = "") -> tuple[Mistake, ...]:
        """Return what is wrong with a template, a ``purpose.toml`` or a language file of the user's own.

        ``purpose`` is the one a template belongs to where its folder does not say so. Raises :class:`KnownError` for
        a file that cannot be read.
        """
        from dragoman.drafts.checker import check_file

        return check_file(path, purpose, self._store, tuple(self._read_languages().values()))

    def _compose(
        self,
        purpose_name: str,
        sender: Person,
        readers: Sequence[Person],
        given: Mapping[str, object],
        language: str | None,
        register: str | None,
        today: date | None,
        advice_language: str,
        problems: tuple[Problem, ...],
    ) -> Letter:
        from dragoman.drafts.templates import render_blocks

        purpose = self._store.purpose(purpose_name)
        sender, sender_problems = checked_person("sender", sender)
        roles = ["recipient"] if len(readers) == 1 else [f"recipients[{one}]" for one in range(1, len(readers) + 1)]
        checked = [checked_person(role, reader) for role, reader in zip(roles, readers, strict=True)]
        readers = tuple(reader for reader, _found in checked)
        recipient = readers[0]
        values, value_problems = read_values(purpose.fields, given)
        problems = (
            *problems,
            *sender_problems,
            *_people_problems(sender, recipient, language, (*problems, *sender_problems)),
            *(problem for _reader, found in checked for problem in found),
            *self._place_problems("sender", sender),
            *(
                problem
                for role, reader in zip(roles, readers, strict=True)
                for problem in self._place_problems(role, reader)
            ),
            *value_problems,
        )
        if problems:
            raise error_from(problems)
        values, warnings = with_totals(purpose.sum, values)
        if "occasion" in values:
            values, feast_warnings = self._with_feast(values, recipient, today, advice_language)
            warnings += feast_warnings

        file, tag, language_warnings = self._language(purpose_name, recipient, language, advice_language)
        locale = file.locale_for(tag, recipient.country)
        manner = self._localised_manner(file.manner(locale), recipient.country)
        register = self._register(register, manner, recipient.country)
        if register == "familiar" and not may_be_familiar(readers, manner):
            register = "neutral"
            language_warnings.append(_not_familiar_warning())
        addressed = address([self._addressee(reader) for reader in readers], manner, register)
        sender_first = self._family_first(sender.country)
        tables: list[Table] = []

        def table(rows: Sequence[Mapping[str, Value | None]], *names: str) -> str:
            types = {column.name: column.type for spec in purpose.fields for column in spec.columns}
            types |= {purpose.sum["amount"]: "money"} if purpose.sum else {}
            # A column that nobody filled in says nothing.
            shown = [name for name in names if any(row.get(name) not in (None, "") for row in rows)]
            made = Table(
                headers=tuple(manner.columns[name] for name in shown),
                rows=tuple(tuple(_cell(manner, row.get(name)) for name in shown) for row in rows),
                numeric=tuple(types.get(name) in _NUMERIC_TYPES for name in shown),
                colon=manner.colon,
                digits=manner.formats.digits("0123456789"),
            )
            tables.append(made)
            return made.text

        def count(number: int, unit: str) -> str:
            return manner.formats.quantity(Quantity(Decimal(number), unit))

        def slot(start: Instant, minutes: int) -> str:
            places = [(self._zone(person), person.city) for person in (recipient, sender)]
            return manner.formats.digits(self._slot_text(start.at, minutes, list(dict.fromkeys(places)), locale))

        book = LineBook(manner, values, purpose.words)

        source = self._store.source(purpose_name, file.stem, babel_locale(locale).territory or "")
        for before, after in manner.replace.items():
            # In the fixed wording only: a name keeps its spelling.
            source = source.replace(before, after)
        blocks = render_blocks(
            source,
            {
                **values,
                "register": register,
                "region": manner.region,
                "sender": {"name": full_name(sender, sender_first), "company": sender.company},
                "recipient": {
                    "name": full_name(recipient, self._family_first(recipient.country)),
                    "company": recipient.company,
                },
            },
            manner.formats,
            {"table": table, "count": count, "slot": slot, "lines": book.lines, "payment": book.payment},
            f"{purpose_name}/{file.stem}.j2",
        )
        body = tidy(blocks["body"])
        if manner.capitalize_body:
            body = body[:1].upper() + body[1:]
        signed = signature(sender, manner, family_first=sender_first)
        closing = f"{addressed.closing}\n\n{signed}"

        warnings = [*language_warnings, *warnings, *share_warnings(purpose.shares, values)]
        if addressed.gender_unknown:
            warnings.append(_gender_warning(addressed.salutation))
        warnings += [
            warning(
                "unknown_field",
                Text(N_("“{name}” is not a field of this letter and was left out."), {"name": header_text(name)[:60]}),
                Text(N_("The fields are: {fields}."), {"fields": ", ".join(spec.name for spec in purpose.fields)}),
            )
            for name in unknown_names(purpose.fields, given)
        ]
        warnings += letter_warnings(
            purpose.fields,
            values,
            body,
            manner,
            register,
            readers,
            sender,
            self._knowledge,
            today,
            advice_language,
        )

        direction = "rtl" if is_right_to_left(file.tag) else "ltr"
        letter = Letter(
            language=file.tag,
            locale=locale,
            direction=direction,
            subject=" ".join(blocks["subject"].split()),
            salutation=addressed.salutation,
            body=body,
            closing=closing,
            text=text_of(addressed.salutation, body, closing, direction),
            html="",
            warnings=tuple(warnings),
            purpose=purpose_name,
            register=register,
            tables=tuple(tables),
        )
        return replace(letter, html=html_of(letter))

    def _addressee(self, reader: Person) -> Addressee:
        usage = str(self._flags(reader.country).get("name_usage", "family_name"))
        return Addressee(reader, self._family_first(reader.country), usage)

    def _localised_manner(self, manner: Manner, country: str) -> Manner:
        """The manner with the reader's other calendar and system of measures."""
        if not country:
            return manner
        system = self._knowledge.country(country).measurement_system or ""
        formats = replace(manner.formats, calendar=calendar_for(country, manner.tag), system=system)
        return replace(manner, formats=formats)

    def _place_problems(self, role: str, person: Person) -> list[Problem]:
        problems = []
        try:
            if person.country:
                self._knowledge.country(person.country)
        except KnownError:
            problems.append(Problem(f"{role}.country", Text(N_("is not a two-letter country code"))))
        try:
            if person.language:
                babel_locale(person.language)
        except KnownError:
            problems.append(Problem(f"{role}.language", Text(N_("is not a language tag such as pt-BR"))))
        return problems

    def _read_languages(self) -> dict[str, LanguageFile]:
        if not self._languages:
            self._languages = read_languages(self._roots)
        return self._languages

    def _available(self, purpose: str, tag: str) -> LanguageFile | None:
        languages = self._read_languages()
        return next((languages[known] for known in self.languages(purpose) if languages[known].matches(tag)), None)

    def _language(
        self, purpose: str, recipient: Person, language: str | None, advice_language: str
    ) -> tuple[LanguageFile, str, list[DraftWarning]]:
        tag = language or recipient.language or self._country_language(recipient.country)
        # A tag without region or script is read as the country writes it: zh in Taiwan is Traditional.
        local = _localised(tag, recipient.country)
        file = self._available(purpose, local)
        if file:
            return file, local, []
        name = str(babel_locale(tag).get_display_name(babel_locale(advice_language)))
        return (
            self._read_languages()[FALLBACK_LANGUAGE],
            FALLBACK_LANGUAGE,
            [
                warning(
                    "language_unavailable",
                    Text(
                        N_("There is no letter of this kind in {language} yet; this one is in English."),
                        {"language": name[:1].upper() + name[1:]},
                    ),
                    Text(
                        N_("Translate it, or choose one of: {languages}."),
                        {"languages": ", ".join(self.languages(purpose))},
                    ),
                )
            ],
        )

    def _register(self, register: str | None, manner: Manner, country: str) -> str:
        if register is None:
            formality = self._flags(country).get("email_formality")
            formal = not isinstance(formality, int) or formality >= _FORMAL_FROM
            return "formal" if formal else "neutral"
        if register not in manner.registers:
            raise KnownError(
                N_("There is no register “{register}” in this language."),
                N_("Choose one of: {registers}."),
                register=register,
                registers=", ".join(manner.registers),
            )
        return register

    def _flags(self, country: str) -> Mapping[str, object]:
        return self._knowledge.flags(country) if country else {}

    def _family_first(self, country: str) -> bool:
        if not country:
            return False
        order = self._flags(country).get("name_order") or self._knowledge.country(country).name_order
        return order == "family_first"

    def _with_feast(
        self, values: Values, recipient: Person, today: date | None, language: str
    ) -> tuple[Values, list[DraftWarning]]:
        """Choose the feast where the writer did not, and say when the one they chose does not fit."""
        feasts = read_feasts(files("dragoman_resources") / "templates" / "seasons-greetings" / "feasts.toml")
        country = recipient.country
        if values["occasion"] is None:
            day = today or datetime.now().astimezone().date()
            chosen = next_feast(feasts, country, day, self._knowledge)
            if chosen is None:
                raise error_from([Problem("occasion", Text(N_("is needed, because no feast of theirs is near")))])
            return {**values, "occasion": chosen}, []
        place = self._knowledge.country(country).name(language) if country else ""
        found = feast_warning(feasts, str(values["occasion"]), country, place)
        return values, [found] if found else []

    def _zone(self, person: Person) -> str:
        if person.zone or not person.country:
            return person.zone or "UTC"
        return self._knowledge.country(person.country).time_zones[0]

    def _country_language(self, country: str) -> str:
        """The language business is mostly done in there, which need not be an official one (English in India)."""
        facts = self._knowledge.country(country.upper())
        for tag in (*facts.business_languages, *facts.official_languages):
            try:
                babel_locale(tag)
            except KnownError:  # a language without formats in CLDR
                continue
            return tag
        return FALLBACK_LANGUAGE


def _people_problems(
    sender: Person, recipient: Person, language: str | None, found: Sequence[Problem]
) -> list[Problem]:
    problems = []
    blamed = {problem.where for problem in found}
    if not (sender.given_name or sender.family_name or sender.company) and not any(
        where.startswith("sender") for where in blamed
    ):
        problems.append(Problem("sender", Text(N_("needs a name or a company"))))
    if not (recipient.country or recipient.language or language):
        problems.append(Problem("recipient.country", Text(N_("is missing"))))
    return problems


def _cell(manner: Manner, value: Value | None) -> str:
    return "" if value is None else str(manner.formats.value(value))


def _gender_warning(salutation: str) -> DraftWarning:
    return warning(
        "gender_unknown",
        Text(
            N_("It is not known whether to write Mr or Ms, so the letter opens with “{salutation}”."),
            {"salutation": salutation.splitlines()[0]},
        ),
        Text(N_("Add the gender or a title if you know it.")),
    )


def _not_familiar_warning() -> DraftWarning:
    return warning(
        "not_familiar",
        Text(N_("A familiar letter goes to one person by first name, so this one is written in the neutral register.")),
        Text(N_("Write to each alone, or add the first name.")),
    )


def _localised(tag: str, country: str) -> str:
    locale = babel_locale(tag)
    parts = tag.replace("_", "-").split("-")
    if len(parts) > 1 or not country:
        return tag
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(f"{locale.language}_{country}", resolve_likely_subtags=True)).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        return tag
