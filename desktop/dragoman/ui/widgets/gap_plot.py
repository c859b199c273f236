"""The prices of both sides over the course of a negotiation, and the gap between them."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from dragoman.base.i18n import _, active_language
from dragoman.deals.ledger import Trend
from dragoman.ui import wording
from dragoman.ui.theme import Tokens, font_for

_MARGIN = 12
_NAMES = 92


class GapPlot(QWidget):
    """Two stepped lines with their last prices; what they mean stands beside them in words."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._trend: Trend | None = None
        self.setFixedHeight(132)
        self.setMinimumWidth(360)
        self.setAccessibleName(_("Prices of both sides"))

    def sizeHint(self) -> QSize:
        return QSize(640, 132)

    def show_trend(self, trend: Trend | None) -> None:
        """Show where the prices stand."""
        self._trend = trend
        self.setAccessibleDescription(" ".join(self._words()))
        self.update()

    def _words(self) -> list[str]:
        trend = self._trend
        if trend is None:
            return [_("No price has been named yet.")]
        last = trend.steps[-1]
        if last.gap is None:
            return [_("One side has named a price.")]
        if trend.is_met:
            return [_("The prices have met.")]
        lines = [_("gap {amount}").format(amount=wording.money(last.gap, trend.currency))]
        if trend.our_move is not None and trend.their_move is not None:
            lines.append(_("we moved {share}").format(share=wording.percent(trend.our_move)))
            lines.append(_("they moved {share}").format(share=wording.percent(trend.their_move)))
        if trend.meeting is not None:
            lines.append(_("halfway {amount}").format(amount=wording.money(trend.meeting, trend.currency)))
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font_for(active_language(), "small"))
        words = self._words()
        column = QRectF(self.width() - 170, _MARGIN, 160, self.height() - 2 * _MARGIN)
        painter.setPen(QColor(self._tokens.text))
        painter.drawText(column, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, "\n".join(words))
        if self._trend is not None:
            self._paint_lines(painter, self._trend)
        painter.end()

    def _paint_lines(self, painter: QPainter, trend: Trend) -> None:
        prices = [price for step in trend.steps for price in (step.ours, step.theirs) if price is not None]
        low, high = min(prices), max(prices)
        spread = high - low or Decimal(1)
        area = QRectF(_MARGIN, _MARGIN, self.width() - 170 - _NAMES - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        width = area.width() / max(len(trend.steps) - 1, 1)

        def point(index: int, price: Decimal) -> QPointF:
            return QPointF(area.left() + index * width, area.bottom() - float((price - low) / spread) * area.height())

        for name, colour, style, values in (
            (_("we"), self._tokens.accent, Qt.PenStyle.SolidLine, [step.ours for step in trend.steps]),
            (_("they"), self._tokens.alarm, Qt.PenStyle.DashLine, [step.theirs for step in trend.steps]),
        ):
            points = [point(index, price) for index, price in enumerate(values) if price is not None]
            if not points:
                continue
            painter.setPen(QPen(QColor(colour), 2, style))
            stepped = [points[0]]
            for following in points[1:]:
                stepped += [QPointF(following.x(), stepped[-1].y()), following]
            painter.drawPolyline(QPolygonF(stepped))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(points[-1], 3, 3)
            last = next(price for price in reversed(values) if price is not None)
            painter.setPen(QColor(colour))
            box = QRectF(points[-1].x() + 8, points[-1].y() - 9, _NAMES + 40, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{name} {wording.money(last, '')}")
