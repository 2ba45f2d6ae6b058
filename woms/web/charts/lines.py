"""Lines over time: the small one beside a big number, and the large one with target and forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from woms.core.numbers import format_number
from woms.web.charts.drawing import (
    Chart,
    Number,
    Point,
    Scale,
    nice_ticks,
    path,
    picture,
    table_twin,
    tag,
    text,
)
from woms.web.filters import number

WIDTH, HEIGHT = 360, 186
LEFT, RIGHT, TOP, BOTTOM = 38, 12, 22, 28
LETTER = 6.6  # width of one digit or letter at 12 px, measured generously so that nothing is clipped


def sparkline(
    values: Sequence[Number], status: str = "plain", *, width: int = 92, height: int = 32
) -> Markup:
    """Draw the recent course of one number. Decoration: the number and trend say the same."""
    if len(values) < 2:  # noqa: PLR2004 # a line needs two ends
        return Markup()
    across = Scale(0, len(values) - 1, 3, width - 5)
    upward = Scale(float(min(values)), float(max(values)), height - 5, 5)
    points = [(across(place), upward(value)) for place, value in enumerate(values)]
    area = [*points, (points[-1][0], float(height)), (points[0][0], float(height))]
    body = path(area, "spark-area", closed=True) + path(points, "spark-line")
    body += tag("circle", cx=points[-1][0], cy=points[-1][1], r=3.2, class_="spark-end")
    return Markup(  # noqa: S704 - built here; words are escaped in `text` and `tag`
        tag(
            "svg",
            body,
            width=width,
            height=height,
            viewBox=f"0 0 {width} {height}",
            class_=f"spark is-{status}",
            aria_hidden="true",
        )
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """One point: where it stands on the axis (0, 1, 2…), its label, its value; `expected` is the planned value there."""

    label: str
    value: Number | None = None
    expected: Number | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """From the last reading to the end of the axis: middle, and the band it stays in four times out of five."""

    value: Number
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class LineWords:
    """The words of a line chart, translated by whoever draws it."""

    caption: str
    message: str
    when: str = "Kỳ"
    actual: str = "Thực hiện"
    target: str = "Mục tiêu"
    expected: str = "Kế hoạch"
    forecast: str = "Dự báo"


@dataclass(frozen=True, slots=True)
class LineData:
    """What a line chart shows. Readings without a value are future or missing: the line is broken there."""

    readings: Sequence[Reading]
    target: Number | None = None
    forecast: Forecast | None = None
    unit: str = ""


def line_chart(data: LineData, words: LineWords) -> Chart:
    """Draw target (dashed), actual (solid, dots), plan (thin) and forecast (dotted, banded)."""
    across, upward, ticks = _scales(data)
    body = (
        _grid(ticks, across.start, upward) + _labels(data.readings, across) + _expected(data, across, upward)
    )
    body += (
        _forecast(data, across, upward) + _target(data, across, upward, words) + _actual(data, across, upward)
    )
    svg = picture(body, WIDTH, HEIGHT, f"{words.caption}. {words.message}", "line-chart")
    return Chart(svg, _table(data, words), words.message)


def _scales(data: LineData) -> tuple[Scale, Scale, list[float]]:
    heights = [
        float(one)
        for reading in data.readings
        for one in (reading.value, reading.expected)
        if one is not None
    ]
    heights += [float(data.target)] if data.target is not None else []
    if data.forecast:
        heights += [float(data.forecast.low), float(data.forecast.high)]
    ticks = nice_ticks(min(heights, default=0), max(heights, default=1))
    left = max(LEFT, 14 + LETTER * max(len(_tick(tick)) for tick in ticks))
    across = Scale(0, max(len(data.readings) - 1, 1), left, WIDTH - RIGHT)
    return across, Scale(ticks[0], ticks[-1], HEIGHT - BOTTOM, TOP), ticks


def _tick(value: float) -> str:
    return format_number(int(value)) if value == int(value) else f"{value:g}".replace(".", ",")


def _grid(ticks: Sequence[float], left: float, upward: Scale) -> str:
    lines = "".join(path([(left, upward(tick)), (WIDTH - RIGHT, upward(tick))], "grid") for tick in ticks)
    return lines + "".join(text(_tick(tick), left - 7, upward(tick) + 4, "tick", "end") for tick in ticks)


def _labels(readings: Sequence[Reading], across: Scale) -> str:
    """As many labels as fit without touching; the first and the last always."""
    if not readings:
        return ""
    widest = max(len(one.label) for one in readings) * LETTER + 10
    room = (across.end - across.start) / max(len(readings) - 1, 1)
    every = max(1, -int(-widest // room))
    last = len(readings) - 1
    shown = [place for place in range(0, last + 1, every) if last - place >= every or place == last] + [last]
    return "".join(_label(readings[place].label, across(place)) for place in dict.fromkeys(shown))


def _label(words: str, x: float) -> str:
    half = len(words) * LETTER / 2
    return text(words, min(max(x, half), WIDTH - half), HEIGHT - 8, "tick", "middle")


def _target(data: LineData, across: Scale, upward: Scale, words: LineWords) -> str:
    if data.target is None:
        return ""
    y = upward(data.target)
    name = f"{words.target} {number(data.target)}"
    above = y - 6 if y - 6 > 12 else y + 15  # noqa: PLR2004 # keep the words inside the drawing
    return path([(across.start, y), (across.end, y)], "target") + text(
        name, WIDTH - RIGHT, above, "target-name", "end"
    )


def _actual(data: LineData, across: Scale, upward: Scale) -> str:
    body, run = "", list[Point]()
    for place, reading in enumerate(data.readings):
        if reading.value is None:
            body, run = body + _run(run), []
        else:
            run.append((across(place), upward(reading.value)))
    return body + _run(run)


def _run(points: Sequence[Point]) -> str:
    dots = "".join(tag("circle", cx=x, cy=y, r=2.8, class_="actual-dot") for x, y in points)
    return (path(points, "actual") if len(points) > 1 else "") + dots


def _expected(data: LineData, across: Scale, upward: Scale) -> str:
    points = [(across(i), upward(r.expected)) for i, r in enumerate(data.readings) if r.expected is not None]
    return path(points, "expected") if len(points) > 1 else ""


def _forecast(data: LineData, across: Scale, upward: Scale) -> str:
    known = [(place, one.value) for place, one in enumerate(data.readings) if one.value is not None]
    if not data.forecast or not known:
        return ""
    place, value = known[-1]
    start, end = (across(place), upward(value)), across.end
    high, low = (end, upward(data.forecast.high)), (end, upward(data.forecast.low))
    band = (
        path([start, high, low], "band", closed=True)
        + path([start, high], "band-edge")
        + path([start, low], "band-edge")
    )
    return band + path([start, (end, upward(data.forecast.value))], "forecast")


def _table(data: LineData, words: LineWords) -> Markup:
    rows = [[one.label, number(one.value), number(one.expected)] for one in data.readings]
    if data.target is not None:
        rows.append([words.target, number(data.target), ""])
    if data.forecast:
        band = f"{number(data.forecast.value)} ({number(data.forecast.low)}–{number(data.forecast.high)})"
        rows.append([words.forecast, band, ""])
    return table_twin(
        words.caption, [words.when, f"{words.actual} {data.unit}".strip(), words.expected], rows
    )
