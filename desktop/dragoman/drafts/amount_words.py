"""Amounts in words, where letters about money give them so that no figure can be altered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from babel import Locale

from dragoman.drafts.fields import Money

_LATIN_AMERICA = "AR BO CL CO CR CU DO EC GT HN MX NI PA PE PR PY SV UY VE"
_FRENCH_AFRICA = "BF BI BJ CD CF CG CI CM DJ DZ GA GN KM MA MG ML MR NE RW SN TD TG TN"
_SOUTH_ASIA = "BD IN LK NP PK"

# Line, and the countries where it is the custom (empty: everywhere). The reasons are in docs/letters.md.
_LINES: Mapping[str, tuple[str, str]] = {
    "ar": ("المبلغ كتابةً: فقط {amount_due:words} لا غير", ""),
    "en": ("Amount in words: {amount_due:words} only", _SOUTH_ASIA),
    "es": ("Importe con letra: {amount_due:words}", _LATIN_AMERICA),
    "fr": ("Arrêtée la présente facture pro forma à la somme de\u00a0: {amount_due:words}", _FRENCH_AFRICA),
    "ko": ("금액: 일금 {amount_due:words}정", ""),
    "ru": ("Сумма прописью: {amount_due:words}", ""),
    "tr": ("Yazıyla: yalnız {amount_due:words}", ""),
    "zh": ("大写金额：{amount_due:words}", ""),
    "zh_Hant": ("大寫金額：{amount_due:words}", ""),
}
# Where the hundredths stand; a currency without them leaves out what is behind the bar.
_PHRASES: Mapping[str, tuple[str, str]] = {
    "ar": ("{words} {code}", " و{minor}"),
    "en": ("{code} {words}", " and {minor}"),
    "fr": ("{words} {code}", " et {minor}"),
}
_PLAIN_PHRASE = ("{words} {code}", " {minor}")
_VOICES = {"pt": "pt_BR"}
_MOST = Decimal(10) ** 12

_SIMPLIFIED = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "兆"), ("元", "角", "分", "整"))
_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"), ("", "萬", "億", "兆"), ("元", "角", "分", "整"))


def custom_line(locale: Locale) -> str:
    """Return the pattern of the line with an amount in words where custom asks for one, else an empty text."""
    pattern, countries = _LINES.get(_written(locale)) or _LINES.get(locale.language, ("", ""))
    return pattern if not countries or str(locale.territory) in countries.split() else ""


def in_words(money: Money, locale: Locale) -> str:
    """Return the amount in words with its currency, hundredths as ``50/100``.

    Chinese uses the financial numerals of cheques (GB/T 15835, 支付结算办法 appendix 1). Empty where the currency has
    no such number (a tenth of a cent), for a trillion and more, and where no words for the language are known.
    """
    from babel.numbers import get_currency_precision

    decimals = get_currency_precision(money.currency)
    whole = int(money.amount)
    minor = (money.amount - whole).scaleb(decimals)
    if minor != minor.to_integral_value() or money.amount >= _MOST:
        return ""
    if locale.language == "zh":
        return _financial(money, int(minor), decimals, locale)
    if locale.language == "ko":
        return f"{_cardinal(whole, locale)}원" if money.currency == "KRW" else ""
    words = _cardinal(whole, locale)
    if not words:
        return ""
    if (locale.territory, money.currency) == ("MX", "MXN"):
        return f"{words} pesos {int(minor):02d}/100 M.N."
    phrase, part = _PHRASES.get(locale.language, _PLAIN_PHRASE)
    shown = phrase.format(words=words, code=money.currency)
    if not decimals:
        return shown
    fraction = f"{int(minor):0{decimals}d}/{10**decimals}"
    if locale.language == "es":
        return f"{words} {fraction} {money.currency}"
    return shown + part.format(minor=fraction)


def financial_numerals(whole: int, traditional: bool = False) -> str:
    """Return a whole number in the numerals of cheques: 壹万贰仟伍佰."""
    digits, places, groups, _units = _TRADITIONAL if traditional else _SIMPLIFIED
    if not whole:
        return digits[0]
    text = ""
    gap = False
    for group in range(len(groups) - 1, -1, -1):
        four = whole // 10 ** (4 * group) % 10000
        if not four:
            gap = bool(text)
            continue
        for place in range(3, -1, -1):
            digit = four // 10**place % 10
            if not digit:
                gap = bool(text)
                continue
            text += (digits[0] if gap else "") + digits[digit] + places[place]
            gap = False
        text += groups[group]
        gap = False if four % 10 else gap
    return text


def _financial(money: Money, minor: int, decimals: int, locale: Locale) -> str:
    from babel.numbers import get_currency_name

    if decimals > 2:
        return ""
    traditional = _written(locale) == "zh_Hant"
    digits, _places, _groups, (yuan, jiao, fen, full) = _TRADITIONAL if traditional else _SIMPLIFIED
    name = str(get_currency_name(money.currency, locale=locale))
    whole = int(money.amount)
    tenths, hundredths = divmod(minor, 10) if decimals else (0, 0)
    text = name + financial_numerals(whole, traditional) + yuan
    if tenths:
        text += digits[tenths] + jiao
    elif hundredths:
        text += digits[0]
    return text + (digits[hundredths] + fen if hundredths else full)


def _cardinal(number: int, locale: Locale) -> str:
    from num2words import num2words

    for voice in (f"{locale.language}_{locale.territory}", _VOICES.get(locale.language, locale.language)):
        try:
            words = str(num2words(number, lang=voice))
        except (NotImplementedError, OverflowError):
            continue
        # The Arabic conjunction is written to the word that follows it; English takes no comma before "hundred and".
        return words.replace(" و ", " و") if locale.language == "ar" else words.replace(",", "")
    return ""


def _written(locale: Locale) -> str:
    is_traditional = locale.script == "Hant" or (locale.script is None and str(locale.territory) in {"TW", "HK", "MO"})
    return "zh_Hant" if locale.language == "zh" and is_traditional else str(locale.language)
