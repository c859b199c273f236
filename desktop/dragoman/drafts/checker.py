"""What is wrong with a template, a purpose or a language file of a user's own, line by line, in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.drafts.languages import LanguageFile
from dragoman.drafts.lines import IN_WORDS, SLOT
from dragoman.drafts.model import FieldSpec
from dragoman.drafts.templates import BLOCKS, FUNCTIONS, TemplateStore, faults, read_purpose

_MAX_BYTES = 500_000
_GIVEN = frozenset({"register", "region", "sender", "recipient", "loop", *FUNCTIONS})
_PERSON = frozenset({"name", "company"})
_TOML_PLACE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong on ``line`` (from 1; 0 for the file as a whole)."""

    line: int
    what: Text


def check_file(
    path: Path, purpose: str, store: TemplateStore, languages: Sequence[LanguageFile]
) -> tuple[Mistake, ...]:
    """Return every mistake, in the order of the lines. Raises :class:`KnownError` for a file that cannot be read."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, ValueError) as error:
        raise KnownError(
            N_("The template {path} cannot be read: {reason}."),
            N_("Save it as plain text in UTF-8, with the ending .j2 or .toml."),
            path=path,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if len(raw) > _MAX_BYTES:
        return (Mistake(0, Text(N_("The file is larger than half a megabyte."))),)
    if path.suffix == ".toml":
        found = _in_language(text, languages) if path.parent.name == "languages" else _in_purpose(path, text, store)
    else:
        found = _in_template(path, text, purpose or path.parent.name, store, languages)
    return tuple(sorted(found, key=lambda mistake: mistake.line))


def _in_purpose(path: Path, text: str, store: TemplateStore) -> Iterator[Mistake]:
    try:
        read_purpose(path.parent.name, text, store.shared_fields())
    except KnownError as error:
        yield _toml_mistake(error.values.get("reason", ""))


def _in_language(text: str, languages: Sequence[LanguageFile]) -> Iterator[Mistake]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield _toml_mistake(error)
        return
    for key in ("tag", "locale", "registers", "colon", "signature"):
        if key not in data:
            yield Mistake(0, Text(N_("“{name}” is missing."), {"name": key}))
    registers = data.get("registers", ())
    for register in registers if isinstance(registers, list) else ():
        forms = data.get(register, {})
        for key in ("nobody", "closing"):
            if key not in forms:
                yield Mistake(0, Text(N_("“{name}” is missing."), {"name": f"{register}.{key}"}))
        if "any" not in forms and not {"m", "f", "u"} <= set(forms):
            yield Mistake(0, Text(N_("“{name}” is missing."), {"name": f"{register}.any"}))
    english = next(language for language in languages if language.tag == "en").manner("en-GB")
    for table, wanted in (
        ("columns", english.columns),
        ("lines", english.lines),
        ("payment", english.payment),
        ("units", english.formats.counted),
    ):
        for key in sorted(set(wanted) - set(data.get(table, {}))):
            yield Mistake(0, Text(N_("“{name}” is missing."), {"name": f"{table}.{key}"}))


def _toml_mistake(reason: object) -> Mistake:
    place = _TOML_PLACE.search(str(reason))
    return Mistake(
        int(place[1]) if place else 0, Text(N_("It cannot be understood: {reason}."), {"reason": str(reason)})
    )


def _in_template(
    path: Path, text: str, purpose: str, store: TemplateStore, languages: Sequence[LanguageFile]
) -> Iterator[Mistake]:
    try:
        tree = Environment().parse(text)
    except TemplateSyntaxError as error:
        yield Mistake(error.lineno, Text(N_("It cannot be understood: {reason}."), {"reason": error.message or ""}))
        return
    for line, reason in faults(tree):
        yield Mistake(line, Text(N_("Not allowed: {reason}."), {"reason": reason}))
    blocks = {block.name for block in tree.find_all(nodes.Block)}
    for name in BLOCKS:
        if name not in blocks:
            yield Mistake(0, Text(N_("The block “{name}” is missing."), {"name": name}))
    if purpose not in store.names():
        yield Mistake(0, Text(N_("There is no purpose “{name}”: put the file into its folder."), {"name": purpose}))
        return
    specs = store.purpose(purpose).fields
    language = next((one for one in languages if one.stem in (path.stem, path.stem.split("-")[0])), None)
    if language is None:
        yield Mistake(0, Text(N_("There is no language file “{name}”."), {"name": f"{path.stem}.toml"}))
    yield from _names(tree, specs)
    yield from _choices(tree, {spec.name: spec for spec in specs})
    if language is not None:
        manner = language.manner(language.locale_for(language.tag, ""))
        yield from _words(tree, manner.lines, manner.columns, manner.formats.counted, {spec.name for spec in specs})


def _names(tree: nodes.Template, specs: Sequence[FieldSpec]) -> Iterator[Mistake]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    known = _GIVEN | stored | {spec.name for spec in specs}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in known:
            yield Mistake(node.lineno, Text(N_("“{name}” is not a field of this letter."), {"name": node.name}))
    for one in tree.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name in ("sender", "recipient") and one.attr not in _PERSON:
            name = f"{one.node.name}.{one.attr}"
            yield Mistake(one.lineno, Text(N_("“{name}” is not a field of this letter."), {"name": name}))


def _choices(tree: nodes.Template, specs: Mapping[str, FieldSpec]) -> Iterator[Mistake]:
    for node in tree.find_all(nodes.Compare):
        spec = specs.get(node.expr.name) if isinstance(node.expr, nodes.Name) else None
        for operand in node.ops if spec and spec.choices else ():
            value = operand.expr.value if isinstance(operand.expr, nodes.Const) else None
            if spec and isinstance(value, str) and value not in spec.choices:
                yield Mistake(
                    node.lineno,
                    Text(
                        N_("“{value}” is no choice of “{name}”: {choices}."),
                        {"value": value, "name": spec.name, "choices": ", ".join(spec.choices)},
                    ),
                )


def _words(
    tree: nodes.Template,
    lines: Mapping[str, str],
    columns: Mapping[str, str],
    units: Mapping[str, object],
    fields: set[str],
) -> Iterator[Mistake]:
    for call in tree.find_all(nodes.Call):
        called = call.node.name if isinstance(call.node, nodes.Name) else ""
        texts = [node for argument in call.args for node in _constants(argument)]
        for node in texts:
            name = str(node.value)
            if called == "lines" and name not in lines and name != IN_WORDS:
                yield Mistake(node.lineno, Text(N_("The language has no line “{name}”."), {"name": name}))
            elif called == "lines" and (
                missing := [one for one, _how in SLOT.findall(lines.get(name, "")) if one not in fields]
            ):
                yield Mistake(
                    node.lineno,
                    Text(
                        N_("The line “{name}” needs the field “{field}”, which this letter does not have."),
                        {"name": name, "field": missing[0]},
                    ),
                )
            elif called == "table" and name not in columns:
                yield Mistake(node.lineno, Text(N_("The language has no column “{name}”."), {"name": name}))
            elif called == "count" and name not in units:
                yield Mistake(node.lineno, Text(N_("The language has no unit “{name}”."), {"name": name}))


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """The texts an argument may come to: itself, or both sides of a condition, whose test is no argument."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node
    elif isinstance(node, nodes.CondExpr):
        yield from _constants(node.expr1)
        if node.expr2 is not None:
            yield from _constants(node.expr2)
