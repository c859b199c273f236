"""Templates: found in folders, checked before they run, and run within bounds.

A template may print values, branch, loop over given lists and call the few functions it is handed; whatever else
Jinja2 offers is refused with the line it stands on. So a template of a user's own cannot reach the program, loop
without end or fill the memory, and its author is told what is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_
from dragoman.drafts.formats import Formats
from dragoman.drafts.model import FIELD_TYPES, FieldSpec

MAX_STEPS = 20_000
"""Turns of all loops of one letter together: 200 rows leave a hundred turns for each."""

MAX_OUTPUT = 400_000
"""Characters of one block of a letter."""

BLOCKS = ("subject", "body")

_ALLOWED_NODES = (
    nodes.Template,
    nodes.Block,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Assign,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Dict,
    nodes.Pair,
    nodes.Keyword,
    nodes.Call,
    nodes.Filter,
)
_FILTERS = frozenset({"weekday", "length", "first", "last"})
FUNCTIONS = frozenset({"table", "count", "lines", "payment", "slot"})
_BOUNDED = "_bounded"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What ``purpose.toml`` says: the form and the sums a letter of this purpose needs.

    A field of ``fields.toml`` is taken over with ``use = "name"``; what else the entry says beats it. ``words`` is the
    line with the amount that stands in words below it where custom asks for that.
    """

    name: str
    title: str
    fields: tuple[FieldSpec, ...]
    sum: Mapping[str, str]
    shares: Mapping[str, str]
    words: str = ""


class TemplateStore:
    """Purposes and their templates in ``roots``; a later root (the user's own folder) wins."""

    def __init__(self, roots: Sequence[Traversable]) -> None:
        self._roots = tuple(roots)
        self._purposes: dict[str, Purpose] = {}

    def names(self) -> tuple[str, ...]:
        """Return the purposes' names in alphabetical order."""
        found = {
            entry.name
            for root in self._roots
            if root.is_dir()
            for entry in root.iterdir()
            if entry.is_dir() and (entry / "purpose.toml").is_file()
        }
        return tuple(sorted(found))

    def purpose(self, name: str) -> Purpose:
        """Return the purpose. Raises :class:`KnownError` for an unknown name or a file that cannot be used."""
        name = name.strip().lower().replace("_", "-")
        if name not in self._purposes:
            known = self.names()
            if name not in known:
                raise KnownError(
                    N_("There is no letter for the purpose “{purpose}”."),
                    N_("Choose one of: {known}."),
                    purpose=name,
                    known=", ".join(known),
                )
            folder = next(root / name for root in reversed(self._roots) if (root / name / "purpose.toml").is_file())
            self._purposes[name] = read_purpose(
                name, _text_of(folder / "purpose.toml", f"{name}/purpose.toml"), self.shared_fields()
            )
        return self._purposes[name]

    def shared_fields(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the fields that several purposes use, by name."""
        shared: dict[str, Mapping[str, Any]] = {}
        for root in self._roots:
            file = root / "fields.toml"
            if file.is_file():
                shared |= {field["name"]: field for field in tomllib.loads(file.read_text(encoding="utf-8"))["fields"]}
        return shared

    def stems(self, purpose: str) -> frozenset[str]:
        """Return the stems of the language files for which the purpose has a template."""
        found: set[str] = set()
        for root in self._roots:
            if (root / purpose).is_dir():
                found.update(
                    entry.name.removesuffix(".j2") for entry in (root / purpose).iterdir() if entry.name.endswith(".j2")
                )
        return frozenset(found)

    def source(self, purpose: str, stem: str, territory: str) -> str:
        """Return the text of ``pt-PT.j2`` for a territory that has its own file, else of ``pt.j2``."""
        for name in (f"{stem}-{territory}.j2", f"{stem}.j2"):
            for root in reversed(self._roots):
                file = root / purpose / name
                if file.is_file():
                    return _text_of(file, f"{purpose}/{name}")
        raise FileNotFoundError(f"{purpose}/{stem}.j2")


def render_blocks(
    source: str,
    values: Mapping[str, object],
    formats: Formats,
    functions: Mapping[str, Callable[..., object]],
    name: str,
) -> dict[str, str]:
    """Return the text of each block of :data:`BLOCKS`.

    ``values`` are printed through ``formats``. Raises :class:`KnownError` for a template that is wrong, asks for
    something forbidden or outgrows its bounds; ``name`` is how the message calls it.
    """
    try:
        template = _compiled(source)
        context = template.new_context({**values, **functions, "_formats": formats, "_steps": [0]}, shared=False)
        return {block: _run(template, block, context) for block in BLOCKS}
    except TemplateSyntaxError as error:
        raise _refused(name, f"{error.message} ({error.lineno})") from error
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, RecursionError) as error:
        raise _refused(name, str(error) or type(error).__name__) from error


def _text_of(file: Traversable, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _refused(name, str(error)) from error


def _refused(name: str, reason: str) -> KnownError:
    return KnownError(
        N_("The template {name} cannot be used: {reason}."),
        N_("Mend the template, or choose another language. What you entered was kept."),
        name=name,
        reason=reason,
    )


def _run(template: Template, block: str, context: Context) -> str:
    if block not in template.blocks:
        raise SecurityError(f"the block {block} is missing")
    parts: list[str] = []
    size = 0
    for part in template.blocks[block](context):
        size += len(part)
        if size > MAX_OUTPUT:
            raise SecurityError(f"it prints more than {MAX_OUTPUT} characters")
        parts.append(part)
    return "".join(parts)


class _LetterEnvironment(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        # A row's column may be called items or keys: what was entered is meant, never the dictionary's method.
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not callable(value) and super().is_safe_attribute(obj, attr, value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _BOUNDED, [], [], None, None, lineno=loop.lineno)
        return tree


def _check(tree: nodes.Template) -> None:
    for line, problem in faults(tree):
        raise TemplateSyntaxError(problem, line)


def faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield what a letter may not do, with the line it stands on."""
    for node in _walk(tree):
        problem = None
        if not isinstance(node, _ALLOWED_NODES):
            problem = f"{type(node).__name__.lower()} is not allowed in a letter"
        elif isinstance(node, nodes.For) and node.recursive:
            problem = "a recursive loop is not allowed in a letter"
        elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            problem = f"the filter {node.name} is not allowed in a letter"
        elif isinstance(node, nodes.Call):
            called = node.node.name if isinstance(node.node, nodes.Name) else ""
            if called not in FUNCTIONS or node.dyn_args is not None or node.dyn_kwargs is not None:
                problem = "only " + ", ".join(sorted(FUNCTIONS)) + " can be called in a letter"
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            problem = f"the attribute {node.attr} is forbidden"
        elif isinstance(node, nodes.Name) and (
            node.name.startswith("_") or (node.name in FUNCTIONS and node.ctx == "store")
        ):
            problem = f"the name {node.name} is forbidden"
        if problem:
            yield getattr(node, "lineno", 0) or 0, problem


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


@pass_context
def _bounded(context: Context, rows: Any) -> Iterator[Any]:
    if isinstance(rows, Undefined) or not isinstance(rows, tuple | list):
        raise SecurityError("a loop needs a list")
    return _counted(rows, context["_steps"])


def _counted(rows: Sequence[Any], steps: list[int]) -> Iterator[Any]:
    for row in rows:
        steps[0] += 1
        if steps[0] > MAX_STEPS:
            raise SecurityError(f"its loops take more than {MAX_STEPS} turns")
        yield row


@pass_context
def _weekday(context: Context, value: Any) -> str:
    if not isinstance(value, date):
        raise SecurityError("weekday needs a date")
    formats: Formats = context["_formats"]
    return formats.day_with_weekday(value)


@pass_context
def _printed(context: Context, value: Any) -> Any:
    formats: Formats = context["_formats"]
    printed = formats.value(value)
    if not isinstance(printed, str | Undefined):
        raise SecurityError(f"a value of type {type(value).__name__} cannot be printed")
    return printed


@lru_cache(maxsize=1)
def _environment() -> _LetterEnvironment:
    # The letter is plain text here; it is escaped where it becomes HTML (layout.html_of).
    environment = _LetterEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
        cache_size=0,
    )
    environment.globals.clear()
    environment.filters = {name: function for name, function in environment.filters.items() if name in _FILTERS} | {
        "weekday": _weekday,
        _BOUNDED: _bounded,
    }
    return environment


@lru_cache(maxsize=64)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


def read_purpose(name: str, text: str, shared: Mapping[str, Mapping[str, Any]]) -> Purpose:
    """Return what ``purpose.toml`` says. Raises :class:`KnownError` for a file that cannot be used."""
    try:
        data = tomllib.loads(text)
        return Purpose(
            name=name,
            title=data["title"],
            fields=tuple(
                _read_field({**shared[entry["use"]], **entry} if "use" in entry else entry) for entry in data["fields"]
            ),
            sum=data.get("sum", {}),
            shares=data.get("shares", {}),
            words=str(data.get("words", "")),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _refused(f"{name}/purpose.toml", str(error)) from error


def _read_field(entry: Mapping[str, Any]) -> FieldSpec:
    spec = FieldSpec(
        name=entry["name"],
        type=entry["type"],
        required=bool(entry.get("required", False)),
        label=entry["label"],
        hint=entry.get("hint", ""),
        example=entry["example"],
        columns=tuple(_read_field(column) for column in entry.get("columns", ())),
        choices=tuple(entry.get("choices", ())),
        multiline=bool(entry.get("multiline", False)),
        timing=entry.get("timing", ""),
        free=bool(entry.get("free", False)),
    )
    if spec.type not in FIELD_TYPES or (spec.type == "list") != bool(spec.columns):
        raise ValueError(f"field {spec.name}: type {spec.type} does not fit")
    return spec
