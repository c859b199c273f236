"""Start-up to the first paint, and memory at rest, of the window beside a bare PySide6 main window.

Budgets: first usable paint at most 1.25 times the bare window's, memory at most 60 MB over it.
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

ROUNDS = 9
_PYTHON_PATH = os.pathsep.join(str(Path(__file__).resolve().parent.parent / name) for name in ("desktop", "resources"))

# The least that a PySide6 program with a window can be; the same signals as Dragoman's own window gives.
BARE = """
import json, os, sys
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
    report = {"painted": True}
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


def run() -> dict[str, object]:
    """Return medians in milliseconds and megabytes (10^6 bytes), and the ratio of the two start-ups."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "DRAGOMAN_HOME": home,
            "PYTHONPATH": _PYTHON_PATH,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        bare = [sys.executable, "-c", BARE]
        dragoman = [sys.executable, "-P", "-m", "dragoman"]
        for command in (bare, dragoman):  # the first start compiles modules and unpacks the starter packs
            _start(command, "idle", environment)
        bare_ms, dragoman_ms = [], []
        for _ in range(ROUNDS):
            bare_ms.append(_start(bare, "1", environment)[0])
            dragoman_ms.append(_start(dragoman, "1", environment)[0])
        memory = [_start(command, "idle", environment)[1] for command in (bare, dragoman)]
    figures: dict[str, object] = {
        "ratio": round(statistics.median(dragoman_ms) / statistics.median(bare_ms), 3),
        "bare_ms": round(statistics.median(bare_ms), 1),
        "dragoman_ms": round(statistics.median(dragoman_ms), 1),
        "rounds": ROUNDS,
    }
    if all(memory):
        figures["memory_over_bare_mb"] = round((memory[1] - memory[0]) / 1e6, 1)
        figures["bare_memory_mb"] = round(memory[0] / 1e6, 1)
        figures["dragoman_memory_mb"] = round(memory[1] / 1e6, 1)
    return figures


def _start(command: list[str], until: str, environment: dict[str, str]) -> tuple[float, int]:
    """Return milliseconds from process start to the report of the first paint, and resident bytes when idle."""
    arguments = [*command, until] if command[1] == "-c" else command
    started = time.perf_counter()
    with subprocess.Popen(
        arguments, env={**environment, "DRAGOMAN_EXIT_AFTER_PAINT": until}, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        elapsed_ms = (time.perf_counter() - started) * 1000
        process.stdout.read()
    if process.returncode or not line:
        raise RuntimeError(f"{' '.join(command[1:4])} ended with {process.returncode} before it painted")
    return elapsed_ms, int(json.loads(line).get("rss_bytes") or 0)
