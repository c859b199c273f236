"""A counterpart out of a pasted email signature: what can be told from it, for the user to confirm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

MAX_CHARACTERS = 5_000
MAX_LINES = 40

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,4}")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of ``signature.toml``, made ready for matching."""

    company: re.Pattern[str]
    closing: re.Pattern[str]
    role: re.Pattern[str]
    label: re.Pattern[str]
    title: re.Pattern[str]
    particles: frozenset[str]
    double_surnames: frozenset[str]
    mail_hosts: frozenset[str]
    borrowed_domains: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    file = files("dragoman_resources") / "counterparts" / "signature.toml"
    data: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))

    def any_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(data[name], key=len, reverse=True))

    return _Words(
        company=re.compile(rf"(?<!\w)(?:{any_of('company')})(?!\w)|{any_of('company_anywhere')}"),
        closing=re.compile(rf"(?:{any_of('closing')})[,.!，。！]*", re.IGNORECASE),
        role=re.compile(rf"(?<!\w)(?:{any_of('role')})(?!\w)|{any_of('role_anywhere')}", re.IGNORECASE),
        label=re.compile(rf"(?:{any_of('label')})\s*[.:：]", re.IGNORECASE),
        title=re.compile(rf"((?:(?:{any_of('titles')})\.?\s+)+)"),
        particles=frozenset(data["particles"]),
        double_surnames=frozenset(data["double_surnames"]),
        mail_hosts=frozenset(data["mail_hosts"]),
        borrowed_domains=frozenset(data["borrowed_domains"]),
    )


@dataclass(frozen=True, slots=True)
class Guess:
    """What a signature says, as far as it can be told; what it does not say is empty. ``role`` is the job."""

    given_name: str = ""
    family_name: str = ""
    title: str = ""
    company: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    city: str = ""
    zone: str = ""


def read_signature(
    text: str,
    *,
    countries: Mapping[str, str],
    find_city: Callable[[str], tuple[str, str] | None] = lambda _name: None,
    family_first: Callable[[str], bool] = lambda _country: False,
) -> Guess:
    """Return what can be told from a signature.

    ``countries`` are names in lower case with their ISO codes; ``find_city`` returns country and zone of a city.
    ``family_first`` tells for a country whether names are written so. Text beyond :data:`MAX_CHARACTERS` is not read.
    """
    lines = [line.strip(" \t|•·-–—*_") for line in _printable(text[:MAX_CHARACTERS]).splitlines()]
    lines = [line for line in lines if line][:MAX_LINES]
    email, host = _email(lines)
    city, zone, city_country = _city(lines, find_city)
    country = _named_country(lines, countries) or city_country or _host_country(host, countries)
    phone, phone_country = _phone(lines, country)
    country = country or phone_country
    company = next((line for line in lines if _words().company.search(line) and "@" not in line), "")
    name = _name_line(lines, company)
    title, given, family = _parts(name, bool(country) and family_first(country))
    role = next(
        (line for line in lines if _words().role.search(line) and line not in (name, company) and "@" not in line), ""
    )
    return Guess(
        given_name=given,
        family_name=family,
        title=title,
        company=_clean_company(company) or _company_of_host(host),
        role=role[:120],
        email=email,
        phone=phone,
        country=country,
        city=city,
        zone=zone if city_country == country else "",
    )


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text.replace("\r", "\n"))


def _email(lines: list[str]) -> tuple[str, str]:
    for line in lines:
        if match := _EMAIL.search(line):
            return match[0], match[1].lower()
    return "", ""


def _phone(lines: list[str], country: str) -> tuple[str, str]:
    import phonenumbers

    text = "\n".join(_WEB.sub(" ", line) for line in lines if "fax" not in line.lower() and "传真" not in line)
    for match in phonenumbers.PhoneNumberMatcher(text, country or None):
        shown = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return shown, phonenumbers.region_code_for_number(match.number) or ""
    return "", ""


def _named_country(lines: list[str], countries: Mapping[str, str]) -> str:
    for line in reversed(lines):
        parts = [part.strip(" .") for part in re.split(r"[,，;|/()·]| - ", line.lower())]
        for part in reversed(parts):
            words = part.split()
            for candidate in (part, " ".join(words[-3:]), " ".join(words[-2:]), words[-1] if words else ""):
                if _is_telling(candidate) and (found := countries.get(candidate)):
                    return found
    return ""


def _is_telling(text: str) -> bool:
    # Two letters are words as often as codes.
    return len(text) > 2 or (text != "" and not text.isascii())


def _city(lines: list[str], find_city: Callable[[str], tuple[str, str] | None]) -> tuple[str, str, str]:
    for line in reversed(lines):
        if "@" in line:
            continue
        for part in re.split(r"[,，;|/()·]|\d+| - ", line):
            name = part.strip(" .-")
            if _is_telling(name) and (found := find_city(name)):
                return name, found[1], found[0]
    return "", "", ""


def _host_country(host: str, countries: Mapping[str, str]) -> str:
    code = host.rpartition(".")[2].upper()
    code = {"UK": "GB"}.get(code, code)
    return (
        code
        if len(code) == 2 and code in set(countries.values()) and code not in ("IO", "CO", "AI", "ME", "TV")
        else ""
    )


def _company_of_host(host: str) -> str:
    labels = [part for part in host.split(".") if part not in ("www", "mail", "com", "co", "net", "org")]
    name = labels[0] if len(labels) > 1 or host.count(".") == 1 else ""
    return "" if not name or name in _words().mail_hosts or len(name) < 3 else name.replace("-", " ").title()


def _clean_company(line: str) -> str:
    return re.sub(r"^\s*(?:company|公司)\s*[:：]\s*", "", line, flags=re.IGNORECASE)[:160]


def _name_line(lines: list[str], company: str) -> str:
    for line in lines:
        if (
            line == company
            or _words().closing.fullmatch(line)
            or _words().label.match(line)
            or _WEB.search(line)
            or "@" in line
        ):
            continue
        head = re.split(r"[,，|/]| - ", line)[0].strip()
        if _looks_like_name(head):
            return head
    return ""


def _looks_like_name(text: str) -> bool:
    if not text or any(char.isdigit() for char in text) or len(text) > 60:
        return False
    plain = _words().title.sub("", text, count=1)
    if _HAN.fullmatch(plain.replace(" ", "")) or _HANGUL.fullmatch(plain.replace(" ", "")):
        return not _words().role.search(plain)
    words = plain.split()
    if not 2 <= len(words) <= 5 or _words().role.search(plain):
        return False
    small = {
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "la",
        "le",
        "y",
        "e",
    }
    return all(
        word[0].isupper() or word.lower() in small or not word[0].isascii() for word in words if word[0].isalpha()
    )


def _parts(name: str, is_family_first: bool) -> tuple[str, str, str]:
    """Return title, given and family name."""
    match = _words().title.match(name)
    title = match[1].strip() if match else ""
    plain = name[match.end() :] if match else name
    joined = plain.replace(" ", "")
    if _HAN.fullmatch(joined) or _HANGUL.fullmatch(joined):
        cut = 2 if joined[:2] in _words().double_surnames else 1
        return title, joined[cut:], joined[:cut]
    words = plain.split()
    if len(words) < 2:
        return title, plain, ""
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        # "Jan MÜLLER" and "WANG Fang": what is written in capitals is the family name.
        family = " ".join(capitals).title()
        return title, " ".join(word for word in words if word not in capitals), family
    if is_family_first:
        return title, " ".join(words[1:]), words[0]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _words().particles:
        start -= 1
    return title, " ".join(words[:start]), " ".join(words[start:])
