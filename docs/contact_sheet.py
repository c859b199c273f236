"""Writes every letter of every purpose, language and register into one HTML page, to be read through.

    python docs/contact_sheet.py FILE.html [LANGUAGE …] [--text]

With ``--text`` the letters come as plain text. The people are invented; the figures are the examples of the purposes.
"""

from __future__ import annotations

import html
import sys
from datetime import date
from pathlib import Path

from dragoman.drafts.model import Letter, Person
from dragoman.services import Services

TODAY = date(2026, 11, 23)
SENDER = Person("Yuqing", "Lin", "Ms", "f", "Guangzhou Yuexin Lighting Co., Ltd.", "CN", email="lin@yuexin.example")
READERS = {
    "en-GB": Person("Olivia", "Bennett", "", "f", "Bennett Lighting Ltd", "GB"),
    "en-US": Person("James", "Carter", "", "m", "Carter Electric Inc.", "US"),
    "zh-Hans-CN": Person("芳", "王", "", "f", "佛山照明有限公司", "CN"),
    "zh-Hant-TW": Person("志明", "陳", "", "m", "光華照明股份有限公司", "TW"),
    "es-ES": Person("Carmen", "Ruiz", "", "f", "Iluminaciones Ruiz S.L.", "ES"),
    "es-MX": Person("Javier", "Ortega", "Ing.", "m", "Luminarias del Norte S.A. de C.V.", "MX"),
    "pt-BR": Person("Andrea", "Lima", "", "f", "Aurora Iluminação Ltda.", "BR"),
    "pt-PT": Person("João", "Ferreira", "Eng.", "m", "Ferreira & Filhos, Lda.", "PT"),
    "fr-FR": Person("Claire", "Moreau", "", "f", "Lumière Moreau SARL", "FR"),
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


def letters(services: Services, wanted: list[str]) -> list[tuple[str, Letter]]:
    """Return every letter with its heading, by purpose, reader and register."""
    drafts = services.letters
    made = []
    for purpose in drafts.purposes():
        values = {spec.name: spec.example for spec in drafts.fields(purpose)}
        for locale, reader in READERS.items():
            language = next((tag for tag in drafts.languages(purpose) if locale.startswith(tag)), None)
            if language is None or (wanted and not any(locale.startswith(one) for one in wanted)):
                continue
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
                made.append((f"{purpose} · {locale} · {register}", letter))
    return made


def main(arguments: list[str]) -> None:
    """Write the page."""
    as_text = "--text" in arguments
    target, *wanted = [one for one in arguments if one != "--text"]
    found = letters(Services(install_starters=False), wanted)
    if as_text:
        page = "\n".join(f"=== {title}\n{letter.subject}\n\n{letter.text}\n" for title, letter in found)
    else:
        cards = "\n".join(
            f"<section><h2>{html.escape(title)}</h2><h3 dir='auto'>{html.escape(letter.subject)}</h3>"
            f"<div dir='{letter.direction}' lang='{letter.locale}'>{letter.html.split('<body')[1].split('>', 1)[1]}"
            "</div></section>"
            for title, letter in found
        ).replace("</body>\n</html>", "")
        page = (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Letters</title><style>"
            "body{font-family:system-ui,'Noto Sans',sans-serif;display:grid;gap:16px;"
            "grid-template-columns:repeat(auto-fill,minmax(420px,1fr))}"
            "section{border:1px solid #ccc;padding:12px;font-size:14px}h2{font-size:13px;color:#555;margin:0}"
            f"h3{{font-size:15px}}</style></head><body>{cards}</body></html>"
        )
    Path(target).write_text(page, encoding="utf-8")
    print(f"{len(found)} letters")


if __name__ == "__main__":
    main(sys.argv[1:])
