"""``dragoman doctor``: is everything on this computer that the next journey needs?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from dragoman.base import i18n
from dragoman.base.i18n import N_, _, render

if TYPE_CHECKING:
    from dragoman.services import Services
    from dragoman.travel_check import Finding, PartyReport, TravelReport

NOT_READY_EXIT_CODE = 1

_SUBJECTS = {
    "translation_there": N_("translation into their language"),
    "translation_back": N_("translation into your language"),
    "splitter": N_("sentences"),
    "brief": N_("brief"),
    "zone": N_("time zone"),
    "fonts": N_("fonts"),
    "sockets": N_("network"),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def doctor(services: Services, as_json: bool) -> None:
    """Check, with the network blocked, that everything for each counterpart works. Exits with 1 when not all does."""
    from dragoman.travel_check import TravelCheck, own_language

    settings = services.settings.load()
    own = own_language(settings.home_language, i18n.active_language())
    check = TravelCheck(services.translator, lambda: services.knowledge)
    try:
        report = check.run(services.counterparts.all(), own, home_country=settings.home_country)
    finally:
        services.translator.close()
    if as_json:
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        _print(report)
    if not report.is_ready:
        click.get_current_context().exit(NOT_READY_EXIT_CODE)


def _as_json(report: TravelReport) -> dict[str, object]:
    return {
        "ready": report.is_ready,
        "own_language": report.own_language,
        "has_counterparts": report.has_counterparts,
        "general": [_finding_json(one) for one in report.general],
        "parties": [
            {
                "counterpart_id": one.party.counterpart.id if one.party.counterpart else None,
                "name": one.party.name,
                "language": one.party.language,
                "country": one.party.counterpart.country if one.party.counterpart else None,
                "ready": one.is_ready,
                "checks": [_finding_json(finding) for finding in one.findings],
            }
            for one in report.parties
        ],
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "check": str(finding.subject),
        "state": str(finding.state),
        "detail": render(finding.detail),
        "remedy": render(finding.remedy) if finding.remedy is not None else None,
    }


def _print(report: TravelReport) -> None:
    if not report.has_counterparts:
        click.echo(_("There is no counterpart yet; the languages of your packs are checked."))
    for party in report.parties:
        click.echo(_title(party))
        for finding in party.findings:
            _print_finding(finding)
    for finding in report.general:
        _print_finding(finding)
    click.echo(_("Ready to travel.") if report.is_ready else _("Not ready: see what is marked above."))


def _title(report: PartyReport) -> str:
    party = report.party
    return f"{party.name} ({party.language})" if party.name else party.language


def _print_finding(finding: Finding) -> None:
    mark = {"good": "✓", "bad": "✗", "skipped": "–"}[finding.state]
    click.echo(f"  {mark} {_(_SUBJECTS[finding.subject])}: {render(finding.detail)}")
    if finding.remedy is not None:
        click.echo(f"    → {render(finding.remedy)}")
