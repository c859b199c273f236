"""Number of a term that is put into a sentence: as many as the source has, in the languages where a rule will do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_WORD = re.compile(r"[^\W\d_]+")
_OF = re.compile(r"\s(?:de|da|do|das|dos|del|of|for|para|em|en|a|à|ao|at|to|on|in|com|con|with|por|contra|against)\s")
_ARTICLE = re.compile(r"(?:the|an?|os?|as?|uma?|uns|umas|el|la|los|las|una?)\s+", re.IGNORECASE)
_FEMININE = re.compile(r"(?:a|as|[çsx]ão|[çsx]ões|dade|dades|gem|gens|ción|ciones|dad|dades|tud)$", re.IGNORECASE)
_WITH_S = frozenset({"en", "pt", "es", "fr"})


def in_number_of(term: str, surface: str, lemma: str, source_language: str, target_language: str) -> str:
    """Return ``term`` in the plural when ``surface`` is the plural of ``lemma``, else as it is.

    Languages are bare. Only sources that mark the plural with an s, and targets en, pt and es, are known.
    """
    rule = _PLURALS.get(target_language)
    if rule is None or source_language not in _WITH_S or not _is_plural(surface, lemma):
        return term
    of = _OF.search(term)
    head, rest = (term[: of.start()], term[of.start() :]) if of else (term, "")
    words = list(_WORD.finditer(head))
    if not words or head.isupper():
        return term
    # English says it on the last word of the head, Portuguese and Spanish on each.
    for match in reversed(words[-1:] if target_language == "en" else words):
        head = head[: match.start()] + rule(match[0]) + head[match.end() :]
    return head + rest


def without_article(phrase: str) -> str:
    """Return a phrase of English, Portuguese or Spanish without the article it begins with."""
    return _ARTICLE.sub("", phrase, count=1) if _ARTICLE.match(phrase) else phrase


def may_replace(phrase: str, term: str, language: str) -> bool:
    """Return whether ``term`` fits where ``phrase`` stands, by the articles and endings around it.

    In English always; in Portuguese and Spanish when their first nouns end like nouns of one gender; else never known.
    """
    if language == "en":
        return True
    if language not in ("pt", "es"):
        return False
    first, second = _WORD.search(phrase), _WORD.search(term)
    if first is None or second is None:
        return False
    return (_FEMININE.search(first[0]) is None) == (_FEMININE.search(second[0]) is None)


def _is_plural(surface: str, lemma: str) -> bool:
    pairs = zip(_WORD.findall(surface.casefold()), _WORD.findall(lemma.casefold()), strict=False)
    return any(word != base and word.endswith("s") and not base.endswith("s") for word, base in pairs)


def _english(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _portuguese(word: str) -> str:
    for ending, plural in (("ão", "ões"), ("m", "ns"), ("al", "ais"), ("el", "éis"), ("ol", "óis"), ("il", "is")):
        if word.endswith(ending):
            return word[: -len(ending)] + plural
    if word.endswith("s"):
        return word
    return word + ("es" if word[-1] in "rz" else "s")


def _spanish(word: str) -> str:
    if word.endswith("s"):
        return word
    if word.endswith("z"):
        return word[:-1] + "ces"
    for accented, plain in (("ión", "iones"), ("án", "anes")):
        if word.endswith(accented):
            return word[: -len(accented)] + plain
    return word + ("s" if word[-1] in "aeiouáéíóú" else "es")


_PLURALS: Mapping[str, Callable[[str], str]] = {"en": _english, "pt": _portuguese, "es": _spanish}
