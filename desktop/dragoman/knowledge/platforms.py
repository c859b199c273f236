"""Which meeting and chat programs work between countries: usual, rare, limited or blocked, each with its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.knowledge.service import KnowledgeBase

STATES = ("usual", "rare", "limited", "blocked")


@dataclass(frozen=True, slots=True)
class Program:
    """A program. ``hosts`` are the domains of its join links, none for a program that only chats. ``grounds`` are the
    countries (ISO 3166-1 alpha-2) it comes from, where it is hardly known elsewhere."""

    id: str
    name: str
    name_zh: str
    hosts: tuple[str, ...]
    grounds: frozenset[str]

    def called(self, language: str) -> str:
        """Return its name for a reader of ``language``."""
        return self.name_zh if language.startswith("zh") else self.name

    @property
    def holds_meetings(self) -> bool:
        """Whether one invites to it by a link."""
        return bool(self.hosts)


def _program(identifier: str, name: str, hosts: str = "", *, grounds: str = "", name_zh: str = "") -> Program:
    return Program(identifier, name, name_zh or name, tuple(hosts.split()), frozenset(grounds.split()))


_ALL = (
    _program("teams", "Microsoft Teams", "teams.microsoft.com teams.live.com teams.cloud.microsoft"),
    _program("zoom", "Zoom", "zoom.us zoom.com zoom.com.cn zoomgov.com"),
    _program("google_meet", "Google Meet", "meet.google.com"),
    _program("webex", "Webex", "webex.com"),
    _program(
        "tencent_meeting",
        "Tencent Meeting/VooV",
        "meeting.tencent.com voovmeeting.com meeting.qq.com",
        grounds="CN",
        name_zh="腾讯会议",
    ),
    _program("dingtalk", "DingTalk", "dingtalk.com", grounds="CN", name_zh="钉钉"),
    _program("feishu", "Feishu/Lark", "vc.feishu.cn larksuite.com", grounds="CN", name_zh="飞书"),
    _program("telemost", "Yandex Telemost", "telemost.yandex.ru telemost.360.yandex.ru", grounds="RU"),
    _program("wechat", "WeChat", grounds="CN", name_zh="微信"),
    _program("whatsapp", "WhatsApp"),
    _program("telegram", "Telegram"),
    _program("viber", "Viber"),
    _program("signal", "Signal"),
    _program("messenger", "Facebook Messenger"),
    _program("facetime", "FaceTime"),
    _program("imo", "imo"),
    _program("line", "LINE", grounds="JP TW TH"),
    _program("kakaotalk", "KakaoTalk", grounds="KR"),
    _program("zalo", "Zalo", grounds="VN"),
    _program("max", "MAX", grounds="RU"),
)
PROGRAMS: Mapping[str, Program] = {program.id: program for program in _ALL}


@dataclass(frozen=True, slots=True)
class PlatformStatus:
    """How a program fares in a country; ``state`` is one of :data:`STATES`, ``as_of`` None where the card says it."""

    program: Program
    state: str
    note: str = ""
    as_of: date | None = None

    def as_row(self, language: str) -> dict[str, str | None]:
        """Return it as plain data, the program's name for a reader of ``language``."""
        return {
            "program": self.program.id,
            "name": self.program.called(language),
            "state": self.state,
            "note": self.note,
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }


def program_of(link: str) -> Program | None:
    """Return the program a join link leads to, None for another one."""
    match = re.match(r"https?://(?:[^/@\s]*@)?([^/:?#\s]+)", link.strip(), re.IGNORECASE)
    host = match[1].lower().rstrip(".") if match else ""
    for program in PROGRAMS.values():
        if any(host == domain or host.endswith("." + domain) for domain in program.hosts):
            return program
    return None


def platforms(knowledge: KnowledgeBase, iso2: str, language: str) -> tuple[PlatformStatus, ...]:
    """Return what is known of the programs in a country, the usual ones first; nothing of those not spoken of.

    What is written of a program beats the channels of the market's card. Where there is a card, programs of another
    country's home ground are rare.
    """
    country = knowledge.country(iso2)
    rows: list[dict[str, Any]] = country.extra.get("platforms", [])  # type: ignore[assignment]
    market = knowledge.market(country.iso2, language)
    found: dict[str, PlatformStatus] = {}
    if market is not None:
        channels = market.flags.get("channels", ())
        for channel in channels if isinstance(channels, (list, tuple)) else ():
            if program := PROGRAMS.get(str(channel)):
                found[program.id] = PlatformStatus(program, "usual")
        for program in PROGRAMS.values():
            if program.grounds and country.iso2 not in program.grounds and program.id not in found:
                found[program.id] = PlatformStatus(program, "rare")
    note = "note_zh" if language.startswith("zh") else "note_en"
    for row in rows:
        program = PROGRAMS[row["program"]]
        found[program.id] = PlatformStatus(program, row["state"], row[note] or "", date.fromisoformat(row["as_of"]))
    return tuple(sorted(found.values(), key=lambda one: STATES.index(one.state)))


def hindrances(
    knowledge: KnowledgeBase, program: Program, countries: Iterable[str], language: str
) -> dict[str, PlatformStatus]:
    """Return in which of the ``countries`` the program is rare, limited or blocked, and how."""
    found = {}
    for iso2 in dict.fromkeys(countries):
        for status in platforms(knowledge, iso2, language):
            if status.program is program and status.state != "usual":
                found[iso2] = status
    return found


def usual_everywhere(knowledge: KnowledgeBase, countries: Iterable[str], language: str) -> tuple[Program, ...]:
    """Return the meeting programs that are usual in one of the ``countries`` and hindered in none, best first."""
    counts: dict[str, int] = {}
    hindered = set()
    for iso2 in dict.fromkeys(countries):
        for status in platforms(knowledge, iso2, language):
            if not status.program.holds_meetings:
                continue
            if status.state == "usual":
                counts[status.program.id] = counts.get(status.program.id, 0) + 1
            else:
                hindered.add(status.program.id)
    ranked = sorted((name for name in counts if name not in hindered), key=lambda name: -counts[name])
    return tuple(PROGRAMS[name] for name in ranked)
