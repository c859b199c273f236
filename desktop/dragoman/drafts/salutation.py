"""Salutation and closing: who is addressed how, from the person, the register and the market's customs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.base.locales import babel_locale
from dragoman.drafts.languages import Manner
from dragoman.drafts.model import Person
from dragoman.drafts.titles import Title, read_title

_CJK = "\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BLANK_BETWEEN_HAN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_KEPT_BLANK = "\ue000"
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
# Son or daughter of, in Slavic and in Turkic names written in Cyrillic.
_PATRONYMIC = re.compile(r"(?<=\S)\s+(?:\S+(?:ич|[ое]вна|ична|инична)|\S+[ -](?:оглы|оглу|кызы|улы))$", re.IGNORECASE)
_FIRST_SURNAME = re.compile(r"(?:(?:del?|l[ao]s?|da|y|san|santa|van|von)\s+)*\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A reader with the customs of their country: the order of names and the market's ``name_usage``."""

    person: Person
    family_first: bool = False
    usage: str = "family_name"


@dataclass(frozen=True, slots=True)
class Address:
    """The opening and the end of a letter. ``gender_unknown`` tells that a form without gender stood in."""

    salutation: str
    closing: str
    gender_unknown: bool


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    pattern: str
    values: Mapping[str, str]
    gender_unknown: bool


def full_name(person: Person, family_first: bool) -> str:
    """Return both names in the order of the person's own country; Han and Hangul names are always family first."""
    given, family = person.given_name, person.family_name
    if not given or not family:
        return given or family
    if _HAN.search(given) and _HAN.search(family):
        return family + given
    return f"{family} {given}" if family_first else f"{given} {family}"


def first_surname(family_name: str) -> str:
    """Return the surname that Spanish uses in addresses: García of García Márquez, de la Fuente of de la Fuente Gil."""
    match = _FIRST_SURNAME.match(family_name)
    return match[0] if match else family_name


def without_patronymic(given_name: str) -> str:
    """Return Анна for Анна Сергеевна, and any other given name as it is."""
    return _PATRONYMIC.sub("", given_name)


def address(addressees: Sequence[Addressee], manner: Manner, register: str) -> Address:
    """Return salutation and closing phrase (without signature) for one reader or several.

    A language file may hold a form for one usage only (``m@given_name``, ``m@patronymic``) or for
    readers of whom only the surname is known (``m@surname_only``); ``{surname}`` is the
    given name where people are addressed by title and given name. Readers without a name count only when none has one.
    """
    named = [one for one in addressees if one.person.given_name or one.person.family_name]
    if register == "familiar" and any(not one.person.given_name for one in named):
        register = "neutral"
    forms = manner.forms[register]
    if not named:
        company = addressees[0].person.company
        form = (company and forms.get("company")) or forms["nobody"]
        text, unknown = _capitalised(_filled(form, {"company": company}, manner)), False
        return Address(text, closing_for(forms.get("closing_nobody") or forms["closing"], text), unknown)
    if len(named) == 1:
        only = _form(named[0], forms, manner, register)
        text, unknown = _filled(only.pattern, only.values, manner), only.gender_unknown
    else:
        text, unknown = _salutation_of_several(named, forms, manner, register)
        text = _capitalised(text)
    return Address(text, closing_for(forms["closing"], text), unknown)


def may_be_familiar(readers: Sequence[Person], manner: Manner) -> bool:
    """Return whether a familiar letter can be written: first names are known, and the language's *you* fits them all.

    A language whose familiar wording is for one person (du, tu, 你) has no ``several`` in that register.
    """
    named = [reader for reader in readers if reader.given_name or reader.family_name]
    one_by_one = "several" not in manner.forms.get("familiar", {})
    return all(reader.given_name for reader in named) and not (len(named) > 1 and one_by_one)


def closing_for(form: str, salutation: str) -> str:
    """Return the complimentary close; a ``{salutation}`` in it is filled in as French letters repeat it."""
    return form.replace("{salutation}", " ".join(salutation.split()).rstrip(",，:"))


def signature(sender: Person, manner: Manner, *, family_first: bool) -> str:
    """Return the sender's name, company, telephone and address, a line each, without empty ones."""
    values = {
        "name": full_name(sender, family_first),
        "company": sender.company,
        "phone": sender.phone,
        "email": sender.email,
    }
    lines = []
    for line in manner.signature:
        named = [name for name in values if f"{{{name}}}" in line]
        if all(values[name] for name in named):
            lines.append(line.format(**values))
    return "\n".join(lines)


def _salutation_of_several(
    named: Sequence[Addressee], forms: Mapping[str, str], manner: Manner, register: str
) -> tuple[str, bool]:
    genders = {one.person.gender or read_title(one.person.title, one.person.country).gender for one in named}
    only = genders.pop() if len(genders) == 1 else None
    frame = forms.get(f"several_{only}") or forms.get("several")
    prefix = "each_" if frame else ""
    parts: list[str] = []
    unknown = False
    company = ""
    for one in named:
        # People of one company: it is named once.
        shown = one if one.person.company != company else replace(one, person=replace(one.person, company=""))
        company = one.person.company
        form = _form(shown, forms, manner, register, prefix)
        unknown = unknown or form.gender_unknown
        parts.append(_filled(form.pattern, form.values, manner))
    if not frame:
        return "\n".join(parts), unknown
    join = forms.get("several_join")
    if join is None:
        from babel.lists import format_list

        joined = str(format_list(parts, locale=babel_locale(manner.locale)))
    else:
        joined = join.join(parts)
    return _filled(frame, {"list": joined, "company": named[0].person.company}, manner), unknown


def _form(addressee: Addressee, forms: Mapping[str, str], manner: Manner, register: str, prefix: str = "") -> _Form:
    person = addressee.person
    title = read_title(person.title, person.country)
    gender = person.gender or title.gender
    # A surname alone is not what people are called by their first name: no "Dear Bennett".
    usages = [addressee.usage] if person.given_name or addressee.usage != "given_name" else []
    if not person.given_name:
        usages.insert(0, "surname_only")
    given = person.given_name or person.family_name
    if without_patronymic(given) != given:
        usages.insert(0, "patronymic")
        if register == "familiar":
            given = without_patronymic(given)
    family = person.family_name or given
    surname = first_surname(family) if manner.tag.split("-")[0] == "es" else family
    who = gender or "u"
    kind, title_text = _title(title, who, forms, manner, prefix)
    candidates = [who, "any"]
    if kind:
        with_word = [f"title_{who}"] if title_text and kind != "office" else []
        candidates = [f"{kind}_{who}", kind, *with_word, *candidates]
    key, pattern = _pick(forms, candidates, usages, prefix)
    genders_differ = _pick(forms, ["m", "any"], usages, prefix)[1] != _pick(forms, ["f", "any"], usages, prefix)[1]
    values = {
        "given": given,
        "family": family,
        "surname": given if addressee.usage == "title_given" else surname,
        "full": full_name(person, addressee.family_first),
        "company": person.company,
        "title": title_text,
    }
    return _Form(key, pattern, values, key == "u" and genders_differ)


def _title(title: Title, who: str, forms: Mapping[str, str], manner: Manner, prefix: str) -> tuple[str, str]:
    """The highest kind that the language has a salutation or a word for, and that word."""
    for kind in title.kinds:
        if kind == "office":
            return kind, title.text
        words = manner.titles.get(kind, {})
        text = words.get(who, "") or words.get("any", "")
        if text or any(f"{prefix}{key}" in forms for key in (f"{kind}_{who}", kind)):
            return kind, text
    return "", ""


def _pick(forms: Mapping[str, str], candidates: Sequence[str], usages: Sequence[str], prefix: str) -> tuple[str, str]:
    for key in candidates:
        for name in (*(f"{prefix}{key}@{usage}" for usage in usages), f"{prefix}{key}"):
            if form := forms.get(name):
                return key, form
    if prefix:
        # A file may say how several are joined without saying how each of them is put.
        return _pick(forms, candidates, usages, "")
    raise LookupError(f"no salutation for {candidates}")


def _filled(form: str, values: Mapping[str, str], manner: Manner) -> str:
    lines = form.splitlines()
    # A line for the company is left out where there is none.
    lines = [line for line in lines if "{company}" not in line or values["company"]]
    # Blanks inside a name are the person's own and stay: only those of the form are joined.
    kept = {name: value.replace(" ", _KEPT_BLANK) for name, value in values.items()}
    text = "\n".join(re.sub(" {2,}", " ", line.format(**kept)).strip() for line in lines)
    if manner.join_han:
        text = _BLANK_BETWEEN_HAN.sub("", text)
    return text.replace(_KEPT_BLANK, " ")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
