"""Kill -9 at 50 random instants of an install: earlier packs stay, and the next install clears up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.translation.engines.argos import LoadedModel
from dragoman.translation.packs import PackStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

# Without a trial the process spends all its time in what touches the disk; with it, mostly in waiting for its child.
_CODE = """
import sys
from pathlib import Path
from dragoman.translation.packs import PackStore
options = {} if sys.argv[3] == "trial" else {"trial": lambda folder, **_options: None}
store = PackStore(Path(sys.argv[1]), **options)
print("go", flush=True)
while True:
    store.install(Path(sys.argv[2]))
"""


def kill_during_install(store: PackStore, file: Path, *, trial: bool, delay_seconds: float) -> None:
    command = [sys.executable, "-c", _CODE, str(store.folder), str(file), "trial" if trial else "none"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay_seconds)
        process.send_signal(signal.SIGKILL)


def leftovers(store: PackStore) -> list[str]:
    return [path.name for path in store.folder.iterdir() if path.name.startswith((".tmp-", ".old-"))]


@pytest.mark.parametrize("part", range(4))
def test_forty_instants_of_a_small_pack(pack_material: ModuleType, tmp_path: Path, part: int) -> None:
    store = PackStore(tmp_path / "packs", trial=lambda folder, **_options: None)
    earlier = store.install(pack_material.tiny_pack(tmp_path / "earlier.argosmodel", "fr", "en"))
    file = pack_material.tiny_pack(tmp_path / "new.argosmodel")
    chance = random.Random(part)
    for _ in range(10):
        kill_during_install(store, file, trial=False, delay_seconds=chance.uniform(0, 0.08))
        seen = PackStore(store.folder)
        assert seen.quarantined() == []
        assert earlier.name in {pack.name for pack in seen.installed()}
        for pack in seen.installed():
            assert LoadedModel.load(pack.path, threads=1).translate(["Hello."], beam=1)[0].text == pack_material.ANSWER
    store.install(file)
    assert leftovers(store) == []
    assert len(store.installed()) == 2


def test_ten_instants_of_a_real_pack(pack_material: ModuleType, tmp_path: Path) -> None:
    store = PackStore(tmp_path / "packs")
    earlier = store.install(pack_material.tiny_pack(tmp_path / "earlier.argosmodel", "fr", "en"))
    chance = random.Random(50)
    with as_file(files("dragoman_resources") / "models" / "translate-en_pt.argosmodel") as file:
        for _ in range(10):
            kill_during_install(store, file, trial=True, delay_seconds=chance.uniform(0, 1.2))
            seen = PackStore(store.folder)
            assert seen.quarantined() == []
            assert earlier.name in {pack.name for pack in seen.installed()}
        pack = store.install(file)
    assert leftovers(store) == []
    assert LoadedModel.load(pack.path, threads=1).translate(["Good morning."], beam=1)[0].text == "Bom dia."


def test_the_child_of_a_killed_program_ends_too() -> None:
    code = (
        "import subprocess, sys, time\n"
        "from dragoman.base.child import child_environment\n"
        "waiter = [sys.executable, '-c', 'from dragoman.base.child import die_with_parent as d;"
        " import time, os; d(); print(os.getpid(), flush=True); time.sleep(60)']\n"
        "child = subprocess.Popen(waiter, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment())\n"
        "print(child.stdout.readline().decode().strip(), flush=True)\n"
        "time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{child}/stat").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the child outlived its parent")
