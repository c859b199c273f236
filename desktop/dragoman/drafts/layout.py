"""From the parts of a letter to its plain text and its HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragoman.drafts.clean import header_text, tidy, without_isolates, without_overrides
from dragoman.drafts.direction import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, isolated
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


def text_of(salutation: str, body: str, closing: str, direction: str = "ltr") -> str:
    """Return the whole letter as plain text, a blank line between its parts; Latin isolated in right-to-left text."""
    text = "\n\n".join(part for part in (salutation, body, closing) if part)
    return isolated(text) if direction == "rtl" else text


def html_of(letter: Letter) -> str:
    """Return the whole letter as an HTML page with language and direction; every text in it is escaped."""
    start, end = ("right", "left") if letter.direction == "rtl" else ("left", "right")
    page = _page().render(
        locale=letter.locale,
        direction=letter.direction,
        subject=without_isolates(letter.subject) if letter.direction == "rtl" else letter.subject,
        blocks=[
            _turned(block) if letter.direction == "rtl" else block
            for block in (
                *_paragraphs(letter.salutation),
                *_blocks(letter.body, letter.tables),
                *_paragraphs(letter.closing),
            )
        ],
        ends={True: end, False: start},
    )
    if letter.direction != "rtl":
        return page
    # Mail programs drop isolate characters more often than attributes.
    return page.replace(LEFT_TO_RIGHT_ISOLATE, '<span dir="ltr">').replace(POP_ISOLATE, "</span>")


def fragment_of(letter: Letter) -> str:
    """Return the letter's HTML for the clipboard: what stands in the page's body, in an element with its direction."""
    inner = letter.html.partition("<body")[2].partition(">")[2].partition("</body>")[0].strip()
    return f'<div lang="{letter.locale}" dir="{letter.direction}">\n{inner}\n</div>'


def _turned(block: Table | list[str]) -> Table | list[str]:
    if isinstance(block, Table):
        return replace(
            block,
            headers=tuple(isolated(header) for header in block.headers),
            rows=tuple(tuple(isolated(cell) for cell in row) for row in block.rows),
        )
    return [isolated(line) for line in block]


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
    edited = replace(edited, text=text_of(edited.salutation, edited.body, edited.closing, edited.direction))
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
