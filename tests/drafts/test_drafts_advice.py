"""Advice on what the writer put in, each piece with its reason and its cure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dragoman.base.i18n import Text
from dragoman.drafts.advice_tone import Tone, tone_warnings
from dragoman.drafts.advice_words import Passage, attachment_warnings, gap_warnings, script_warnings, weekday_warnings
from dragoman.drafts.cures import cured
from dragoman.drafts.model import Cure, DraftWarning, Letter, Person
from dragoman.drafts.register_words import written_out
from dragoman.drafts.service import DraftService

TODAY = date(2026, 11, 23)
JAPAN = {"directness": 2}
GERMANY = {"directness": 5}


def passage(text: str) -> tuple[Passage, ...]:
    return (Passage("notes", Text("Notes"), text, True),)


def tone(language: str, register: str = "formal", territory: str = "", **more: Any) -> Tone:
    registers = ("formal", "neutral", "familiar")
    return Tone(
        language, territory, register, registers, more.pop("country", ""), "There", more.pop("flags", {}), **more
    )


def kinds(found: list[DraftWarning]) -> list[str]:
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("language", "register", "territory", "text", "word"),
    [
        ("fr", "formal", "FR", "Peux-tu confirmer ?", "tu"),
        ("fr", "neutral", "FR", "J’attends ton accord.", "ton"),
        ("fr", "familiar", "FR", "Merci pour votre accord.", "votre"),
        ("es", "formal", "MX", "¿Tú puedes confirmar?", "Tú"),
        ("es", "familiar", "MX", "¿Puede usted confirmar?", "usted"),
        ("es", "neutral", "MX", "¿Podéis vosotros confirmar?", "vosotros"),
        ("de", "formal", "DE", "Kannst du das bestätigen?", "du"),
        ("de", "familiar", "DE", "Können Sie das bestätigen?", "Sie"),
        ("pt", "formal", "BR", "Você pode confirmar?", "Você"),
        ("pt", "neutral", "PT", "Você pode confirmar?", "Você"),
        ("pt", "familiar", "PT", "Você pode confirmar?", "Você"),
        ("it", "formal", "IT", "Mi mandi il tuo indirizzo?", "tuo"),
        ("ru", "formal", "RU", "Когда ты пришлёшь?", "ты"),
        ("ru", "familiar", "RU", "Когда вы пришлёте?", "вы"),
        ("tr", "formal", "TR", "Bunu sana gönderdik.", "sana"),
        ("zh-Hans", "formal", "CN", "请你确认。", "你"),
        ("zh-Hans", "familiar", "CN", "请您确认。", "您"),
        ("ja", "formal", "JP", "明日送ってくれ。", "くれ"),
        ("ja", "formal", "JP", "確認した。", "した"),
        ("ko", "formal", "KR", "당신 회사에 보냈습니다.", "당신"),
        ("ar", "formal", "SA", "متى أنت جاهز؟", "أنت"),
        ("en", "formal", "GB", "We don't ship today.", "don't"),
    ],
)
def test_register_clashes(language: str, register: str, territory: str, text: str, word: str) -> None:
    (found,) = [
        one for one in tone_warnings(passage(text), tone(language, register, territory)) if one.kind == "register_clash"
    ]
    assert f"“{word}”" in found.message
    assert found.cure is not None


@pytest.mark.parametrize(
    ("language", "register", "territory", "text"),
    [
        ("fr", "formal", "FR", "Merci de votre réponse sur le coton."),
        ("fr", "familiar", "FR", "Merci pour ta réponse."),
        ("es", "neutral", "ES", "¿Podéis vosotros confirmar?"),
        ("de", "familiar", "DE", "Sie wurde gestern verschickt."),
        ("pt", "neutral", "BR", "Você pode confirmar?"),
        ("zh-Hans", "formal", "CN", "请您确认，你们的货已发。"),
        ("ja", "formal", "JP", "確認いたしました。お送りする予定です。昨日でした。"),
        ("ko", "formal", "KR", "어제 보냈습니다. 확인 부탁드립니다."),
        ("en", "neutral", "US", "We don't ship today."),
        ("en", "formal", "GB", "The buyer's order and the shop's stock."),
        ("ru", "formal", "RU", "Благодарим вас за ответ."),
    ],
)
def test_no_clash_where_there_is_none(language: str, register: str, territory: str, text: str) -> None:
    assert "register_clash" not in kinds(tone_warnings(passage(text), tone(language, register, territory)))


def test_several_readers_may_be_addressed_in_the_plural() -> None:
    assert tone_warnings(passage("Merci pour votre accord."), tone("fr", "familiar", "FR", several=True)) == []


@pytest.mark.parametrize(
    ("language", "register", "text", "mended"),
    [
        ("zh-Hans", "formal", "请你确认，你们的货已发。", "请您确认，你们的货已发。"),
        ("zh-Hans", "familiar", "请您确认。", "请你确认。"),
        ("en", "formal", "Don't wait, I'm here and it's fine.", "Do not wait, I am here and it is fine."),
    ],
)
def test_a_click_mends_the_register(language: str, register: str, text: str, mended: str) -> None:
    (found,) = tone_warnings(passage(text), tone(language, register))
    assert found.cure is not None
    assert cured({"notes": text}, found.cure) == {"notes": mended}


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("can't", "cannot"),
        ("won’t", "will not"),
        ("We're", "We are"),
        ("ASAP", "as soon as you can"),
        ("it's", "it is"),
    ],
)
def test_written_out(spoken: str, written: str) -> None:
    assert written_out(spoken) == written


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Send the drawings today."),
        ("en", "This was your mistake."),
        ("de", "Bezahlen ist nötig. Sie müssen sofort liefern."),
        ("fr", "Vous devez payer."),
        ("es", "Esto es inaceptable."),
        ("pt", "Isso é inaceitável."),
        ("it", "È inaccettabile."),
        ("ja", "お断りします。"),
        ("ko", "즉시 보내 주십시오."),
        ("zh-Hans", "你们必须付款。"),
        ("ru", "Отправьте документы."),
        ("ar", "هذا مستحيل."),
        ("tr", "Derhal ödeyin."),
    ],
)
def test_bluntness_is_said_where_people_are_indirect(language: str, text: str) -> None:
    assert "too_direct" in kinds(tone_warnings(passage(text), tone(language, "neutral", flags=JAPAN)))
    assert "too_direct" not in kinds(tone_warnings(passage(text), tone(language, "neutral", flags=GERMANY)))


def test_a_click_softens_a_command() -> None:
    text = "Thank you. Send the drawings."
    (found,) = tone_warnings(passage(text), tone("en", "neutral", flags=JAPAN))
    assert found.cure is not None
    assert cured({"notes": text}, found.cure) == {"notes": "Thank you. Please send the drawings."}
    assert tone_warnings(passage("Please send the drawings."), tone("en", "neutral", flags=JAPAN)) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Maybe we ship in May."),
        ("de", "Vielleicht liefern wir im Mai."),
        ("zh-Hans", "我们尽快发货。"),
        ("ru", "Возможно, отправим в мае."),
        ("ar", "ربما نشحن في مايو."),
        ("tr", "Belki mayısta."),
    ],
)
def test_vagueness_is_said_where_people_are_direct(language: str, text: str) -> None:
    assert kinds(tone_warnings(passage(text), tone(language, "neutral", flags=GERMANY))) == ["too_vague"]
    assert kinds(tone_warnings(passage(text), tone(language, "neutral", flags={"directness": 3}))) == []


def test_names_and_things_that_offend() -> None:
    (gulf,) = tone_warnings(passage("Shipping in the Persian Gulf is open."), tone("en", "neutral", country="SA"))
    assert gulf.kind == "taboo_word"
    assert gulf.cure == Cure("notes", "Arabian Gulf", "Persian Gulf")
    assert tone_warnings(passage("Shipping in the Persian Gulf is open."), tone("en", "neutral", country="IR")) == []
    (wine,) = tone_warnings(passage("A bottle of wine."), tone("en", country="SA", flags={"alcohol": "none"}))
    assert "“wine”" in wine.message
    assert tone_warnings(passage("A bottle of wine."), tone("en", country="FR", flags={"alcohol": "central"})) == []


@pytest.mark.parametrize("text", ["[Name]", "Dear XXX", "{price}", "TBD", "【数量】", "____", "待定", "XX.XX.", "???"])
def test_gaps(text: str) -> None:
    assert kinds(gap_warnings(passage(text))) == ["placeholder"]


@pytest.mark.parametrize("text", ["See [1].", "XXL shirts", "Really?", "And so on…", "5 > 3"])
def test_no_gaps(text: str) -> None:
    assert gap_warnings(passage(text)) == []


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", "Please find attached our list."),
        ("de", "Anbei unsere Liste."),
        ("fr", "Veuillez trouver ci-joint notre liste."),
        ("es", "Adjuntamos nuestra lista."),
        ("pt", "Segue em anexo a lista."),
        ("it", "In allegato la lista."),
        ("ru", "Список во вложении."),
        ("tr", "Listemiz ektedir, ekteki dosyaya bakınız."),
        ("zh-Hans", "详见附件。"),
        ("ja", "添付をご覧ください。"),
        ("ko", "첨부 파일을 참조하십시오."),
        ("ar", "تجدون القائمة في المرفق."),
    ],
)
def test_promised_attachments(language: str, body: str) -> None:
    assert kinds(attachment_warnings(body, language, has_attachments=False)) == ["attachment_missing"]
    assert attachment_warnings(body, language, has_attachments=True) == []
    assert attachment_warnings("YX-1", language, has_attachments=False) == []


@pytest.mark.parametrize(
    ("language", "text", "foreign"),
    [
        ("ru", "Мы отправим CNC-1", False),
        ("ru", "We will ship it in ten boxes", True),
        ("ar", "سنشحن LED", False),
        ("ko", "十箱", False),
        ("ko", "We will ship it in ten boxes", True),
        ("fr", "десять коробок", True),
        ("it", "علب", True),
        ("zh-Hant", "十箱", False),
    ],
)
def test_scripts(language: str, text: str, foreign: bool) -> None:
    assert bool(script_warnings(passage(text), language)) is foreign


@pytest.mark.parametrize(
    ("language", "text", "mended"),
    [
        ("en", "Ready on Monday, 15 January 2027.", "Ready on Friday, 15 January 2027."),
        ("de", "Am Montag, 15. Januar 2027, fertig.", "Am Freitag, 15. Januar 2027, fertig."),
        ("es", "El lunes 15 de enero de 2027.", "El viernes 15 de enero de 2027."),
        ("fr", "Le lundi 15 janvier 2027.", "Le vendredi 15 janvier 2027."),
        ("pt", "Na segunda-feira, 15 de janeiro de 2027.", "Na sexta-feira, 15 de janeiro de 2027."),
        ("ru", "Понедельник, 15 января 2027 г.", "Пятница, 15 января 2027 г."),
        ("zh-Hans", "2027年1月15日（星期一）发货", "2027年1月15日（星期五）发货"),
        ("en", "Ready on Tuesday, 15 January.", "Ready on Friday, 15 January."),
    ],
)
def test_weekdays_are_held_against_their_dates(language: str, text: str, mended: str) -> None:
    (found,) = weekday_warnings(passage(text), language, TODAY)
    assert found.cure is not None
    assert cured({"notes": text}, found.cure) == {"notes": mended}
    assert weekday_warnings(passage(mended), language, TODAY) == []


BRAZIL = Person("Rafael", "Lima", "", "m", country="BR")


def found_in(letter: Letter, kind: str) -> DraftWarning:
    return next(one for one in letter.warnings if one.kind == kind)


def test_ambiguous_dates_and_amounts_in_own_wording(write: Callable[..., Letter]) -> None:
    letter = write(Person("Ann", "Hill", country="US", gender="f"), notes="Ready on 03/04/2027.", today=TODAY)
    unclear = found_in(letter, "ambiguous_date")
    assert unclear.cure is not None
    assert unclear.cure.find == "03/04/2027"
    assert cured({"notes": "Ready on 03/04/2027."}, unclear.cure)["notes"] == "Ready on 3 April 2027."


def test_an_enclosure_that_is_listed_is_there(write: Callable[..., Letter]) -> None:
    assert "attachment_missing" in [one.kind for one in write(BRAZIL, notes="Veja o arquivo em anexo.").warnings]


def test_a_bad_day_of_the_market_has_a_better_one(write: Callable[..., Letter]) -> None:
    reader = Person("太郎", "山田", country="JP")
    letter = write(reader, delivery_date="2026-12-30", today=TODAY)
    bad = found_in(letter, "day_to_avoid")
    assert "Year-end closure." in bad.message
    # The third of January is a Sunday.
    assert bad.cure == Cure("delivery_date", "2027-01-04")
    assert cured({"delivery_date": "2026-12-30"}, bad.cure) == {"delivery_date": "2027-01-04"}
    chinese = write(reader, delivery_date="2026-12-30", today=TODAY, advice_language="zh")
    assert "年末休业。" in found_in(chinese, "day_to_avoid").message


def test_a_regional_holiday_counts_where_the_region_is_known(write: Callable[..., Letter]) -> None:
    reader = Person("A", "B", "Frau", country="DE", subdivision="BY")
    letter = write(reader, delivery_date="2027-01-06", today=TODAY)
    assert found_in(letter, "deadline_holiday").cure == Cure("delivery_date", "2027-01-07")
    elsewhere = write(replace(reader, subdivision="BE"), delivery_date="2027-01-06", today=TODAY)
    assert [one.kind for one in elsewhere.warnings] == []


def test_a_letter_edited_by_hand_is_read_again(drafts: DraftService, write: Callable[..., Letter]) -> None:
    reader = Person("Ann", "Hill", "", "f", country="GB")
    letter = write(reader, register="formal", delivery_date=None)
    assert drafts.review(letter, recipients=[reader], today=TODAY) == ()
    edited = replace(letter, salutation="Dear Ann,", body=letter.body + "\n\nWe can't say [when].")
    found = drafts.review(edited, recipients=[reader], today=TODAY)
    assert {one.kind for one in found} == {"closing_clash", "register_clash", "placeholder"}
    assert all(one.cure and one.cure.field in ("body", "register") for one in found)
    promised = replace(letter, body=letter.body + "\n\nThe list is attached.")
    assert [one.kind for one in drafts.review(promised, recipients=[reader], today=TODAY)] == ["attachment_missing"]
    assert drafts.review(promised, recipients=[reader], has_attachments=True, today=TODAY) == ()


def test_cures_reach_into_rows_and_leave_what_does_not_fit() -> None:
    rows = {"items": [{"description": "TBD"}, {"description": "x TBD"}], "notes": 3}
    mended = cured(rows, Cure("items[2].description", "y", "TBD"))
    assert mended == {"items": [{"description": "TBD"}, {"description": "x y"}], "notes": 3}
    for cure in (Cure("items[9].description", "y"), Cure("notes", "y", "z"), Cure("notes"), Cure("a b", "y")):
        assert cured(rows, cure) == rows
