"""Writes every letter of every purpose, language and register into one HTML page, to be read through and printed.

    python docs/contact_sheet.py FILE.html [LOCALE …] [--text]

With ``--text`` the letters come as plain text. The people are invented; the figures are the examples of the purposes,
and what the writer adds in their own words stands in the language of each letter.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dragoman.drafts.layout import fragment_of
from dragoman.drafts.model import FieldSpec, Letter, Person
from dragoman.services import Services

TODAY = date(2026, 11, 23)
SENDER = Person(
    "Yuqing",
    "Lin",
    "Ms",
    "f",
    "Guangzhou Yuexin Lighting Co., Ltd.",
    "CN",
    email="lin@yuexin.example",
    phone="+86 20 5550 1188",
)
READERS = {
    "en-GB": Person("Olivia", "Bennett", "", "f", "Bennett Lighting Ltd", "GB"),
    "en-US": Person("James", "Carter", "", "m", "Carter Electric Inc.", "US"),
    "en-IN": Person("Rajesh", "Iyer", "", "m", "Iyer Electricals Pvt. Ltd.", "IN"),
    "zh-Hans-CN": Person("芳", "王", "", "f", "佛山照明有限公司", "CN"),
    "zh-Hant-TW": Person("志明", "陳", "", "m", "光華照明股份有限公司", "TW"),
    "es-ES": Person("Carmen", "Ruiz Ortega", "", "f", "Iluminaciones Ruiz S.L.", "ES"),
    "es-MX": Person("Javier", "Ortega Luna", "Ing.", "m", "Luminarias del Norte S.A. de C.V.", "MX"),
    "pt-BR": Person("Andrea", "Lima", "", "f", "Aurora Iluminação Ltda.", "BR"),
    "pt-PT": Person("João", "Ferreira", "Eng.", "m", "Ferreira & Filhos, Lda.", "PT"),
    "fr-FR": Person("Claire", "Moreau", "Directrice", "f", "Lumière Moreau SARL", "FR"),
    "de-DE": Person("Jan", "Meyer", "Dr.", "m", "Meyer Lichttechnik GmbH", "DE"),
    "de-CH": Person("Petra", "Strauß", "", "f", "Strauß Licht AG", "CH"),
    "ja-JP": Person("健一", "佐藤", "部長", None, "株式会社東光", "JP"),
    "ko-KR": Person("민수", "김", "부장", None, "한빛조명 주식회사", "KR"),
    "ar-SA": Person("خالد", "العتيبي", "", "m", "شركة الأنوار التجارية", "SA"),
    "ar-EG": Person("منى", "حسن", "د.", "f", "النور للإضاءة", "EG"),
    "ru-RU": Person("Анна Сергеевна", "Иванова", "", "f", "ООО «Светотехника»", "RU"),
    "it-IT": Person("Giulia", "Conti", "dott.ssa", "f", "Conti Illuminazione S.r.l.", "IT"),
    "tr-TR": Person("Mehmet", "Yılmaz", "", "m", "Yılmaz Aydınlatma A.Ş.", "TR"),
}
OWN_WORDS = {
    "en": "The cartons carry your logo. Spare drivers are packed separately.",
    "zh-Hans": "外箱印有贵公司标志，备用驱动器单独包装。",
    "zh-Hant": "外箱印有貴公司標誌，備用驅動器另行包裝。",
    "es": "Las cajas llevan su logotipo. Los controladores de repuesto van embalados aparte.",
    "pt": "As caixas levam a marca da sua empresa. Os drivers de reposição seguem embalados à parte.",
    "fr": "Les cartons portent votre logo. Les alimentations de rechange sont emballées séparément.",
    "de": "Die Kartons tragen Ihr Firmenzeichen. Ersatznetzteile sind gesondert verpackt.",
    "ja": "外箱には貴社ロゴを印刷しております。予備の電源は別梱包でございます。",
    "ko": "외부 상자에는 귀사 로고가 인쇄되어 있으며, 예비 전원 장치는 따로 포장합니다.",
    "ar": "تحمل الصناديق شعار شركتكم، ووحدات التغذية الاحتياطية معبأة على حدة.",
    "ru": "На коробках напечатан логотип вашей компании. Запасные драйверы упакованы отдельно.",
    "it": "I cartoni riportano il vostro logo. Gli alimentatori di ricambio sono imballati a parte.",
    "tr": "Kolilerde firmanızın logosu bulunur. Yedek sürücüler ayrıca paketlenmiştir.",
}
"""What the writer adds, in the polite form that business letters have; it goes into every free paragraph."""

_STYLE = """
body { font-family: system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Noto Sans Arabic', sans-serif; margin: 24px;
  color: #1c1f23; }
h2 { font-size: 18px; margin: 32px 0 8px; border-bottom: 2px solid #33508a; }
.letters { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); }
section { border: 1px solid #c9cdd3; border-radius: 6px; padding: 12px 16px; font-size: 14px; line-height: 1.45; }
section > p.what { font-size: 12px; color: #5a6270; margin: 0; }
section > h3 { font-size: 15px; margin: 6px 0 10px; }
nav a { margin-right: 10px; }
@media print { nav { display: none; } body { margin: 0; } .letters { grid-template-columns: 1fr 1fr; }
  section { break-inside: avoid; } h2 { break-before: page; } }
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter of the sheet and what it is."""

    purpose: str
    locale: str
    letter: Letter


def letters(services: Services, wanted: list[str]) -> Iterator[Entry]:
    """Yield every letter, by purpose, reader and register."""
    drafts = services.letters
    for purpose in drafts.purposes():
        for locale, reader in READERS.items():
            language = next((tag for tag in drafts.languages(purpose) if locale.startswith(tag)), None)
            if language is None or (wanted and not any(locale.startswith(one) for one in wanted)):
                continue
            values = {spec.name: _example(spec, language) for spec in drafts.fields(purpose)}
            for register in drafts.registers(purpose, locale):
                letter = drafts.compose(
                    purpose,
                    sender=SENDER,
                    recipient=reader,
                    values=values,
                    language=locale,
                    register=register,
                    today=TODAY,
                )
                yield Entry(purpose, locale, letter)


def _example(spec: FieldSpec, language: str) -> object:
    return OWN_WORDS[language] if spec.free and spec.multiline else spec.example


def page_of(entries: list[Entry]) -> str:
    """Return the sheet: a chapter for each purpose, its letters beside one another."""
    purposes = list(dict.fromkeys(entry.purpose for entry in entries))
    links = " ".join(f'<a href="#{purpose}">{purpose}</a>' for purpose in purposes)
    chapters = "\n".join(
        f'<h2 id="{purpose}">{purpose}</h2>\n<div class="letters">\n'
        + "\n".join(_card(entry) for entry in entries if entry.purpose == purpose)
        + "\n</div>"
        for purpose in purposes
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Letters</title><style>{_STYLE}</style>'
        f"</head><body><h1>{len(entries)} letters</h1><nav>{links}</nav>\n{chapters}\n</body></html>\n"
    )


def _card(entry: Entry) -> str:
    letter = entry.letter
    return (
        f'<section><p class="what">{entry.locale} · {letter.register}</p>'
        f'<h3 lang="{letter.locale}" dir="{letter.direction}">{html.escape(letter.subject)}</h3>'
        f"{fragment_of(letter)}</section>"
    )


def main(arguments: list[str]) -> None:
    """Write the page."""
    as_text = "--text" in arguments
    target, *wanted = [one for one in arguments if one != "--text"]
    entries = list(letters(Services(install_starters=False), wanted))
    page = page_of(entries)
    if as_text:
        page = "\n".join(
            f"=== {entry.purpose} · {entry.locale} · {entry.letter.register}\n{entry.letter.subject}\n\n"
            f"{entry.letter.text}\n"
            for entry in entries
        )
    Path(target).write_text(page, encoding="utf-8")
    print(f"{len(entries)} letters")


if __name__ == "__main__":
    main(sys.argv[1:])
