"""Generated business sentences whose figures are known, and a judge that does not use the product's own reading.

Each slot comes with every way a careful human might write it in the other language. The judge looks for one of them in
the translation; it shares no code with the deal guard it judges.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CARRIERS = {
    "en": (
        "The price is {money} per unit.",
        "We need {count} units by {date}.",
        "Please confirm order {code} by {date}.",
        "We can offer {percent} off if you order more than {count} pieces.",
        "The goods weigh {weight} and the pallet is {length} long.",
        "Payment of {money} is due on {date} at {time}.",
        "Our terms are {incoterm} Santos, {percent} in advance.",
        "The container {code} left the port at {time}.",
        "You can find the drawings at {url}, and questions go to {email}.",
        "Please transfer {money} to {iban} before {date}.",
        "The invoice {code} of {money} is still open.",
        "Call me at {phone} after {time}.",
        "I have attached {file} with the new prices, valid until {date}.",
        "Between {count} and {count} units we charge {money}, above that {money}.",
        "Last year we sold {count} tons, an increase of {percent}.",
        "The market is worth {scaled} dollars and grows by {percent} a year.",
        "The part {code} has a tolerance of {decimal} and a length of {length}.",
        "The deposit of {money} covers {percent} of the order {code}.",
        "Delivery takes {days} after receipt of {money}.",
        "HS code {hs} applies to all {count} items.",
        "If the temperature rises above {temperature}, the warranty ends after {days}.",
        "We reject the claim for {money}, because only {count} of {count} boxes were damaged.",
        "The exchange rate was {decimal} on {date}.",
        "Our minimum order is {count} and the unit price is {money}, {incoterm} Shanghai.",
        "please send the contract to {email} asap",
        "{count} units at {money} each, total {money}",
        "The meeting starts at {time} and lasts {minutes}.",
        "The freight rate is {money} per {weight}.",
    ),
    "pt": (
        "O preço é de {money} por unidade.",
        "Precisamos de {count} unidades até {date}.",
        "Por favor, confirme o pedido {code} até {date}.",
        "Podemos oferecer {percent} de desconto se vocês pedirem mais de {count} peças.",
        "A mercadoria pesa {weight} e o palete tem {length} de comprimento.",
        "O pagamento de {money} vence em {date} às {time}.",
        "Nossas condições são {incoterm} Santos, {percent} adiantado.",
        "O contêiner {code} saiu do porto às {time}.",
        "Os desenhos estão em {url}, e as perguntas vão para {email}.",
        "Por favor, transfira {money} para {iban} antes de {date}.",
        "A fatura {code} de {money} ainda está em aberto.",
        "Ligue para {phone} depois das {time}.",
        "Anexei {file} com os novos preços, válidos até {date}.",
        "Entre {count} e {count} unidades cobramos {money}, acima disso {money}.",
        "No ano passado vendemos {count} toneladas, um aumento de {percent}.",
        "O mercado vale {scaled} de dólares e cresce {percent} ao ano.",
        "A peça {code} tem uma tolerância de {decimal} e um comprimento de {length}.",
        "O depósito de {money} cobre {percent} do pedido {code}.",
        "A entrega leva {days} após o recebimento de {money}.",
        "O código NCM {hs} vale para todos os {count} itens.",
        "Se a temperatura subir acima de {temperature}, a garantia termina após {days}.",
        "Rejeitamos a reclamação de {money}, porque só {count} de {count} caixas foram danificadas.",
        "A taxa de câmbio era {decimal} em {date}.",
        "Nosso pedido mínimo é de {count} e o preço unitário é {money}, {incoterm} Xangai.",
        "favor enviar o contrato para {email}",
        "{count} unidades a {money} cada, total {money}",
        "A reunião começa às {time} e dura {minutes}.",
        "O frete custa {money} por {weight}.",
    ),
}
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"],
    "pt": ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
           "novembro", "dezembro"],
}  # fmt: skip
CURRENCIES = {
    "USD": ("USD", "US$", "$", "dollars", "dólares", "US dollars"),
    "EUR": ("EUR", "€", "euros", "euro"),
    "GBP": ("GBP", "£", "pounds", "libras"),
    "BRL": ("BRL", "R$", "reais", "real"),
    "JPY": ("JPY", "¥", "yen", "ienes"),
    "CNY": ("CNY", "¥", "RMB", "yuan", "yuans", "renminbi"),
}
SIGNS = {
    "USD": ["USD ", "US$", "$", "US$ "],
    "EUR": ["EUR ", "€", "€ "],
    "GBP": ["GBP ", "£"],
    "BRL": ["BRL ", "R$ ", "R$"],
    "JPY": ["JPY ", "¥"],
    "CNY": ["CNY ", "RMB "],
}
SPELLED = {
    "en": {2: "two", 3: "three", 5: "five", 7: "seven", 10: "ten", 12: "twelve", 14: "fourteen", 15: "fifteen",
           20: "twenty", 30: "thirty", 45: "forty-five", 60: "sixty", 90: "ninety"},
    "pt": {2: "dois|duas", 3: "três", 5: "cinco", 7: "sete", 10: "dez", 12: "doze", 14: "catorze|quatorze",
           15: "quinze", 20: "vinte", 30: "trinta", 45: "quarenta e cinco", 60: "sessenta", 90: "noventa"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One figure: how the source writes it, how the other language would, and patterns of which one must be held."""

    kind: str
    surface: str
    counterpart: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence in ``language`` with its figures; ``parallel`` says the same in the other language."""

    language: str
    sentence: str
    parallel: str
    slots: tuple[Slot, ...]


def cases(count: int, language: str, seed: int = 7) -> Iterator[Case]:
    """Yield ``count`` sentences in ``language`` ("en" or "pt"), the same for the same seed."""
    chance = random.Random(f"{seed}-{language}")
    carriers, others = CARRIERS[language], CARRIERS["pt" if language == "en" else "en"]
    for number in range(count):
        carrier = carriers[number % len(carriers)]
        slots: list[Slot] = []

        def fill(match: re.Match[str], slots: list[Slot] = slots) -> str:
            slot = _slot(match[1], language, chance)
            slots.append(slot)
            return slot.surface

        sentence = re.sub(r"\{(\w+)\}", fill, carrier)
        there = re.split(r"\{\w+\}", others[number % len(others)])
        parallel = there[0] + "".join(slot.counterpart + text for slot, text in zip(slots, there[1:], strict=True))
        yield Case(language, sentence, parallel, tuple(slots))


def altered(case: Case, translated: str) -> list[Slot]:
    """Return the slots that ``translated`` does not hold in any accepted way, each occurrence counted once."""
    rest = translated.replace("\u00a0", " ").replace("\u202f", " ")
    lost = []
    for slot in sorted(case.slots, key=lambda slot: -len(slot.surface)):
        for pattern in slot.accepted:
            found = re.search(pattern, rest)
            if found:
                rest = rest[: found.start()] + "\0" * len(found[0]) + rest[found.end() :]
                break
        else:
            lost.append(slot)
    return lost


def written(value: str, language: str, *, grouped: bool = True) -> str:
    """Return a plain decimal such as "1250.50" as the language writes it."""
    whole, _, fraction = value.partition(".")
    group, point = (",", ".") if language == "en" else (".", ",")
    if grouped:
        whole = f"{int(whole):,}".replace(",", group)
    return whole + (point + fraction if fraction else "")


def _number_patterns(value: str, other: str) -> tuple[str, ...]:
    forms = {written(value, other), written(value, other, grouped=False)}
    return tuple(rf"(?<![\d.,]){re.escape(form)}(?![\d]|[.,]\d)" for form in sorted(forms, key=len, reverse=True))


def _slot(kind: str, language: str, chance: random.Random) -> Slot:
    other = "pt" if language == "en" else "en"
    maker = globals()[f"_{kind}"]
    surface, counterpart, accepted = maker(language, other, chance)
    return Slot(kind, surface, counterpart, tuple(accepted))


def _digits(chance: random.Random, low: int, high: int) -> str:
    return "".join(str(chance.randint(0, 9)) for _ in range(chance.randint(low, high)))


def _count(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = str(
        chance.choice([chance.randint(11, 999), chance.randint(1000, 99_999), chance.randint(100_000, 9_999_999)])
    )
    return written(value, language), written(value, other), list(_number_patterns(value, other))


def _decimal(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = f"{chance.randint(0, 99)}.{chance.randint(0, 9999):0{chance.choice([1, 2, 4])}d}"
    return written(value, language), written(value, other), list(_number_patterns(value, other))


def _money(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    code = chance.choice(list(CURRENCIES))
    value = (
        str(chance.randint(2, 9_999_999))
        if chance.random() < 0.4
        else f"{chance.randint(0, 99_999)}.{chance.randint(0, 99):02d}"
    )
    sign = chance.choice(SIGNS[code])
    surface = sign + written(value, language)
    names = "|".join(re.escape(name) for name in CURRENCIES[code])
    wrong_dollar = r"(?<![A-Z])" if code == "USD" else ""
    accepted = []
    for form in _number_patterns(value, other):
        accepted.append(rf"{wrong_dollar}(?:{names})\s?{form}")
        accepted.append(rf"{form}\s?(?:de )?(?:{names})")
        if code == "USD":
            accepted.append(rf"US \$\s?{form}")
    return surface, sign + written(value, other), accepted


def _percent(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = str(chance.randint(2, 99)) if chance.random() < 0.5 else f"{chance.randint(0, 99)}.{chance.randint(1, 9)}"
    sign = chance.choice(["%", " percent" if language == "en" else " por cento"])
    sign_there = {" percent": " por cento", " por cento": " percent"}.get(sign, sign)
    return (
        written(value, language) + sign,
        written(value, other) + sign_there,
        [rf"{form}\s?(?:%|percent|per cent|por cento)" for form in _number_patterns(value, other)],
    )


def _date(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    year, month, day = chance.randint(2024, 2031), chance.randint(1, 12), chance.randint(1, 28)
    name, other_name = MONTHS[language][month - 1], MONTHS[other][month - 1]
    ours = {"en": [f"{name} {day}, {year}", f"{day} {name} {year}"], "pt": [f"{day} de {name} de {year}"]}[language]
    iso = f"{year}-{month:02d}-{day:02d}"
    theirs = {
        "en": [
            rf"{other_name} {day}(?:st|nd|rd|th)?,? {year}",
            rf"{day}(?:st|nd|rd|th)? (?:of )?{other_name},? {year}",
        ],
        "pt": [rf"(?i:\b0?{day}[º]? de {other_name}(?: de|,) {year})", rf"(?i:\b{day} {other_name} {year})"],
    }[other]
    kind = chance.random()
    if kind < 0.6:
        there = f"{day} de {other_name} de {year}" if other == "pt" else f"{other_name} {day}, {year}"
        return chance.choice(ours), there, [rf"(?<!\d)(?:{pattern})(?!\d)" for pattern in theirs]
    if kind < 0.8:
        return iso, iso, [re.escape(iso), *theirs]
    slashed = f"{day:02d}/{month:02d}/{year}"
    return (
        slashed,
        slashed,
        [rf"(?<!\d){re.escape(slashed)}(?!\d)"]
        + ([] if day <= 12 else [*theirs, rf"(?<!\d){month:02d}/{day:02d}/{year}"]),
    )


def _time(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    hour, minute = chance.randint(1, 23), chance.choice([0, 15, 30, 45, 5])
    twelve = (hour - 1) % 12 + 1
    half = "AM" if hour < 12 else "PM"
    if language == "en" and chance.random() < 0.6:
        surface = f"{twelve}:{minute:02d} {half}"
    elif language == "pt" and chance.random() < 0.4:
        surface = f"{hour}h{minute:02d}"
    else:
        surface = f"{hour}:{minute:02d}"
    halves = r"a\.?m\.?" if hour < 12 else r"p\.?m\.?"
    words = (
        r"da manhã|da madrugada|in the morning"
        if hour < 12
        else "da tarde|da noite|in the afternoon|in the evening|at night"
    )
    accepted = [
        rf"(?<!\d)(?:0?{twelve})[:.h]{minute:02d}\s?(?:(?i:{halves})|{words})",
        rf"(?<!\d)0?{hour}[:.h]{minute:02d}(?!\d|\s?[ap]\.?m)",
    ]
    if not minute:
        accepted += [
            rf"(?<!\d){twelve}\s?(?:(?i:{halves})|{words})",
            rf"(?<!\d){hour}(?:h| horas)(?!\d)",
            rf"\b{hour} o.clock",
        ]
        if hour == 12:
            accepted += ["meio-dia", "noon"]
    if surface == f"{hour}:{minute:02d}" and hour <= 12:
        # Without AM or PM only the same digits are the same time.
        accepted = [rf"(?<!\d)0?{hour}[:h.]{minute:02d}(?!\d|\s?[ap]\.?m)"]
        if language == "pt":
            accepted.append(rf"(?<!\d)0?{hour}[:h.]{minute:02d}\s?(?i:a\.?m)")
        if not minute:
            accepted.append(rf"(?<!\d){hour}(?:h| horas| o.clock)(?!\d)")
    return (
        surface,
        surface if surface.startswith(f"{hour}:") and "M" not in surface else f"{hour}:{minute:02d}",
        accepted,
    )


def _quantity(
    value: str,
    language: str,
    other: str,
    words: Mapping[str, tuple[str, ...]],
    chance: random.Random,
    symbols: list[str],
) -> tuple[str, str, list[str]]:
    unit = chance.choice(symbols)
    names = "|".join(sorted(map(re.escape, words[unit]), key=len, reverse=True))
    return (
        f"{written(value, language)} {unit}",
        f"{written(value, other)} {unit}",
        [rf"{form}[\s-]?(?:{names})" for form in _number_patterns(value, other)],
    )


def _weight(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    words = {"kg": ("kg", "quilos", "quilogramas", "kilograms", "kilos"), "t": ("t", "toneladas", "tons", "tonnes"),
             "lb": ("lb", "libras", "pounds", "lbs")}  # fmt: skip
    value = (
        str(chance.randint(2, 9999)) if chance.random() < 0.6 else f"{chance.randint(0, 999)}.{chance.randint(1, 9)}"
    )
    return _quantity(value, language, other, words, chance, list(words))


def _length(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    words = {"mm": ("mm", "milímetros", "millimeters"), "cm": ("cm", "centímetros", "centimeters"),
             "m": ("m", "metros", "meters", "metres", "meter", "metro")}  # fmt: skip
    value = (
        str(chance.randint(2, 999)) if chance.random() < 0.5 else f"{chance.randint(0, 99)}.{chance.randint(1, 99):02d}"
    )
    return _quantity(value, language, other, words, chance, list(words))


def _temperature(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    words = {"°C": ("°C", "º C", "ºC", "° C", "graus Celsius", "degrees Celsius", "graus", "degrees")}
    return _quantity(str(chance.randint(2, 95)), language, other, words, chance, ["°C"])


def _spelled_or_digits(value: int, other: str) -> str:
    word = SPELLED[other].get(value)
    return rf"(?:(?<![\d.,]){value}(?![\d.,]\d|\d)|(?i:\b(?:{word})\b))" if word else rf"(?<!\d){value}(?!\d)"


def _days(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = chance.choice(list(SPELLED["en"]))
    number = str(value) if chance.random() < 0.6 else SPELLED[language][value].split("|")[0]
    day, there = ("days", "dias") if language == "en" else ("dias", "days")
    return f"{number} {day}", f"{value} {there}", [rf"{_spelled_or_digits(value, other)}[\s-](?:days?|dias?)"]


def _minutes(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = chance.choice([15, 20, 30, 45, 60, 90])
    unit = {"en": "minutes", "pt": "minutos"}[language]
    return (
        f"{value} {unit}",
        f"{value} {'minutos' if other == 'pt' else 'minutes'}",
        [rf"{_spelled_or_digits(value, other)}[\s-](?:minutes?|minutos?|min)"],
    )


def _scaled(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    value = f"{chance.randint(2, 99)}.{chance.randint(1, 9)}"
    scale = chance.choice(["million", "billion"])
    words = {"million": r"(?:milh(?:ões|ão)|million)", "billion": r"(?:bilh(?:ões|ão)|mil milhões|billion)"}
    own = {"en": scale, "pt": {"million": "milhões", "billion": "bilhões"}[scale]}[language]
    there = {"pt": {"million": "milhões", "billion": "bilhões"}[scale], "en": scale}[other]
    return (
        f"{written(value, language)} {own}",
        f"{written(value, other)} {there}",
        [rf"{form} {words[scale]}" for form in _number_patterns(value, other)],
    )


def _incoterm(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    term = chance.choice(["EXW", "FCA", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS"])
    return term, term, [rf"\b{term}\b"]


def _exactly(text: str) -> tuple[str, str, list[str]]:
    return text, text, [rf"(?<![\w-]){re.escape(text)}(?![\w])"]


def _code(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    letters = "".join(chance.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(4))
    return _exactly(
        chance.choice(
            [
                f"PO-{chance.randint(2020, 2029)}_{_digits(chance, 4, 4)}",
                f"{letters[:2]}-{_digits(chance, 3, 6)}",
                f"{letters}{_digits(chance, 7, 7)}",
                f"{letters[:3]}/{_digits(chance, 4, 4)}/{_digits(chance, 2, 2)}",
                f"INV{_digits(chance, 6, 8)}",
                f"{letters[0]}{_digits(chance, 2, 3)}-{letters[1:3]}{_digits(chance, 1, 2)}.{_digits(chance, 1, 2)}",
                f"#{_digits(chance, 4, 6)}",
            ]
        )
    )


def _hs(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    head = f"{chance.randint(10, 97)}{_digits(chance, 2, 2)}.{_digits(chance, 2, 2)}"
    return _exactly(head + (f".{_digits(chance, 2, 2)}" if chance.random() < 0.5 else ""))


def _iban(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    plain = chance.choice(["DE", "GB", "PT", "FR"]) + _digits(chance, 2, 2) + _digits(chance, 18, 18)
    return _exactly(" ".join(re.findall(".{1,4}", plain)) if chance.random() < 0.5 else plain)


def _phone(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    return _exactly(
        chance.choice(
            [
                f"+55 11 9{_digits(chance, 4, 4)}-{_digits(chance, 4, 4)}",
                f"+1 (212) 555-{_digits(chance, 4, 4)}",
                f"+86 138 {_digits(chance, 4, 4)} {_digits(chance, 4, 4)}",
                f"+49 30 {_digits(chance, 8, 8)}",
            ]
        )
    )


def _url(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    return _exactly(
        chance.choice(
            [
                f"https://www.example.com/orders/{_digits(chance, 3, 5)}?ref=a_{_digits(chance, 2, 2)}",
                f"http://example.org/price_list-{chance.randint(2020, 2029)}.pdf",
                f"www.example.com.br/catalogo/item{_digits(chance, 2, 3)}",
                f"shop.example.de/p/{_digits(chance, 4, 6)}",
            ]
        )
    )


def _email(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    name = chance.choice(["joao.silva", "sales_team", "m.mueller", "info+br", "li.wei"])
    return _exactly(
        f"{name}{_digits(chance, 0, 2)}@{chance.choice(['example.com', 'example.com.br', 'mail.example.org'])}"
    )


def _file(language: str, other: str, chance: random.Random) -> tuple[str, str, list[str]]:
    return _exactly(
        chance.choice(
            [
                f"price_list_{chance.randint(2024, 2027)}.xlsx",
                f"Contract-v{_digits(chance, 1, 1)}.{_digits(chance, 1, 1)}.docx",
                f"drawing{_digits(chance, 3, 4)}.pdf",
            ]
        )
    )
