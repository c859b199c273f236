"""Company and tax numbers, bank accounts and telephone numbers: whether they can be what they claim to be.

A number with a right check digit is well formed, not real: only the register, the bank or a call can tell that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from dragoman.base.i18n import N_, Text

# python-stdnum's modules for the number a company is known by, the usual one first.
_COMPANY_NUMBERS = {
    "AR": ("cuit",),
    "AU": ("abn", "acn"),
    "BR": ("cnpj",),
    "CA": ("bn",),
    "CL": ("rut",),
    "CN": ("uscc",),
    "CO": ("nit",),
    "DE": ("vat",),
    "ES": ("nif", "cif"),
    "FR": ("siren", "siret"),
    "ID": ("npwp",),
    "IL": ("hp",),
    "IN": ("gstin", "pan"),
    "JP": ("cn",),
    "KR": ("brn",),
    "MX": ("rfc",),
    "PE": ("ruc",),
    "RU": ("inn", "ogrn"),
    "SG": ("uen",),
    "US": ("ein",),
    "VN": ("mst",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one number. ``ok`` is None where nothing is known about its form.

    ``kind`` is company_number, vat, iban, bic, phone or address; ``shown`` the number in its usual form.
    """

    kind: str
    ok: bool | None
    text: Text
    shown: str = ""


def check_company_number(number: str, iso2: str) -> Finding:
    """Return whether ``number`` has the form and check digits of a company number of the country."""
    return _with_stdnum("company_number", number, iso2, _COMPANY_NUMBERS.get(iso2, ()))


def check_vat(number: str, iso2: str) -> Finding:
    """Return whether ``number`` has the form and check digits of a VAT or GST number of the country."""
    return _with_stdnum("vat", number, iso2, ("vat",))


def check_iban(number: str, iso2: str = "") -> Finding:
    """Return whether ``number`` is an IBAN with right check digits, and whether it is an account in ``iso2``."""
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    try:
        iban = IBAN(number)
    except (SchwiftyException, ValueError):
        return Finding("iban", False, Text(N_("This is no valid IBAN: a figure is wrong, missing or exchanged.")))
    if iso2 and iban.country_code != iso2:
        text = Text(
            N_("The account is in {country}, not in the partner's country: ask why."), {"country": iban.country_code}
        )
        return Finding("iban", False, text, iban.formatted)
    return Finding(
        "iban", True, Text(N_("The check digits are right. Whose account it is, only the bank knows.")), iban.formatted
    )


def check_bic(number: str, iso2: str = "") -> Finding:
    """Return whether ``number`` has the form of a BIC, and whether the bank is in ``iso2``."""
    from schwifty import BIC
    from schwifty.exceptions import SchwiftyException

    try:
        bic = BIC(number)
    except (SchwiftyException, ValueError):
        return Finding("bic", False, Text(N_("This is no BIC: it has eight or eleven letters and figures.")))
    if iso2 and bic.country_code != iso2:
        text = Text(
            N_("The bank is in {country}, not in the partner's country: ask why."), {"country": bic.country_code}
        )
        return Finding("bic", False, text, bic.formatted)
    return Finding("bic", True, Text(N_("The form is right.")), bic.formatted)


def check_phone(number: str, iso2: str) -> Finding:
    """Return whether ``number`` can be a telephone number, and whether it is one of ``iso2``."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, iso2 or None)
    except phonenumbers.NumberParseException:
        return Finding("phone", False, Text(N_("This is no telephone number.")))
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if not phonenumbers.is_valid_number(parsed):
        return Finding("phone", False, Text(N_("No number of that length or range is in use there.")), shown)
    region = phonenumbers.region_code_for_number(parsed)
    if iso2 and region != iso2:
        return Finding("phone", False, Text(N_("The number is one of {country}: ask why."), {"country": region}), shown)
    return Finding("phone", True, Text(N_("Such a number is in use there.")), shown)


def check_address(address: str, iso2: str) -> Finding:
    """Return whether a postal address has a postcode as the country writes it, where it has postcodes."""
    pattern = _postcodes().get(iso2)
    if pattern is None:
        return Finding(
            "address", None, Text(N_("How postcodes in {country} are written is not known here."), {"country": iso2})
        )
    if not pattern:
        return Finding(
            "address", None, Text(N_("{country} has no postcodes: have somebody see the place."), {"country": iso2})
        )
    found = re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", address.upper())
    if found is None:
        text = Text(N_("There is no postcode as {country} writes it: a figure is wrong or missing."), {"country": iso2})
        return Finding("address", False, text)
    return Finding("address", True, Text(N_("The postcode has the right form. Look at the place on a map.")), found[0])


def dialled_from(number: str, iso2: str, home: str) -> str:
    """Return a number of ``iso2`` as it is dialled in ``home``, unchanged where it cannot be read."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, iso2 or None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_out_of_country_calling_number(parsed, home) if home else number


def _with_stdnum(kind: str, number: str, iso2: str, modules: tuple[str, ...]) -> Finding:
    from stdnum import get_cc_module
    from stdnum.exceptions import InvalidChecksum, ValidationError

    found = [module for name in modules if (module := get_cc_module(iso2.lower(), name)) is not None]
    if not found:
        return Finding(
            kind, None, Text(N_("The form of such numbers in {country} is not known here."), {"country": iso2})
        )
    problems: list[type[ValidationError]] = []
    for module in found:
        try:
            valid = module.validate(number)
        except ValidationError as error:
            problems.append(type(error))
            continue
        shown: Callable[[str], Any] = getattr(module, "format", str)
        text = Text(N_("Form and check digits are right. Look it up in the register as well."))
        return Finding(kind, True, text, str(shown(valid)))
    if InvalidChecksum in problems:
        return Finding(kind, False, Text(N_("A figure is wrong: the check digit does not fit.")))
    return Finding(kind, False, Text(N_("The number does not have the form of one of {country}."), {"country": iso2}))


@lru_cache(maxsize=1)
def _postcodes() -> dict[str, str]:
    file = files("dragoman_resources") / "deals" / "postcodes.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
