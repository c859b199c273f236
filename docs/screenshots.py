"""Pictures of every panel, in every look, made from the real window on a made-up home.

    python docs/screenshots.py FOLDER
    python docs/screenshots.py --readme
    python docs/screenshots.py --walkthrough

With ``--readme`` only the picture of the README is made, ``docs/images/window.png``, with ``--walkthrough`` those of
``docs/walkthrough.md``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "resources")]

from PySide6.QtCore import QDeadlineTimer, Qt  # noqa: E402
from PySide6.QtGui import QCursor  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from dragoman.app import Application  # noqa: E402
from dragoman.base.paths import Paths  # noqa: E402
from dragoman.deals.model import TermState  # noqa: E402
from dragoman.services import Services  # noqa: E402
from dragoman.ui.sample import sample_counterpart  # noqa: E402

OFFER = (
    "Dear Rafael,\n\n"
    "We can offer 1,250 LED panels at USD 12.50 each, FOB Nansha. "
    "The total is USD 15,625.00 and includes a discount of 3.5 %. "
    "Delivery would be on 30 January 2027. "
    "Please quote PO-2026/0117 in your reply to sales@yuexin.example.\n\n"
    "Kind regards,\nLin Yuqing"
)


def pump(qt: QApplication, runner_busy: object, at_least_ms: int = 150, at_most_ms: int = 60_000) -> None:
    """Let the window work until it rests."""
    least, most = QDeadlineTimer(at_least_ms), QDeadlineTimer(at_most_ms)
    while not most.hasExpired() and (not least.hasExpired() or runner_busy()):  # type: ignore[operator]
        qt.processEvents()
    rest = QDeadlineTimer(100)
    while not rest.hasExpired():
        qt.processEvents()


def _home() -> Services:
    """Return services on an empty home with an exporter in Guangzhou and the sample counterpart."""
    home = Path(tempfile.mkdtemp())
    services = Services(Paths(home / "data", home / "cache"))
    services.settings.update(
        first_run_done=True,
        home_country="CN",
        home_city="Guangzhou",
        home_zone="Asia/Shanghai",
        home_language="en",
        own_given_name="Yuqing",
        own_family_name="Lin",
        own_gender="f",
        own_company="Guangzhou Yuexin Lighting Co., Ltd.",
        own_email="lin.yuqing@yuexin.example",
    )
    stored = services.counterparts.save(sample_counterpart())
    services.settings.update(active_counterpart=stored.id)
    return services


def take(folder: Path, themes: tuple[str, ...], languages: tuple[str, ...], places: tuple[str, ...]) -> None:
    """Write one picture per place, theme and language; ``rtl`` as a language mirrors the English window."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    services = _home()
    for language in languages:
        for theme in themes:
            services.settings.update(theme=theme, ui_language="en" if language == "rtl" else language)
            qt.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft if language == "rtl" else Qt.LayoutDirection.LeftToRight
            )
            application = Application(qt, services)
            window = application.window
            window.resize(1240, 800)
            window.show()
            window.start()
            QCursor.setPos(window.mapToGlobal(window.rect().bottomRight()))
            pump(qt, application.runner.busy)
            for place in places:
                window.show_place(place)
                panel = window.panel(place)
                if place == "translate":
                    panel.source.setPlainText(OFFER)  # type: ignore[attr-defined]
                if place == "draft":
                    panel.form.fill_example()  # type: ignore[attr-defined]
                pump(qt, application.runner.busy, 600)
                if place == "translate":
                    cursor = panel.source.textCursor()  # type: ignore[attr-defined]
                    cursor.setPosition(OFFER.index("FOB"))
                    panel.source.setTextCursor(cursor)  # type: ignore[attr-defined]
                    pump(qt, application.runner.busy)
                window.grab().save(str(folder / f"{place}-{language}-{theme}.png"))
            window.close()
            window.deleteLater()
            qt.processEvents()


def walk(folder: Path) -> None:
    """Write the pictures of the walk-through: a deal with the sample counterpart, from the brief to the letter."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    services = _home()
    services.packs.ensure_starters()
    application = Application(qt, services)
    window = application.window
    window.resize(1240, 800)
    window.show()
    window.start()

    def rest(at_least_ms: int = 400) -> None:
        pump(qt, application.runner.busy, at_least_ms)

    def keep(name: str, widget: QWidget | None = None) -> None:
        rest()
        (widget or window).grab().save(str(folder / f"walk-{name}.png"))

    window.show_place("brief")
    keep("brief")
    window.show_place("meet")
    meet = window.panel("meet")
    rest(1500)
    meet.invite()  # type: ignore[attr-defined]
    dialog = meet.findChild(QDialog)
    dialog.subject.setText("LED panels 2027")
    dialog.link.setText("https://meet.google.com/abc-defg-hij")
    keep("invitation", dialog)
    dialog.reject()
    window.show_place("deal")
    desk = window.panel("deal")
    desk.new_deal("LED panels 2027")  # type: ignore[attr-defined]
    for line in (
        "we 13.00 FOB Nansha 1250 pcs 30% advance 70% B/L copy 45 days",
        "they 12.20",
        "we 12.60",
        "they 12.40 free samples",
    ):
        desk.ledger.line.setText(line)  # type: ignore[attr-defined]
        desk.ledger.add()  # type: ignore[attr-defined]
    for term, value in (("unit_price", "USD 12.50 for 1,250 panels"), ("specification", "drawing LP-12, version 3")):
        desk.terms.line(term).settle(TermState.AGREED, value)  # type: ignore[attr-defined]
    desk.refresh()
    for name, tab in (("ledger", 1), ("terms", 2)):
        desk.tabs.setCurrentIndex(tab)  # type: ignore[attr-defined]
        keep(name)
    desk.terms.clause_wanted.emit("payment_terms")  # type: ignore[attr-defined]
    desk.clauses.view.wanted.emit(True)  # type: ignore[attr-defined]
    keep("clauses")
    window.show_place("draft")
    draft = window.panel("draft")
    draft.choose_purpose("minutes")  # type: ignore[attr-defined]
    draft.form.fill_example()  # type: ignore[attr-defined]
    rest(1500)
    keep("letter")
    window.close()


def main() -> None:
    """Make the pictures the command line asks for."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if "--readme" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            take(Path(folder), ("light",), ("en",), ("translate",))
            (ROOT / "docs" / "images").mkdir(exist_ok=True)
            (Path(folder) / "translate-en-light.png").replace(ROOT / "docs" / "images" / "window.png")
        return
    if "--walkthrough" in sys.argv:
        walk(ROOT / "docs" / "images")
        return
    folder = Path(arguments[0]) if arguments else Path("pictures")
    places = ("translate", "brief", "meet", "draft", "deal", "packs")
    take(folder, ("light", "dark"), ("en", "zh_Hans"), places)
    take(folder, ("light",), ("rtl",), places)


if __name__ == "__main__":
    main()
