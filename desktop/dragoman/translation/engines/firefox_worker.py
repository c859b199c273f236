"""The child process that holds one Firefox model: a sentence as JSON on a line comes in, its translation goes out.

It imports as little as it can: what it holds counts as part of the pack. It ends with its standard input.
"""

from __future__ import annotations

import json
import sys


def main(arguments: list[str]) -> int:
    """Serve the model in the files ``[model, source vocabulary, target vocabulary, shortlist]`` (the last optional).

    The first line out is ``true``, or ``false`` when the model cannot be loaded. Returns 0 when the input ends, 1 when
    the engine failed: it may panic, and is not to be used again then.
    """
    out = sys.stdout
    try:
        from fxtranslate import Translator

        contents = []
        for file in arguments:
            with open(file, "rb") as handle:  # noqa: PTH123 - pathlib is half a megabyte
                contents.append(handle.read())
        model, source, target, *rest = contents
        translator = Translator(model, source, target, rest[0] if rest else None)
        del contents, model, source, target, rest
        translator.translate("1")
    except BaseException:
        out.write("false\n")
        out.flush()
        return 1
    out.write("true\n")
    out.flush()
    for line in sys.stdin:
        try:
            answer = translator.translate(json.loads(line))
        except BaseException:
            return 1
        out.write(json.dumps(answer) + "\n")
        out.flush()
    return 0
