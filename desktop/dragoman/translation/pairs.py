"""Language pairs as what a user keeps is filed under: one drawer for ``en-GB`` and ``en-US``, two for Chinese."""

from __future__ import annotations

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.translation.model import LanguagePair
from dragoman.translation.tags import best_match, normal_tag

_FILED = frozenset({"zh-Hant", "sr-Latn", "nb", "he", "id", "fil"})
"""Written languages of their own, and codes that others stand for."""


def normal_pair(pair: LanguagePair) -> LanguagePair | None:
    """Return the pair with its tags in normal case, None when one of them is no BCP 47 tag."""
    source, target = normal_tag(pair.source), normal_tag(pair.target)
    return LanguagePair(source, target) if source and target else None


def pair_key(pair: LanguagePair) -> str:
    """Return the drawer of a pair, ``en>pt`` for ``en-US`` to ``pt-BR``. Raises :class:`KnownError` for a bad tag."""
    return f"{language_key(pair.source)}>{language_key(pair.target)}"


def language_key(tag: str) -> str:
    """Return the language alone, with its script where the script is another written language (``zh-Hant``)."""
    normal = normal_tag(tag)
    if normal is None:
        raise KnownError(
            N_("“{tag}” is not a language Dragoman knows."),
            N_("Use a language tag such as en, pt-BR or zh-Hans."),
            tag=tag,
        )
    return best_match(normal, _FILED) or normal.split("-")[0]


def serves(offered: LanguagePair, wanted: LanguagePair) -> bool:
    """Return whether what is filed under ``offered`` answers for ``wanted``."""
    return pair_key(offered) == pair_key(wanted)
