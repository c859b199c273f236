"""Pasted signatures: real shapes from many countries, and text that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.counterparts.signature import Guess, read_signature

COUNTRIES = {
    "brazil": "BR",
    "brasil": "BR",
    "germany": "DE",
    "deutschland": "DE",
    "china": "CN",
    "中国": "CN",
    "japan": "JP",
    "mexico": "MX",
    "méxico": "MX",
    "italy": "IT",
    "united kingdom": "GB",
}
CITIES = {
    "são paulo": ("BR", "America/Sao_Paulo"),
    "guangzhou": ("CN", "Asia/Shanghai"),
    "広州": ("CN", "Asia/Shanghai"),
}


BRAZIL = """Atenciosamente,

Rafael Souza Lima
Gerente de Importação
Importadora Aurora Ltda.
Rua Augusta 1200, São Paulo - SP, Brasil
Tel: +55 11 3550-0142 | rafael.lima@aurora.com.br"""
GERMANY = """Mit freundlichen Grüßen
Dr. Jan MÜLLER
Leiter Einkauf
Meyer Lichttechnik GmbH
Industriestr. 5, 70565 Stuttgart, Germany
T: +49 711 12345678
F: +49 711 12345679
jan.mueller@meyer.de"""


def read(text: str) -> Guess:
    return read_signature(
        text,
        countries=COUNTRIES,
        find_city=lambda name: CITIES.get(name.lower()),
        family_first=lambda country: country in ("CN", "JP", "KR", "VN", "HU"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BRAZIL,
            Guess(
                "Rafael Souza",
                "Lima",
                "",
                "Importadora Aurora Ltda.",
                "Gerente de Importação",
                "rafael.lima@aurora.com.br",
                "+55 11 3550-0142",
                "BR",
                "São Paulo",
                "America/Sao_Paulo",
            ),
        ),
        (
            GERMANY,
            Guess(
                "Jan",
                "Müller",
                "Dr.",
                "Meyer Lichttechnik GmbH",
                "Leiter Einkauf",
                "jan.mueller@meyer.de",
                "+49 711 12345678",
                "DE",
            ),
        ),
        (
            "王芳\n外贸经理\n广州悦新照明有限公司\n电话：+86 20 5550 1188\n邮箱：wang.fang@yuexin.cn",
            Guess(
                "芳",
                "王",
                "",
                "广州悦新照明有限公司",
                "外贸经理",
                "wang.fang@yuexin.cn",
                "+86 20 5550 1188",
                "CN",
            ),
        ),
        (
            "WANG Fang (Ms)\nExport Manager | Yuexin Lighting Co., Ltd.\nGuangzhou, China\nfang@yuexin.example",
            {"family_name": "Wang", "company": "Export Manager | Yuexin Lighting Co., Ltd.", "country": "CN"},
        ),
        ("Best regards,\nMaria van der Berg\nm@zonlicht.nl", {"given_name": "Maria", "family_name": "van der Berg"}),
        ("jane@bigcorp.co.uk", {"email": "jane@bigcorp.co.uk", "given_name": "", "company": "Bigcorp"}),
        ("someone@gmail.com\n+52 55 5555 0100", {"company": "", "country": "MX"}),
        ("欧阳娜娜", {"family_name": "欧阳", "given_name": "娜娜"}),
        ("", {"given_name": "", "country": ""}),
    ],
)
def test_what_is_told(text: str, expected: Guess | dict[str, str]) -> None:
    found = read(text)
    if isinstance(expected, Guess):
        assert found == expected
    else:
        assert {name: getattr(found, name) for name in expected} == expected


@given(st.text(max_size=3000))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = read(text)
    assert "\n" not in found.given_name + found.family_name + found.company


def test_a_hostile_text_takes_no_time() -> None:
    assert read("a@" * 2500).email == ""
    assert read("Dr. " * 1200).family_name == ""
