"""Languages and locales: BCP 47 tags in, Babel locales out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

if TYPE_CHECKING:
    from babel import Locale

RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Nkoo", "Syrc", "Adlm", "Rohg"})


@lru_cache(maxsize=256)
def babel_locale(tag: str) -> Locale:
    """Return Babel's locale for a BCP 47 tag such as ``pt-BR`` or ``zh-Hans``.

    An unknown territory falls back to the language alone. Raises :class:`KnownError` for an unknown language.
    """
    from babel import Locale, UnknownLocaleError  # 40 ms: not before the first paint

    parts = tag.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:length]), sep="-", resolve_likely_subtags=True)
        except (UnknownLocaleError, ValueError):
            continue
    raise KnownError(
        N_("“{tag}” is not a language Dragoman knows."),
        N_("Use a language tag such as en, pt-BR or zh-Hans."),
        tag=tag,
    )


def reader_locale(tag: str) -> Locale:
    """Return the locale whose formats a reader of ``tag`` expects: English without a country is the world's, which
    writes the day before the month, not that of the United States."""
    locale = babel_locale(tag)
    return babel_locale("en-001") if tag.replace("_", "-") == "en" else locale


def language_of(tag: str) -> str:
    """Return the bare language of a tag: ``pt`` for ``pt-BR``. Raises :class:`KnownError` when unknown."""
    return str(babel_locale(tag).language)


def is_right_to_left(tag: str) -> bool:
    """Return whether text in this language is written from right to left."""
    return (babel_locale(tag).script or _likely_script(tag)) in RTL_SCRIPTS


def language_name(tag: str, in_language: str) -> str:
    """Return the language's name as a reader of ``in_language`` writes it, capitalised where it stands alone."""
    locale = babel_locale(tag)
    name = str(babel_locale(in_language).languages.get(locale.language, tag))
    return name[:1].upper() + name[1:]


def _likely_script(tag: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(language_of(tag), "")
    return next((part for part in likely.split("_") if len(part) == 4), "Latn")
