"""The Incoterms table against what the publication says of each rule."""

from __future__ import annotations

import pytest

from dragoman.deals.incoterms import rules


def payer(rule: str, step: str) -> str:
    return next(one.payer for one in rules()[rule].steps if one.id == step)


@pytest.mark.parametrize(
    ("rule", "step", "side"),
    [
        ("EXW", "loading", "B"),
        ("EXW", "export_clearance", "B"),
        ("FCA", "export_clearance", "S"),
        ("FAS", "on_board", "B"),
        ("FOB", "on_board", "S"),
        ("FOB", "main_carriage", "B"),
        ("CFR", "main_carriage", "S"),
        ("CFR", "insurance", "n"),
        ("CIF", "insurance", "S"),
        ("CIP", "insurance", "S"),
        ("DAP", "unloading", "B"),
        ("DPU", "unloading", "S"),
        ("DPU", "import_clearance", "B"),
        ("DDP", "import_clearance", "S"),
        ("DDP", "unloading", "B"),
    ],
)
def test_who_pays(rule: str, step: str, side: str) -> None:
    assert payer(rule, step) == side


def test_eleven_rules_four_of_them_for_ships() -> None:
    found = rules()
    assert len(found) == 11
    assert {name for name, rule in found.items() if rule.modes == "sea"} == {"FAS", "FOB", "CFR", "CIF"}
    assert {name: rule.insurance for name, rule in found.items() if rule.insurance} == {"CIF": "C", "CIP": "A"}
    for rule in found.values():
        assert len({rule.risk("en"), rule.risk("zh")}) == 2
        assert all(step.name("en") and step.name("zh") for step in rule.steps)
