"""Who the user deals with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A person at a company in another country.

    ``country`` is ISO 3166-1 alpha-2, ``subdivision`` the part of ISO 3166-2 after the dash or empty, ``zone``
    an IANA name, ``language`` a BCP 47 tag, ``gender`` ``f``, ``m`` or empty when unknown. ``called`` is how they wish
    to be addressed, ``channels`` are ids separated by blanks (wechat, whatsapp, …), ``hours`` their own working hours
    such as ``09:00-12:00 13:00-18:00`` where they differ, ``retain_until`` an ISO day on which to erase them, each
    empty when not said. ``id`` is 0 until stored.
    """

    given_name: str
    family_name: str
    company: str
    country: str
    zone: str
    language: str
    title: str = ""
    gender: str = ""
    subdivision: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""
    called: str = ""
    role: str = ""
    channels: str = ""
    hours: str = ""
    retain_until: str = ""
    is_sample: bool = False
    id: int = 0

    @property
    def full_name(self) -> str:
        """The given and the family name, or the company where there is neither."""
        return " ".join(part for part in (self.given_name, self.family_name) if part) or self.company
