"""The deal guard's findings in words."""

from __future__ import annotations

from dragoman.base.i18n import N_, _
from dragoman.translation.model import Check, CheckStatus

_KINDS = {
    "number": N_("number"),
    "money": N_("amount"),
    "percent": N_("percentage"),
    "date": N_("date"),
    "time": N_("time"),
    "unit": N_("quantity"),
    "incoterm": N_("Incoterm"),
    "code": N_("code"),
    "url": N_("web address"),
    "email": N_("email address"),
    "term": N_("term"),
    "negation": N_("negation"),
    "modality": N_("must, may, can"),
}


def check_title(check: Check) -> str:
    """Return "amount: changed"."""
    kind = _(_KINDS.get(check.kind, check.kind))
    status = {
        CheckStatus.OK: _("kept"),
        CheckStatus.MISSING: _("missing"),
        CheckStatus.CHANGED: _("changed"),
        CheckStatus.ADDED: _("added"),
        CheckStatus.NOT_CHECKABLE: _("not checkable"),
        CheckStatus.DOUBT: _("look at this"),
    }[check.status]
    return _("{kind}: {status}").format(kind=kind, status=status)


def check_line(check: Check) -> str:
    """Return what stands on both sides: "1,250.50 → 1.250,50"."""
    match check.status:
        case CheckStatus.MISSING:
            return _("“{figure}” is missing in the translation").format(figure=check.source)
        case CheckStatus.ADDED:
            return _("“{figure}” is not in your text").format(figure=check.target)
        case CheckStatus.CHANGED:
            return _("“{source}” became “{target}”").format(source=check.source, target=check.target)
        case CheckStatus.DOUBT if not check.target:
            return _("“{word}” may be missing in the translation").format(word=check.source)
        case CheckStatus.DOUBT if not check.source:
            return _("“{word}” may not be in your text").format(word=check.target)
        case CheckStatus.OK if check.source == check.target:
            return check.source
        case _:
            return f"{check.source} → {check.target}" if check.target else check.source
