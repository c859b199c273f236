"""What a currency clause does at each rate: the seller's proceeds with it and without it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from dragoman.base.i18n import _, active_language
from dragoman.deals.currency_risk import Outcome, Zone
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for

_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 24, 30


class RatePlot(QWidget):
    """Rates along the bottom, percent upwards: a full line for the price, a broken and a dotted one for proceeds."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._outcomes: tuple[Outcome, ...] = ()
        self.setMinimumSize(360, 240)
        self.setAccessibleName(_("Price and proceeds at each rate"))

    def sizeHint(self) -> QSize:
        return QSize(640, 260)

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show the outcomes, by rate."""
        self._outcomes = outcomes
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_for(active_language(), "small"))
        if len(self._outcomes) > 1:
            self._paint(painter)
        else:
            painter.setPen(QColor(self._tokens.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("Fill in the base rate to see the plot."))
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        tokens = self._tokens
        rates = [float(one.rate) for one in self._outcomes]
        most = max(max(abs(float(one.unadjusted)), abs(float(one.adjustment))) for one in self._outcomes) or 1.0
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)

        def at(rate: float, percent: float) -> QPointF:
            x = area.left() + (rate - rates[0]) / ((rates[-1] - rates[0]) or 1) * area.width()
            return QPointF(x, area.center().y() - percent / most * area.height() / 2)

        band = [rate for rate, one in zip(rates, self._outcomes, strict=True) if one.zone is Zone.BAND]
        if len(band) > 1:
            painter.fillRect(QRectF(at(band[0], most), at(band[-1], -most)).normalized(), QColor(tokens.sunken))
        painter.setPen(QPen(QColor(tokens.border_strong), 1))
        painter.drawLine(at(rates[0], 0), at(rates[-1], 0))
        painter.setPen(QColor(tokens.muted))
        for percent in (most, 0.0, -most):
            box = QRectF(0, at(rates[0], percent).y() - 9, _LEFT - 6, 18)
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{percent:+.0f} %" if percent else "0",
            )
        for index in (0, len(rates) // 2, len(rates) - 1):
            box = QRectF(at(rates[index], 0).x() - 40, area.bottom() + 6, 80, 18)
            box.moveRight(min(box.right(), self.width() - 2.0))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, wording.number(self._outcomes[index].rate.normalize()))
        x = area.left()
        for words, colour, style, values in (
            (_("price"), tokens.accent, Qt.PenStyle.SolidLine, [float(one.adjustment) for one in self._outcomes]),
            (_("proceeds"), tokens.ok, Qt.PenStyle.DashLine, [float(one.seller) for one in self._outcomes]),
            (
                _("without the clause"),
                tokens.muted,
                Qt.PenStyle.DotLine,
                [float(one.unadjusted) for one in self._outcomes],
            ),
        ):
            painter.setPen(QPen(QColor(colour), 2, style))
            painter.drawPolyline(QPolygonF([at(rate, value) for rate, value in zip(rates, values, strict=True)]))
            painter.drawLine(QPointF(x, 10), QPointF(x + 24, 10))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.setPen(QColor(tokens.text))
            painter.drawText(QPointF(x + 30, 14), words)
            x += width + 54
