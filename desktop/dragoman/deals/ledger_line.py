"""An offer typed in one line during a call: "they 12.40 FOB Santos 30% advance 45 days".

English and Chinese words are understood, in any order after the side. What can be read in two ways is asked, never
guessed: "1.250" may be a thousand, 03/04 may be April. What no rule knows is kept as a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.deals.model import Choice, Offer, ParsedLine, Payment, Piece, Question, Side

MAX_LINE = 400

_SIDES = {
    Side.US: ("we", "us", "our", "ours", "me", "i", "mine", "seller", "我方", "我们", "我", "卖方"),
    Side.THEM: ("they", "them", "their", "theirs", "he", "she", "buyer", "对方", "他们", "客户", "他", "她", "买方"),
}
_INCOTERMS = "EXW|FCA|CPT|CIP|DAP|DPU|DDP|FAS|FOB|CFR|CIF"
_NUMBER = r"\d+(?:[.,'’]\d+)*"
_WHEN = {
    "advance": r"advance|upfront|up front|deposit|down(?: ?payment)?|prepa(?:id|yment)|预付款?|定金|订金",
    "before_shipment": r"before shipment|before shipping|prior to shipment|发货前|装运前|出货前",
    "copy_of_bill_of_lading": r"(?:against )?(?:copy of (?:the )?)?b/?l(?: copy)?|(?:见|凭)?提单(?:副本|复印件)?",
    "documents_against_payment": r"d/?p(?: at sight)?|付款交单",
    "letter_of_credit": r"(?:by )?l/?c(?: at sight)?|letter of credit|信用证|即期信用证",
    "delivery": r"(?:on|upon|at) delivery|on arrival|cod|货到(?:付款)?|到货",
    "invoice": r"(?:after|from) (?:the )?invoice|net|o/?a|open account|发票后|月结|赊销",
    "balance": r"balance|rest|尾款|余款",
}
_WITH_DAYS = frozenset({"invoice", "letter_of_credit"})
"""What a number of days after it belongs to; elsewhere it is the time of delivery."""

_UNITS = {
    "pcs": r"pcs?|pieces?|units?|ea|件|个|只|台|片|张",
    "sets": r"sets?|套",
    "pairs": r"pairs?|双|对",
    "rolls": r"rolls?|卷",
    "cartons": r"ctns?|cartons?|箱",
    "bags": r"bags?|袋",
    "pallets": r"pallets?|托盘?",
    "containers": r"containers?|fcl|柜|集装箱",
    "t": r"t|tons?|tonnes?|mt|吨",
    "kg": r"kgs?|kilos?|公斤|千克",
    "m": r"m|met(?:er|re)s?|米",
    "m2": r"m2|m²|sqm|平方米?|平米",
    "m3": r"m3|m³|cbm|立方米?|方",
    "l": r"l|lit(?:er|re)s?|升",
}
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "R$": "BRL", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY"}
_WORDS_FOR_MONEY = {"美元": "USD", "美金": "USD", "人民币": "CNY", "元": "CNY", "欧元": "EUR", "英镑": "GBP"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

_PAYMENT = re.compile(
    rf"(?:(?P<percent>{_NUMBER})\s*%\s*)?(?P<what>"
    + "|".join(rf"(?P<{when}>{words})" for when, words in _WHEN.items())
    + r")(?![^\W\d_])(?:\s*(?P<days>\d{1,3})\s*(?:days?|d|天|日)?(?![\d.,%]))?",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(r"(?P<days>\d{1,3})\s*(?:days?|d|天|日)\s*$", re.IGNORECASE)
_TERM = re.compile(rf"(?<![^\W\d_])(?P<term>{_INCOTERMS})(?![^\W\d_])", re.IGNORECASE)
_PLACE = re.compile(r"\s*((?:[^\W\d_][^\W\d_.'’-]*[.'’-]?\s*){1,4})")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_CJK_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?(?:\s+(\d{4}))?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?!\d)")
_SLASHED = re.compile(
    r"(?<![\d/])(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))(?![\d/])|(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])"
)
_SPAN = re.compile(
    r"(?<![\d.,])(\d{1,3})\s*(?:(days?|d|天|日)|(weeks?|wks?|w|周|星期)|(months?|个月))(?![^\W\d_])", re.IGNORECASE
)
_BY = re.compile(r"(?:\b(?:delivery|deliver|ship(?:ment)?|by|in|within|until)\s*|交货|交期)+$", re.IGNORECASE)
_QUANTITY = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<scale>k|千|万)?\s*(?:"
    + "|".join(rf"(?P<u_{name}>{words})" for name, words in _UNITS.items())
    + r")(?![^\W\d_])",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(rf"(?<![\d.,]){_NUMBER}(?![\d%])(?!\s*%)")
_MONEY_WORD = r"US\$|R\$|[$€£₹₩₽₺]|美元|美金|人民币|欧元|英镑|元|(?<![^\W\d_])[A-Za-z]{3}(?![^\W\d_])"
_MONEY_BEFORE = re.compile(rf"(?:{_MONEY_WORD})\s*$")
_MONEY_AFTER = re.compile(rf"\s*(?:{_MONEY_WORD})")
_PER_UNIT = re.compile(r"\s*(?:/|per\b|each\b|每)\s*[^\W\d_]{0,8}")
_WHOLE_NUMBER = re.compile(r"\d{1,12}(?:[.,'’]\d+)*")
_SCALES = {"k": 1000, "千": 1000, "万": 10_000}


def parse(
    line: str, *, today: date, currency: str = "", currencies: frozenset[str], answers: Mapping[str, str] | None = None
) -> ParsedLine:
    """Return what ``line`` says.

    ``currency`` is the deal's, for prices without one; ``currencies`` are the codes that count as such. A day without a
    year is the next one from ``today``. ``answers`` hold the values chosen for the questions of an earlier reading of
    the same line, by their keys.
    """
    return _Reader(line[:MAX_LINE], today, currency, currencies, answers or {}).read()


class _Reader:
    def __init__(
        self, line: str, today: date, currency: str, currencies: frozenset[str], answers: Mapping[str, str]
    ) -> None:
        self._line = line
        self._today = today
        self._currency = currency
        self._currencies = currencies
        self._answers = answers
        self._free = [True] * len(line)
        self._pieces: list[Piece] = []
        self._questions: list[Question] = []

    def read(self) -> ParsedLine:
        side = self._side()
        incoterm, place = self._delivery_terms()
        payments = tuple(self._payments())
        delivery_date = self._date()
        lead_days = self._lead_time() if delivery_date is None else None
        quantity, unit = self._quantity()
        price, currency = self._price()
        offer = Offer(
            side=side or Side.THEM,
            price=price,
            currency=currency if price is not None else "",
            quantity=quantity,
            unit=unit,
            incoterm=incoterm,
            place=place,
            payments=payments,
            lead_days=lead_days,
            delivery_date=delivery_date,
            other=self._rest(),
            line=self._line.strip(),
        )
        self._pieces.sort(key=lambda piece: piece.start)
        return ParsedLine(offer, tuple(self._pieces), tuple(self._questions))

    def _side(self) -> Side | None:
        stripped = self._line.lstrip()
        start = len(self._line) - len(stripped)
        for side, words in _SIDES.items():
            for word in words:
                if stripped.casefold().startswith(word) and not (
                    word.isascii() and stripped[len(word) : len(word) + 1].isalpha()
                ):
                    end = start + len(word)
                    self._claim(start, end + (self._line[end : end + 1] in (":", "：")), "side")
                    return side
        if answer := self._answers.get("side"):
            return Side(answer)
        self._questions.append(Question("side", "side", "", (Choice("them", "them"), Choice("us", "us"))))
        return None

    def _delivery_terms(self) -> tuple[str, str]:
        for match in self._matches(_TERM):
            place = _PLACE.match(self._line, match.end())
            words = _place_words(place[1]) if place else ""
            end = place.start(1) + len(words) if place and words else match.end()
            self._claim(match.start(), end, "delivery_terms")
            return match["term"].upper(), words.strip()
        return "", ""

    def _payments(self) -> Iterator[Payment]:
        for match in self._matches(_PAYMENT):
            when = next(name for name in _WHEN if match[name])
            start, end = match.start(), match.end("what")
            days = None
            if match["days"] and when in _WITH_DAYS:
                days, end = int(match["days"]), match.end()
            before = _DAYS_BEFORE.search(self._line, 0, match.start())
            # "30 days after invoice", "60 days net": the days before such words are theirs.
            if days is None and when == "invoice" and before and all(self._free[before.start() : before.end()]):
                start, days = before.start(), int(before["days"])
            percent = self._number(match["percent"], match.start("percent")) if match["percent"] else None
            self._claim(start, end, "payment")
            yield Payment(when, percent, days)

    def _date(self) -> date | None:
        for pattern, order in (
            (_ISO, (1, 2, 3)),
            (_CJK_DAY, (1, 2, 3)),
            (_DAY_MONTH, (3, 2, 1)),
            (_MONTH_DAY, (3, 1, 2)),
        ):
            for match in self._matches(pattern):
                year, month, day = (match[group] for group in order)
                found = self._day(year, _month(month), int(day))
                if found:
                    self._claim(match.start(), match.end(), "delivery")
                    return found
        for match in self._matches(_SLASHED):
            first, second, year = (match[1] or match[4]), (match[2] or match[5]), match[3]
            readings = {
                found.isoformat(): found
                for month, day in ((int(second), int(first)), (int(first), int(second)))
                if (found := self._day(year, month, day))
            }
            if not readings:
                continue
            self._claim(match.start(), match.end(), "delivery")
            if len(readings) == 1:
                return next(iter(readings.values()))
            key = f"date@{match.start()}"
            if (answer := self._answers.get(key)) in readings:
                return readings[answer]
            choices = tuple(Choice(value, value) for value in readings)
            self._questions.append(Question(key, "date", match[0], choices))
        return None

    def _lead_time(self) -> int | None:
        for match in self._matches(_SPAN):
            self._claim(match.start(), match.end(), "delivery")
            return int(match[1]) * (1 if match[2] else 7 if match[3] else 30)
        return None

    def _quantity(self) -> tuple[Decimal | None, str]:
        for match in self._matches(_QUANTITY):
            unit = next(name for name in _UNITS if match[f"u_{name}"])
            self._claim(match.start(), match.end(), "quantity")
            number = self._number(match["number"], match.start("number"))
            scale = _SCALES.get((match["scale"] or "").casefold(), 1)
            return (number * scale if number is not None else None), unit
        return None, ""

    def _price(self) -> tuple[Decimal | None, str]:
        found = []
        for match in self._matches(_PLAIN_NUMBER):
            start, end, code = match.start(), match.end(), ""
            before = _MONEY_BEFORE.search(self._line, 0, start)
            after = _MONEY_AFTER.match(self._line, end)
            if before and self._is_free(before) and (code := self._code(before[0].strip())):
                start = before.start()
            elif after and self._is_free(after) and (code := self._code(after[0].strip())):
                end = after.end()
            per = _PER_UNIT.match(self._line, end)
            if per and self._is_free(per):
                end = per.end()
            found.append((start, end, code, match[0], match.start()))
        with_code = [entry for entry in found if entry[2]]
        candidates = with_code or found
        if not candidates:
            return None, ""
        key = "price"
        chosen = candidates[0]
        if len(candidates) > 1:
            answer = self._answers.get(key)
            by_place = {str(entry[0]): entry for entry in candidates}
            if answer not in by_place:
                choices = tuple(Choice(place, entry[3]) for place, entry in by_place.items())
                self._questions.append(Question(key, "price", self._line.strip(), choices))
                return None, ""
            chosen = by_place[answer]
        start, end, code, number, position = chosen
        self._claim(start, end, "price")
        return self._number(number, position), code or self._currency

    def _number(self, surface: str, position: int) -> Decimal | None:
        readings = number_readings(surface)
        if len(readings) == 1:
            return readings[0]
        key = f"number@{position}"
        answer = self._answers.get(key)
        for reading in readings:
            if answer == str(reading):
                return reading
        choices = tuple(Choice(str(reading), f"{reading:f}") for reading in readings)
        self._questions.append(Question(key, "number", surface, choices))
        return None

    def _code(self, text: str | None) -> str:
        if not text:
            return ""
        known = _SIGNS.get(text.upper()) or _WORDS_FOR_MONEY.get(text) or text.upper()
        return known if known in self._currencies else ""

    def _day(self, year: str | None, month: int, day: int) -> date | None:
        try:
            if year:
                return date(int(year), month, day)
            found = date(self._today.year, month, day)
            return found if found >= self._today else found.replace(year=self._today.year + 1)
        except ValueError:
            return None

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        position = 0
        while match := pattern.search(self._line, position):
            if self._is_free(match):
                yield match
            position = max(match.end(), position + 1)

    def _is_free(self, match: re.Match[str]) -> bool:
        return all(self._free[match.start() : match.end()])

    def _claim(self, start: int, end: int, kind: str) -> None:
        for index in range(start, end):
            self._free[index] = False
        self._pieces.append(Piece(start, end, kind))

    def _rest(self) -> str:
        text = "".join(char if free else "\0" for char, free in zip(self._line, self._free, strict=True))
        parts = [_BY.sub("", part.strip(" ,;，；、.。+&")).strip(" ,;，；、") for part in re.split("\0+", text)]
        return " ".join(part for part in parts if part)


def number_readings(surface: str) -> tuple[Decimal, ...]:
    """Return the values a typed number may have: "12.40" one, "1.250" two (a thousand, or a little more than one)."""
    plain = surface.replace("'", "").replace("’", "")
    marks = [char for char in plain if char in ".,"]
    if not marks:
        return (Decimal(plain),)
    parts = re.split("[.,]", plain)
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3 and parts[0].lstrip("0") != ""
    if len(set(marks)) == 2:
        whole, fraction = plain[: plain.rfind(marks[-1])], parts[-1]
        return (Decimal(re.sub("[.,]", "", whole) + "." + fraction),)
    if len(marks) > 1:
        return (Decimal("".join(parts)),)
    as_decimal = Decimal(f"{parts[0]}.{parts[1]}")
    return (as_decimal, Decimal("".join(parts))) if grouped else (as_decimal,)


def one_reading(surface: str, remedy: str) -> Decimal | None:
    """Return the value of a typed number, None for what is no number.

    Raises :class:`KnownError` with ``remedy``, a message id, for one with two readings: asked, never guessed.
    """
    readings = number_readings(surface) if _WHOLE_NUMBER.fullmatch(surface) else ()
    if len(readings) > 1:
        raise KnownError(
            N_("“{text}” can be read in two ways: {choices}."),
            remedy,
            text=surface,
            choices=" / ".join(f"{one:f}" for one in readings),
        )
    return readings[0] if readings else None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    short = text[:3].casefold()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


_STOP = re.compile(
    r"(?:advance|deposit|down|upfront|prepaid|balance|days?|weeks?|months?|pcs|pieces|sets|units|net|by|in|within"
    r"|delivery|ship|shipment|before|after|and|against|copy|with|without|each|per|tons?|kg|[a-z]{3}(?=\s*\d)|payment"
    r"|l/?c|t/?t|b/?l|d/?p)(?![^\W\d_])|预付|定金|尾款|信用证|发货|提单|交货|月结",
    re.IGNORECASE,
)


def _place_words(text: str) -> str:
    """The leading words of ``text`` that may name a place."""
    end = 0
    for match in re.finditer(r"\S+\s*", text):
        if _STOP.match(text, match.start()):
            break
        end = match.start() + len(match[0].rstrip())
    return text[:end]
