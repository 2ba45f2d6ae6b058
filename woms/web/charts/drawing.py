"""Small pieces every chart uses: escaped text, points, scales. Pure Python, exact input, two decimals on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from html import escape

from markupsafe import Markup

Number = Decimal | Fraction | int
Point = tuple[float, float]


def tag(name: str, body: str = "", **attributes: object) -> str:
    """One SVG element. `class_` becomes `class`, other underscores become dashes, None leaves the attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def text(words: str, x: float, y: float, class_: str = "", anchor: str = "start") -> str:
    return tag("text", escape(words), x=x, y=y, class_=class_ or None, text_anchor=anchor)


def path(points: Iterable[Point], class_: str, *, closed: bool = False) -> str:
    steps = " L".join(f"{_plain(x)} {_plain(y)}" for x, y in points)
    return tag("path", d=f"M{steps}{'Z' if closed else ''}", class_=class_)


def picture(body: str, width: int, height: int, label: str, class_: str = "") -> Markup:
    """The finished drawing: scales to its place, speaks its message to those who do not see it."""
    return Markup(  # noqa: S704 - built here; words are escaped in `text` and `tag`
        tag(
            "svg",
            body,
            viewBox=f"0 0 {width} {height}",
            class_=f"chart {class_}".strip(),
            role="img",
            aria_label=label,
        )
    )


def table_twin(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """The same figures as a table, for screen readers and for copying."""
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return Markup(  # noqa: S704 - built here; words are escaped in `text` and `tag`
        f'<div class="visually-hidden"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, its table, and its message in words. Templates show all three."""

    svg: Markup
    table: Markup
    message: str

    def __html__(self) -> str:
        return f"{self.svg}{self.table}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values onto a length of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number | float) -> float:
        share = (float(value) - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.end - self.start)


def nice_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers that cover the span: 80, 85, 90, 95."""
    span = (high - low) or abs(high) or 1
    rough = span / wanted
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else _small_power(rough)
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough)
    first = int(low // step)
    ticks = [first * step]
    while ticks[-1] < high:
        first += 1
        ticks.append(first * step)
    return [round(tick, 9) for tick in ticks]


def _small_power(rough: float) -> float:
    power = 1.0
    while rough < power:
        power /= 10
    return power


def _plain(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
