from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.translation.confidence import probability


@given(st.floats(-1000, 0), st.integers(0, 600), st.booleans())
def test_it_is_a_probability(score: float, pieces: int, copied: bool) -> None:
    assert 0 <= probability(score, pieces, copied=copied) <= 1


@pytest.mark.parametrize("pieces", [1, 5, 12, 40, 110])
def test_a_surer_model_is_believed_more(pieces: int) -> None:
    values = [probability(score, pieces) for score in (-3.0, -1.0, -0.3, -0.1, 0.0)]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_an_answer_that_is_the_source_is_believed_less() -> None:
    assert probability(-0.1, 10, copied=True) < 0.4 < probability(-0.1, 10)


def test_a_typical_sentence_and_a_derailed_one() -> None:
    assert probability(-0.08, 25) > 0.85
    assert probability(-1.2, 25) < 0.1
