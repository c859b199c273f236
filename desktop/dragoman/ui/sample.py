"""A made-up counterpart to try everything with, marked as a sample wherever it is shown."""

from __future__ import annotations

from dragoman.counterparts.model import Counterpart


def sample_counterpart() -> Counterpart:
    """Return a buyer in São Paulo who writes Portuguese."""
    return Counterpart(
        given_name="Rafael",
        family_name="Souza Lima",
        company="Importadora Aurora Ltda.",
        country="BR",
        subdivision="SP",
        city="São Paulo",
        zone="America/Sao_Paulo",
        language="pt-BR",
        title="Sr.",
        gender="m",
        email="rafael.lima@example.com",
        phone="+55 11 5550 0142",
        is_sample=True,
    )
