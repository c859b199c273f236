"""Message catalogues: collect the program's messages, merge them into the translations, compile, check.

    python i18n/catalogues.py extract    print every message of the source as a template
    python i18n/catalogues.py update     bring i18n/*/LC_MESSAGES/dragoman.po up to date with the source
    python i18n/catalogues.py compile    write resources/dragoman_resources/locale/*/LC_MESSAGES/dragoman.mo
    python i18n/catalogues.py check      fail when a translation is missing, fuzzy, or has other placeholders

English is the source and has no catalogue. Files carry neither dates nor line numbers: they change only when a
message does.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "i18n"
COMPILED = ROOT / "resources" / "dragoman_resources" / "locale"
DOMAIN = "dragoman"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TEMPLATE_KEYS = ("label", "hint", "title")
"""Keys of ``templates/*/purpose.toml`` whose strings are messages."""

HEADER = """\
# Dragoman in {name}.
msgid ""
msgstr ""
"Project-Id-Version: {domain}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def collect(root: Path = ROOT) -> Catalog:
    """Return every message of the source below ``root``, in the order of its files."""
    catalog = Catalog(domain=DOMAIN, fuzzy=False)
    package = root / "desktop" / "dragoman"
    for path in sorted(package.rglob("*.py")):
        place = [(path.relative_to(root).as_posix(), 1)]
        source = path.read_bytes()
        found = extract("python", io.BytesIO(source), KEYWORDS, ["i18n:"], {"encoding": "utf-8"}, True)
        for _line, message, comments, context in found:
            catalog.add(message, locations=place, auto_comments=comments, context=context)
        for message in _command_help(source):
            catalog.add(message, locations=place)
    for path in sorted((root / "resources" / "dragoman_resources" / "templates").glob("*/purpose.toml")):
        place = [(path.relative_to(root).as_posix(), 1)]
        for message in _template_messages(tomllib.loads(path.read_text("utf-8"))):
            catalog.add(message, locations=place)
    return catalog


def languages() -> list[str]:
    """Return the languages that have a translation, as gettext locale names."""
    return sorted(path.parts[-3] for path in SOURCES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def update() -> list[str]:
    """Merge the source's messages into every translation and return the languages whose file changed."""
    template = collect()
    changed = []
    for language in languages():
        catalog = _read(language)
        catalog.update(template, no_fuzzy_matching=True)
        text = io.BytesIO()
        write_po(text, catalog, width=110, omit_header=True, ignore_obsolete=True, include_lineno=False)
        header = HEADER.format(
            name=catalog.locale.english_name if catalog.locale else language,
            domain=DOMAIN,
            language=language,
            plural=catalog.plural_forms,
        )
        if _replace(_po(language), header.encode() + text.getvalue()):
            changed.append(language)
    return changed


def compile_all() -> list[str]:
    """Compile every translation and return the languages whose compiled catalogue changed."""
    changed = []
    for language in languages():
        catalog = _read(language)
        # Without this, each run would write another file.
        catalog.creation_date = catalog.revision_date = _NO_DATE
        binary = io.BytesIO()
        write_mo(binary, catalog)
        if _replace(COMPILED / language / "LC_MESSAGES" / f"{DOMAIN}.mo", binary.getvalue()):
            changed.append(language)
    return changed


def faults(template: Catalog, catalog: Catalog) -> list[str]:
    """Return what keeps ``catalog`` from being a complete translation of ``template``, one line each."""
    found = []
    for message in template:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        name = repr(_source(message))
        if translated is None:
            found.append(f"missing: {name}")
        elif translated.fuzzy:
            found.append(f"fuzzy: {name}")
        elif not all(_strings(translated)):
            found.append(f"not translated: {name}")
        else:
            found += _placeholder_faults(message, translated)
    return found


def check() -> list[str]:
    """Return the faults of every translation, each with its language; empty when all is well."""
    template = collect()
    return [f"{language}: {fault}" for language in languages() for fault in faults(template, _read(language))]


def _placeholder_faults(message: Message, translated: Message) -> list[str]:
    try:
        # The singular may leave the number out ("one day"); the plural has all there is to fill in.
        wanted = _placeholders(_source(message))
        return [
            f"other placeholders: {_source(message)!r} has {sorted(wanted)}, its translation {sorted(got)}"
            for text in _strings(translated)
            if (got := _placeholders(text)) != wanted
        ]
    except ValueError as error:
        return [f"braces do not match ({error}): {_source(message)!r}"]


def _placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def _source(message: Message) -> str:
    return str(message.id[-1]) if isinstance(message.id, list | tuple) else str(message.id)


def _strings(message: Message) -> list[str]:
    return [str(text) for text in message.string] if isinstance(message.string, list | tuple) else [str(message.string)]


def _command_help(source: bytes) -> Iterator[str]:
    """Yield what the command line shows of commands and options; ``dragoman.cli`` translates it when it is shown."""
    if b"import click" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_click(node.func):
            for keyword in node.keywords:
                if keyword.arg in ("help", "short_help", "epilog") and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value)
        elif isinstance(node, ast.FunctionDef) and any(_is_command(item) for item in node.decorator_list):
            yield from filter(None, [ast.get_docstring(node)])


def _is_click(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "click"


def _is_command(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(function, ast.Attribute) and function.attr in ("command", "group")


def _template_messages(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in TEMPLATE_KEYS and isinstance(item, str) and item:
                yield item
            else:
                yield from _template_messages(item)
    elif isinstance(value, list):
        for item in value:
            yield from _template_messages(item)


def _po(language: str) -> Path:
    return SOURCES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(language: str) -> Catalog:
    with _po(language).open("rb") as handle:
        return read_po(handle, locale=language, domain=DOMAIN, abort_invalid=True)


def _replace(path: Path, content: bytes) -> bool:
    """Write ``content`` if the file holds something else; a kill leaves the old file or the new one."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
    return True


def main() -> int:
    """Run one of the commands above and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("extract", "update", "compile", "check"))
    command = parser.parse_args().command
    if command == "extract":
        write_po(sys.stdout.buffer, collect(), omit_header=True, include_lineno=False)
    elif command == "check":
        found = check()
        for fault in found:
            print(fault, file=sys.stderr)
        return 1 if found else 0
    else:
        changed = update() if command == "update" else compile_all()
        print(*(f"{command}: {language}" for language in changed), sep="\n", end="\n" if changed else "")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
