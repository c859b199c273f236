"""Forms of address in a text, by language: what is familiar, what is polite, what is only spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MID_SENTENCE = r"(?<=[\w,;:)] )"
_NO_CASE = re.IGNORECASE

FAMILIAR: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:tu|toi|ton|ta|tes|te)\b|\bt['’](?=[aeiouyéêh])", _NO_CASE),
    "es": re.compile(r"\b(?:tú|ti|contigo|tu|tus|te)\b", _NO_CASE),
    "de": re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|eure?[mnrs]?)\b", _NO_CASE),
    "pt": re.compile(r"\b(?:tu|te|ti|teus?|tuas?|contigo)\b", _NO_CASE),
    "it": re.compile(r"\b(?:tu|te|tuo|tua|tuoi|tue)\b", _NO_CASE),
    "ru": re.compile(r"\b(?:ты|тебя|тебе|тобой|тво[йяеёию]\w*)\b", _NO_CASE),
    "tr": re.compile(r"\b(?:sen|sana|seni|senin|sende|senden|seninle)\b", _NO_CASE),
    "zh": re.compile("[你妳](?!们|們)"),
    "ko": re.compile(
        r"(?<!\w)(?:너(?:는|를|에게|희)?|네가|니가|당신)(?!\w)"
        r"|(?:했어|할게|해\s?줘|보내\s?줘|알려\s?줘|거야|고마워|미안해|있어|없어)(?=[.!?\s]|$)"
    ),
    "ja": re.compile("あなた|お前|(?:だよ|だね|くれ|しろ|じゃない|(?<![まで])した|する|(?<!ん)だ)(?=[。！]|$)"),
    "ar": re.compile(r"(?<!\w)(?:أنت|انت|إنت)(?!\w)"),
}
"""What no formal or neutral letter says to its reader."""

POLITE: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r"\b(?:vous|votre|vos)\b", _NO_CASE),
    "es": re.compile(r"\busted\b", _NO_CASE),
    "de": re.compile(rf"\bIhnen\b|{_MID_SENTENCE}(?:Sie|Ihre[mnrs]?)\b"),
    "it": re.compile(rf"{_MID_SENTENCE}(?:Lei|Suo|Sua|Suoi|Sue)\b"),
    "ru": re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*)\b", _NO_CASE),
    "tr": re.compile(r"\b(?:siz|size|sizi|sizin|sizden|sizinle)\b", _NO_CASE),
    "zh": re.compile("您"),
}
"""What does not go with a familiar letter to one person."""

REGIONAL: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("pt", "PT"): re.compile(r"\bvocês?\b", _NO_CASE),
    ("pt", "BR"): re.compile(r"\bvocê\b", _NO_CASE),
    ("es", "419"): re.compile(r"\b(?:vosotr[oa]s|vuestr[oa]s?)\b", _NO_CASE),
}
"""Too familiar in a formal letter of that region only; Spanish of Spain is the one that has vosotros."""

SPOKEN_ENGLISH = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|would|could|should)n['’]t|can['’]t|won['’]t"
    r"|(?:I|you|we|they|it|that|there)['’](?:m|re|ve|ll|d|s)|gonna|wanna|asap|thx|pls|btw|guys)\b",
    _NO_CASE,
)
WRITTEN_OUT: Mapping[str, str] = {
    "can't": "cannot",
    "won't": "will not",
    "i'm": "I am",
    "asap": "as soon as you can",
    "gonna": "going to",
    "wanna": "want to",
    "thx": "thank you",
    "pls": "please",
    "btw": "by the way",
    "guys": "colleagues",
}
_ENDINGS = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would", "'s": " is"}


def written_out(word: str) -> str:
    """Return a spoken English form as it is written: does not for doesn't."""
    plain = word.replace("’", "'")
    known = WRITTEN_OUT.get(plain.casefold())
    if known is None:
        ending = next((ending for ending in _ENDINGS if plain.casefold().endswith(ending)), "")
        known = plain[: len(plain) - len(ending)] + _ENDINGS.get(ending, "")
    return known[:1].upper() + known[1:] if word[:1].isupper() and not word.isupper() else known
