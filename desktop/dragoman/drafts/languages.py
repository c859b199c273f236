"""The language files: how a language addresses people, closes a letter and counts, as data.

One TOML file per language in ``templates/languages``; a file's stem names the ``.j2`` files of that language.
A ``[region.XX]`` table overrides the rest for one country, ``[alias]`` sends other countries to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.base.locales import babel_locale
from dragoman.drafts.formats import Formats

REGISTERS = ("formal", "neutral", "familiar")


@dataclass(frozen=True, slots=True)
class Manner:
    """A language file as it holds for one region.

    ``forms`` has the salutations and closings of each register, ``titles`` the academic titles by kind and
    gender, ``signature`` the lines under the closing, ``replace`` spelling that differs in the fixed wording.
    ``columns`` are the headings of tables, ``lines`` the labelled lines of a letter with ``{field}``,
    ``{field:weekday}`` or ``{field:plain}`` (a year) in them, ``payment`` how each part of a price is paid, with
    ``{percent}`` and ``{days}``.
    """

    tag: str
    locale: str
    region: str
    registers: tuple[str, ...]
    colon: str
    forms: Mapping[str, Mapping[str, str]]
    titles: Mapping[str, Mapping[str, str]]
    signature: tuple[str, ...]
    formats: Formats
    join_han: bool = False
    capitalize_body: bool = False
    replace: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    payment: Mapping[str, str] = field(default_factory=dict)


class LanguageFile:
    """One language: ``tag`` is BCP 47 with the script where it matters, ``stem`` the name of its templates."""

    def __init__(self, stem: str, data: Mapping[str, Any]) -> None:
        self.stem = stem
        self.tag = str(data["tag"])
        self._data = data

    def matches(self, tag: str) -> bool:
        """Return whether a reader of ``tag`` reads this language: the same language in the same script."""
        return _identity(self.tag) == _identity(tag)

    def locale_for(self, tag: str, country: str) -> str:
        """Return the locale of a reader: the tag's own region, else the country's, else the language's usual one.

        Only locales that CLDR has are returned, because formats of any other would be guessed.
        """
        from babel import localedata

        asked = babel_locale(tag)
        own = babel_locale(self.tag)
        for territory in (asked.territory, country or None):
            for name in (f"{own}_{territory}", f"{own.language}_{territory}"):
                if territory and localedata.exists(name) and _identity(name) == _identity(self.tag):
                    return name.replace("_", "-")
        return str(self._data["locale"])

    def manner(self, locale: str) -> Manner:
        """Return the file as it holds for ``locale``, formats included."""
        territory = babel_locale(locale).territory or ""
        region = str(self._data.get("alias", {}).get(territory, territory))
        regional = self._data.get("region", {})
        data = _merged(self._data, regional[region]) if region in regional else self._data
        return Manner(
            tag=self.tag,
            locale=locale,
            region=region if region in regional else "",
            registers=tuple(data["registers"]),
            colon=data["colon"],
            forms={register: data[register] for register in data["registers"]},
            titles=data.get("titles", {}),
            signature=tuple(data["signature"]),
            formats=Formats(
                locale,
                data.get("units", {}),
                data.get("weekday_date", ""),
                data.get("weekday_pattern", "EEEE"),
                data.get("first_day", ""),
            ),
            join_han=bool(data.get("join_han", False)),
            capitalize_body=bool(data.get("capitalize_body", False)),
            replace=data.get("replace", {}),
            columns=data.get("columns", {}),
            lines=data.get("lines", {}),
            payment=data.get("payment", {}),
        )


def read_languages(roots: Sequence[Traversable]) -> dict[str, LanguageFile]:
    """Return the language files under ``roots`` by tag, English first; a later root wins."""
    found: dict[str, LanguageFile] = {}
    for root in roots:
        folder = root / "languages"
        if folder.is_dir():
            for entry in folder.iterdir():
                if entry.name.endswith(".toml"):
                    language = _read(entry)
                    found[language.tag] = language
    return dict(sorted(found.items(), key=lambda item: (item[0] != "en", item[0])))


def _read(entry: Traversable) -> LanguageFile:
    try:
        language = LanguageFile(entry.name.removesuffix(".toml"), tomllib.loads(entry.read_text(encoding="utf-8")))
        language.manner(language.locale_for(language.tag, ""))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise KnownError(
            N_("The language file {name} cannot be used: {reason}."),
            N_("Mend it, or take it out of the folder. dragoman draft --check names the mistakes."),
            name=entry.name,
            reason=str(error),
        ) from error
    return language


def _identity(tag: str) -> tuple[str, str]:
    from babel.core import get_global

    locale = babel_locale(tag)
    script = locale.script
    if not script:
        likely = str(get_global("likely_subtags").get(locale.language, ""))
        script = next((part for part in likely.split("_") if len(part) == 4), "Latn")
    return locale.language, script


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        merged[key] = (
            _merged(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        )
    return merged
