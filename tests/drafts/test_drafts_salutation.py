"""Who is addressed how."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.drafts.model import Letter, Person

TABLE = [
    # country, register, (given, family, title, gender, company), first lines, closing
    ("DE", "formal", ("Andrea", "Meyer", "", "f", ""), "Sehr geehrte Frau Meyer,", "Mit freundlichen Grüßen"),
    ("DE", "formal", ("Jan", "Meyer", "", "m", ""), "Sehr geehrter Herr Meyer,", "Mit freundlichen Grüßen"),
    ("DE", "formal", ("Andrea", "Meyer", "", None, ""), "Guten Tag Andrea Meyer,", "Mit freundlichen Grüßen"),
    ("DE", "formal", ("Andrea", "Meyer", "Dr.", "f", ""), "Sehr geehrte Frau Dr. Meyer,", "Mit freundlichen Grüßen"),
    ("DE", "formal", ("Andrea", "Meyer", "Prof. Dr.", "f", ""), "Sehr geehrte Frau Professorin Meyer,", "Mit"),
    ("DE", "formal", ("Jan", "Meyer", "Herr Dr.-Ing.", None, ""), "Sehr geehrter Herr Dr. Meyer,", "Mit"),
    ("DE", "formal", ("", "", "", None, "Meyer GmbH"), "Sehr geehrte Damen und Herren,", "Mit freundlichen Grüßen"),
    ("DE", "neutral", ("Andrea", "Meyer", "Frau", None, ""), "Guten Tag Frau Meyer,", "Freundliche Grüße"),
    ("DE", "familiar", ("Andrea", "Meyer", "Dr.", "f", ""), "Hallo Andrea,", "Viele Grüße"),
    ("DE", "familiar", ("", "Meyer", "", "f", ""), "Guten Tag Frau Meyer,", "Freundliche Grüße"),
    ("CH", "formal", ("Jan", "Meyer", "", "m", ""), "Sehr geehrter Herr Meyer", "Freundliche Grüsse"),
    ("AT", "formal", ("Jan", "Huber", "Ing.", "m", ""), "Sehr geehrter Herr Ing. Huber,", "Mit freundlichen Grüßen"),
    ("DE", "formal", ("Jan", "Huber", "Ing.", "m", ""), "Sehr geehrter Herr Huber,", "Mit freundlichen Grüßen"),
    ("GB", "formal", ("Ann", "Hill", "", "f", ""), "Dear Ms Hill,", "Yours sincerely,"),
    ("GB", "formal", ("Ann", "Hill", "Dr", None, ""), "Dear Dr Hill,", "Yours sincerely,"),
    ("GB", "formal", ("", "", "", None, "Hill Ltd"), "Dear Sir or Madam,", "Yours faithfully,"),
    ("US", "formal", ("Tom", "Hill", "", "m", ""), "Dear Mr. Hill:", "Sincerely,"),
    ("US", "formal", ("Tom", "Hill", "Dr", "m", ""), "Dear Dr. Hill:", "Sincerely,"),
    ("US", "neutral", ("Tom", "Hill", "", None, ""), "Dear Tom,", "Best regards,"),
    ("BR", "formal", ("Rafael", "Souza Lima", "Sr.", None, ""), "Prezado Senhor Rafael Souza Lima,", "Atenciosamente,"),
    ("BR", "formal", ("Ana", "Lima", "Dra.", None, ""), "Prezada Dra. Ana Lima,", "Atenciosamente,"),
    ("BR", "formal", ("Darci", "Lima", "", None, ""), "À atenção de Darci Lima,", "Atenciosamente,"),
    ("BR", "neutral", ("Rafael", "Lima", "", "m", ""), "Prezado Rafael,", "Cordialmente,"),
    ("BR", "formal", ("", "", "", None, "Aurora Ltda."), "Prezados Senhores,", "Atenciosamente,"),
    ("BR", "familiar", ("Rafael", "Lima", "", None, ""), "Olá, Rafael,", "Um abraço,"),
    ("PT", "formal", ("Ana", "Sousa", "", "f", ""), "Exma. Senhora Ana Sousa,", "Com os melhores cumprimentos,"),
    ("PT", "formal", ("Rui", "Sousa", "Eng.", "m", ""), "Exmo. Senhor Eng. Rui Sousa,", "Com os melhores"),
    ("TR", "neutral", ("Emre", "Yılmaz", "", "m", ""), "Merhaba Emre Bey,", "İyi çalışmalar dileriz."),
    ("TR", "neutral", ("", "Yılmaz", "", "m", ""), "Sayın Yılmaz,", "İyi çalışmalar dileriz."),
    ("JP", "formal", ("太郎", "山田", "", None, "株式会社山田商事"), "株式会社山田商事\n山田太郎 様", "今後とも何卒"),
    ("JP", "formal", ("太郎", "山田", "部長", "m", "株式会社 山田"), "株式会社 山田\n部長 山田太郎 様", "今後とも何卒"),
    ("JP", "neutral", ("", "", "", None, "株式会社山田商事"), "株式会社山田商事 御中", "よろしく"),
    ("JP", "neutral", ("", "", "", None, ""), "ご担当者様", "よろしくお願いいたします。"),
    ("JP", "formal", ("花子", "鈴木", "教授", None, ""), "鈴木花子 先生", "今後とも"),
    ("CN", "formal", ("芳", "王", "", "f", ""), "尊敬的王芳女士：\n您好！", "此致\n敬礼！"),
    ("CN", "formal", ("芳", "王", "", None, ""), "尊敬的王芳：\n您好！", "此致\n敬礼！"),
    ("CN", "formal", ("伟", "李", "总经理", "m", ""), "尊敬的李总经理：\n您好！", "此致\n敬礼！"),
    ("CN", "neutral", ("伟", "李", "先生", None, ""), "李先生，您好：", "顺祝商祺！"),
    ("CN", "neutral", ("伟", "李", "博士", None, ""), "李博士，您好：", "顺祝商祺！"),
    ("CN", "familiar", ("伟", "李", "", None, ""), "李伟，你好：", "祝好！"),
    ("CN", "formal", ("", "", "", None, "广州粤新照明有限公司"), "尊敬的广州粤新照明有限公司负责人：\n您好！", "此致"),
    ("CN", "formal", ("Rafael", "Souza Lima", "", "m", ""), "尊敬的 Souza Lima Rafael 先生：\n您好！", "此致"),
]


@pytest.mark.parametrize(("country", "register", "who", "salutation", "closing"), TABLE)
def test_salutation_and_closing(
    write: Callable[..., Letter],
    country: str,
    register: str,
    who: tuple[str, str, str, str | None, str],
    salutation: str,
    closing: str,
) -> None:
    given, family, title, gender, company = who
    letter = write(Person(given, family, title, gender, company, country), register=register)
    assert letter.salutation == salutation
    assert letter.closing.startswith(closing)


def test_given_name_is_the_form_of_address_in_vietnam(write: Callable[..., Letter]) -> None:
    letter = write(Person("Tuan", "Nguyen", "", "m", "", "VN"), language="en", register="formal")
    assert letter.salutation == "Dear Mr Tuan,"


@pytest.mark.parametrize(
    ("country", "register", "title", "warned"),
    [
        ("DE", "formal", "", True),
        ("DE", "formal", "Frau", False),
        ("DE", "familiar", "", False),
        ("GB", "formal", "", True),
        ("GB", "formal", "Dr", False),
        ("US", "neutral", "", False),
        ("JP", "formal", "", False),
        ("CN", "formal", "", True),
        ("CN", "formal", "博士", False),
    ],
)
def test_a_stand_in_for_the_gender_is_said(
    write: Callable[..., Letter], country: str, register: str, title: str, warned: bool
) -> None:
    letter = write(Person("Kim", "Sato", title, None, "", country), register=register)
    assert ("gender_unknown" in {warning.kind for warning in letter.warnings}) is warned


@pytest.mark.parametrize(
    ("country", "name"), [("CN", "Lin Yuqing"), ("GB", "Yuqing Lin")], ids=["family first", "given first"]
)
def test_the_signature_keeps_the_order_of_the_senders_country(
    write: Callable[..., Letter], country: str, name: str
) -> None:
    letter = write(Person(country="DE"), sender=Person("Yuqing", "Lin", company="Yuexin", country=country))
    assert letter.closing == f"Mit freundlichen Grüßen\n\n{name}\nYuexin"


def test_japanese_signature_stands_between_rules_and_leaves_out_what_is_not_known(
    write: Callable[..., Letter],
) -> None:
    letter = write(Person("太郎", "山田", country="JP"), sender=Person("", "", company="粤新照明", country="CN"))
    assert letter.closing.splitlines()[2:] == ["――――――――――――", "粤新照明", "――――――――――――"]
