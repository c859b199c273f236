"""The database that the tests read: built once from the checkout, cards that break the rules left out."""

from __future__ import annotations

import pytest

from dragoman.knowledge.service import KnowledgeBase


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.open()
