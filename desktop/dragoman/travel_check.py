"""The check before a journey: does everything for each counterpart work on this computer alone?

Each finding is green or red, and a red one says what to do. While the check runs its thread can open no socket.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_, Text
from dragoman.base.sockets import sockets_blocked
from dragoman.counterparts.model import Counterpart
from dragoman.translation.model import Origin

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase
    from dragoman.translation.service import TranslationService

SENTENCES = {
    "ar": "يمكننا تسليم 250 قطعة قبل نهاية الشهر.",
    "de": "Wir können 250 Stück vor Ende des Monats liefern.",
    "en": "We can deliver 250 units before the end of the month.",
    "es": "Podemos entregar 250 unidades antes de fin de mes.",
    "fr": "Nous pouvons livrer 250 unités avant la fin du mois.",
    "hi": "हम महीने के अंत से पहले 250 इकाइयाँ दे सकते हैं।",
    "it": "Possiamo consegnare 250 unità prima della fine del mese.",
    "ja": "月末までに250個を納品できます。",
    "ko": "월말까지 250개를 납품할 수 있습니다.",
    "nl": "Wij kunnen 250 stuks leveren voor het einde van de maand.",
    "pl": "Możemy dostarczyć 250 sztuk przed końcem miesiąca.",
    "pt": "Podemos entregar 250 unidades antes do fim do mês.",
    "ru": "Мы можем поставить 250 штук до конца месяца.",
    "tr": "Ay sonundan önce 250 adet teslim edebiliriz.",
    "vi": "Chúng tôi có thể giao 250 sản phẩm trước cuối tháng.",
    "zh": "我们可以在月底前交付250件。",
}
"""What a trader would say, with a figure that must arrive."""

_CAREFUL_SCRIPTS = {"zh", "ja", "th", "lo", "km", "my"}
_FONT_SECONDS = 20.0


class State(StrEnum):
    """How a finding stands; what was skipped could not be looked at here, and does not count."""

    GOOD = "good"
    BAD = "bad"
    SKIPPED = "skipped"


class Subject(StrEnum):
    """What is looked at."""

    THERE = "translation_there"
    BACK = "translation_back"
    SPLITTER = "splitter"
    BRIEF = "brief"
    ZONE = "zone"
    FONTS = "fonts"
    SOCKETS = "sockets"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; ``remedy`` stands where it is bad."""

    subject: Subject
    state: State
    detail: Text
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the check is about: a counterpart, or a language alone (``counterpart`` None)."""

    language: str
    counterpart: Counterpart | None = None

    @property
    def name(self) -> str:
        """Name and company; empty for a language alone."""
        if self.counterpart is None:
            return ""
        person = " ".join(filter(None, (self.counterpart.given_name, self.counterpart.family_name)))
        return ", ".join(filter(None, (person, self.counterpart.company)))


@dataclass(frozen=True, slots=True)
class PartyReport:
    """What was found for one of them."""

    party: Party
    findings: tuple[Finding, ...]

    @property
    def is_ready(self) -> bool:
        return not any(finding.state is State.BAD for finding in self.findings)


@dataclass(frozen=True, slots=True)
class TravelReport:
    """The whole check; ``own_language`` is the user's side of every pair."""

    own_language: str
    parties: tuple[PartyReport, ...]
    general: tuple[Finding, ...]

    @property
    def has_counterparts(self) -> bool:
        return any(report.party.counterpart is not None for report in self.parties)

    @property
    def is_ready(self) -> bool:
        """Whether everything is green."""
        no_bad = not any(finding.state is State.BAD for finding in self.general)
        return no_bad and all(report.is_ready for report in self.parties)


HasFont = Callable[[str], bool | None]
"""Says whether some font covers a language; None where that cannot be said."""


class TravelCheck:
    """Looks at what a journey needs. ``has_font`` is asked per language; the window knows better than the system."""

    def __init__(
        self, translator: TranslationService, knowledge: Callable[[], KnowledgeBase], *, has_font: HasFont | None = None
    ) -> None:
        self._translator = translator
        self._knowledge = knowledge
        self._has_font = has_font or system_has_font

    def run(
        self,
        counterparts: Sequence[Counterpart],
        own_language: str,
        *,
        home_country: str = "",
        report: Callable[[int, int, PartyReport], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> TravelReport:
        """Return what was found for every counterpart, or without any for the languages of the installed packs.

        ``report`` gets the number of each party from 0, how many there are, and its findings. Raises
        :class:`Cancelled`; no other error of what is looked at leaves this.
        """
        parties = [Party(one.language, one) for one in counterparts]
        if not parties:
            parties = [Party(tag) for tag in sorted(self._translator.targets(own_language))]
        known: dict[tuple[str, ...], Finding] = {}
        done = []
        with sockets_blocked() as attempts:
            for number, party in enumerate(parties):
                found = PartyReport(party, tuple(self._findings(party, own_language, home_country, known, cancelled)))
                done.append(found)
                if report is not None:
                    report(number, len(parties), found)
        general = [_sockets(attempts)]
        if not parties:
            general.append(
                Finding(
                    Subject.THERE,
                    State.BAD,
                    Text(
                        N_("There is no counterpart, and no pack for your language {language}."),
                        {"language": own_language},
                    ),
                    Text(N_("Add a counterpart, and install the packs for their language.")),
                )
            )
        return TravelReport(own_language, tuple(done), tuple(general))

    def _findings(
        self,
        party: Party,
        own: str,
        home_country: str,
        known: dict[tuple[str, ...], Finding],
        cancelled: Callable[[], bool],
    ) -> Iterable[Finding]:
        def once(key: tuple[str, ...], look: Callable[[], Finding]) -> Finding:
            if cancelled():
                raise Cancelled
            if key not in known:
                known[key] = look()
            return known[key]

        theirs = party.language
        yield once(("to", theirs), lambda: self._translation(Subject.THERE, own, theirs, cancelled))
        yield once(("from", theirs), lambda: self._translation(Subject.BACK, theirs, own, cancelled))
        yield once(("split", theirs), lambda: _splitter(theirs))
        if (one := party.counterpart) is not None:
            yield once(("brief", one.country, own), lambda: self._brief(one.country, home_country, own))
            yield once(("zone", one.zone), lambda: _zone(one.zone))
        yield once(("font", theirs), lambda: self._font(theirs))

    def _translation(self, subject: Subject, source: str, target: str, cancelled: Callable[[], bool]) -> Finding:
        try:
            hops = self._translator.hops(source, target)
            engine = "auto"
            if any(not hop.pack for hop in hops):
                local = [name for name in self._translator.engines(source, target) if name in ("firefox", "argos")]
                if not local:
                    return Finding(
                        subject,
                        State.BAD,
                        Text(N_("Only the team's server translates from {source} to {target}."), _pair(source, target)),
                        Text(N_("Install a pack for this pair before you leave.")),
                    )
                engine = local[0]
                hops = self._translator.hops(source, target, engine=engine)
            if not hops:
                return Finding(subject, State.GOOD, Text(N_("You have the language in common.")))
            sentence = _sentence_in(source)
            outcome = self._translator.trial(sentence, source, target, engine=engine, cancelled=cancelled)
        except Cancelled:
            raise
        except KnownError as error:
            return _failed(subject, error)
        except Exception as error:
            return _broken(subject, error)
        words: dict[str, object] = {
            "target": outcome.text,
            "engine": "+".join(dict.fromkeys(hop.engine for hop in hops)),
        }
        if outcome.origin is not Origin.MODEL or outcome.alarms:
            return Finding(
                subject,
                State.BAD,
                Text(N_("“{sentence}” did not arrive: “{target}”."), {"sentence": sentence, **words}),
                Text(N_("Install the pack again, or another one for this pair.")),
            )
        return Finding(subject, State.GOOD, Text(N_("“{target}” ({engine})"), words))

    def _brief(self, country: str, home_country: str, language: str) -> Finding:
        try:
            from dragoman.knowledge.brief import brief

            knowledge = self._knowledge()
            found = brief(knowledge, country, home_country or country, language, datetime.now(UTC))
        except KnownError as error:
            return _failed(Subject.BRIEF, error)
        except Exception as error:
            return _broken(Subject.BRIEF, error)
        return Finding(
            Subject.BRIEF, State.GOOD, Text(N_("The brief of {country} is there."), {"country": found.country.iso2})
        )

    def _font(self, language: str) -> Finding:
        covered = self._has_font(language)
        values: dict[str, object] = {"language": language}
        if covered is None:
            return Finding(Subject.FONTS, State.SKIPPED, Text(N_("Fonts can be looked at in the window only.")))
        if not covered:
            return Finding(
                Subject.FONTS,
                State.BAD,
                Text(N_("No font on this computer shows {language}."), values),
                Text(N_("Install one, such as Noto Sans for this language, from your system's software.")),
            )
        return Finding(Subject.FONTS, State.GOOD, Text(N_("There is a font for {language}."), values))


def system_has_font(language: str) -> bool | None:
    """Return whether fontconfig knows a font for a language; None on systems without it that bring their own fonts."""
    command = shutil.which("fc-list")
    if command is None:
        return None
    return _listed(command, language)


@lru_cache(maxsize=64)
def _listed(command: str, language: str) -> bool | None:
    plain = language.split("-")[0]
    # Fontconfig tells Chinese by country, not by script.
    name = {"zh": "zh-tw" if "Hant" in language or language.endswith(("TW", "HK", "MO")) else "zh-cn"}.get(plain, plain)
    try:
        said = subprocess.run(
            [command, f":lang={name}", "family"], capture_output=True, timeout=_FONT_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return bool(said.stdout.strip()) if said.returncode == 0 else None


def _sentence_in(language: str) -> str:
    from dragoman.translation.pack_trial import sentence_to_try

    return SENTENCES.get(language.split("-")[0]) or sentence_to_try(language)


def _splitter(language: str) -> Finding:
    try:
        from dragoman.translation.segment import segment

        sentence = _sentence_in(language)
        gap = "" if language.split("-")[0] in _CAREFUL_SCRIPTS else " "
        found = [one.text for one in segment(sentence + gap + sentence, language.split("-")[0], len)]
    except Exception as error:
        return _broken(Subject.SPLITTER, error)
    if found != [sentence, sentence]:
        return Finding(
            Subject.SPLITTER,
            State.BAD,
            Text(N_("Two sentences were divided into {count}."), {"count": len(found)}),
            Text(N_("Write one sentence on a line in this language.")),
        )
    return Finding(Subject.SPLITTER, State.GOOD, Text(N_("Sentences are told apart.")))


def _zone(name: str) -> Finding:
    try:
        from dragoman.knowledge.clock import zone_info

        now = datetime.now(UTC).astimezone(zone_info(name))
    except KnownError as error:
        return _failed(Subject.ZONE, error)
    except Exception as error:
        return _broken(Subject.ZONE, error)
    return Finding(
        Subject.ZONE, State.GOOD, Text(N_("It is {time} in {zone}."), {"time": f"{now:%H:%M}", "zone": name})
    )


def _sockets(attempts: list[str]) -> Finding:
    if attempts:
        return Finding(
            Subject.SOCKETS,
            State.BAD,
            Text(N_("Something tried to reach the network {count} times."), {"count": len(attempts)}),
            Text(N_("Report this: Dragoman must work without.")),
        )
    return Finding(Subject.SOCKETS, State.GOOD, Text(N_("Nothing tried to reach the network; it was blocked.")))


def _failed(subject: Subject, error: KnownError) -> Finding:
    return Finding(subject, State.BAD, Text(error.what, error.values), Text(error.remedy, error.values))


def _broken(subject: Subject, error: Exception) -> Finding:
    # Whatever it was, the traveller must learn of it here, and see the other findings.
    said = str(error) or type(error).__name__
    return Finding(
        subject,
        State.BAD,
        Text(N_("It failed: {reason}"), {"reason": said[:200]}),
        Text(N_("Install Dragoman again; if that does not help, report it.")),
    )


def _pair(source: str, target: str) -> dict[str, object]:
    return {"source": source, "target": target}


def own_language(home_language: str, ui_language: str) -> str:
    """Return the language of the user's side: the one in the settings, else the one of the program."""
    return home_language or ui_language.replace("_Hans", "").replace("_", "-")
