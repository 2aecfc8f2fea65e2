"""Charts of a report as PNG: the same figures give the same bytes."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_MM = 160
_MM_PER_INCH = 25.4
_DOTS_PER_INCH = 150
_BAR_HEIGHT_MM = 7.5
_FRAME_HEIGHT_MM = 32
_LABEL_WIDTH, _TITLE_WIDTH, _PERIOD_WIDTH = 38, 80, 16
_GREY, _BLUE, _ORANGE, _LINE = "#8C8C8C", "#1F4E79", "#C55A11", "#404040"
_LAST_LETTER = "\u024f"
"""The end of the Latin letters, which the font that comes with the library has."""
_FULL = 100.0
_MOST_OVERSHOOT = 150.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, how long, and what stands at its end.

    Attributes:
        value: `None` where there is no figure; the place stays empty and the text says why.
    """

    label: str
    value: float | None
    text: str
    colour: str = _BLUE


def achievement_chart(title: str, bars: Sequence[Bar]) -> bytes:
    """Draw achievements in percent as lying bars, with a line at 100.

    A bar beyond 150 is cut there, or one high figure would flatten all others; its text tells.
    """
    figure, axes = _figure(len(bars))
    shown = [min(max(bar.value or 0.0, 0.0), _MOST_OVERSHOOT) for bar in bars]
    axes.barh(range(len(bars)), shown, color=[bar.colour for bar in bars], height=0.62,
              edgecolor=_LINE, linewidth=0.4)  # fmt: skip
    for place, (bar, length) in enumerate(zip(bars, shown, strict=True)):
        axes.text(
            length + 1.5, place, _wrapped(bar.text), va="center", fontsize=7, parse_math=False
        )
    axes.axvline(_FULL, color=_LINE, linewidth=0.8, linestyle="--")
    axes.set_xlim(0, max(_FULL, *shown, 0.0) * 1.22)
    _dress(axes, title, "Capaian (%)", [bar.label for bar in bars])
    return _png(figure)


def count_chart(title: str, bars: Sequence[Bar], axis: str) -> bytes:
    """Draw counts as lying bars."""
    from matplotlib.ticker import MaxNLocator

    figure, axes = _figure(len(bars))
    values = [bar.value or 0.0 for bar in bars]
    axes.barh(range(len(bars)), values, color=[bar.colour for bar in bars], height=0.62,
              edgecolor=_LINE, linewidth=0.4)  # fmt: skip
    top = max(*values, 1.0)
    for place, (bar, value) in enumerate(zip(bars, values, strict=True)):
        _end_text(axes, value + top * 0.015, place, bar.text)
    axes.set_xlim(0, top * 1.15)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _dress(axes, title, axis, [bar.label for bar in bars])
    return _png(figure)


def line_chart(title: str, labels: Sequence[str], values: Sequence[float | None]) -> bytes:
    """Draw a course over periods in percent; where there is no figure the line has a gap."""
    figure, axes = _new(62.0)
    places = range(len(labels))
    points = [float("nan") if value is None else value for value in values]
    axes.plot(places, points, marker="o", color=_BLUE, linewidth=1.6)
    for place, value in enumerate(values):
        if value is not None:
            text = f"{value:.2f}".replace(".", ",")
            axes.annotate(text, (place, value), textcoords="offset points", xytext=(0, 6),
                          ha="center", fontsize=7)  # fmt: skip
    axes.axhline(_FULL, color=_LINE, linewidth=0.8, linestyle="--")
    known = [value for value in values if value is not None]
    axes.set_ylim(0, max(_FULL, *known, 0.0) * 1.2)
    shown = [_wrapped(label, _PERIOD_WIDTH) for label in labels]
    axes.set_xticks(list(places), shown, fontsize=7)
    for label in axes.get_xticklabels():
        label.set_parse_math(False)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.set_ylabel("Rata-rata capaian (%)", fontsize=7)
    axes.tick_params(axis="y", labelsize=7)
    _frame(axes, title)
    return _png(figure)


def paired_chart(
    title: str, labels: Sequence[str], pairs: Sequence[tuple[float, float]], axis: str,
    names: tuple[str, str],
) -> bytes:  # fmt: skip
    """Draw two bars for each label, such as the budget and what was spent of it."""
    figure, axes = _figure(len(labels), bar_height=10.0)
    for offset, colour, which in ((-0.19, _GREY, 0), (0.19, _BLUE, 1)):
        places = [place + offset for place in range(len(labels))]
        axes.barh(places, [pair[which] for pair in pairs], height=0.36, color=colour,
                  label=names[which], edgecolor=_LINE, linewidth=0.4)  # fmt: skip
    axes.legend(fontsize=7, loc="lower right", framealpha=0.9)
    axes.set_xlim(0, max((max(pair) for pair in pairs), default=1.0) * 1.15 or 1.0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}".replace(",", "."))
    _dress(axes, title, axis, labels)
    return _png(figure)


def _figure(bars: int, bar_height: float = _BAR_HEIGHT_MM) -> tuple[Figure, Axes]:
    return _new(_FRAME_HEIGHT_MM + max(bars, 1) * bar_height)


def _new(height_mm: float) -> tuple[Figure, Axes]:
    """Open a figure of its own: the library's shared state and the user's settings stay out."""
    from matplotlib import rc_context, rcdefaults
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context():
        rcdefaults()
        figure = Figure(
            figsize=(WIDTH_MM / _MM_PER_INCH, height_mm / _MM_PER_INCH), dpi=_DOTS_PER_INCH,
            layout="constrained",
        )  # fmt: skip
        FigureCanvasAgg(figure)
        return figure, figure.add_subplot()


def _end_text(axes: Axes, where: float, place: int, text: str) -> None:
    """Write at the end of a bar; a long text must not press the bars together."""
    written = axes.text(where, place, _wrapped(text), va="center", fontsize=7, parse_math=False)
    written.set_in_layout(False)


def _dress(axes: Axes, title: str, axis: str, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), [_wrapped(label) for label in labels], fontsize=7)
    for label in axes.get_yticklabels():
        label.set_parse_math(False)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlabel(axis, fontsize=7)
    axes.tick_params(axis="x", labelsize=7)
    _frame(axes, title)


def _frame(axes: Axes, title: str) -> None:
    axes.set_title(_wrapped(title, _TITLE_WIDTH), fontsize=9, fontweight="bold", parse_math=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, axis="both", color="#E0E0E0", linewidth=0.5)
    axes.set_axisbelow(True)


def _wrapped(label: str, width: int = _LABEL_WIDTH) -> str:
    """Write a label in at most two lines, which is what there is room for."""
    lines = textwrap.wrap(_plain(label), width) or [""]
    first, *rest = lines
    if len(rest) > 1:
        rest = [f"{rest[0][: width - 1]}…"]
    return "\n".join([first, *rest])


def _plain(text: str) -> str:
    """Leave only what can be drawn: a sign without a glyph would be a warning and a box."""
    return "".join(sign for sign in " ".join(text.split()) if _has_glyph(sign))


def _has_glyph(sign: str) -> bool:
    return (sign.isprintable() and sign <= _LAST_LETTER) or sign in "…–—“”‘’•"


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
