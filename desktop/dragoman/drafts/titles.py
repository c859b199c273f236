"""Titles as people type them, in the twelve languages of the letters: what each says about rank and gender."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

KINDS = (
    "professor",
    "doctor",
    "lawyer",
    "engineer",
    "architect",
    "accountant",
    "minister",
    "ambassador",
    "president",
    "director",
    "office",
)
"""By rank; from ``minister`` on they are functions. ``office`` is any other job title in Han or Hangul."""

_FUNCTIONS = frozenset({"minister", "ambassador", "president", "director"})

# By kind: the words for a man, for a woman, and those that do not tell. In lower case, without dots.
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "": (
        """mr mister sir herr hr sr señor senhor don m monsieur sig signor signore 先生 г-н господин bay bey
        السيد أستاذ الأستاذ""",
        """ms mrs miss madam frau fr sra srta señora señorita senhora dona doña mme mlle madame mademoiselle sigra
        signora 女士 小姐 г-жа госпожа bayan hanım السيدة الآنسة أستاذة الأستاذة""",
        "様 さん 殿 님 귀하 씨 sayın أ",
    ),
    "professor": (
        "profesor professeur professore",
        "profa profesora professora professorin professeure professoressa profssa",
        "prof professor 教授 교수 проф профессор profesör profdr أد",
    ),
    "doctor": (
        "doutor dottore dott الدكتور دكتور",
        "dra doutora doctora doctoresse dottoressa dottssa drin الدكتورة دكتورة",
        "dr doctor doktor docteur dr-ing drmed phd 博士 박사 доктор ктн дтн кэн дэн د doç doçent doçdr",
    ),
    "lawyer": (
        "rechtsanwalt avvocato abogado advogado المحامي",
        "rechtsanwältin avvocata avvocatessa abogada advogada المحامية",
        "avv av avukat me maître адвокат",
    ),
    "engineer": (
        "ingeniero engenheiro ingenieur ingegnere المهندس مهندس",
        "ingeniera engenheira ingenieurin ingegnera enga المهندسة مهندسة",
        "ing eng engineer dipl-ing ingénieur mühendis müh инженер م",
    ),
    "architect": (
        "arquitecto arquiteto architekt architetto",
        "arquitecta arquiteta architektin architetta",
        "arch arq architect architecte mimar архитектор",
    ),
    "accountant": (
        "licenciado contador ragioniere",
        "licenciada contadora ragioniera",
        "lic rag cp",
    ),
    "minister": (
        "ministro الوزير وزير",
        "ministra ministerin الوزيرة",
        "minister ministre министр bakan",
    ),
    "ambassador": (
        "embajador embaixador botschafter ambassadeur ambasciatore السفير سفير",
        "embajadora embaixadora botschafterin ambassadrice ambasciatrice السفيرة",
        "ambassador посол büyükelçi",
    ),
    "president": (
        "président präsident",
        "presidenta présidente präsidentin",
        "president presidente chairman chairwoman chair президент başkan الرئيس رئيس",
    ),
    "director": (
        "directeur direktor diretor direttore gérant geschäftsführer المدير مدير",
        "directora directrice direktorin diretora direttrice gérante geschäftsführerin المديرة مديرة",
        "director директор müdür müdürü",
    ),
}
# Somebody's deputy or assistant is not addressed as that somebody.
_NOT_THE_HEAD = re.compile(
    "(?:vice|deputy|assistant|assistent|adjoint|adjunt|stellvertret|auxiliar|asistente|assistente|sous|заместител"
    "|yardımcı|نائب|مساعد)"
)
_KNOWN: Mapping[str, tuple[str, str | None]] = {
    word: (kind, gender)
    for kind, columns in _WORDS.items()
    for words, gender in zip(columns, ("m", "f", None), strict=True)
    for word in words.split()
}
_JOB_TITLE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_HONORIFIC_END = re.compile("(?<=.)(?:님|様|さん|殿|귀하)$")
_BREAK = re.compile(r"[\s,/]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title understood: its ``kinds`` of :data:`KINDS`, the highest first; the gender it gives away."""

    kinds: tuple[str, ...]
    gender: str | None
    text: str


def read_title(text: str, country: str = "") -> Title:
    """Return what a title as typed says: Prof. Dr. is a professor before a doctor, 부장님 is the office 부장."""
    text = text.strip()
    if text == "先生" and country == "JP":
        # Mister in Chinese, a teacher's or doctor's title in Japanese.
        return Title((), None, "")
    kinds: set[str] = set()
    gender: str | None = None
    words = _BREAK.split(text.casefold())
    for word in words:
        known = _KNOWN.get(re.sub("[.ªº]", "", word))
        if known is None:
            if _JOB_TITLE.search(word):
                kinds.add("office")
        else:
            kinds.add(known[0])
            gender = gender or known[1]
    if any(_NOT_THE_HEAD.match(word) for word in words):
        kinds -= _FUNCTIONS
    return Title(tuple(kind for kind in KINDS if kind in kinds), gender, _HONORIFIC_END.sub("", text))
