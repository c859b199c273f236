"""Every bad input of a pack: a clear message, earlier packs that still translate, nothing left behind.

What each gets is also the table in ``docs/packs.md``; with ``DRAGOMAN_WRITE_DOCS=1`` the table is written anew.
"""

from __future__ import annotations

import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.errors import KnownError
from dragoman.base.i18n import describe
from dragoman.translation.catalogue import CatalogueEntry, CatalogueStore
from dragoman.translation.download import Downloader, Patience
from dragoman.translation.engines.argos import LoadedModel
from dragoman.translation.pack_manager import PackManager
from dragoman.translation.pack_scan import pack_files, sha256_of
from dragoman.translation.packs import PackStore
from dragoman.translation.progress import Phase, Progress
from dragoman.translation.web import Timeouts, Web

DOCS = Path(__file__).resolve().parents[2] / "docs" / "packs.md"
EARLIER = "translate-fr_en-1_0"


@dataclass
class Bench:
    """One store with an earlier pack, and what bad inputs are made with."""

    material: ModuleType
    folder: Path
    store: PackStore
    server: Any

    @property
    def manager(self) -> PackManager:
        web = Web(Timeouts(connect_seconds=2, read_seconds=0.3))
        catalogue = CatalogueStore(
            self.folder / "catalogue.json", address=lambda: f"{self.server.address}/index.json", web=web
        )
        patience = Patience(tries=3, first_wait_seconds=0.01)
        return PackManager(
            self.store, catalogue, Downloader(self.store.folder / ".downloads", web=web, patience=patience)
        )

    def pack(self, **changes: Any) -> Path:
        return Path(self.material.tiny_pack(self.folder / "new.argosmodel", **changes))

    def install(self, **changes: Any) -> None:
        self.store.install(self.pack(**changes))

    def load(self, address: str, *, version: str = "1.0") -> None:
        self.manager.install(CatalogueEntry("en", "de", version, "English", "German", (address,)))


@pytest.fixture
def bench(pack_material: ModuleType, tmp_path: Path) -> Iterator[Bench]:
    with pack_material.running_server() as server:
        store = PackStore(tmp_path / "packs")
        store.install(pack_material.tiny_pack(tmp_path / "earlier.argosmodel", "fr", "en"))
        yield Bench(pack_material, tmp_path, store, server)


Case = Callable[[Bench], None]
CASES: dict[str, Case] = {}


def case(title: str) -> Callable[[Case], Case]:
    def note(make: Case) -> Case:
        CASES[title] = make
        return make

    return note


def holding(name: str, data: bytes = b"x") -> Case:
    return lambda bench: bench.install(extra={name: data})


def metadata(**values: object) -> Case:
    def make(bench: Bench) -> None:
        plain = json.loads(bench.material.tiny_content()["pack/metadata.json"])
        bench.install(extra={"pack/metadata.json": json.dumps({**plain, **values}).encode()})

    return make


def model(change: Callable[[bytes], bytes]) -> Case:
    def make(bench: Bench) -> None:
        bench.install(extra={"pack/model/model.bin": change(bench.material.tiny_content()["pack/model/model.bin"])})

    return make


CASES |= {
    "a pack file whose path leads out of the folder": holding("pack/../../evil.txt"),
    "an absolute path in it": holding("/etc/evil.txt"),
    "a path with a drive in it": holding("C:/evil.txt"),
    "a path with a backslash in it": holding("pack\\evil.txt"),
    "a name that Windows keeps for a device": holding("pack/NUL.txt"),
    "a name with a control character": holding("pack/evil\x01.txt"),
    "two names that differ in case alone": holding("pack/METADATA.json"),
    "an archive that grows without bounds (zip bomb)": holding("pack/bomb.bin", b"\0" * (80 << 20)),
    "no metadata": lambda bench: bench.install(extra={"pack/metadata.json": None}),
    "metadata that are no JSON": holding("pack/metadata.json", b'{"from_code": '),
    "metadata nested a hundred thousand deep": holding("pack/metadata.json", b"[" * 100_000),
    "a language code with slashes": metadata(from_code="../../en"),
    "a language code with a control character": metadata(from_code="e\x00n"),
    "a language code that is a number": metadata(from_code=7),
    "a pack from a language to itself": metadata(to_code="en"),
    "a version with a path in it": metadata(package_version="1/../../x"),
    "an unknown engine": metadata(engine="magic"),
    "a pack of another type": metadata(type="sbd"),
    "no model": lambda bench: bench.install(extra={"pack/model/model.bin": None}),
    "no tokenizer": lambda bench: bench.install(extra={"pack/sentencepiece.model": None}),
    "a tokenizer that is none": holding("pack/sentencepiece.model", b"not a tokenizer"),
    "a model file that is none": holding("pack/model/model.bin", b"<html>no model</html>"),
    "a model written on a big-endian machine": model(lambda data: data[:4][::-1] + data[4:]),
    "a model of another architecture (Whisper)": model(
        lambda data: data[:4] + struct.pack("<H", 12) + b"WhisperSpec\0" + data[4 + 2 + 16 :]
    ),
    "a model cut short within a whole archive": model(lambda data: data[:5000]),
    "a model that crashes the library": lambda bench: bench.install(heads=0),
    "a model the library gives up on": lambda bench: bench.install(heads=3),
    "a model that answers without a word": lambda bench: bench.install(answer="..."),
}


@case("a pack file cut short")
def _(bench: Bench) -> None:
    file = bench.pack()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    bench.store.install(file)


@case("a pack file with one bit flipped")
def _(bench: Bench) -> None:
    file = bench.pack()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x10
    file.write_bytes(data)
    bench.store.install(file)


@case("some other file with the name of a pack")
def _(bench: Bench) -> None:
    file = bench.folder / "new.argosmodel"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))
    bench.store.install(file)


@case("an empty file")
def _(bench: Bench) -> None:
    file = bench.folder / "new.argosmodel"
    file.touch()
    bench.store.install(file)


@case("a folder that holds no pack")
def _(bench: Bench) -> None:
    (bench.folder / "new").mkdir()
    bench.store.install(bench.folder / "new")


@case("a file that is not there")
def _(bench: Bench) -> None:
    bench.store.install(bench.folder / "new.argosmodel")


@case("a symbolic link in it")
def _(bench: Bench) -> None:
    file = bench.pack()
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("pack/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    bench.store.install(file)


@case("an encrypted archive")
def _(bench: Bench) -> None:
    file = bench.pack()
    data = file.read_bytes()
    # The flag of encryption, in the local headers and in the directory.
    data = re.sub(rb"(PK\x03\x04..)\x00", lambda match: match[1] + b"\x01", data, flags=re.S)
    data = re.sub(rb"(PK\x01\x02....)\x00", lambda match: match[1] + b"\x01", data, flags=re.S)
    file.write_bytes(data)
    bench.store.install(file)


@contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[Path]:
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that fills up")
    place = folder / "disk"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", str(place)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


class Filler:
    """Takes the rest of a disk as soon as work has reached ``phase``."""

    def __init__(self, place: Path, phase: Phase) -> None:
        self.place, self.phase = place, phase

    def __call__(self, progress: Progress) -> None:
        if progress.phase == self.phase and not (self.place / "filler").exists():
            with (self.place / "filler").open("wb", buffering=0) as handle:
                try:
                    while handle.write(bytes(1 << 16)):
                        pass
                except OSError:
                    return


@case("a disk that fills up while the pack is unpacked")
def _(bench: Bench) -> None:
    file = bench.pack(extra={"pack/ballast": os.urandom(8 << 20)})
    with small_disk(bench.folder, 40) as place:
        store = PackStore(place / "packs")
        try:
            store.install(file, report=Filler(place, Phase.UNPACKING))
        finally:
            assert [path.name for path in store.folder.iterdir()] == [".lock"]


@case("a disk that fills up while the pack is loaded")
def _(bench: Bench) -> None:
    address = bench.server.serve("/new.argosmodel", bench.pack().read_bytes() + bytes(8 << 20))
    with small_disk(bench.folder, 40) as place:
        downloads = Downloader(place / "downloads")
        try:
            downloads.fetch(address, name="new.argosmodel", report=Filler(place, Phase.DOWNLOADING))
        finally:
            assert list(downloads.folder.iterdir()) == []


@case("too little room on the disk")
def _(bench: Bench) -> None:
    file = bench.pack()
    with small_disk(bench.folder, 8) as place:
        PackStore(place / "packs").install(file)


@case("a folder where one may not write")
def _(bench: Bench) -> None:
    file = bench.pack()
    if os.name == "nt":
        pytest.skip("Windows keeps permissions another way")
    # Not below pytest's own folder, which other users may not even enter.
    with tempfile.TemporaryDirectory() as name:
        locked = Path(name) / "locked"
        locked.mkdir(mode=0o555)
        Path(name).chmod(0o755)
        open_file = Path(name) / "new.argosmodel"
        open_file.write_bytes(file.read_bytes())
        open_file.chmod(0o644)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            PackStore(locked / "packs").install(open_file)
        finally:
            if is_root:
                os.seteuid(0)
            locked.chmod(0o755)


@case("a server that stops in the middle and says nothing more")
def _(bench: Bench) -> None:
    content = bench.pack().read_bytes()

    def stall(reply: Any) -> None:
        reply.head(200, Content_Length=len(content))
        reply.body(content[:1000])
        reply.over.wait(5)

    bench.load(bench.server.route("/new.argosmodel", stall))


@case("a server that takes the connection and never answers")
def _(bench: Bench) -> None:
    bench.load(bench.server.route("/new.argosmodel", lambda reply: reply.over.wait(5)))


@case("a server that drops the connection every time")
def _(bench: Bench) -> None:
    content = bench.pack().read_bytes()
    bench.load(bench.server.route("/new.argosmodel", lambda reply: reply.file(content, ranges=False, cut=1000)))


@case("a server that promises more than it has")
def _(bench: Bench) -> None:
    content = bench.pack().read_bytes()

    def lie(reply: Any) -> None:
        reply.head(200, Content_Length=len(content) + 500)
        reply.body(content)

    bench.load(bench.server.route("/new.argosmodel", lie))


@case("a server that promises less than it has")
def _(bench: Bench) -> None:
    content = bench.pack().read_bytes()

    def lie(reply: Any) -> None:
        reply.head(200, Content_Length=len(content) - 500)
        reply.body(content)

    bench.load(bench.server.route("/new.argosmodel", lie))


@case("a server that sends on to a file address")
def _(bench: Bench) -> None:
    bench.load(bench.server.route("/new.argosmodel", lambda reply: reply.head(302, Location="file:///etc/passwd")))


@case("a server that sends on in a circle")
def _(bench: Bench) -> None:
    bench.load(
        bench.server.route(
            "/new.argosmodel", lambda reply: reply.head(302, Location="/new.argosmodel", Content_Length=0)
        )
    )


@case("a web page instead of the pack (the sign-in page of a hotel)")
def _(bench: Bench) -> None:
    def page(reply: Any) -> None:
        reply.head(200, Content_Type="text/html; charset=utf-8")
        reply.body(b"<!DOCTYPE html><title>Welcome</title>")

    bench.load(bench.server.route("/new.argosmodel", page))


@case("a web page that says it is data")
def _(bench: Bench) -> None:
    bench.load(bench.server.serve("/new.argosmodel", b"\n<html>Welcome</html>"))


@case("something else instead of the pack")
def _(bench: Bench) -> None:
    bench.load(bench.server.serve("/new.argosmodel", b"%PDF-1.7 a price list"))


@case("a pack of another pair than the catalogue says")
def _(bench: Bench) -> None:
    bench.load(bench.server.serve("/new.argosmodel", bench.pack(target="es").read_bytes()))


@case("a pack that is not there any more")
def _(bench: Bench) -> None:
    bench.load(f"{bench.server.address}/gone.argosmodel")


@case("a server that is overloaded every time")
def _(bench: Bench) -> None:
    bench.load(bench.server.route("/new.argosmodel", lambda reply: reply.head(503, Content_Length=0)))


@case("a server that is switched off")
def _(bench: Bench) -> None:
    with bench.material.running_server() as gone:
        address = gone.address
    bench.load(f"{address}/new.argosmodel")


@case("another file at the address of an earlier download")
def _(bench: Bench) -> None:
    address = bench.server.serve("/new.argosmodel", bench.pack().read_bytes())
    bench.load(address)
    bench.store.remove("en", "de")
    (bench.store.folder / ".downloads" / "known.json").rename(bench.folder / "known.json")
    (bench.store.folder / ".downloads").rmdir()
    changed = bench.pack(extra={"pack/README.md": b"other"}).read_bytes()
    bench.server.serve("/new.argosmodel", changed)
    (bench.store.folder / ".downloads").mkdir()
    (bench.folder / "known.json").rename(bench.store.folder / ".downloads" / "known.json")
    try:
        bench.load(address)
    finally:
        assert [path.name for path in (bench.store.folder / ".downloads").iterdir()] == ["known.json"]
        (bench.store.folder / ".downloads" / "known.json").unlink()


@case("a web page instead of the catalogue")
def _(bench: Bench) -> None:
    bench.server.serve("/index.json", b"<html>Welcome</html>")
    bench.manager.known_catalogue()


@case("a catalogue that is no list of packs")
def _(bench: Bench) -> None:
    bench.server.serve("/index.json", b'{"packs": 3}')
    bench.manager.known_catalogue()


@case("a catalogue of 50 MB")
def _(bench: Bench) -> None:
    bench.server.serve("/index.json", b"[" + b" " * (50 << 20) + b"]")
    bench.manager.known_catalogue()


@case("a catalogue whose links all lead to files of this computer")
def _(bench: Bench) -> None:
    bench.server.index("file:///etc/passwd", "ftp://example.org/x", "ipfs://Qm")
    bench.manager.known_catalogue()


@case("a catalogue at an address of another kind")
def _(bench: Bench) -> None:
    CatalogueStore(bench.folder / "catalogue.json", address=lambda: "file:///etc/passwd").fetch()


@pytest.mark.parametrize("title", CASES)
def test_bad_input(title: str, bench: Bench) -> None:
    before = {path.name: path.read_bytes() for path in bench.store.folder.rglob("*") if path.is_file()}
    with pytest.raises(KnownError) as caught:
        CASES[title](bench)
    after = {
        path.name: path.read_bytes()
        for path in bench.store.folder.rglob("*")
        if path.is_file() and path.parent.name != ".downloads"
    }
    assert after == before
    # What could still be of use for the next try may stay, and nothing else.
    downloads = bench.store.folder / ".downloads"
    kept = {path.suffix for path in downloads.iterdir()} if downloads.exists() else set()
    assert kept <= ({".part", ".json"} if "goes on where it stopped" in describe(caught.value)[1] else set())

    fresh = PackStore(bench.store.folder)
    assert [pack.name for pack in fresh.installed()] == [EARLIER]
    assert fresh.quarantined() == []
    translated = LoadedModel.load(fresh.installed()[0].path, threads=1).translate(["Bonjour."], beam=1)
    assert translated[0].text == bench.material.ANSWER
    documented(title, caught.value, bench)


def documented(title: str, error: KnownError, bench: Bench) -> None:
    """Assert that the table of the documentation says what the user is told."""
    what, remedy = describe(error)
    row = f"| {title} | {neutral(what, bench)} | {neutral(remedy, bench)} |"
    text = DOCS.read_text("utf-8")
    if os.environ.get("DRAGOMAN_WRITE_DOCS"):
        old = re.compile(rf"^\| {re.escape(title)} \|.*\n", re.M)
        row += "\n"
        text = old.sub(lambda _: row, text) if old.search(text) else text.replace("<!-- end -->", f"{row}<!-- end -->")
        DOCS.write_text(text, "utf-8")
        return
    assert row in text.splitlines()


def neutral(text: str, bench: Bench) -> str:
    """Return a message without what differs from machine to machine."""
    text = re.sub(r"http://127\.0\.0\.1:\d+", "http://127.0.0.1", text)
    text = re.sub(re.escape(str(bench.folder)) + r"|/\S*/tmp\w+/locked|/tmp/\w+/locked", "…", text)
    text = text.replace(datetime.now(UTC).date().isoformat(), "(date)")
    text = re.sub(r"exit code -?\d+", "exit code N", text)
    text = re.sub(r"\d+ bytes|sent \d+", lambda match: re.sub(r"\d+", "N", match[0]), text)
    return re.sub(r"needs \d+ MB, \d+ MB", "needs N MB, N MB", text).replace("|", "\\|")


def test_the_table_has_no_rows_of_the_past() -> None:
    rows = re.findall(r"^\| (.+?) \| .* \|$", DOCS.read_text("utf-8").partition("<!-- begin -->")[2], re.M)
    assert set(rows) - {"bad input", "---"} == set(CASES)


def test_any_flipped_bit_is_refused_or_harmless(bench: Bench) -> None:
    """A flip in a time stamp or an attribute changes nothing in the files; any other is found."""
    good = bench.pack().read_bytes()
    trusting = PackStore(bench.folder / "other", trial=lambda folder, **_options: None)
    trusting.install(bench.folder / "new.argosmodel")
    original = {path.name: sha256_of(path) for path in pack_files(trusting.installed()[0].path)}
    installed = refused = 0
    for position in range(0, len(good), len(good) // 150):
        data = bytearray(good)
        data[position] ^= 1 << position % 8
        (bench.folder / "new.argosmodel").write_bytes(data)
        try:
            pack = trusting.install(bench.folder / "new.argosmodel")
        except KnownError:
            refused += 1
        else:
            installed += 1
            assert {path.name: sha256_of(path) for path in pack_files(pack.path)} == original
    assert refused > 100
    assert [path.name for path in trusting.folder.iterdir() if path.name.startswith(".tmp")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_pack_file_that_may_not_be_read(bench: Bench) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    file = bench.pack()
    file.chmod(0)
    with pytest.raises(KnownError):
        bench.store.install(file)
