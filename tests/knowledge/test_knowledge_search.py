"""Full-text search: short Chinese words, phrases, and anything a person may type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge.fts import indexed, match_expression, name_key
from dragoman.knowledge.service import KnowledgeBase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双手", '"双 手"'),
        ("both hands", '"both" "hands"*'),
        ("Obon 休业", '"Obon" "休 业"'),
        ('"quoted" OR NOT', '"quoted" "OR" "NOT"*'),
        ("!!!", ""),
    ],
)
def test_expression(text: str, expected: str) -> None:
    assert match_expression(text) == expected


@pytest.mark.parametrize(
    ("query", "language", "iso2", "topic"),
    [
        ("日本 送礼", "zh", "JP", "gifts"),
        ("Japan gifts", "en", "JP", "gifts"),
        ("Germany invoice", "en", "DE", "payment"),
        ("沙特 周末", "zh", "SA", "working_week"),
        ("日本", "zh", "JP", "country"),
        ("Brazil", "en", "BR", "country"),
    ],
)
def test_country_and_topic_lead(knowledge: KnowledgeBase, query: str, language: str, iso2: str, topic: str) -> None:
    first = knowledge.search(query, language)[0]
    assert (first.iso2, first.topic) == (iso2, topic)


def test_indexed_text_splits_unspaced_scripts_only() -> None:
    assert indexed("用双手 with both hands").split() == ["用", "双", "手", "with", "both", "hands"]


@pytest.mark.parametrize(("query", "language", "iso2"), [
    ("斋月", "zh", "SA"), ("盂兰盆节", "zh", "JP"), ("中秋节", "zh", "CN"), ("Obon", "en", "JP"),
    ("Ramad", "en", "AE"), ("LGPD", "en", "BR"), ("carnival", "en", "BR"), ("黑人觉醒日", "zh", "BR"),
])  # fmt: skip
def test_finds(knowledge: KnowledgeBase, query: str, language: str, iso2: str) -> None:
    hits = knowledge.search(query, language, 60)
    assert iso2 in {hit.iso2 for hit in hits}
    assert all(hit.snippet and hit.title for hit in hits)


def test_two_characters_must_stand_together(knowledge: KnowledgeBase) -> None:
    together = knowledge.search("斋月", "zh", 200)
    assert together
    assert all("斋月" in hit.title for hit in together if hit.topic == "special_period")
    assert knowledge.search("月斋斋月月", "zh", 10) == []


def test_the_other_language_fills_up(knowledge: KnowledgeBase) -> None:
    assert knowledge.search("斋月", "en", 5)
    assert knowledge.search("Ramadan", "zh", 5)


def test_limit_and_no_hits(knowledge: KnowledgeBase) -> None:
    assert len(knowledge.search("holiday", "en", 3)) <= 3
    assert knowledge.search("qwertzuiop", "en", 5) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_query(knowledge: KnowledgeBase, query: str) -> None:
    assert isinstance(knowledge.search(query, "en", 5), list)


@given(st.text(max_size=40))
def test_a_name_and_its_upper_case_compare_equal_once_keyed(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
