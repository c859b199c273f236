"""Colours, type and spacing: one token table for light and dark."""

from __future__ import annotations

from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dragoman.ui.icons import icon_file

if TYPE_CHECKING:
    from pathlib import Path

SIZES = {"small": 11, "body": 13, "lead": 15, "title": 20, "display": 28}
"""Type sizes in device-independent pixels."""

GRID = 8
"""All distances are multiples or halves of this."""


class Tokens(NamedTuple):
    """Colours by meaning. Text colours stand at 4.5 : 1 or more on every surface they are used on."""

    window: str
    surface: str
    sunken: str
    border: str
    border_strong: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    alarm: str
    alarm_soft: str
    work: str
    edge: str
    night: str
    off: str
    busy: str


LIGHT = Tokens(
    window="#F4F5F7",
    surface="#FFFFFF",
    sunken="#ECEEF2",
    border="#D9DDE4",
    border_strong="#868F9C",
    text="#1A212B",
    muted="#566070",
    accent="#1D5BB8",
    on_accent="#FFFFFF",
    accent_soft="#E2EBF9",
    ok="#17693A",
    ok_soft="#DFF2E6",
    warn="#7A4D00",
    warn_soft="#FCEFCF",
    alarm="#A8231A",
    alarm_soft="#FBE3E1",
    work="#BFE3CC",
    edge="#F6E3B0",
    night="#CBD2DE",
    off="#EBCFDD",
    busy="#B9C7E6",
)

DARK = Tokens(
    window="#13171C",
    surface="#1B2027",
    sunken="#242B34",
    border="#333C48",
    border_strong="#7B8796",
    text="#E8ECF1",
    muted="#A4AFBD",
    accent="#82B1FF",
    on_accent="#0E1A2B",
    accent_soft="#22344F",
    ok="#74D19A",
    ok_soft="#19372A",
    warn="#F0C469",
    warn_soft="#3B2F14",
    alarm="#FF9C93",
    alarm_soft="#472220",
    work="#2C5A40",
    edge="#5C4C1D",
    night="#2A3240",
    off="#55324A",
    busy="#34497A",
)

_CJK_FIRST = {
    "zh": ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC"),
    "zh-Hant": ("Noto Sans CJK TC", "Microsoft JhengHei UI", "PingFang TC"),
    "ja": ("Noto Sans CJK JP", "Yu Gothic UI", "Hiragino Sans"),
    "ko": ("Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo"),
    "ar": ("Noto Sans Arabic", "Segoe UI", "Geeza Pro"),
    "fa": ("Noto Sans Arabic", "Segoe UI", "Geeza Pro"),
    "he": ("Noto Sans Hebrew", "Segoe UI", "Arial Hebrew"),
    "hi": ("Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari"),
    "th": ("Noto Sans Thai", "Leelawadee UI", "Thonburi"),
}
_FALLBACKS = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Hebrew")


def families_for(language: str) -> list[str]:
    """Return font families for text in ``language``, the language's own first.

    Han characters look different in Chinese, Japanese and Korean; without the language's family in front, Qt
    picks the Japanese shapes for all three.
    """
    tag = language.replace("_", "-")
    own = _CJK_FIRST.get("zh-Hant" if tag in ("zh-Hant", "zh-TW", "zh-HK") else tag.split("-")[0], ())
    # Not the application's font: that one is set by the language before.
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return list(dict.fromkeys((*own, system, *_FALLBACKS)))


def font_for(language: str, size: str = "body", *, bold: bool = False) -> QFont:
    """Return the font of ``size`` (a key of :data:`SIZES`) for text in ``language``."""
    font = QFont()
    font.setFamilies(families_for(language))
    font.setPixelSize(SIZES[size])
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def system_is_dark() -> bool:
    """Return whether the desktop's palette, in force until :func:`apply` sets another, is dark."""
    palette = QGuiApplication.palette()
    text, window = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return text.lightness() > window.lightness()


def tokens_for(theme: str) -> Tokens:
    """Return the tokens of ``light`` or ``dark``; of the desktop's choice for anything else."""
    if theme in ("light", "dark"):
        return DARK if theme == "dark" else LIGHT
    return DARK if system_is_dark() else LIGHT


def apply(app: QApplication, tokens: Tokens, language: str) -> None:
    """Give the whole application these colours and a font for the UI ``language``."""
    app.setFont(font_for(language))
    app.setPalette(_palette(tokens))


def style_sheet(tokens: Tokens, cache: Path) -> str:
    """Return the application's style sheet in these colours; its icons are kept in ``cache``."""
    return _SHEET.substitute(
        tokens._asdict(),
        chevron=icon_file("chevron-down", tokens.muted, 14, cache),
        tick=icon_file("check", tokens.on_accent, 16, cache),
    )


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.sunken,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.muted,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.Mid: tokens.border,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.border_strong))
    return palette


# Properties: role=title|lead|muted|small|display|clock for labels, kind=primary|quiet for buttons,
# tone=ok|warn|alarm|accent|plain for chips, card=true for framed surfaces.
_SHEET = Template("""
QToolTip { background: $surface; color: $text; border: 1px solid $border_strong; padding: 4px 6px; }
QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QWidget[sunken="true"] { background: $sunken; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="lead"] { font-size: 15px; font-weight: 600; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 11px; }
QLabel[role="heading"] { color: $muted; font-size: 11px; font-weight: 600; }
QLabel[role="clock"] { font-size: 28px; font-weight: 600; }
QLabel[tone] { border-radius: 9px; padding: 2px 8px; font-size: 11px; font-weight: 600; }
QLabel[tone="plain"] { background: $sunken; color: $muted; }
QLabel[tone="ok"] { background: $ok_soft; color: $ok; }
QLabel[tone="warn"] { background: $warn_soft; color: $warn; }
QLabel[tone="alarm"] { background: $alarm_soft; color: $alarm; }
QLabel[tone="accent"] { background: $accent_soft; color: $accent; }
QPushButton, QToolButton[kind="button"] {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 5px 12px;
  min-height: 18px; }
QToolButton[kind="button"]:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton:hover { border-color: $border_strong; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { color: $border_strong; background: $window; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; color: $border_strong; border-color: $border; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent; padding: 4px 8px; }
#inspector QPushButton[kind="quiet"] { text-align: left; }
QPushButton[kind="quiet"]:hover { background: $accent_soft; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 3px 7px; }
QPushButton[kind="quiet"]:disabled { color: $border_strong; background: transparent; }
QLineEdit, QComboBox, QDateEdit, QDateTimeEdit, QSpinBox, QTimeEdit {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 8px;
  min-height: 20px; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QDateTimeEdit:focus, QSpinBox:focus, QTimeEdit:focus {
  border: 2px solid $accent; padding: 3px 7px; }
QLineEdit[flat="true"] { background: transparent; border-color: transparent; padding: 4px 0; }
QLineEdit[flat="true"]:hover { border-bottom-color: $border_strong; }
QLineEdit[flat="true"]:focus { border: 2px solid $accent; padding: 3px 6px; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url($chevron);
  width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border_strong; outline: none; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; }
QPlainTextEdit, QTextBrowser, QListWidget, QScrollArea, QTextEdit { background: $surface; border: none; color: $text; }
QPlainTextEdit, QLineEdit { placeholder-text-color: $muted; }
QFrame[card="true"] QPlainTextEdit, QFrame[card="true"] QTextBrowser { background: transparent; }
QListWidget::item { padding: 6px 8px; border-radius: 6px; color: $text; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QListWidget::item:hover:!selected { background: $sunken; }
QListWidget:focus { border: 2px solid $accent; border-radius: 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $border_strong; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $border; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; padding: 7px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover:!selected { color: $text; }
QTabBar::tab:focus { background: $accent_soft; }
QTableWidget { background: $surface; alternate-background-color: $window; border: 1px solid $border; border-radius: 6px;
  selection-background-color: $accent_soft; selection-color: $text; }
QTableWidget:focus { border-color: $accent; }
QHeaderView { background: transparent; }
QTableWidget::item { padding: 2px 8px; }
QHeaderView::section { background: $sunken; color: $muted; border: none; padding: 5px 8px; font-size: 11px;
  font-weight: 600; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $border_strong; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QCheckBox:focus { color: $accent; }
QSplitter::handle { background: transparent; }
QMenu { background: $surface; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QCheckBox { spacing: 8px; }
QToolButton[rail="true"] { background: transparent; border: 2px solid transparent; border-radius: 8px; color: $muted;
  font-size: 11px; padding: 6px 2px; }
QToolButton[rail="true"]:hover { background: $sunken; color: $text; }
QToolButton[rail="true"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[rail="true"]:focus { border-color: $accent; }
QFrame#rail { background: $surface; border: none; border-right: 1px solid $border; }
QFrame#contextBar { background: $surface; border: none; border-bottom: 1px solid $border; }
QFrame#statusBar { background: $surface; border: none; border-top: 1px solid $border; }
QFrame#callStrip { background: $surface; border: 1px solid $border_strong; border-radius: 10px; }
QFrame#inspector { background: $window; border: none; border-left: 1px solid $border; }
QFrame#notice { background: $alarm_soft; border: 1px solid $alarm; border-radius: 8px; }
QFrame#notice QLabel { color: $text; }
""")


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@lru_cache(maxsize=64)
def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
