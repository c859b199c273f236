"""Latin names, codes and telephone numbers inside right-to-left text, kept in their own order (UAX 9)."""

from __future__ import annotations

import re

from dragoman.drafts.clean import without_isolates

LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"

_LATIN = "A-Za-z\u00c0-\u024f"
# From a Latin letter, or a digit in one word with one, to the last of them on the line; a figure that CLDR put before
# its currency stands behind a no-break space and is left as it is. Telephone numbers have no letter at all.
_RUN = re.compile(
    rf"(?:(?:\d[\d.,]*(?:[ -]?[×x/.-] ?\d+)* ?)?[{_LATIN}]"
    rf"[\w{_LATIN}@&'’.,:;/\\+#®™°²³$€£%()×_ -]*[{_LATIN}\d$€£®™°²³%)]"
    # The stop of an abbreviated company form belongs to the name.
    rf"(?:(?:(?<= Co)|(?<=[ ,]Ltd)|(?<=[ ,]Inc)|(?<=[ ,]Corp)|(?<=\.[A-Z]))\.)?"
    rf"|[{_LATIN}]|\+?\(?\d{{1,4}}\)?(?:[ -]\(?\d{{1,5}}\)?){{2,}})",
    re.ASCII,
)


def isolated(text: str) -> str:
    """Return right-to-left ``text`` with an isolate around every stretch of Latin, the same when done again."""
    return _RUN.sub(_wrapped, without_isolates(text))


def _wrapped(match: re.Match[str]) -> str:
    run = match[0]
    # A bracket that was opened outside closes outside.
    tail = ""
    while run.endswith(")") and run.count(")") > run.count("("):
        run, tail = run[:-1], ")" + tail
    return f"{LEFT_TO_RIGHT_ISOLATE}{run}{POP_ISOLATE}{tail}"
