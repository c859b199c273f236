"""What tests of packs are made of: a real pack of a few kilobytes, and a loopback server with bad manners.

The pack holds a transformer that CTranslate2 loads and that always answers with one sentence.
"""

from __future__ import annotations

import io
import json
import ssl
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWER = "Bom dia."
_TEXT = ("Good morning.", "Bom dia.", "Thank you for your letter.", "The price is ten dollars.", "We agree.") * 20
_WIDTH = 64
_POSITIONS = 600


def tiny_pack(
    file: Path,
    source: str = "en",
    target: str = "de",
    version: str = "1.0",
    extra: dict[str, bytes | None] | None = None,
    answer: str = ANSWER,
    heads: int = 2,
) -> Path:
    """Write the pack to ``file`` and return it; ``extra`` holds more entries or replaces them, None takes one out."""
    content = tiny_content(source, target, version, answer, heads)
    for name, data in (extra or {}).items():
        if data is None:
            content.pop(name, None)
        else:
            content[name] = data
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file


def tiny_content(
    source: str = "en", target: str = "de", version: str = "1.0", answer: str = ANSWER, heads: int = 2
) -> dict[str, bytes]:
    """Return the entries of the pack's archive."""
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": source.upper(),
        "to_code": target,
        "to_name": target.upper(),
    }
    return {"pack/metadata.json": json.dumps(metadata).encode(), **_model(answer, heads)}


@cache
def _model(sentence: str, heads: int) -> dict[str, bytes]:
    import numpy as np
    import sentencepiece
    from ctranslate2.specs import transformer_spec

    tokenizer = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXT), model_writer=tokenizer, vocab_size=60, hard_vocab_limit=False, minloglevel=2
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer.getvalue())
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]

    spec = transformer_spec.TransformerSpec.from_config(1, heads, pre_norm=True)
    positions = np.random.default_rng(7).standard_normal((_POSITIONS, _WIDTH)).astype(np.float32)
    positions -= positions.mean(axis=1, keepdims=True)
    positions /= positions.std(axis=1, keepdims=True)
    # Everything is zero but the position, so that what comes out depends on the position alone.
    projection = np.zeros((len(pieces), _WIDTH), np.float32)
    answer = [*processor.encode(sentence), processor.eos_id()]
    for place, token in enumerate(answer):
        projection[token] += positions[place]
    projection[processor.eos_id()] += positions[len(answer) :].mean(axis=0)
    _fill(spec.encoder, len(pieces), np)
    _fill(spec.decoder, len(pieces), np)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = positions
    spec.decoder.projection.weight = projection
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize(quantization=None)
    with tempfile.TemporaryDirectory() as folder:
        spec.save(folder)
        files = {f"pack/model/{path.name}": path.read_bytes() for path in sorted(Path(folder).iterdir())}
    return {"pack/sentencepiece.model": tokenizer.getvalue(), **files}


def _fill(spec: Any, vocabulary: int, np: Any) -> None:
    def visit(node: Any, name: str) -> None:
        for key, value in vars(node).items():
            if key.startswith("_"):
                continue
            if isinstance(value, list):
                for index, item in enumerate(value):
                    visit(item, f"{name}.{key}.{index}")
            elif hasattr(value, "__dict__"):
                visit(value, f"{name}.{key}")
            elif value is None:
                setattr(node, key, np.zeros(shape(f"{name}.{key}"), np.float32))

    def shape(name: str) -> tuple[int, ...]:
        if name.endswith(("gamma", "beta")):
            return (_WIDTH,)
        if "embeddings" in name or "projection" in name:
            return (vocabulary, _WIDTH)
        if "self_attention.linear.0" in name:
            return (3 * _WIDTH, _WIDTH)
        if ".attention.linear.1" in name:
            return (2 * _WIDTH, _WIDTH)
        return (_WIDTH, _WIDTH)

    visit(spec, "")
    spec.layer_norm.gamma[:] = 1


class Reply:
    """One request to the server, and what a route may do with it."""

    def __init__(self, handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
        self._handler = handler
        self.over = over
        self.headers = handler.headers
        self.method = handler.command

    def head(self, status: int, **headers: str | int) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), str(value))
        self._handler.end_headers()

    def body(self, content: bytes) -> None:
        if self.method != "HEAD":
            self._handler.wfile.write(content)
            self._handler.wfile.flush()

    def file(self, content: bytes, *, tag: str = '"one"', ranges: bool = True, cut: int | None = None) -> None:
        """Send ``content`` as a good server does, but for no more than ``cut`` bytes of what is asked for."""
        wanted = self.headers.get("Range") if ranges and self.headers.get("If-Range") == tag else None
        first = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        common: dict[str, str | int] = {"ETag": tag, "Content_Type": "application/octet-stream"}
        if wanted and first >= len(content):
            self.head(416, Content_Range=f"bytes */{len(content)}", Content_Length=0)
            return
        if wanted:
            common["Content_Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        self.head(206 if wanted else 200, Content_Length=len(content) - first, **common)
        rest = content[first:]
        self.body(rest if cut is None else rest[:cut])


Route = Callable[[Reply], None]


class PackServer:
    """Answers by ``routes``; ``requests`` holds method, path and Range of what was asked."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.requests: list[tuple[str, str, str | None]] = []
        self.files: dict[str, bytes] = {}
        self.address = ""

    def serve(self, path: str, content: bytes) -> str:
        """Serve ``content`` well and return its address."""
        self.files[path] = content
        return self.route(path, lambda reply: reply.file(content))

    def route(self, path: str, route: Route) -> str:
        self.routes[path] = route
        return self.address + path

    def index(self, *links: str, source: str = "en", target: str = "de", version: str = "1.0") -> str:
        """Serve a catalogue of one pack with these links, and return its address."""
        entry = {
            "package_version": version,
            "argos_version": "1.9",
            "from_code": source,
            "from_name": source.upper(),
            "to_code": target,
            "to_name": target.upper(),
            "links": list(links),
            "code": f"translate-{source}_{target}",
        }
        return self.serve("/index.json", json.dumps([entry]).encode())


@contextmanager
def running_server(certificate: Path | None = None, key: Path | None = None) -> Iterator[PackServer]:
    """Run a :class:`PackServer` on the loopback address for the block, over TLS when it has a certificate."""
    pack_server = PackServer()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            pack_server.requests.append((self.command, self.path, self.headers.get("Range")))
            route = pack_server.routes.get(self.path)
            if route is None:
                self.send_error(404)
                return
            try:
                route(Reply(self, over))
            except OSError:
                self.close_connection = True  # the client went away, as some tests want

        do_GET = do_HEAD = answer  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    pack_server.address = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield pack_server
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
