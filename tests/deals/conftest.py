"""The real knowledge base, for what follows from a country."""

from __future__ import annotations

import pytest

from dragoman.knowledge.service import KnowledgeBase


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.open()
