"""Market cards: every one through the validator, and the validator against cards broken on purpose."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman.knowledge.card_agreement import MarketFacts, check_character, check_facts
from dragoman.knowledge.card_neighbours import likeness_faults, neighbour_faults
from dragoman.knowledge.cards import SCALES, check_card, collection_faults, length, main, market_facts
from dragoman.knowledge.inputs import Inputs, resource_folder
from dragoman.knowledge.model import TOPICS
from dragoman.knowledge.service import KnowledgeBase

CARDS = Inputs(resource_folder()).card_paths
WEEK = MarketFacts((frozenset({"sat", "sun"}),))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_card_keeps_the_rules(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert list(check_card(data, path.stem)) == []


def test_cards_agree_with_the_facts_and_with_each_other(knowledge: KnowledgeBase) -> None:
    facts = market_facts(knowledge, {path.stem for path in CARDS})
    assert collection_faults(CARDS, facts) == []


def good_card() -> dict[str, Any]:
    """A card that keeps all the rules, made here so that the tests do not lean on a market's text."""
    english = "Offer the card with both hands and take theirs with the right hand, never with the left hand. " * 2
    chinese = "递名片用双手，接过来要看一眼再收好；吃饭递东西用右手，不要用左手。第一次见面先报公司，"
    chinese += "再报姓名，最后说来意，别急着谈价钱。"
    text = {
        "en": {
            "summary": "Both hands, family name first, Monday to Friday.",
            "do": ["Bow."],
            "dont": ["Rush."],
            "detail": english.strip(),
        },
        "zh": {"summary": "双手；周一至周五上班。", "do": ["鞠躬。"], "dont": ["着急。"], "detail": chinese},
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
        (put("differs", value={"mood": "Because."}), "differs: 'mood' is no scale"),
        (put("differs", value={"haggling": ""}), "differs.haggling: not a sentence"),
        (put("differs", value={"haggling": "word " * 41}), "41 words, more than 40"),
        (put("flags", "halal", value=True), "halal or kosher is expected, but pork is true"),
        (put("flags", "kosher", value=True), "kosher is true, but en of dining"),
        (put("flags", "beef", value=False), "beef is false, but zh of dining"),
        (put("flags", "alcohol", value="central"), "alcohol is central, but zh of dining"),
        (put("flags", "channels", value=["zalo", "email"]), "zalo is the first channel"),
        (put("topics", "address", "zh", "detail", value="称呼。" * 20), "does not say 姓"),
        (put("topics", "email", "en", "detail", value="Here people are very lazy. " * 8), "a claim about character"),
        (put("top", "zh", "do", 0, value="当地人都很懒，催着点"), "a claim about character"),
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


def test_a_card_that_needs_no_two_hands_does_not_ask_for_them() -> None:
    card = good_card()
    card["flags"]["business_card_two_handed"] = False
    card["topics"]["business_card"]["en"]["do"] = ["Offer the card with both hands."]
    card["topics"]["business_card"]["zh"]["do"] = ["不必双手递。"]
    faults = list(check_card(card, "JP"))
    assert ["two_handed is false" in fault for fault in faults] == [True], faults


@pytest.mark.parametrize(
    ("lang", "text", "bad"),
    [
        ("en", "Germans are usually arrogant.", True),
        ("en", "They tend to be lazy.", True),
        ("en", "Born traders, they smell a margin.", True),
        ("en", "The Slavic soul wants vodka.", True),
        ("en", "They are proud of the cathedral; ask about it.", False),
        ("en", "Rooms are cold in January.", False),
        ("en", "Meetings are emotional when a plant closes.", False),
        ("zh", "当地人普遍热情，不用客气。", True),
        ("zh", "讲价是他们的天性。", True),
        ("zh", "骨子里瞧不起外人。", True),
        ("zh", "AA各付各的，不是小气。", False),
        ("zh", "夏天人多，热情招待要回请。", False),
    ],
)
def test_claims_about_character(lang: str, text: str, bad: bool) -> None:
    card = good_card()
    card["topics"]["small_talk"][lang]["summary"] = text
    faults = list(check_character(card))
    assert bool(faults) is bad, faults


@pytest.mark.parametrize(
    ("lang", "text", "facts", "fault"),
    [
        ("en", "Monday to Friday, nine to five.", WEEK, ""),
        ("en", "Sunday to Thursday, nine to five.", WEEK, "works mon tue wed thu sun"),
        ("en", "Nine to five.", WEEK, "does not name the working week"),
        ("en", "Monday–Friday; weekend Friday and Saturday.", WEEK, "fri sat off"),
        ("en", "Monday to Friday; Saturday and Sunday are free.", WEEK, ""),
        ("en", "Sunday to Thursday.", MarketFacts((frozenset({"fri", "sat"}),)), ""),
        ("en", "Saturday to Thursday.", MarketFacts((frozenset({"fri"}),), "thu"), ""),
        ("en", "Saturday to Wednesday.", MarketFacts((frozenset({"fri"}),), "thu"), ""),
        ("en", "Monday to Friday, Sunday to Thursday in Kedah.",
         MarketFacts((frozenset({"sat", "sun"}), frozenset({"fri", "sat"}))), ""),
        ("en", "Monday to Friday, Sunday to Thursday across the border.", WEEK, ""),
        ("zh", "周一至周五上班，周六、周日休息。", WEEK, ""),
        ("zh", "星期日到星期四上班。", WEEK, "works mon tue wed thu sun"),
        ("zh", "朝九晚五。", WEEK, "does not name the working week"),
        ("zh", "周一至周五上班，周五、周六休息。", WEEK, "fri sat off"),
    ],
)  # fmt: skip
def test_working_week_is_the_weeks_of_the_facts(lang: str, text: str, facts: MarketFacts, fault: str) -> None:
    card = good_card()
    week = {"en": "Monday to Friday.", "zh": "周一至周五。"}
    if facts is not WEEK:
        days = " ".join(sorted(facts.weekends[0]))
        week |= {"fri": {"zh": "周六至周三。"}, "fri sat": {"zh": "周日至周四。"}}.get(days, {})
    for each in ("en", "zh"):
        card["topics"]["working_week"][each] = {"summary": week[each], "do": [], "dont": [], "detail": ""}
    card["topics"]["working_week"][lang]["summary"] = text
    found = list(check_facts(card, facts))
    assert [fault in each for each in found] == ([True] if fault else []), found


def test_ramadan_is_in_the_text_where_the_facts_have_it() -> None:
    card = good_card()
    faults = list(check_facts(card, MarketFacts(WEEK.weekends, has_ramadan=True)))
    assert len([fault for fault in faults if "Ramadan is kept" in fault]) == 2
    card["topics"]["calls"]["en"]["summary"] = "In Ramadan call before noon."
    card["topics"]["calls"]["zh"]["summary"] = "斋月上午打。"
    assert list(check_facts(card, MarketFacts(WEEK.weekends, has_ramadan=True))) == []
    card["flags"]["halal"] = True
    assert any("no Ramadan" in fault for fault in check_facts(card, WEEK))


def test_neighbours_far_apart_say_why() -> None:
    one, other, elsewhere = good_card(), good_card(), good_card()
    other["flags"]["haggling"] = 5
    elsewhere["flags"]["haggling"], elsewhere["cluster"] = 5, "oceania"
    cards = {"JP": one, "KR": other, "NZ": elsewhere}
    assert [fault[:2] for fault in neighbour_faults(cards, SCALES)] == [("JP", "KR")]
    other["differs"] = {"haggling": "Markets here have no marked prices."}
    assert list(neighbour_faults(cards, SCALES)) == []


def test_texts_that_two_markets_share_are_named() -> None:
    one, other = good_card(), good_card()
    assert {fault[:2] for fault in likeness_faults({"JP": one, "KR": other})} == {("JP", "KR")}
    for topic in TOPICS:
        other["topics"][topic] = {
            "en": {
                "summary": "A nod is enough.",
                "do": ["Sit down where you are shown."],
                "dont": ["Speak first."],
                "detail": "Whoever comes last greets the room, sits down where the host points and waits for tea.",
            },
            "zh": {
                "summary": "点头即可。",
                "do": ["听主人安排入座。"],
                "dont": ["抢先开口。"],
                "detail": "后到者向全屋人致意，坐到主人指的位置，等上茶。",
            },
        }
    assert list(likeness_faults({"JP": one, "KR": other})) == []
    other["topics"]["gifts"]["zh"]["detail"] = one["topics"]["gifts"]["zh"]["detail"][10:]
    assert [fault[2].split(":")[0] for fault in likeness_faults({"JP": one, "KR": other})] == ["topics.gifts.zh"]


def test_the_command_names_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken, torn = tmp_path / "KR.toml", tmp_path / "TW.toml"
    broken.write_text('schema = 1\niso2 = "KR"\n', encoding="utf-8")
    torn.write_text("schema = \n", encoding="utf-8")
    assert main([str(broken), str(torn)]) == 1
    output = capsys.readouterr().out
    assert "KR.toml: cluster None" in output
    assert "KR.toml: sources: none" in output
    assert "TW.toml: Invalid" in output
    assert "2 cards" in output


def test_length_counts_words_or_characters() -> None:
    assert length("two  words", "en") == 2
    assert length("两个 字", "zh") == 3
