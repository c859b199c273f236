"""How good packs are published to be: figures of one test, shipped with their source."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import Pack

SOURCE = "FLORES-101 test, evaluation results of Mozilla's firefox-translations-models (MPL-2.0)"
STARTER = "starter"
"""Variant of the packs that come with Dragoman: they alone carry a vocabulary map."""


@dataclass(frozen=True, slots=True)
class Quality:
    """BLEU, 0 to 100, and COMET where it is published, of one system in one direction."""

    bleu: float
    comet: float | None = None


def quality(pair: LanguagePair, engine: str, variant: str = "") -> Quality | None:
    """Return the published figures of an engine's model for a direction, None where there are none.

    A model of a kind that is not in the table gets the lowest figures of the others. Those of simplified Chinese are
    not those of traditional; the other tags stand for their language.
    """
    for source in _codes(pair.source):
        for target in _codes(pair.target):
            if found := _table().get((source, target, engine), {}):
                return found.get(variant) or min(found.values(), key=lambda one: one.bleu)
    return None


def quality_of(pack: Pack) -> Quality | None:
    """Return the published figures of an installed pack."""
    return quality(pack.pair, pack.engine, variant_of(pack.path, pack.engine))


@lru_cache(maxsize=512)
def variant_of(folder: Path, engine: str) -> str:
    """Return what kind of model a pack's folder holds, as in the table: ``tiny``, ``starter``, or empty."""
    if engine == "argos":
        return STARTER if (folder / "model" / "vmap.txt").is_file() else ""
    try:
        said = json.loads((folder / "metadata.json").read_text("utf-8")).get("architecture", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return said if isinstance(said, str) else ""


def _codes(tag: str) -> tuple[str, ...]:
    return (tag,) if tag == "zh-Hant" else tuple(dict.fromkeys((tag, tag.split("-")[0])))


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str, str], dict[str, Quality]]:
    text = (files("dragoman_resources") / "quality" / "flores-test.csv").read_text("utf-8")
    table: dict[tuple[str, str, str], dict[str, Quality]] = {}
    for row in csv.DictReader(text.splitlines()):
        figures = Quality(float(row["bleu"]), float(row["comet"]) if row["comet"] else None)
        table.setdefault((row["source"], row["target"], row["engine"]), {})[row["variant"]] = figures
    return table
