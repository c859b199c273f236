"""Advice on the tone of the writer's own wording: its register, how direct it is, and what offends there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.base.i18n import N_, Text
from dragoman.drafts.advice import warning
from dragoman.drafts.advice_words import Passage
from dragoman.drafts.model import Cure, DraftWarning
from dragoman.drafts.register_words import FAMILIAR, POLITE, REGIONAL, SPOKEN_ENGLISH, written_out
from dragoman.drafts.tone_words import BLUNT, CANNOT_SOFTEN, COMMANDS, PLEASE, TABOO_NAMES, TABOO_THINGS, VAGUE

_INDIRECT_UP_TO = 2
_DIRECT_FROM = 5


@dataclass(frozen=True, slots=True)
class Tone:
    """What the wording is held against: the letter's language, region and register, and the market's flags."""

    language: str
    territory: str
    register: str
    registers: tuple[str, ...]
    country: str
    country_name: str
    flags: Mapping[str, object]
    several: bool = False


def tone_warnings(found: Sequence[Passage], tone: Tone) -> list[DraftWarning]:
    """Return the advice on every passage in the writer's own words, at most one of a kind for each."""
    looks: tuple[Callable[[Passage, Tone], DraftWarning | None], ...] = (
        _register_clash,
        _command,
        _bluntness,
        _vagueness,
        _taboo_name,
        _taboo_thing,
    )
    return [made for one in found if one.free for look in looks if (made := look(one, tone))]


def closing_warning(salutation: str, closing: str, formal_closing: str, given: str, family: str) -> DraftWarning | None:
    """Return a warning for an opening with the first name alone over the closing of a formal letter."""
    opens_with_given = bool(given) and given in salutation and not (family and family in salutation)
    if not opens_with_given or closing.split("\n\n")[0].strip() != formal_closing.strip():
        return None
    return warning(
        "closing_clash",
        Text(
            N_("The letter opens with the first name and closes formally (“{closing}”)."), {"closing": formal_closing}
        ),
        Text(N_("Address them by family name, or choose a less formal register for both.")),
        Cure("register", "neutral"),
    )


def _register_clash(one: Passage, tone: Tone) -> DraftWarning | None:
    base = tone.language.split("-")[0]
    if base == "en":
        return _spoken(one) if tone.register == "formal" else None
    if tone.register == "familiar":
        return _too_polite(one, tone, base)
    patterns = [FAMILIAR.get(base)]
    patterns.append(
        REGIONAL.get((base, tone.territory)) if tone.register == "formal" or tone.territory == "PT" else None
    )
    if base == "es" and tone.territory != "ES":
        patterns.append(REGIONAL["es", "419"])
    match = next((match for pattern in patterns if pattern and (match := pattern.search(one.text))), None)
    if match is None:
        return None
    if base == "zh":
        cure: Cure | None = Cure(one.field, FAMILIAR["zh"].sub("您", one.text))
    else:
        cure = Cure("register", "familiar") if "familiar" in tone.registers else Cure(one.field, None, match[0])
    return warning(
        "register_clash",
        Text(
            N_("{field}: “{word}” is a familiar form, but the letter is not."), {"field": one.label, "word": match[0]}
        ),
        Text(N_("Put it politely, or choose the familiar register."))
        if "familiar" in tone.registers
        else Text(N_("Put it politely.")),
        cure,
    )


def _too_polite(one: Passage, tone: Tone, base: str) -> DraftWarning | None:
    pattern = REGIONAL["pt", "PT"] if (base, tone.territory) == ("pt", "PT") else POLITE.get(base)
    match = pattern.search(one.text) if pattern and not tone.several else None
    if match is None:
        return None
    return warning(
        "register_clash",
        Text(
            N_("{field}: “{word}” is a polite form, but the letter is familiar."),
            {"field": one.label, "word": match[0]},
        ),
        Text(N_("Put it familiarly, or choose another register.")),
        Cure(one.field, one.text.replace("您", "你")) if base == "zh" else Cure("register", "neutral"),
    )


def _spoken(one: Passage) -> DraftWarning | None:
    match = SPOKEN_ENGLISH.search(one.text)
    if match is None:
        return None
    better = written_out(match[0])
    return warning(
        "register_clash",
        Text(
            N_("{field}: “{word}” is spoken English, but the letter is formal."), {"field": one.label, "word": match[0]}
        ),
        Text(N_("Write “{text}”."), {"text": better}),
        Cure(one.field, SPOKEN_ENGLISH.sub(lambda found: written_out(found[0]), one.text)),
    )


def _directness(tone: Tone) -> int:
    value = tone.flags.get("directness")
    return value if isinstance(value, int) else 3


def _command(one: Passage, tone: Tone) -> DraftWarning | None:
    base = tone.language.split("-")[0]
    pattern = COMMANDS.get(base)
    match = pattern.search(one.text) if pattern and _directness(tone) <= _INDIRECT_UP_TO else None
    if match is None:
        return None
    cure = Cure(one.field, None, match[0])
    if base in PLEASE and base not in CANNOT_SOFTEN:
        softened = PLEASE[base].format(match[0][:1].lower() + match[0][1:])
        cure = Cure(one.field, one.text[: match.start()] + softened + one.text[match.end() :])
    return warning(
        "too_direct",
        Text(
            N_("{field}: “{word}” is a bare command. In {country} people ask indirectly."),
            {"field": one.label, "word": match[0], "country": tone.country_name},
        ),
        Text(N_("Ask for it, and give the reason first.")),
        cure,
    )


def _bluntness(one: Passage, tone: Tone) -> DraftWarning | None:
    pattern = BLUNT.get(tone.language.split("-")[0])
    match = pattern.search(one.text) if pattern and _directness(tone) <= _INDIRECT_UP_TO else None
    if match is None:
        return None
    return warning(
        "too_direct",
        Text(
            N_("{field}: “{word}” is very direct for {country}, and may cost the reader face."),
            {"field": one.label, "word": match[0], "country": tone.country_name},
        ),
        Text(N_("Say what you need and why, and leave them a way to agree.")),
        Cure(one.field, None, match[0]),
    )


def _vagueness(one: Passage, tone: Tone) -> DraftWarning | None:
    pattern = VAGUE.get(tone.language.split("-")[0])
    match = pattern.search(one.text) if pattern and _directness(tone) >= _DIRECT_FROM else None
    if match is None:
        return None
    return warning(
        "too_vague",
        Text(
            N_("{field}: “{word}” says little in {country}, where people expect a plain yes, no or date."),
            {"field": one.label, "word": match[0], "country": tone.country_name},
        ),
        Text(N_("Name the day, the figure or the decision.")),
        Cure(one.field, None, match[0]),
    )


def _taboo_name(one: Passage, tone: Tone) -> DraftWarning | None:
    for pattern, instead in TABOO_NAMES.get(tone.country, ()):
        if match := pattern.search(one.text):
            is_latin = match[0].isascii()
            return warning(
                "taboo_word",
                Text(
                    N_("{field}: “{word}” takes sides in the eyes of readers in {country}."),
                    {"field": one.label, "word": match[0], "country": tone.country_name},
                ),
                Text(N_("Write “{text}”."), {"text": instead})
                if instead and is_latin
                else Text(N_("Leave it out, or write it as they do.")),
                Cure(one.field, instead if instead and is_latin else None, match[0]),
            )
    return None


def _taboo_thing(one: Passage, tone: Tone) -> DraftWarning | None:
    for flag, pattern in TABOO_THINGS.items():
        if tone.flags.get(flag) not in ("none", False):
            continue
        if flag in tone.flags and (match := pattern.search(one.text)):
            return warning(
                "taboo_word",
                Text(
                    N_("{field}: “{word}” is no subject for a business letter to {country}."),
                    {"field": one.label, "word": match[0], "country": tone.country_name},
                ),
                Text(N_("Leave it out unless it is what you trade in.")),
                Cure(one.field, None, match[0]),
            )
    return None
