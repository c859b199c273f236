"""Questions about a partner before the first deal, weighed, with a score that explains itself."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

BEST = 4
"""Answers go from 0 (bad) to this (proven good)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; an answer at or below ``red`` is a red flag whatever the total."""

    id: str
    group: str
    weight: int
    red: int
    texts: Mapping[str, str]
    evidence: Mapping[str, str]

    def text(self, language: str) -> str:
        """Return the question."""
        return self.texts[_key(language)]

    def proof(self, language: str) -> str:
        """Return what would prove the answer."""
        return self.evidence[_key(language)]


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions on one matter."""

    id: str
    names: Mapping[str, str]
    questions: tuple[Question, ...]

    def name(self, language: str) -> str:
        """Return what the group is called."""
        return self.names[_key(language)]


@dataclass(frozen=True, slots=True)
class Answer:
    """``value`` is 0 to 4; ``evidence`` is where it comes from."""

    value: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one question adds to the score: ``points`` of ``possible``."""

    question: Question
    answer: Answer
    points: int
    possible: int


@dataclass(frozen=True, slots=True)
class Score:
    """A partner weighed. ``percent`` counts what was answered; ``known`` is the weighted share that was, in percent.

    ``contributions`` are in the order of what they cost: the largest loss first. Answers without evidence count at
    most half: a claim is not a proof.
    """

    percent: int | None
    known: int
    contributions: tuple[Contribution, ...]
    red_flags: tuple[Question, ...]
    unproven: tuple[Question, ...]


@lru_cache(maxsize=1)
def questions() -> tuple[QuestionGroup, ...]:
    """Return the questions by group, in order."""
    file = files("dragoman_resources") / "deals" / "partner_questions.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    read = [
        Question(
            entry["id"],
            entry["group"],
            entry["weight"],
            entry["red"],
            {"en": entry["en"], "zh": entry["zh"]},
            {"en": entry["evidence_en"], "zh": entry["evidence_zh"]},
        )
        for entry in data["questions"]
    ]
    return tuple(
        QuestionGroup(
            group["id"],
            {"en": group["en"], "zh": group["zh"]},
            tuple(one for one in read if one.group == group["id"]),
        )
        for group in data["groups"]
    )


def score(answers: Mapping[str, Answer]) -> Score:
    """Return the score of the answers by question id; unknown ids are ignored."""
    everything = [one for group in questions() for one in group.questions]
    found = [one for one in everything if one.id in answers]
    contributions = []
    for question in found:
        answer = answers[question.id]
        value = min(max(answer.value, 0), BEST)
        counted = value if answer.evidence.strip() else min(value, BEST // 2)
        contributions.append(Contribution(question, answer, counted * question.weight, BEST * question.weight))
    contributions.sort(key=lambda one: one.points - one.possible)
    possible = sum(one.possible for one in contributions)
    total = sum(one.weight for one in everything)
    return Score(
        percent=round(100 * sum(one.points for one in contributions) / possible) if possible else None,
        known=round(100 * sum(one.weight for one in found) / total),
        contributions=tuple(contributions),
        red_flags=tuple(one for one in found if answers[one.id].value <= one.red),
        unproven=tuple(
            one for one in found if answers[one.id].value > BEST // 2 and not answers[one.id].evidence.strip()
        ),
    )


def _key(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"
