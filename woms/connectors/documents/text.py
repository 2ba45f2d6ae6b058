"""Words as people type them in offices: composed or decomposed, with hard spaces, dashes and quotes of every kind."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "đ": "d", "ð": "d", "ɖ": "d",
})  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")


@lru_cache(maxsize=8192)  # the same units, deadlines and headers come again and again
def clean(text: str) -> str:
    """Return the text on one line: composed (NFC), without invisible marks, one plain space between words.

    The author's words, spelling and punctuation are left as they are.
    """
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """Return the text like `clean`, keeping the breaks between its lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in text.translate(_INVISIBLE).split("\n"))
    return "\n".join(line for line in lines if line)


def unwrapped(text: str) -> str:
    """Return the lines of the text, with a line that only goes on from the one before set behind it."""
    lines: list[str] = []
    for line in clean_lines(text).split("\n"):
        if lines and (line[:1].islower() or lines[-1].endswith((",", "(", "-", "–"))):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def fold_each(text: str) -> str:
    """Return the text for comparing: small letters, no diacritics, plain quotes and dashes.

    Unlike the fold of the core, the result has as many characters as the composed text, so a place found in one is the same place in the other.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def _fold_character(character: str) -> str:
    if character.isascii():
        return character.lower()
    compatible = unicodedata.normalize("NFKC", character)
    character = compatible if len(compatible) == 1 else character
    small = character.lower()[:1].translate(_PLAIN)
    return unicodedata.normalize("NFD", small)[:1] or small


class _Folds(dict[int, str]):
    """Each character folded once, when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folds()


def quote(text: str, limit: int = 60) -> str:
    """Return the text between Vietnamese quotes, shortened at a word, for use inside a sentence."""
    text = clean(text)
    if len(text) > limit:
        text = text[:limit].rsplit(" ", 1)[0].rstrip(" ,;.") + "…"
    return f"“{text}”"
