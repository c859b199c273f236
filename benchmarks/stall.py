"""How long the event loop stands still while the window translates what is typed.

A one-millisecond timer runs on the window's thread; the gaps between its ticks are the stalls a user feels. The
peer is the same window, at rest, in the same run.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

TEXT = (
    "We can offer 1,250 LED panels at USD 12.50 each, FOB Santos. The total is USD 15,625.00 and includes a "
    "discount of 3.5 %. Delivery would be on 30 January 2027. Please confirm by Friday so that we can book the "
    "vessel. The goods are packed in 125 cartons of 18.4 kg. "
)
SECONDS = 6.0


def run() -> dict[str, object]:
    """Return the 99th percentile and the largest stall in milliseconds, translating and at rest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["DRAGOMAN_HOME"] = home
        return _measure(Path(home))


def _measure(home: Path) -> dict[str, object]:
    from dragoman.app import Application, qt_application
    from dragoman.base.paths import Paths
    from dragoman.services import Services
    from dragoman.ui.panels.translate import TranslatePanel
    from dragoman.ui.sample import sample_counterpart

    qt = qt_application()
    services = Services(Paths(home / "data", home / "cache"))
    stored = services.counterparts.save(sample_counterpart())
    services.settings.update(
        first_run_done=True,
        active_counterpart=stored.id,
        home_country="CN",
        home_zone="Asia/Shanghai",
        home_language="en",
    )
    application = Application(qt, services)
    application.window.show()
    application.window.start()
    panel = application.window.panel("translate")
    assert isinstance(panel, TranslatePanel)

    def spin(seconds: float, each: float = 0.0, act: object = None) -> list[float]:
        gaps = []
        end = time.perf_counter() + seconds
        last = time.perf_counter()
        next_act = last
        while last < end:
            if act is not None and last >= next_act:
                act()  # type: ignore[operator]
                next_act = last + each
            qt.processEvents()
            time.sleep(0.001)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now
        return sorted(gaps)

    spin(2)
    panel.source.setPlainText(TEXT)
    spin(4)  # the first translation loads the model
    words = (TEXT * 12).split()
    typed = iter(words)

    def type_word() -> None:
        panel.source.insertPlainText(next(typed, ".") + " ")

    rest = spin(SECONDS)
    busy = spin(SECONDS, 0.25, type_word)
    application.window.close()
    application.runner.shut_down()

    def percentile(gaps: list[float]) -> float:
        return round(gaps[int(len(gaps) * 0.99)], 1)

    return {
        "p99_ms": percentile(busy),
        "max_ms": round(busy[-1], 1),
        "p99_at_rest_ms": percentile(rest),
        "max_at_rest_ms": round(rest[-1], 1),
        "budget_p99_ms": 16,
    }
