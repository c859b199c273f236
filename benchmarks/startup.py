"""Start-up to the first paint, and memory at rest, of the window beside a bare PySide6 main window.

Budgets: first usable paint at most 1.25 times the bare window's, memory at most 60 MB over it. Both run from compiled
bytecode, as an installed program does, and Dragoman is entered as its installed command enters it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROUNDS = 15
_PYTHON_PATH = os.pathsep.join(str(Path(__file__).resolve().parent.parent / name) for name in ("desktop", "resources"))

# The least that a PySide6 program with a window can be; the same signals as Dragoman's own window gives.
BARE = """
import json, os, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(3000 if sys.argv[1] == "idle" else 0, finish)

def finish():
    report = {"painted": True, "cpu_ms": time.process_time() * 1000}
    if sys.argv[1] == "idle":
        with open("/proc/self/statm") as statm:
            report["rss_bytes"] = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    print(json.dumps(report), flush=True)
    application.quit()

application = QApplication(sys.argv)
window = Window()
window.resize(1180, 760)
window.setCentralWidget(QLabel("bare"))
window.show()
application.exec()
"""

DRAGOMAN = "import sys; from dragoman.__main__ import main; sys.argv[1:] = []; sys.exit(main())"


def run() -> dict[str, object]:
    """Return medians in milliseconds and megabytes (10^6 bytes), and the ratio of the two start-ups."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "DRAGOMAN_HOME": home,
            "PYTHONPATH": _PYTHON_PATH,
            "PYTHONPYCACHEPREFIX": str(Path(home) / "bytecode"),
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        for program in (BARE, DRAGOMAN):  # the first start compiles modules and unpacks the starter packs
            _start(program, "idle", environment)
            _start(program, "1", environment)
        bare: list[_Start] = []
        dragoman: list[_Start] = []
        for _ in range(ROUNDS):
            bare.append(_start(BARE, "1", environment))
            dragoman.append(_start(DRAGOMAN, "1", environment))
        memory = [_start(program, "idle", environment).rss_bytes for program in (BARE, DRAGOMAN)]
    bare_ms, dragoman_ms = (statistics.median(start.wall_ms for start in starts) for starts in (bare, dragoman))
    bare_cpu_ms, dragoman_cpu_ms = (statistics.median(start.cpu_ms for start in starts) for starts in (bare, dragoman))
    figures: dict[str, object] = {
        "ratio": round(dragoman_ms / bare_ms, 3),
        "bare_ms": round(bare_ms, 1),
        "dragoman_ms": round(dragoman_ms, 1),
        "cpu_ratio": round(dragoman_cpu_ms / bare_cpu_ms, 3),
        "bare_cpu_ms": round(bare_cpu_ms, 1),
        "dragoman_cpu_ms": round(dragoman_cpu_ms, 1),
        "rounds": ROUNDS,
    }
    if all(memory):
        figures["memory_over_bare_mb"] = round((memory[1] - memory[0]) / 1e6, 1)
        figures["bare_memory_mb"] = round(memory[0] / 1e6, 1)
        figures["dragoman_memory_mb"] = round(memory[1] / 1e6, 1)
    return figures


class _Start(NamedTuple):
    """Wall time from process start to the report of the first paint, processor time until then, memory when idle."""

    wall_ms: float
    cpu_ms: float
    rss_bytes: int


def _start(program: str, until: str, environment: dict[str, str]) -> _Start:
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-P", "-c", program, until],
        env={**environment, "DRAGOMAN_EXIT_AFTER_PAINT": until},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        elapsed_ms = (time.perf_counter() - started) * 1000
        process.stdout.read()
    if process.returncode or not line:
        raise RuntimeError(f"{program.strip().splitlines()[-1]} ended with {process.returncode} before it painted")
    report = json.loads(line)
    return _Start(elapsed_ms, float(report["cpu_ms"]), int(report.get("rss_bytes") or 0))
