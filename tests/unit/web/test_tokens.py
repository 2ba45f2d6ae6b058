"""The colours keep their promises: readable, and told apart by people who see colours differently."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from woms.web.status import PROGRESS, STATUSES

CSS = Path(__file__).resolve().parents[3] / "woms/web/static/css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
TONES = ("on-track", "at-risk", "off-track", "no-data", "exceeded", "breakthrough")

# Machado, Oliveira, Fernandes 2009: full dichromacy, on linear RGB
VISIONS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _block(start: str) -> dict[str, str]:
    body = TOKENS[TOKENS.index(start) :]
    body = body[body.index("{") + 1 :]
    if body.lstrip().startswith(":root"):
        body = body[body.index("{") + 1 :]
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body[: body.index("}")]))


LIGHT = _block(":root {")
DARK_BY_CHOICE = _block("@media screen {")
DARK_BY_SYSTEM = _block("@media screen and (prefers-color-scheme: dark)")
THEMES = {"light": LIGHT, "dark": DARK_BY_CHOICE}


def _linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    lights = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear(one), _linear(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _lab(rgb: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(max(part, 0.0), 1.0) for part in rgb)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, vision: str) -> float:
    seen = [
        [sum(k * part for k, part in zip(row, _linear(c), strict=True)) for row in VISIONS[vision]]
        for c in (one, other)
    ]
    first, second = _lab(seen[0]), _lab(seen[1])
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


def test_dark_by_system_and_dark_by_choice_are_the_same_dark():
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


def test_dark_redefines_every_colour_of_light():
    coloured = {name for name, value in LIGHT.items() if value.startswith("#")}
    assert coloured == {name for name, value in DARK_BY_CHOICE.items() if value.startswith("#")}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["surface", "page", "sunken"])
@pytest.mark.parametrize("ink", ["text", "muted", "brand"])
def test_words_are_readable_on_every_ground(theme, ground, ink):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(("ink", "ground"), [("ink", "tint"), ("heat-ink", "heat"), ("on", "")])
def test_the_word_of_a_status_is_readable_on_its_colour(theme, tone, ink, ground):
    tokens = THEMES[theme]
    assert contrast(tokens[f"{tone}-{ink}"], tokens[f"{tone}-{ground}".rstrip("-")]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("tone", TONES)
def test_the_ink_of_a_status_is_readable_without_its_tint(theme, tone):
    assert contrast(THEMES[theme][f"{tone}-ink"], THEMES[theme]["surface"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_edges_of_fields_and_the_focus_can_be_seen(theme):
    tokens = THEMES[theme]
    assert contrast(tokens["line-strong"], tokens["surface"]) >= 3
    assert contrast(tokens["focus"], tokens["focus-halo"]) >= 3
    assert contrast(tokens["on-brand"], tokens["brand"]) >= 4.5
    assert contrast(tokens["on-danger"], tokens["danger"]) >= 4.5
    assert contrast(tokens["on-brand"], tokens["brand-strong"]) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    "pair", list(combinations(("on-track", "at-risk", "off-track", "no-data"), 2)), ids="-".join
)
def test_the_colours_of_a_board_stay_apart_for_people_who_see_colours_differently(vision, pair):
    assert distance(LIGHT[pair[0]], LIGHT[pair[1]], vision) >= 30


def test_every_status_has_a_tone_a_shape_and_a_word_of_its_own():
    shapes = (CSS.parent / "status.svg").read_text(encoding="utf-8")
    css = (CSS / "components.css").read_text(encoding="utf-8")
    for look in STATUSES.values():
        assert look.word
        assert f'id="{look.shape}"' in shapes
        assert f".is-{look.tone} {{" in css
    assert (
        len({look.shape for look in PROGRESS.values()})
        == len({look.word for look in PROGRESS.values()})
        == len(PROGRESS)
    )


def test_no_stylesheet_names_a_colour_of_its_own():
    """Colours live in tokens.css; the few fixed ones are the mark of the product and the focus halo."""
    allowed = {"#fff", "#0F5AA8", "#0B0C0C", "#B3261E"}
    for name in ("app", "components", "forms", "charts"):
        used = set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", (CSS / f"{name}.css").read_text(encoding="utf-8")))
        assert used <= allowed, name
