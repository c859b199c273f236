"""Files from elsewhere, read without trust: bounded size and depth, no entities, no network, one clear message."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from dragoman.base import files
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read: about 150,000 translation units in TMX."""

MAX_TEXT = 10_000
"""Longest sentence or term, in characters."""

MAX_DEPTH = 40
"""XML elements within each other; TMX needs 8, TBX 10."""

_MAX_CONTENT = 1_000_000
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DELIMITERS = ",;\t"
_SNIFFED = 64 * 1024


class XmlHandler(Protocol):
    """Takes what an XML file holds, in order. Names come without their prefix; ``xml:lang`` is ``lang``."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        ...

    def end(self, name: str) -> None:
        """Take the end of an element."""
        ...

    def text(self, content: str) -> None:
        """Take text within the element that was started last and is not ended."""
        ...


def clean_text(text: str) -> str:
    """Return ``text`` without what no XML file can hold (XML 1.0, 2.2) and other control characters.

    Line ends become ``\\n``, blanks at both ends go; everything else is kept as it is.
    """
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def read_file(path: Path) -> bytes:
    """Return the content of a file of at most :data:`MAX_BYTES`. Raises :class:`KnownError` when that fails."""
    remedy = N_("Check the name of the file and that you may read it. Nothing was changed.")
    content = files.read_file(path, MAX_BYTES + 1, remedy)
    if len(content) > MAX_BYTES:
        raise KnownError(
            N_("{path} is larger than {limit} MB."),
            N_("Divide the file and import its parts. Nothing was changed."),
            path=path,
            limit=MAX_BYTES // 1024 // 1024,
        )
    return content


def write_file(path: Path, content: str) -> None:
    """Write UTF-8 text; what stood at ``path`` is replaced only when all of it is on the disk.

    Raises :class:`KnownError` when it cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content.encode("utf-8"))
                handle.flush()
                os.fsync(handle.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise KnownError(
            N_("{path} cannot be written: {reason}."),
            N_("Choose another folder or free some space. What stood there before is intact."),
            path=path,
            reason=error.strerror or str(error),
        ) from error


def parse_xml(path: Path, handler: XmlHandler) -> None:
    """Feed the XML file at ``path`` to ``handler``.

    Refused with a :class:`KnownError`: entities of the file's own, declared or used (billion laughs, XML 1.0 4.4), more
    than :data:`MAX_DEPTH` levels, an element with over a million characters, and what is not well-formed. A DOCTYPE
    that names a DTD is accepted and never fetched.
    """
    content = read_file(path)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = length = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, length
        depth += 1
        length = 0
        if depth > MAX_DEPTH:
            raise _Refused(Text(N_("its elements are nested more than {depth} deep"), {"depth": MAX_DEPTH}))
        handler.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(name))

    def text(part: str) -> None:
        nonlocal length
        length += len(part)
        if length > _MAX_CONTENT:
            raise _Refused(Text(N_("an element holds more than {limit} characters"), {"limit": _MAX_CONTENT}))
        handler.text(part)

    def refuse(*_details: object) -> int:
        raise _Refused(Text(N_("it defines or uses entities of its own")))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        # In one piece: expat reads a token again from its start for every piece that it lies in.
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise unusable(
            path,
            Text(
                N_("{fault}, line {line}"),
                {"fault": expat.errors.messages.get(error.code, "not well-formed"), "line": error.lineno},
            ),
        ) from error
    except (_Refused, ValueError, LookupError) as error:
        reason = error.reason if isinstance(error, _Refused) else Text(N_("its encoding is not known"))
        raise unusable(path, reason) from error


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a CSV file (RFC 4180), empty ones left out; comma, semicolon or tab, whichever it uses.

    UTF-8, or UTF-16 with its mark. Raises :class:`KnownError` for anything else.
    """
    content = read_file(path)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise unusable(path, Text(N_("it is not UTF-8 text (byte {position})"), {"position": error.start})) from error
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise unusable(path, Text(N_("a quotation mark or cell is not closed"))) from error


def as_table(rows: list[list[str]]) -> str:
    """Return rows as CSV (RFC 4180) with the mark that makes spreadsheets read UTF-8."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return "\ufeff" + buffer.getvalue()


def unusable(path: Path, reason: Text) -> KnownError:
    """Return the error for a file whose content cannot be used."""
    return KnownError(
        N_("{path} cannot be used: {reason}."),
        N_("Ask for a new export of the file. Nothing was changed."),
        path=path,
        reason=reason,
    )


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, reason: Text) -> None:
        super().__init__(reason.message)
        self.reason = reason


def _delimiter(text: str) -> str:
    """Return the delimiter that most of the first lines have outside quotation marks, comma when none has any."""
    outside = re.sub(r'"[^"]*"', "", text[:_SNIFFED])
    first = outside.lstrip("\r\n").splitlines()[:1] or [""]
    counts = {delimiter: first[0].count(delimiter) for delimiter in _DELIMITERS}
    return max(_DELIMITERS, key=lambda delimiter: counts[delimiter]) if any(counts.values()) else ","


def _local(name: str) -> str:
    return name.rpartition(":")[2]
