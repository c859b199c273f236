"""Which remembered sentences resemble a new one: letter pairs as bit signatures, then the edit distance.

A signature is small enough that all of them are held in memory and compared with a new sentence at once, so that no
sentence is missed because its words are common.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIGNATURE_BYTES = 32
_BITS = SIGNATURE_BYTES * 8
_FIGURE = re.compile(r"\d+(?:[.,'’٫٬\u00a0\u202f\u2009]\d+)*")
_FIRST_CAPACITY = 1024


def sentence_key(sentence: str) -> str:
    """Return what an exact match compares: composed characters (NFC), every run of blanks one space; case is kept."""
    return " ".join(unicodedata.normalize("NFC", sentence).split())


def skeleton(sentence: str) -> str:
    """Return the key of ``sentence`` with ``#`` for every figure in digits."""
    return _FIGURE.sub("#", sentence_key(sentence))


def signature(sentence: str) -> bytes:
    """Return the :data:`SIGNATURE_BYTES` in which each pair of neighbouring letters has set one bit.

    Equal skeletons have equal signatures, whatever their case.
    """
    text = f" {skeleton(sentence).casefold()} "
    bits = 0
    for left, right in pairwise(text):
        bits |= 1 << ((ord(left) * 0x9E3779B1 ^ ord(right) * 0x85EBCA6B) >> 11) % _BITS
    return bits.to_bytes(SIGNATURE_BYTES, "little")


def similarity(first: str, second: str) -> float:
    """Return 0 to 1: one less the share of letters to insert, drop or replace; figures count as equal.

    A difference of case alone costs two hundredths.
    """
    from rapidfuzz.distance import Levenshtein

    left, right = skeleton(first), skeleton(second)
    if left == right:
        return 1.0
    return min(0.98, Levenshtein.normalized_similarity(left.casefold(), right.casefold()))


class SignatureIndex:
    """The signatures of one language pair, in the order of their ids. Safe for several threads.

    An id that is gone from the database may stay here: whoever asks reads the entries by id and finds it missing.
    """

    def __init__(self) -> None:
        import numpy

        self._lock = threading.Lock()
        self._count = 0
        self._last = 0
        self._ids: NDArray[np.int64] = numpy.empty(_FIRST_CAPACITY, numpy.int64)
        self._owners: NDArray[np.int64] = numpy.empty(_FIRST_CAPACITY, numpy.int64)
        self._sizes: NDArray[np.int32] = numpy.empty(_FIRST_CAPACITY, numpy.int32)
        self._words: NDArray[np.uint64] = numpy.empty((_FIRST_CAPACITY, SIGNATURE_BYTES // 8), numpy.uint64)

    @property
    def last(self) -> int:
        """The largest id taken in so far, 0 at first."""
        return self._last

    def add(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Take in ``(id, owner, signature)`` in the order of ids; those up to :attr:`last` are known already."""
        import numpy

        with self._lock:
            fresh = [row for row in rows if row[0] > self._last]
            if not fresh:
                return
            end = self._count + len(fresh)
            if end > len(self._ids):
                self._grow(max(end, 2 * len(self._ids)))
            self._ids[self._count : end] = [row[0] for row in fresh]
            self._owners[self._count : end] = [row[1] for row in fresh]
            words = numpy.frombuffer(b"".join(row[2] for row in fresh), numpy.dtype("<u8")).reshape(len(fresh), -1)
            self._words[self._count : end] = words
            self._sizes[self._count : end] = numpy.bitwise_count(words).sum(axis=1, dtype=numpy.int32)
            self._last = fresh[-1][0]
            self._count = end

    def nearest(self, signature: bytes, owners: Iterable[int], count: int, at_least: float) -> list[int]:
        """Return the ids of up to ``count`` entries of these ``owners`` whose Dice coefficient is the highest."""
        import numpy

        wanted = numpy.frombuffer(signature, numpy.dtype("<u8"))
        size = int(numpy.bitwise_count(wanted).sum())
        with self._lock:
            shared = numpy.bitwise_count(self._words[: self._count] & wanted).sum(axis=1, dtype=numpy.int32)
            dice = 2.0 * shared / (self._sizes[: self._count] + max(1, size))
            mask = numpy.isin(self._owners[: self._count], list(owners)) & (dice >= at_least)
            places = numpy.flatnonzero(mask)
            if len(places) > count:
                places = places[numpy.argpartition(-dice[places], count)[:count]]
            return [int(number) for number in self._ids[places]]

    def _grow(self, capacity: int) -> None:
        import numpy

        for name in ("_ids", "_owners", "_sizes", "_words"):
            old = getattr(self, name)
            wider = numpy.empty((capacity, *old.shape[1:]), old.dtype)
            wider[: self._count] = old[: self._count]
            setattr(self, name, wider)
