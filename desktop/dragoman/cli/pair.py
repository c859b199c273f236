"""The options ``--from`` and ``--to`` as a language pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_

if TYPE_CHECKING:
    from dragoman.translation.model import LanguagePair


def pair_of(source: str | None, target: str | None) -> LanguagePair | None:
    """Return the pair, None without both. Raises :class:`KnownError` for one of them alone or an unknown language."""
    from dragoman.base.locales import babel_locale
    from dragoman.translation.model import LanguagePair

    if not source and not target:
        return None
    if not source or not target:
        raise KnownError(
            N_("One language alone is no direction."), N_("Give both --from and --to, or neither of them.")
        )
    for tag in (source, target):
        babel_locale(tag)
    return LanguagePair(source, target)


def required_pair(source: str, target: str) -> LanguagePair:
    """Return the pair of two given tags. Raises :class:`KnownError` for an unknown language."""
    pair = pair_of(source, target)
    if pair is None:
        raise KnownError(N_("The direction is missing."), N_("Give both --from and --to."))
    return pair
