"""From the parts of a letter to its plain text and its HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.drafts.clean import header_text, tidy, without_overrides
from dragoman.drafts.model import Letter, Table

if TYPE_CHECKING:
    from jinja2 import Template

# Styles stand on the elements because mail programs drop style sheets.
_PAGE = """\
<!DOCTYPE html>
<html lang="{{ locale }}" dir="{{ direction }}">
<head><meta charset="utf-8"><title>{{ subject }}</title></head>
<body dir="{{ direction }}">
{% for block in blocks -%}
{% if block is not sequence -%}
<table dir="{{ direction }}" cellpadding="6" cellspacing="0" border="1" style="border-collapse: collapse">
<thead><tr>
{%- for header in block.headers %}<th align="{{ ends[block.numeric[loop.index0]] }}">{{ header }}</th>{% endfor -%}
</tr></thead>
<tbody>
{% for row in block.rows -%}
<tr>
{%- for cell in row %}<td align="{{ ends[block.numeric[loop.index0]] }}">{{ cell }}</td>{% endfor -%}
</tr>
{% endfor -%}
</tbody>
</table>
{% else -%}
<p>{% for line in block %}{{ line }}{% if not loop.last %}<br>
{% endif %}{% endfor %}</p>
{% endif -%}
{% endfor -%}
</body>
</html>
"""


def text_of(salutation: str, body: str, closing: str) -> str:
    """Return the whole letter as plain text, a blank line between its parts."""
    return "\n\n".join(part for part in (salutation, body, closing) if part)


def html_of(letter: Letter) -> str:
    """Return the whole letter as an HTML page with language and direction; every text in it is escaped."""
    start, end = ("right", "left") if letter.direction == "rtl" else ("left", "right")
    return _page().render(
        locale=letter.locale,
        direction=letter.direction,
        subject=letter.subject,
        blocks=[
            *_paragraphs(letter.salutation),
            *_blocks(letter.body, letter.tables),
            *_paragraphs(letter.closing),
        ],
        ends={True: end, False: start},
    )


def revised(
    letter: Letter,
    *,
    subject: str | None = None,
    salutation: str | None = None,
    body: str | None = None,
    closing: str | None = None,
) -> Letter:
    """Return the letter with parts that the writer edited; text and HTML follow.

    A table whose text was edited is from then on a paragraph in the HTML too, so that both always say the same.
    """
    edited = replace(
        letter,
        subject=letter.subject if subject is None else header_text(subject),
        salutation=letter.salutation if salutation is None else tidy(without_overrides(salutation)),
        body=letter.body if body is None else tidy(without_overrides(body)),
        closing=letter.closing if closing is None else tidy(without_overrides(closing)),
    )
    edited = replace(edited, text=text_of(edited.salutation, edited.body, edited.closing))
    return replace(edited, html=html_of(edited))


def _blocks(body: str, tables: Sequence[Table]) -> list[Table | list[str]]:
    for position, table in enumerate(tables):
        before, found, after = body.partition(table.text)
        if found and table.rows:
            return [*_paragraphs(before), table, *_blocks(after, tables[position + 1 :])]
    return [*_paragraphs(body)]


def _paragraphs(text: str) -> list[list[str]]:
    return [paragraph.split("\n") for paragraph in tidy(text).split("\n\n") if paragraph]


@lru_cache(maxsize=1)
def _page() -> Template:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(_PAGE)
