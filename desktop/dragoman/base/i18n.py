"""Messages in the reader's language.

Strings are marked where they are written: ``_`` translates now (window and command line only), ``N_`` marks a
message id that an edge translates later. The catalogues are compiled from ``i18n/`` into the resources.
"""

from __future__ import annotations

import gettext as _gettext
import os
from dataclasses import dataclass, field

from dragoman.base.errors import KnownError

UI_LANGUAGES = ("en", "zh_Hans")
"""Languages the program itself speaks, as gettext locale names."""

_active: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"


def N_(message: str) -> str:  # noqa: N802 - the field's name for it
    """Mark ``message`` for the catalogue and return it unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """A message that is worded later, at the edge: a message id and what fills its placeholders."""

    message: str
    values: dict[str, object] = field(default_factory=dict)


def ui_language(preferred: str | None = None) -> str:
    """Return the UI language for a BCP 47 tag or POSIX locale, or for the environment when none is given."""
    tag = preferred or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    if not tag and preferred is None:
        import locale

        tag = locale.getlocale()[0]
    # Windows names its locales "Chinese (Simplified)_China".
    return "zh_Hans" if (tag or "en").lower().startswith(("zh", "chinese")) else "en"


def activate(language: str) -> None:
    """Make ``language`` (one of :data:`UI_LANGUAGES`) the language of :func:`_` and :func:`render`."""
    global _active, _language
    _language = language
    from io import BytesIO

    catalogue = None if language == "en" else _catalogue(language)
    _active = _gettext.GNUTranslations(BytesIO(catalogue)) if catalogue else _gettext.NullTranslations()


def _catalogue(language: str) -> bytes | None:
    import pkgutil

    try:
        return pkgutil.get_data("dragoman_resources", f"locale/{language}/LC_MESSAGES/dragoman.mo")
    except OSError:
        return None


def active_language() -> str:
    """Return the UI language in force, as in :data:`UI_LANGUAGES`."""
    return _language


def _(message: str) -> str:
    return _active.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return _active.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    return _active.pgettext(context, message)


def render(text: Text) -> str:
    """Return ``text`` in the active language, its placeholders filled."""
    values = {key: render(value) if isinstance(value, Text) else value for key, value in text.values.items()}
    return _(text.message).format(**values)


def describe(error: KnownError) -> tuple[str, str]:
    """Return what happened and the remedy, in the active language."""
    return render(Text(error.what, error.values)), render(Text(error.remedy, error.values))
