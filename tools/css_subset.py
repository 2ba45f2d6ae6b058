"""Keeps of a large stylesheet only the families of rules that the product uses.

Tabler whole is 635 kB, of which a phone would use a twentieth, and its colours need very new browsers
(`oklch`, `light-dark`). So we keep its reset, grid, utilities, form controls, buttons, cards and tables,
inside one cascade layer, and give its variables our own values in `css/tokens.css`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

KEPT_CLASS = re.compile(
    r"""^(?:
      container(-fluid|-narrow|-tight)? | row(-cols-.+)? | (row-cols|col|g|gx|gy)(-(sm|md|lg|xl))?(-(auto|\d+))?
    | (d|flex|justify-content|align-items|align-self|order|float)(-(sm|md|lg|xl))?-[a-z-]+
    | (m|p)[tbsexy]?(-(sm|md|lg|xl))?-(auto|\d) | (gap|row-gap|column-gap)-\d
    | (w|h|mw|mh)-(\d+|auto) | fw-.+ | lh-(1|sm|base|lg)
    | text-(start|center|end|nowrap|wrap|break|truncate|uppercase|lowercase|decoration-none|reset)
    | overflow-.+ | position-(static|relative|absolute|fixed|sticky) | visually-hidden(-focusable)?
    | border(-0|-top|-bottom|-start|-end)? | rounded | list-unstyled | list-inline(-item)? | small
    | form-(control|select|check|label|hint|fieldset|text|required).* | input-group(-text|-flat)? | col-form-label
    | required | invalid-feedback | is-invalid | disabled | active | show
    | btn(-sm|-icon|-list)? | card(-header|-body|-title|-footer|-actions)? | table(-responsive|-sm)?
    )$""",
    re.VERBOSE,
)
REFUSED_VALUE = re.compile(r"oklch|light-dark|color-mix")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_FUNCTIONS = re.compile(r":(?:not|is|where|has)\([^()]*\)")
_VARIABLE = re.compile(r"var\((--[\w-]+)")

Rule = tuple[str, str | None]


def subset(css: str, *, layer: str, keep: re.Pattern[str] = KEPT_CLASS) -> str:
    """Return the kept rules, wrapped in a cascade layer so that our own rules always win."""
    kept = list(_kept(_rules(_COMMENT.sub("", css).replace('@charset "UTF-8";', "")), keep))
    body = _only_used_variables(kept)
    return f"@layer {layer}{{{body}}}\n"


def _rules(css: str) -> Iterator[Rule]:
    """Split into (prelude, body); a statement without a block has no body."""
    start = 0
    while start < len(css):
        end = _scan(css, start, "{;")
        if end >= len(css):
            return
        prelude = css[start:end].strip()
        if css[end] == ";":
            yield prelude, None
            start = end + 1
            continue
        close = _closing(css, end)
        yield prelude, css[end + 1 : close]
        start = close + 1


def _scan(css: str, start: int, stops: str) -> int:
    quote, depth, place = "", 0, start
    while place < len(css):
        letter = css[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter in stops and not depth:
            return place
        place += 1
    return place


def _closing(css: str, opening: int) -> int:
    depth, place = 1, opening
    while depth:
        place = _scan(css, place + 1, "{}")
        depth += 1 if css[place] == "{" else -1
    return place


def _kept(rules: Iterator[Rule], keep: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for prelude, body in rules:
        if body is None or prelude.startswith(("@keyframes", "@font-face", "@property")):
            continue
        if prelude.startswith("@"):
            inner = list(_kept(_rules(body), keep))
            if inner and "reduced-motion" not in prelude:
                yield prelude, _write(inner)
            continue
        selector = ",".join(one for one in _selectors(prelude) if _wanted(one, keep))
        plain = _plain_values(body)
        if selector and plain:
            yield selector, plain


def _selectors(prelude: str) -> Iterator[str]:
    start = 0
    while start < len(prelude):
        end = _scan(prelude, start, ",")
        yield prelude[start:end].strip()
        start = end + 1


def _wanted(selector: str, keep: re.Pattern[str]) -> bool:
    if re.search(r"data-bs|theme|calendar|::part", selector):
        return False
    return all(keep.match(name) for name in _CLASS.findall(_FUNCTIONS.sub("", selector)))


def _plain_values(body: str) -> str:
    """Drop declarations that only the newest browsers read."""
    kept, start = [], 0
    while start < len(body):
        end = _scan(body, start, ";")
        declaration = body[start:end].strip()
        if declaration and not REFUSED_VALUE.search(declaration):
            kept.append(declaration)
        start = end + 1
    return ";".join(kept)


def _only_used_variables(rules: list[tuple[str, str]]) -> str:
    """Repeat until stable: a variable of :root stays only if something kept reads it."""
    while True:
        used = set(_VARIABLE.findall(_write(rules)))
        smaller = [(p, _drop_unused(b, used) if p.startswith(":root") else b) for p, b in rules]
        smaller = [(p, b) for p, b in smaller if b]
        if smaller == rules:
            return _write(rules)
        rules = smaller


def _drop_unused(body: str, used: set[str]) -> str:
    names = ((one, one.split(":")[0].strip()) for one in body.split(";"))
    return ";".join(one for one, name in names if not name.startswith("--") or name in used)


def _write(rules: list[tuple[str, str]]) -> str:
    return "".join(f"{prelude}{{{body}}}" for prelude, body in rules)
