"""Errors the user can do something about.

A :class:`KnownError` is foreseen: it says what happened and what to do. Every other exception but
:class:`Cancelled` is a bug. The middle of the program raises with plain message ids; only the edges (``ui`` and
``cli``) put them into the reader's language, with :func:`dragoman.base.i18n.render`.
"""

from __future__ import annotations


class KnownError(Exception):
    """A foreseen failure with a remedy.

    ``what`` and ``remedy`` are message ids marked with :func:`dragoman.base.i18n.N_`; ``values`` fill their
    ``{placeholders}``. Nothing the user had is lost when one is raised.
    """

    def __init__(self, what: str, remedy: str, **values: object) -> None:
        super().__init__(what.format(**values))
        self.what = what
        self.remedy = remedy
        self.values = values


class Cancelled(Exception):  # noqa: N818 - not an error
    """The caller asked to stop; nothing went wrong."""
