"""Market cards: every one through the validator, and the validator against cards broken on purpose."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.knowledge.cards import check_card, length
from dragoman.knowledge.inputs import Inputs, resource_folder
from dragoman.knowledge.model import TOPICS

CARDS = Inputs(resource_folder()).card_paths


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_card_keeps_the_rules(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(check_card(data, path.stem)) == []


def good_card() -> dict[str, Any]:
    """A card that keeps all the rules, made here so that the tests do not lean on a market's text."""
    english = "Offer the card with both hands and take theirs with the right hand, never with the left hand. " * 2
    chinese = "递名片用双手，接过来要看一眼再收好；吃饭递东西用右手，不要用左手。第一次见面先报公司，"
    chinese += "再报姓名，最后说来意，别急着谈价钱。"
    text = {
        "en": {"summary": "Both hands.", "do": ["Bow."], "dont": ["Rush."], "detail": english.strip()},
        "zh": {"summary": "双手。", "do": ["鞠躬。"], "dont": ["着急。"], "detail": chinese},
    }
    flags: dict[str, Any] = {
        "name_order": "family_first", "name_usage": "family_name", "titles_matter": True,
        "business_card_two_handed": True, "relationship_first": True, "directness": 2, "hierarchy": 4,
        "punctuality": 5, "punctuality_visitor": 5, "haggling": 2, "email_formality": 5, "contract_weight": 3,
        "decision": "consensus", "silence_ok": True, "yes_means_yes": False, "alcohol": "none", "pork": True,
        "beef": True, "halal": False, "kosher": False, "left_hand_avoid": True, "channels": ["email"],
        "payment_terms": ["T/T"], "arbitration_seats": ["Tokyo"],
        "days_to_avoid": [{"from": "08-13", "to": "08-16", "en": "Obon", "zh": "盂兰盆节"}],
    }  # fmt: skip
    topics = {topic: {"confidence": "high", "sources": ["a"], **copy.deepcopy(text)} for topic in TOPICS}
    five = {"do": ["Do."] * 5, "dont": ["Do not."] * 5}
    return {
        "schema": 1,
        "iso2": "JP",
        "cluster": "east-asia",
        "as_of": tomllib.loads("d = 2026-11-15")["d"],
        "confidence": "high",
        "flags": flags,
        "top": {"en": copy.deepcopy(five), "zh": copy.deepcopy(five)},
        "topics": topics,
        "sources": [{"id": "a", "title": "T", "publisher": "P", "as_of": tomllib.loads("d = 2025-01-01")["d"]}],
    }


def test_the_good_card_is_good() -> None:
    assert list(check_card(good_card(), "JP")) == []


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(card: dict[str, Any]) -> None:
        place: Any = card
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(card: dict[str, Any]) -> None:
        place: Any = card
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("schema", value=2), "schema is 2"),
        (put("iso2", value="KR"), "the file is named"),
        (put("cluster", value="asia"), "cluster"),
        (put("confidence", value="low"), "confidence"),
        (put("as_of", value="2026"), "as_of"),
        (put("extra", value=1), "unknown keys"),
        (put("flags", "directness", value=6), "flags.directness"),
        (put("flags", "directness", value=True), "flags.directness"),
        (put("flags", "decision", value="vote"), "flags.decision"),
        (put("flags", "channels", value=["fax"]), "unknown 'fax'"),
        (put("flags", "channels", value=[]), "flags.channels: empty"),
        (put("flags", "pork", value="yes"), "flags.pork"),
        (put("flags", "other", value=1), "flags: unknown"),
        (drop("flags", "beef"), "flags: missing"),
        (put("flags", "days_to_avoid", 0, "from", value="13-08"), "is not MM-DD"),
        (put("top", "en", "do", value=["One."]), "top.en.do: 1 items"),
        (put("top", "en", "do", 0, value="word " * 17), "17 words, more than 16"),
        (put("top", "zh", "dont", 0, value="字" * 33), "33 characters, more than 32"),
        (drop("topics", "travel"), "missing ['travel']"),
        (put("topics", "email", "sources", value=["b"]), "source 'b' is not described"),
        (put("topics", "email", "sources", value=[]), "no sources"),
        (put("topics", "email", "en", "summary", value="word " * 41), "more than 40"),
        (put("topics", "email", "zh", "summary", value=""), "summary: empty"),
        (put("topics", "email", "en", "do", value=[]), "0 items, not 1 to 4"),
        (put("topics", "email", "en", "dont", value=["x"] * 5), "more than 4"),
        (put("topics", "email", "en", "dont", value=[]), "fewer than two"),
        (put("topics", "email", "en", "detail", value="too short"), "2 words, not 30 to 110"),
        (put("topics", "email", "zh", "detail", value="字" * 221), "221 characters, not 50 to 220"),
        (put("sources", 0, "title", value=""), "needs id, title and publisher"),
        (drop("sources", 0, "as_of"), "has no as_of date"),  # type: ignore[arg-type]
        (put("sources", 0, "url", value="ftp://x"), "not a web address"),
        (put("topics", "dining", "en", "do", value=["Bring a good wine."]), "alcohol is none"),
        (put("topics", "gifts", "zh", "do", value=["送一瓶好酒。"]), "alcohol is none"),
    ],
)
def test_a_broken_rule_is_named(change: Callable[[dict[str, Any]], None], fault: str) -> None:
    card = good_card()
    change(card)
    faults = list(check_card(card, "JP"))
    assert any(fault in found for found in faults), faults


def test_flags_and_text_must_agree() -> None:
    card = good_card()
    for lang, detail in (("en", "word " * 40), ("zh", "字" * 60)):
        for topic in ("business_card", "gestures", "dining"):
            card["topics"][topic][lang] = {"summary": "x字", "do": ["x"], "dont": ["y"], "detail": detail}
    faults = list(check_card(card, "JP"))
    assert len([fault for fault in faults if "two_handed" in fault]) == 2
    assert len([fault for fault in faults if "left_hand_avoid" in fault]) == 2


def test_length_counts_words_or_characters() -> None:
    assert length("two  words", "en") == 2
    assert length("两个 字", "zh") == 3
