"""Formulas of business email, one line each: what a model of sentences gets wrong and a table gets right."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_LONGEST = 80
_NAME = "{name}"
_DIGIT = re.compile(r"\d")
_END = re.compile(r"[\s.,;:!?…。，、；：！？]+$")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?")
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "la", "le", "bin", "al"}
)
_MOST_NAMES = 5
_LONGEST_ABBREVIATION = 4
_WIDE = {".": "。", "!": "！", "?": "？", ",": "，", ":": "：", ";": "；"}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}
_WIDE_LANGUAGES = frozenset({"zh", "ja"})


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """One direction: whole lines by their normal form, and lines with a name as (before it, after it, answer)."""

    lines: Mapping[str, _Answer]
    named: tuple[tuple[str, str, _Answer], ...]
    not_names: frozenset[str]
    source_marks: Mapping[str, str]
    target_marks: Mapping[str, str]


def formula(text: str, source_language: str, target_language: str) -> str | None:
    """Return what stands in the target language for a line that is a formula and nothing else, else None.

    Languages are BCP 47 tags. Case and final marks of ``text`` do not matter; capitals come back as such. The table
    is ``phrases/formulas.toml``.
    """
    if len(text) > _LONGEST or _DIGIT.search(text):
        return None
    source, target = (tag.partition("-")[0].lower() for tag in (source_language, target_language))
    table = _table(source, target)
    bare = _END.sub("", text)
    found = _found(bare, table)
    if found is None:
        return None
    answer, name = found
    is_shouted = bare.isupper() and sum(map(str.isalpha, bare)) > 1
    body = answer.text.upper() if is_shouted else answer.text
    ending = _ending(bare, text[len(bare) :], answer.kind, table, target)
    if _END.search(body) and ending[:1] in _NARROW:
        ending = ""
    return body.replace(_NAME.upper() if is_shouted else _NAME, name) + ending


def is_closing(text: str, language: str) -> bool:
    """Return whether the line is the closing of a letter, after which its writer's name stands."""
    if len(text) > _LONGEST:
        return False
    found = _table(language.partition("-")[0].lower(), "en" if language[:2].lower() != "en" else "pt").lines
    answer = found.get(_normal(text))
    if answer is None:
        return False
    # "Thanks," on its own line closes a letter too.
    return answer.kind == "closing" or (answer.kind == "line" and text.rstrip().endswith(","))


def is_name(text: str, language: str) -> bool:
    """Return whether the line may be a person's name: up to five capitalised words, and none that stands for one."""
    return _is_name(text, _table(language.partition("-")[0].lower(), "en").not_names)


def _found(bare: str, table: _Table) -> tuple[_Answer, str] | None:
    key = _normal(bare)
    if (answer := table.lines.get(key)) is not None:
        return answer, ""
    # Slots are cut from the line as it stands; only case may differ in what surrounds them.
    plain = bare.replace("’", "'")
    folded = plain.lower()
    if len(folded) != len(plain):
        return None
    for before, after, answer in table.named:
        if folded.startswith(before) and folded.endswith(after) and len(folded) > len(before) + len(after):
            name = bare[len(before) : len(bare) - len(after)]
            if _is_name(name, table.not_names):
                return answer, name.strip()
    return None


def _ending(bare: str, mark: str, kind: str, table: _Table, target: str) -> str:
    mark = mark.strip()
    if kind == "closing" and mark[:1] == "." and len(bare) <= _LONGEST_ABBREVIATION:
        mark = mark[1:] or ","
    if kind in ("opening", "closing"):
        if not mark and table.source_marks.get(kind) == "":
            return table.target_marks.get(kind, "")
        if mark in (",", ":", "，", "：", ";"):
            return table.target_marks.get(kind, ",")
    marks = _WIDE if target in _WIDE_LANGUAGES else _NARROW
    return "".join(marks.get(char, char) for char in mark)


def _is_name(text: str, not_names: frozenset[str]) -> bool:
    words = text.split()
    if not words or len(words) > _MOST_NAMES or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if any(word.rstrip(".").casefold() in not_names for word in words):
        return False
    return all(not word[0].islower() or word in _PARTICLES for word in words) and not words[0][0].islower()


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFC", text).replace("’", "'").casefold()
    return _END.sub("", " ".join(folded.split()))


@lru_cache(maxsize=32)
def _table(source: str, target: str) -> _Table:
    data = _data()
    lines: dict[str, _Answer] = {}
    named: dict[tuple[str, str], _Answer] = {}
    for entry in data["formula"]:
        if source not in entry or target not in entry:
            continue
        answer = _Answer(entry["kind"], entry[target][0])
        for line in entry[source]:
            before, slot, after = line.partition(_NAME)
            if slot:
                named.setdefault((before.lower(), after.lower()), answer)
            else:
                lines.setdefault(_normal(line), answer)
    # The longest wording first: "Dear Mr. {name}" before "Dear {name}".
    ordered = sorted(named.items(), key=lambda item: -len(item[0][0] + item[0][1]))
    return _Table(
        lines,
        tuple((before, after, answer) for (before, after), answer in ordered),
        frozenset(data["not_names"].get(source, "").split()),
        {kind: marks[source] for kind, marks in data["marks"].items() if source in marks},
        {kind: marks[target] for kind, marks in data["marks"].items() if target in marks},
    )


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((files("dragoman_resources") / "phrases" / "formulas.toml").read_text(encoding="utf-8"))
