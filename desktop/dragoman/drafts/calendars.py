"""The date of another calendar beside the Gregorian one, for readers whose offices use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

_PERSIAN_MONTHS = (
    "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand",
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
)
_AFGHAN_MONTHS = (
    "Hamal Sawr Jawza Saratan Asad Sonbola Mizan Aqrab Qaws Jadi Dalw Hut",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
)
_ISLAMIC_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)
_ARABIC_SCRIPT = frozenset({"ar", "fa", "ps", "ur"})

# The Buddhist year as each language writes it; CLDR's abbreviation of the era elsewhere.
_BUDDHIST: Mapping[str, str] = {
    "ar": "{year} بالتقويم البوذي",
    "de": "{year} buddhistischer Zeitrechnung",
    "es": "{year} de la era budista",
    "fr": "{year} de l’ère bouddhique",
    "it": "{year} dell’era buddhista",
    "ja": "仏暦{year}年",
    "ko": "불기 {year}년",
    "pt": "{year} da era budista",
    "ru": "{year} г. буддийской эры",
    "tr": "Budist takvimine göre {year}",
    "zh": "佛历{year}年",
    "zh-Hant": "佛曆{year}年",
}
_BUDDHIST_AHEAD_YEARS = 543


def calendar_for(country: str, language: str) -> str:
    """Return the calendar a reader in ``country`` dates by beside the Gregorian one, empty for none.

    ``language`` is that of the letter. Law and offices: Thailand counts Buddhist years; Iran and Afghanistan date by
    the solar Hijri calendar, with months of their own names; Saudi Arabia writes Islamic dates in Arabic letters.
    """
    own = {"TH": "buddhist", "IR": "persian", "AF": "afghan"}.get(country, "")
    return own or ("islamic" if country == "SA" and language.split("-")[0] == "ar" else "")


def other_date(day: date, calendar: str, language: str) -> str:
    """Return ``day`` in ``calendar`` as ``language`` (a BCP 47 tag) writes it, with Latin digits.

    Empty for no calendar and for a day that its tables do not reach: the Islamic ones (Umm al-Qura) go from 1924 to
    2077.
    """
    made = _MAKERS.get(calendar)
    return made(day, language) if made else ""


def _buddhist(day: date, language: str) -> str:
    pattern = _BUDDHIST.get("-".join(language.split("-")[:2])) or _BUDDHIST.get(language.split("-")[0], "B.E. {year}")
    return pattern.format(year=day.year + _BUDDHIST_AHEAD_YEARS)


def _solar(names: tuple[str, str]) -> Callable[[date, str], str]:
    def made(day: date, language: str) -> str:
        from persiantools.jdatetime import JalaliDate

        solar = JalaliDate(day)  # type: ignore[no-untyped-call]  # typed but for its constructor
        months = names[language.split("-")[0] in _ARABIC_SCRIPT].split()
        return f"{solar.day} {months[solar.month - 1]} {solar.year}"

    return made


def _islamic(day: date, _language: str) -> str:
    from hijridate import Gregorian

    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    return f"{hijri.day} {_ISLAMIC_MONTHS[hijri.month - 1]} {hijri.year} هـ"


_MAKERS: Mapping[str, Callable[[date, str], str]] = {
    "buddhist": _buddhist,
    "persian": _solar(_PERSIAN_MONTHS),
    "afghan": _solar(_AFGHAN_MONTHS),
    "islamic": _islamic,
}
