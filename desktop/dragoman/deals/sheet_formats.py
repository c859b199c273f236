"""A bilingual sheet as a page, as a word-processor file and as plain data."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from dragoman.base.locales import is_right_to_left
from dragoman.deals.sheet import Cell, Sheet

if TYPE_CHECKING:
    from docx.table import _Cell


def to_html(sheet: Sheet) -> str:
    """Return the sheet as a page of HTML to print; nothing in it is loaded from elsewhere."""
    rows = []
    for line in sheet.lines:
        sides = ((line.left, sheet.left_language), (line.right, sheet.right_language))
        cells = "".join(
            f'<td width="50%" dir="{_direction(tag)}" class="{"head" if line.is_heading else "line"}">'
            f"{_cell_html(cell, is_heading=line.is_heading)}</td>"
            for cell, tag in sides
        )
        rows.append(f"<tr>{cells}</tr>")
    feet = "".join(
        f'<td dir="{_direction(tag)}">{escape(foot)}</td>' for foot, tag in zip(sheet.feet, _tags(sheet), strict=True)
    )
    return (
        f'<!DOCTYPE html><html lang="{sheet.left_language}"><head><meta charset="utf-8"><style>'
        "body { font-family: 'Noto Sans', 'Noto Sans CJK SC', sans-serif; font-size: 10pt; }"
        " table { width: 100%; border-collapse: collapse; } td { vertical-align: top;"
        " border-bottom: 1px solid #d9dde4; } .head { background: #eceef2; font-weight: bold; }"
        " .state { color: #566070; } .foot td { font-size: 8pt; color: #566070; }"
        f"</style></head><body><table cellpadding='6'>{''.join(rows)}<tr class='foot'>{feet}</tr></table></body></html>"
    )


def to_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a word-processor file (Office Open XML)."""
    from io import BytesIO

    from docx import Document
    from docx.enum.table import WD_TABLE_DIRECTION
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    document.core_properties.author = "Dragoman"
    document.core_properties.title = sheet.lines[0].left.name if sheet.lines else ""
    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    normal.font.name = "Calibri"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Microsoft YaHei")
    normal.paragraph_format.space_after = Pt(2)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.direction = WD_TABLE_DIRECTION.LTR
    for line in sheet.lines:
        cells = zip(table.add_row().cells, (line.left, line.right), _tags(sheet), strict=True)
        for cell, side, tag in cells:
            _fill_docx(cell, side, is_heading=line.is_heading, is_rtl=is_right_to_left(tag))
    for foot in sheet.feet:
        document.add_paragraph(foot).runs[0].font.size = Pt(8)
    raw = BytesIO()
    document.save(raw)
    return raw.getvalue()


def _fill_docx(cell: _Cell, side: Cell, *, is_heading: bool, is_rtl: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell.paragraphs[0]
    if side.name:
        paragraph.add_run(side.name).bold = True
    if is_heading:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "ECEEF2")
        cell._tc.get_or_add_tcPr().append(shade)
    elif side.state:
        paragraph.add_run(f" ({side.state})").italic = True
    for index, part in enumerate(side.text.split("\n") if side.text and not is_heading else ()):
        place = paragraph if index == 0 and not side.name else cell.add_paragraph()
        place.add_run(part)
    if is_rtl:
        for one in cell.paragraphs:
            one._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def to_data(sheet: Sheet) -> dict[str, object]:
    """Return the sheet as plain data."""
    return {
        "languages": list(_tags(sheet)),
        "lines": [
            {
                "heading": line.is_heading,
                "left": {"name": line.left.name, "state": line.left.state, "text": line.left.text},
                "right": {"name": line.right.name, "state": line.right.state, "text": line.right.text},
                "alarms": [
                    {"kind": one.kind, "source": one.source, "target": one.target, "status": one.status.value}
                    for one in line.alarms
                ],
            }
            for line in sheet.lines
        ],
    }


def _cell_html(cell: Cell, *, is_heading: bool) -> str:
    name = f"<b>{escape(cell.name)}</b>" if cell.name else ""
    if is_heading:
        return name
    state = f' <span class="state">({escape(cell.state)})</span>' if cell.state else ""
    text = "<br>".join(escape(part) for part in cell.text.split("\n"))
    return f"{name}{state}{'<br>' if name and text else ''}{text}"


def _tags(sheet: Sheet) -> tuple[str, str]:
    return sheet.left_language, sheet.right_language


def _direction(tag: str) -> str:
    return "rtl" if is_right_to_left(tag) else "ltr"
