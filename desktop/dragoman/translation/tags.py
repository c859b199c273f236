"""Which installed language serves a BCP 47 tag: ``pt-BR`` is served by a ``pt`` pack, ``zh-TW`` only by ``zh-Hant``."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

ARGOS_CODES = {"zt": "zh-Hant", "pb": "pt-BR"}
"""Codes of the Argos index that are no BCP 47 languages."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_SAME = {"no": "nb", "iw": "he", "in": "id", "tl": "fil"}
"""Deprecated and macro-language codes in use (CLDR ``languageAlias``), each with the code that packs carry."""


def pack_language(code: str) -> str | None:
    """Return the BCP 47 tag for a language code in a pack's metadata, None when it is not one."""
    if code in ARGOS_CODES:
        return ARGOS_CODES[code]
    tag = normal_tag(code)
    return tag if tag and len(tag) <= 16 else None


@lru_cache(maxsize=512)
def normal_tag(tag: str) -> str | None:
    """Return ``tag`` with the case BCP 47 recommends (RFC 5646, 2.1.1), None when its syntax is wrong."""
    candidate = tag.strip().replace("_", "-")
    if not _TAG.fullmatch(candidate):
        return None
    language, *rest = candidate.split("-")
    return "-".join([language.lower(), *(_subtag_case(part) for part in rest)])


def best_match(tag: str, available: Collection[str]) -> str | None:
    """Return the one of ``available`` that serves ``tag``, None when none does."""
    normal = normal_tag(tag)
    if normal is None:
        return None
    for candidate in _candidates(normal):
        if candidate in available:
            return candidate
    if normal == "pt" and "pt-BR" in available:
        return "pt-BR"
    return None


@lru_cache(maxsize=512)
def _candidates(tag: str) -> tuple[str, ...]:
    language, *rest = tag.split("-")
    script = next((part for part in rest if len(part) == 4), "")
    if language == "zh" and not script and _TRADITIONAL.intersection(rest):
        script = "Hant"
    found = [tag]
    if script:
        found.append(f"{language}-{script}")
    if not (language == "zh" and script == "Hant"):
        found.append(language)
        if language in _SAME:
            found.append(_SAME[language])
        found.extend(code for code, same in _SAME.items() if same == language)
    return tuple(found)


def _subtag_case(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()
