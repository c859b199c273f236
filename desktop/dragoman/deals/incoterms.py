"""The eleven Incoterms rules: who pays for which step, and where the risk passes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of the way: ``payer`` is S (seller), B (buyer) or n (neither has to)."""

    id: str
    names: Mapping[str, str]
    payer: str

    def name(self, language: str) -> str:
        """Return what the step is, for a reader of ``language``."""
        return self.names["zh" if language.startswith("zh") else "en"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``modes`` is any or sea; ``insurance`` the Institute Cargo Clauses the seller owes: A, C or empty."""

    id: str
    steps: tuple[Step, ...]
    modes: str
    insurance: str
    risks: Mapping[str, str]
    as_of: date
    source: str

    def risk(self, language: str) -> str:
        """Return where the risk passes, for a reader of ``language``."""
        return self.risks["zh" if language.startswith("zh") else "en"]


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return the rules by their three letters, in the order of the publication's modes."""
    file = files("dragoman_resources") / "deals" / "incoterms.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    steps = [(step["id"], {"en": step["en"], "zh": step["zh"]}) for step in data["steps"]]
    return {
        entry["id"]: Rule(
            entry["id"],
            tuple(Step(name, words, payer) for (name, words), payer in zip(steps, entry["sides"], strict=True)),
            entry["modes"],
            entry.get("insurance", ""),
            {"en": entry["en"], "zh": entry["zh"]},
            data["as_of"],
            data["source"],
        )
        for entry in data["rules"]
    }
