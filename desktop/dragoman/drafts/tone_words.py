"""Wording that is too blunt for indirect markets, or too vague for direct ones, and what offends in a market."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NO_CASE = re.IGNORECASE | re.MULTILINE
_START = r"(?:^|(?<=[.!?]\s))"

COMMANDS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(rf"{_START}(Send|Pay|Confirm|Reply|Answer|Give|Tell|Ship|Deliver|Explain|Sign)\b", re.MULTILINE),
    "de": re.compile(rf"{_START}(Schicken|Senden|Zahlen|Bestätigen|Antworten|Liefern|Erklären) Sie\b(?! bitte)", re.M),
    "fr": re.compile(rf"{_START}(Envoyez|Payez|Confirmez|Répondez|Livrez|Expliquez)\b", re.MULTILINE),
    "es": re.compile(rf"{_START}(Envíe|Envíen|Pague|Paguen|Confirme|Confirmen|Responda|Respondan)\b", re.MULTILINE),
    "pt": re.compile(rf"{_START}(Envie|Enviem|Pague|Paguem|Confirme|Confirmem|Responda|Respondam)\b", re.MULTILINE),
    "it": re.compile(rf"{_START}(Invii|Inviate|Paghi|Pagate|Confermi|Confermate|Risponda)\b", re.MULTILINE),
    "ja": re.compile("(送れ|しなさい|してください|払ってください|返事をください)(?=[。！]|$)"),
    "ko": re.compile("(하십시오|보내라|하세요|해라)(?=[.!]|$)"),
    "zh": re.compile("(?:^|(?<=[。！？\\n]))(必须|马上|立即|立刻|必須|馬上)"),
    "ru": re.compile(rf"{_START}(Отправьте|Оплатите|Подтвердите|Ответьте|Пришлите)\b", re.MULTILINE),
    "ar": re.compile(r"(?:^|(?<=[.!؟]\s))(أرسلوا|أرسل|ادفعوا|أكدوا|أجيبوا)(?!\w)", re.MULTILINE),
    "tr": re.compile(rf"{_START}(Gönderin|Ödeyin|Onaylayın|Yanıtlayın|Açıklayın)\b", re.MULTILINE),
}
"""A bare command at the head of a sentence."""

PLEASE: Mapping[str, str] = {
    "en": "Please {0}",
    "fr": "Veuillez {0}",
    "ru": "Пожалуйста, {0}",
    "ar": "يرجى منكم التكرم: {0}",
    "tr": "Lütfen {0}",
    "de": "Bitte {0}",
    "es": "Por favor, {0}",
    "pt": "Por favor, {0}",
    "it": "Per favore, {0}",
}
"""The command softened, its own first letter small. French and Arabic would need another form of the verb."""
CANNOT_SOFTEN = frozenset({"fr", "ar"})

BLUNT: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(you must|you have to|you should have|immediately|at once|your (?:own )?(?:mistake|fault)|unacceptable"
        r"|impossible|nonsense|we refuse|last chance|out of the question)\b",
        _NO_CASE,
    ),
    "de": re.compile(
        r"\b(Sie müssen|sofort|umgehend|Ihr Fehler|Ihre Schuld|inakzeptabel|unmöglich|kommt nicht in ?frage)\b",
        _NO_CASE,
    ),
    "fr": re.compile(
        r"\b(vous devez|immédiatement|votre (?:faute|erreur)|inacceptable|impossible|nous refusons|hors de question)\b",
        _NO_CASE,
    ),
    "es": re.compile(
        r"\b(debe usted|tiene que|inmediatamente|su (?:culpa|error)|inaceptable|imposible|nos negamos)\b", _NO_CASE
    ),
    "pt": re.compile(
        r"\b(o senhor deve|tem que|tem de|imediatamente|sua culpa|seu erro|inaceitável|impossível|recusamos)\b",
        _NO_CASE,
    ),
    "it": re.compile(
        r"\b(deve|dovete|immediatamente|(?:Suo|vostro) errore|(?:Sua|vostra) colpa|inaccettabile|impossibile)\b",
        _NO_CASE,
    ),
    "ja": re.compile("(しなければなりません|すぐに|至急|無理です|できません|お断りします|御社のミス|貴社の責任)"),
    "ko": re.compile("(해야 합니다|즉시|당장|불가능합니다|귀사의 잘못|거절합니다|안 됩니다)"),
    "zh": re.compile(
        "(必须|必須|你们的错|你們的錯|贵公司的错误|不可能|不可接受|绝不|絕不|马上给|立刻给|最后通牒|拒绝|拒絕)"
    ),
    "ru": re.compile(r"\b(вы должны|немедленно|ваша вина|ваша ошибка|неприемлемо|невозможно|отказываемся)\b", _NO_CASE),
    "ar": re.compile(r"(?<!\w)(يجب عليكم|فورا|فوراً|خطؤكم|غير مقبول|مستحيل|نرفض)(?!\w)"),
    "tr": re.compile(
        r"\b(zorundasınız|derhal|hemen|sizin hatanız|kabul edilemez|imkânsız|imkansız|reddediyoruz)\b", _NO_CASE
    ),
}

VAGUE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(maybe|perhaps|possibly|we(?: will|'ll) see|sometime|some time|sooner or later|more or less|and so on|soon"
        r"|in due course|if convenient)\b",
        _NO_CASE,
    ),
    "de": re.compile(
        r"\b(vielleicht|eventuell|möglicherweise|irgendwann|demnächst|mehr oder weniger|wir werden sehen|usw\.)",
        _NO_CASE,
    ),
    "fr": re.compile(r"\b(peut-être|éventuellement|plus ou moins|un de ces jours|on verra|bientôt)\b", _NO_CASE),
    "es": re.compile(r"\b(quizás?|tal vez|más o menos|ya veremos|pronto|algún día)\b", _NO_CASE),
    "pt": re.compile(r"\b(talvez|mais ou menos|vamos ver|em breve|algum dia|qualquer dia)\b", _NO_CASE),
    "it": re.compile(r"\b(forse|magari|eventualmente|più o meno|vedremo|presto|prima o poi)\b", _NO_CASE),
    "ja": re.compile("(検討します|善処します|かもしれません|そのうち|近いうちに|できれば)"),
    "ko": re.compile("(아마도?|검토해 ?보겠습니다|조만간|가능하면|언젠가)"),
    "zh": re.compile("(也许|可能会|差不多|再说|研究研究|尽快|過段時間|过段时间|大概|也許|盡快)"),
    "ru": re.compile(r"\b(может быть|возможно|наверное|скоро|как-нибудь|посмотрим|более или менее)\b", _NO_CASE),
    "ar": re.compile(r"(?<!\w)(ربما|قريبا|قريباً|إن أمكن|سنرى|تقريبا|تقريباً)(?!\w)"),
    "tr": re.compile(r"\b(belki|muhtemelen|yakında|bakarız|aşağı yukarı|bir ara)\b", _NO_CASE),
}

_GULF_ARAB = ("AE", "BH", "IQ", "KW", "OM", "QA", "SA", "YE")
_PERSIAN_GULF = (
    r"\bPersian Gulf\b|波斯湾|波斯灣|\bPersischer Golf\b|\bgolfe Persique\b|الخليج الفارسي|\bgolfo Pérsico\b"
)
_ARABIAN_GULF = r"\bArabian Gulf\b|阿拉伯湾|阿拉伯灣|الخليج العربي|\bgolfe Arabique\b|\bgolfo Arábigo\b"

TABOO_NAMES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    **{code: ((re.compile(_PERSIAN_GULF, _NO_CASE), "Arabian Gulf"),) for code in _GULF_ARAB},
    "IR": ((re.compile(_ARABIAN_GULF, _NO_CASE), "Persian Gulf"),),
    "KR": ((re.compile(r"\bSea of Japan\b|\bTakeshima\b|日本海|竹島", _NO_CASE), ""),),
    "JP": ((re.compile(r"\bEast Sea\b|\bDokdo\b|독도|獨島|独島|钓鱼岛|釣魚島", _NO_CASE), ""),),
    "CN": (
        (
            re.compile(
                r"(?<!People's )(?<!People’s )\bRepublic of China\b|中華民國|中华民国|\bSenkaku\b|尖閣", _NO_CASE
            ),
            "",
        ),
    ),
    "TW": (
        (
            re.compile(r"\bTaiwan, (?:Province of )?China\b|\bChinese Taipei\b|中国台湾|台湾省|中國臺灣", _NO_CASE),
            "Taiwan",
        ),
    ),
    "UA": (
        (re.compile(r"\bthe Ukraine\b"), "Ukraine"),
        (re.compile(r"\bKiev\b"), "Kyiv"),
    ),
    "MM": ((re.compile(r"\bBurma\b"), "Myanmar"),),
    "TR": ((re.compile(r"\bTurkey\b"), "Türkiye"),),
    "AR": ((re.compile(r"\bFalklands?(?: Islands)?\b"), ""),),
    "VN": ((re.compile(r"\bSouth China Sea\b|\bParacel(?: Islands)?\b|南海|西沙", _NO_CASE), ""),),
    "IN": ((re.compile(r"\b(?:Azad|Pakistan[- ]administered) Kashmir\b", _NO_CASE), ""),),
    "PK": ((re.compile(r"\bIndian Kashmir\b", _NO_CASE), ""),),
    "MK": ((re.compile(r"\bFYROM\b"), "North Macedonia"),),
    "CZ": ((re.compile(r"\bCzechoslovakia\b|\bEastern Europe\b", _NO_CASE), ""),),
}
"""Names of places that a reader there takes as a side taken; the second is what they say, empty: leave it out."""

TABOO_THINGS: Mapping[str, re.Pattern[str]] = {
    "alcohol": re.compile(
        r"\b(wines?|beers?|whisk(?:e)?y|vodka|champagne|alcohol|Wein|Bier|Sekt|vin|bière|vino|cerveza|vinho|cerveja|birra"
        r"|вино|пиво|водка|şarap|bira)\b|(白酒|红酒|紅酒|葡萄酒|啤酒|茅台|ワイン|ビール|日本酒|와인|맥주|소주|نبيذ|خمر|بيرة)",
        _NO_CASE,
    ),
    "pork": re.compile(
        r"\b(pork|ham|bacon|pigskin|Schwein\w*|Schinken|porc|jambon|cerdo|jamón|porco|presunto|maiale|prosciutto|свинин\w*"
        r"|domuz)\b|(猪肉|豬肉|猪皮|火腿|豚肉|豚革|ハム|돼지고기|لحم الخنزير|خنزير)",
        _NO_CASE,
    ),
    "beef": re.compile(
        r"\b(beef|Rindfleisch|bœuf|carne de res|carne bovina|manzo|говядин\w*|sığır eti)\b"
        r"|(牛肉|소고기|쇠고기|لحم البقر)",
        _NO_CASE,
    ),
}
"""Things that the market's flags ask to leave out, by flag."""
