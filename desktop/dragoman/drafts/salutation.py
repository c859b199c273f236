"""Salutation and closing: who is addressed how, from the person, the register and the market's customs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.drafts.languages import Manner
from dragoman.drafts.model import Person

_CJK = "\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BLANK_BETWEEN_HAN = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_KEPT_BLANK = "\ue000"
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")

# Title as typed, without dots and in lower case: (kind, gender). A plain courtesy title only tells the gender.
_TITLES: dict[str, tuple[str, str | None]] = {
    "mr": ("", "m"),
    "mister": ("", "m"),
    "herr": ("", "m"),
    "hr": ("", "m"),
    "sr": ("", "m"),
    "senhor": ("", "m"),
    "señor": ("", "m"),
    "m": ("", "m"),
    "monsieur": ("", "m"),
    "sig": ("", "m"),
    "signor": ("", "m"),
    "ms": ("", "f"),
    "mrs": ("", "f"),
    "miss": ("", "f"),
    "frau": ("", "f"),
    "fr": ("", "f"),
    "sra": ("", "f"),
    "srta": ("", "f"),
    "senhora": ("", "f"),
    "señora": ("", "f"),
    "dona": ("", "f"),
    "mme": ("", "f"),
    "madame": ("", "f"),
    "mlle": ("", "f"),
    "sig.ra": ("", "f"),
    "signora": ("", "f"),
    "女士": ("", "f"),
    "小姐": ("", "f"),
    "様": ("", None),
    "さん": ("", None),
    "殿": ("", None),
    "님": ("", None),
    "dr": ("doctor", None),
    "dra": ("doctor", "f"),
    "dr-ing": ("doctor", None),
    "doctor": ("doctor", None),
    "doutor": ("doctor", "m"),
    "doutora": ("doctor", "f"),
    "doktor": ("doctor", None),
    "phd": ("doctor", None),
    "博士": ("doctor", None),
    "prof": ("professor", None),
    "profa": ("professor", "f"),
    "professor": ("professor", None),
    "professora": ("professor", "f"),
    "professorin": ("professor", "f"),
    "教授": ("professor", None),
    "ing": ("engineer", None),
    "eng": ("engineer", None),
    "engenheiro": ("engineer", "m"),
    "engenheira": ("engineer", "f"),
    "dipl-ing": ("engineer", None),
}
_RANK = ("professor", "doctor", "engineer", "office")


@dataclass(frozen=True, slots=True)
class Address:
    """The opening and the end of a letter. ``gender_unknown`` tells that a form without gender stood in."""

    salutation: str
    closing: str
    gender_unknown: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A title understood: ``kind`` professor, doctor, engineer, office or empty; the gender it gives away."""

    kind: str
    gender: str | None
    text: str


def read_title(text: str, country: str = "") -> Title:
    """Return what a title as typed says; the highest of several counts (Prof. Dr. is addressed as Professor)."""
    if text.strip() == "先生":
        # Mister in Chinese, a teacher's or doctor's title in Japanese.
        return Title("", None, "") if country == "JP" else Title("", "m", "")
    kinds: set[str] = set()
    gender: str | None = None
    for word in text.split():
        key = word.casefold().strip(".,").replace(".-", "-").replace("ph.d", "phd").rstrip(".ªº")
        known = _TITLES.get(key)
        if known is None:
            # Only a job title in Han or Hangul is part of the form of address (部長, 总经理).
            kinds.add("office" if _HAN.search(word) else "")
        else:
            kinds.add(known[0])
            gender = gender or known[1]
    kind = next((kind for kind in _RANK if kind in kinds), "")
    return Title(kind, gender, text.strip())


def full_name(person: Person, family_first: bool) -> str:
    """Return both names in the order of the person's own country; Han and Hangul names are always family first."""
    given, family = person.given_name, person.family_name
    if not given or not family:
        return given or family
    if _HAN.search(given) and _HAN.search(family):
        return family + given
    return f"{family} {given}" if family_first else f"{given} {family}"


def address(
    person: Person,
    manner: Manner,
    register: str,
    *,
    family_first: bool = False,
    usage: str = "family_name",
) -> Address:
    """Return salutation and closing phrase (without signature).

    ``usage`` is the market's ``name_usage`` flag. A language file may hold a form for one usage only
    (``m@given_name``); ``{surname}`` is the given name where people are addressed by title and given name.
    """
    if register == "familiar" and not person.given_name:
        register = "neutral"
    forms = manner.forms[register]
    title = read_title(person.title, person.country)
    gender = person.gender or title.gender
    given = person.given_name or person.family_name
    values = {
        "given": given,
        "family": person.family_name or person.given_name,
        "surname": given if usage == "title_given" else person.family_name or given,
        "full": full_name(person, family_first),
        "company": person.company,
        "title": "",
    }
    if not values["full"]:
        key = "company" if person.company else "nobody"
        return Address(
            _filled(forms.get(key) or forms["nobody"], values, manner),
            forms.get("closing_nobody") or forms["closing"],
            False,
        )

    candidates = [gender or "u", "any"]
    titles = manner.titles.get(title.kind, {})
    title_text = titles.get(gender or "u", "") or titles.get("any", "")
    if title_text:
        values["title"] = title_text
        candidates.insert(0, f"title_{gender or 'u'}")
    elif title.kind == "office":
        values["title"] = title.text
        candidates.insert(0, "office")
    key, form = _pick(forms, candidates, usage)
    genders_differ = _pick(forms, ["m", "any"], usage)[1] != _pick(forms, ["f", "any"], usage)[1]
    return Address(_filled(form, values, manner), forms["closing"], key == "u" and genders_differ)


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


def _pick(forms: Mapping[str, str], candidates: list[str], usage: str) -> tuple[str, str]:
    for key in candidates:
        form = forms.get(f"{key}@{usage}") or forms.get(key)
        if form:
            return key, form
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
