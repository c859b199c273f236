"""The brief as one printable page of HTML: self-contained, nothing loaded from elsewhere, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from dragoman.base.i18n import N_, Text
from dragoman.knowledge.brief_sheet import Line, Say, Section, sheet
from dragoman.knowledge.model import Brief
from dragoman.knowledge.notes import CountryNote

# Qt's rich text, which prints it, knows tables but neither columns nor grids, and enlarges headings as it likes.
_STYLE = """
@page { size: A4; margin: 11mm; }
body { font-family: "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  font-size: 8.5pt; color: #16202a; margin: 0; }
.title { font-size: 15pt; font-weight: bold; margin: 0 0 2pt 0; }
.heading { font-size: 9.5pt; font-weight: bold; margin: 6pt 0 2pt 0; color: #0b5563; }
p { margin: 1pt 0; }
table { width: 100%; border-collapse: collapse; }
td, th { vertical-align: top; text-align: left; padding-right: 8pt; font-weight: normal; }
.head { color: #52616b; }
.note { color: #52616b; font-size: 7.5pt; }
.do { color: #1b6e3c; } .dont { color: #a12a2a; }
"""
_RIGHT = ("formats", "between", "channels", "note")
_SIGNS = {"do": "+", "dont": "–", "note": "·"}


def brief_html(
    made: Brief, language: str, say: Say, today: date, note: CountryNote | None = None, page: str = "A4"
) -> str:
    """Return a complete HTML document in ``language`` (en or zh). ``say`` words messages, ``today`` stands in the
    foot, ``page`` is a CLDR paper size, A4 or US-Letter."""
    sections = sheet(made, language, say, note)
    left = [section for section in sections if section.key not in _RIGHT]
    right = [section for section in sections if section.key in _RIGHT]
    title = made.country.name(language) + (f" · {made.home.name(language)}" if made.home else "")
    foot = say(
        Text(N_("Dragoman, {day}. Law and lists as of their dates; not legal advice."), {"day": today.isoformat()})
    )
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{"zh-Hans" if language.startswith("zh") else "en"}"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE.replace('A4', page if page == 'A4' else 'Letter')}</style></head><body>",
        f'<p class="title">{escape(title)}</p>',
        # Qt keeps no distance between cells of its own.
        '<table><tr><td class="half" width="48%">',
        *(_section(section) for section in left),
        '</td><td width="4%"></td><td class="half" width="48%">',
        *(_section(section) for section in right),
        "</td></tr></table>",
        f'<p class="note">{escape(foot)}</p>',
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _section(section: Section) -> str:
    head = f'<p class="heading">{escape(section.title)}</p>'
    return "\n".join([head, *_table(section), *(_line(line) for line in section.lines)])


def _table(section: Section) -> Iterable[str]:
    if section.table:
        yield '<table cellspacing="2">'
        heads = ("", *section.heads)
        cells = [f'<th class="head">{escape(head)}&nbsp;&nbsp;</th>' for head in heads]
        yield f"<tr>{''.join(cells)}</tr>"
        for row in section.table:
            cells = [f"<td>{escape(cell)}&nbsp;&nbsp;</td>" for cell in row]
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</table>"


def _line(line: Line) -> str:
    sign = f"{_SIGNS[line.mark]} " if line.mark else ""
    head = f'<span class="head">{escape(line.head)}</span> ' if line.head else ""
    text = "<br>".join(escape(part) for part in line.text.splitlines())
    return f'<p class="{line.mark or "text"}">{sign}{head}{text}</p>'
