"""Dot plots as SVG, on one logarithmic scale: a row for each server, a panel for each size of the
room. Readable on light and dark backgrounds."""

import math
from dataclasses import dataclass
from html import escape
from statistics import quantiles

LABELS, PANEL, GAP, ROW, TOP, BOTTOM = 210, 220, 24, 22, 78, 34

STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .faint { fill: #59636e }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .band { fill: #818b98; opacity: .10 }
  .whisker { stroke-width: 2; opacity: .55 }
  .a { fill: #0969da; stroke: #0969da }
  .b { fill: #ffffff; stroke: #bc4c00; stroke-width: 2 }
  line.b { stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .faint { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .a { fill: #4493f8; stroke: #4493f8 }
    .b { fill: #0d1117; stroke: #f0883e }
  }
"""


@dataclass(frozen=True)
class Series:
    """One kind of dot: for each row of each panel the values, shown as the median with a line between
    the quartiles. None where nothing was measured."""

    name: str
    values: list[list[list[float] | None]]


@dataclass(frozen=True)
class Plot:
    title: str
    unit: str
    panels: list[str]
    rows: list[str]
    series: list[Series]
    # Rows with a background of their own.
    marked: frozenset[str] = frozenset()

    def svg(self) -> str:
        width = LABELS + len(self.panels) * (PANEL + GAP)
        height = TOP + len(self.rows) * ROW + BOTTOM
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                 f'width="{width}" height="{height}" role="img">',
                 f"<title>{escape(self.title)}</title><style>{STYLE}</style>",
                 text(8, 22, self.title, "title"), *self._legend(), *self._names(width)]
        for place in range(len(self.panels)):
            parts += self._panel(place)
        return "\n".join([*parts, "</svg>", ""])

    def _legend(self) -> list[str]:
        parts, x = [], 14.0
        for mark, series in zip("ab", self.series):
            parts += [dot(x, 40, mark), text(x + 10, 44, series.name)]
            x += 30 + 6.6 * len(series.name)
        return parts + [text(x, 44, f"{self.unit}; the line spans the quartiles", "faint")]

    def _names(self, width: int) -> list[str]:
        parts = []
        for place, row in enumerate(self.rows):
            y = TOP + place * ROW
            if row in self.marked:
                parts.append(f'<rect class="band" x="0" y="{y}" width="{width}" height="{ROW}"/>')
            parts.append(text(8, y + 15, row))
        return parts

    def _panel(self, place: int) -> list[str]:
        left = LABELS + place * (PANEL + GAP)
        bottom = TOP + len(self.rows) * ROW
        low, high = self._range()

        def x(value: float) -> float:
            exponent = math.log10(value) if value > 0 else low
            return left + PANEL * (exponent - low) / (high - low)

        parts = [text(left, TOP - 10, self.panels[place], "faint")]
        for tick in ticks(low, high):
            at = x(tick)
            parts += [f'<line class="grid" x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{bottom}"/>',
                      text(at, bottom + 16, short(tick), "faint", "middle")]
        for mark, series in zip("ab", self.series):
            for row, values in enumerate(series.values[place]):
                if values:
                    parts += whisker(values, x, TOP + (row + 0.5) * ROW, mark)
        return parts

    def _range(self) -> tuple[float, float]:
        """Exponents: the same for all panels, so that the panels can be compared."""
        every = [value for series in self.series for panel in series.values
                 for values in panel if values for value in values]
        logs = [math.log10(value) for value in every if value > 0] or [0, 1]
        return min(logs) - 0.1, max(max(logs) + 0.1, min(logs) + 1)


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two exponents: powers of ten, and halves and fifths of them where there
    are few."""
    steps = (1, 2, 5) if high - low < 2.2 else (1,)
    every = [step * 10.0 ** power for power in range(math.floor(low), math.ceil(high))
             for step in steps]
    return [tick for tick in every if low <= math.log10(tick) <= high]


def whisker(values: list[float], x, y: float, mark: str) -> list[str]:
    low, middle, high = quantiles(values, method="inclusive") if len(values) > 1 else values * 3
    return [f'<line class="whisker {mark}" x1="{x(low):.1f}" y1="{y:.1f}" '
            f'x2="{x(high):.1f}" y2="{y:.1f}"/>', dot(x(middle), y, mark)]


def dot(x: float, y: float, mark: str) -> str:
    return f'<circle class="{mark}" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'


def text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" class="{name}" text-anchor="{anchor}">'
            f"{escape(words)}</text>")


def short(number: float) -> str:
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"
