"""Strings that mean themselves: addresses, account and order numbers, file names, placeholders of other programs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.translation.figure_words import UNIT_SYMBOLS

_EXTENSIONS = (
    "pdf|docx?|xlsx?|pptx?|csv|tsv|txt|zip|rar|7z|gz|tar|jpe?g|png|gif|svg|tiff?|bmp|mp3|mp4|mov|avi|wav|xml|json|html?|"
    "eml|msg|ics|vcf|dwg|dxf|step|stp|stl|exe|msi|dmg|apk|py|js|ts|css|sql|md|log|ini|cfg|ya?ml|toml|odt|ods|odp|rtf|"
    "p7s|asc|key|pages|numbers|psd|ai|eps|argosmodel"
)
_TOP_LEVEL = (
    "com|org|net|edu|gov|int|info|biz|io|co|eu|de|fr|es|pt|br|uk|cn|jp|kr|in|ru|it|nl|ch|at|us|ca|mx|app|dev|ai"
)
_REFERENCE_WORDS = (
    "hs|hts|ncm|taric|cn code|code|código|codigo|art|arts|article|articles|artigo|artigos|clause|clauses|cláusula|"
    "cláusulas|section|sections|seção|secção|seções|chapter|capítulo|version|versão|v|ver|fig|figure|figura|table|"
    "tabela|annex|anexo|appendix|apêndice|paragraph|parágrafo|release|rev|revision|revisão|iso|iec|en|din|rfc|ref|"
    "item|itens|items|subclause|alínea"
)

_URL_END = r"[^\s<>\"“”.,;:!?)\]}'’»]"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("url", r"://|www\.", rf"(?:[A-Za-z][A-Za-z0-9+.-]{{1,15}}://|www\.)[^\s<>\"“”]*{_URL_END}"),
    ("email", "@", r"(?:mailto:)?[\w.+%'-]*\w@[\w-]+(?:\.[\w-]+)*\.\w{2,}"),
    (
        "url",
        r"\w\.[a-z]{2}",
        rf"(?<![\w@.-])(?:[A-Za-z0-9-]+\.)+(?:{_TOP_LEVEL})(?:/[^\s<>\"“”]*{_URL_END}|/)?(?![\w-])",
    ),
    (
        "code",
        r"[`{<&]",
        r"`[^`\n]+`|\{\{[^{}\n]{1,80}\}\}|\$?\{[^{}\s]{1,60}\}|</?[A-Za-z][^<>\n]{0,200}>|&(?:[a-z]{2,8}|\#\d{1,6});",
    ),
    (
        "code",
        r"\\|/[\w@-]",
        r"(?<!\w)(?:(?:[A-Za-z]:\\|\\\\|~/|\.{1,2}/)(?:[\w.@-]+[\\/])*|/(?:[\w.@-]+/)+)[\w.@-]*\w",
    ),
    ("code", r"\w\.\w", rf"(?<![\w-])[\w()\[\]-][\w.()\[\]-]*\.(?:{_EXTENSIONS})(?![\w])"),
    (
        "code",
        r"[A-Z]{2}\d\d",
        r"(?<![\w-])[A-Z]{2}\d{2}(?:[  ]?[A-Z0-9]{4}){2,7}(?:[  ]?[A-Z0-9]{1,4})?(?![\w-])",
    ),
    ("code", r"\+\d", r"(?<![\w.,+])\+\d{1,3}[\s.()-]{0,2}(?:\(?\d{1,5}\)?[\s.-]?){1,5}\d{2,6}(?![\w])"),
    ("code", r"\(\d", r"(?<![\w.,])\(\d{2,4}\)\s?\d{3,5}[-.\s]?\d{3,5}(?!\w)"),
    ("code", r"[@#]", r"(?<![\w@])[@#]\w[\w.-]*\w|(?<![\w@])[@#]\w"),
    ("code", r"%[(sdif]", r"%\([a-z_]+\)[sd]|%[sdif](?!\w)"),
    (
        "code",
        r"[A-Za-z_][./:#_-]*\d|\d[./:#_-]*[A-Za-z_]",
        r"(?<![\w$€£])(?=[\w./:\#-]*\d)(?=[\w./:\#-]*[A-Za-z_])[A-Za-z0-9_]+(?:[./:\#_-]+[A-Za-z0-9_]+)*(?!\w)",
    ),
    ("code", "_", r"(?<![\w-])[A-Za-z0-9]*_[A-Za-z0-9_]*(?!\w)"),
    ("code", r"[a-z][A-Z]|\(\)", r"(?<!\w)[a-z]+(?:[A-Z][a-z0-9]+)+(?:\(\))?(?!\w)|(?<!\w)\w+\(\)"),
)
"""Kind, a cheap sign that the pattern can match at all, the pattern; earlier ones win."""


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code at ``start`` to ``end``; ``kind`` is url, email or code."""

    kind: str
    start: int
    end: int
    text: str


_COMPILED = tuple((kind, re.compile(sign), re.compile(pattern)) for kind, sign, pattern in _PATTERNS)
_REFERENCE = re.compile(
    rf"(?<!\w)(?i:{_REFERENCE_WORDS})\.?\s+(?:(?i:no|n\.º|nº|code|código)\.?\s+)?:?\s*(\d{{1,4}}(?:\.\d{{1,6}})+)(?!\d|\s*%|[.,]\d)"
)
_NAMED_VERSION = re.compile(r"(?<=[a-z0-9,;] )[A-Z]\w*[a-z]\w* (\d{1,2}\.\d{1,2})(?!\d|[.,]\d|\s*(?:%|[a-z]))")
_DOTTED = re.compile(r"(?<![\w.,-])\d+(?:\.\d+){2,}(?![\w,]|\.\d)|(?<![\w.,/-])\d+(?:-\d+){2,}(?![\w-])")
_LONG_DIGITS = re.compile(r"(?<![\d.,])(?:\d{9,}|0\d{4,})(?![\d]|[.,]\d)")
_MIGHT = re.compile(r"[@_\\{}<>`#&%+(/]|\w\.[A-Za-z_]|[A-Za-z][.:-]?\d|\d[.:-]?[A-Za-z]|[a-z][A-Z]")
_QUANTITY = re.compile(r"\d[\d.,]*(\D+)|\d+[hH]\d{2}(?:min)?")
_SUFFIXES = frozenset(
    [
        "st",
        "nd",
        "rd",
        "th",
        "s",
        "k",
        "K",
        "m",
        "M",
        "b",
        "B",
        "bn",
        "mn",
        "x",
        "X",
        "h",
        "H",
        "am",
        "pm",
        "AM",
        "PM",
        "mi",
        "bi",
        "e",
        "er",
        "o",
        "a",
        "os",
        "as",
    ]
)
_PRICE = re.compile(r"(?:USD|EUR|GBP|BRL|CNY|JPY|CHF|INR|RMB|US|R|AUD|CAD)\d[\d.,]*[kKmMbB]?")
_WORD_NUMBER = re.compile(r"(?:[a-zà-ÿ]{2,}-)+\d[\d.]*(?:s|th|st|nd|rd)?|\d[\d.]*(?:s|th|st|nd|rd)?(?:-[a-zà-ÿ]{2,})+")
_LETTER_PART = re.compile(r"[A-Za-z]+")
_FRACTION = re.compile(r"\d+/\d+|\d+:\d+(?::\d+)?")


def might_hold(text: str) -> bool:
    """Return whether ``text`` has a sign of any code but plain digits."""
    return _MIGHT.search(text) is not None


def find(text: str) -> list[CodeSpan]:
    """Return the codes in ``text``, in order, none overlapping another.

    Quantities (5kg, 14h30, 21st, mid-2026) are not codes: they are translated and compared by value.
    """
    taken: list[CodeSpan] = []

    def add(kind: str, start: int, end: int) -> None:
        if all(end <= span.start or start >= span.end for span in taken):
            taken.append(CodeSpan(kind, start, end, text[start:end]))

    for kind, sign, pattern in _COMPILED if might_hold(text) else ():
        if sign.search(text) is None:
            continue
        for match in pattern.finditer(text):
            if kind != "code" or _is_code(match[0]):
                add(kind, match.start(), match.end())
    for match in _REFERENCE.finditer(text):
        add("code", *match.span(1))
    for match in _NAMED_VERSION.finditer(text):
        add("code", *match.span(1))
    for pattern in (_DOTTED, _LONG_DIGITS):
        for match in pattern.finditer(text):
            if not _grouped(match[0]) and not _plausible_date(match[0]):
                add("code", match.start(), match.end())
    return sorted(taken, key=lambda span: span.start)


def _is_code(token: str) -> bool:
    if _WORD_NUMBER.fullmatch(token) or _FRACTION.fullmatch(token) or _PRICE.fullmatch(token):
        return False
    if token in UNIT_SYMBOLS:
        return False
    quantity = _QUANTITY.fullmatch(token)
    if quantity and (quantity[1] is None or quantity[1] in _SUFFIXES or quantity[1] in UNIT_SYMBOLS):
        return False
    if not token[0].isalnum() or "_" in token or "\\" in token or "(" in token or token.count("/") > 1:
        return True
    letters = _LETTER_PART.findall(token)
    if not any(char.isdigit() for char in token):
        return "." in token or any(char.isupper() for char in token[1:])
    # "Tuesday-9" and "mid-2026" are language; PO-2026, A4 and 4K are names of things.
    long_words = [part for part in letters if len(part) > 3 and not part.isupper()]
    return not long_words or "." in token


def _grouped(token: str) -> bool:
    parts = token.split(".")
    return len(parts) > 1 and 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])


def _plausible_date(token: str) -> bool:
    parts = re.split(r"[.-]", token)
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return False
    first, second, third = map(int, parts)
    if len(parts[0]) == 4:
        return 1 <= second <= 12 and 1 <= third <= 31 and len(parts[1]) <= 2
    return (
        len(parts[0]) <= 2 and len(parts[1]) <= 2 and len(parts[2]) in (2, 4) and 1 <= first <= 31 and 1 <= second <= 31
    )
