"""Vietnamese text: one stored form, dictionary order, and folding for search. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """This function will give the stored form: NFC, single spaces, no surrounding space, no control characters."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(ch if ch.isprintable() or ch.isspace() else "" for ch in composed)
    return _SPACES.sub(" ", visible).strip()


def fold(text: str) -> str:
    """Lower case without diacritics, `đ` as `d`: two spellings of one word become equal."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _SPACES.sub(" ", "".join(ch for ch in decomposed if not unicodedata.combining(ch))).strip()


def slug(text: str) -> str:
    """`Phường Hoàn Kiếm` → `phuong-hoan-kiem`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


@lru_cache(maxsize=8192)  # boards sort the same names of units again and again
def sort_key(text: str) -> str:
    """An ASCII key whose byte order is the Vietnamese dictionary order: letters first, tones second."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", text).lower():
        base, tone = _split_tone(character)
        letters.append(_letter_rank(base))
        tones.append(str(tone))
    return "".join(letters) + "!" + "".join(tones)


def person_sort_key(family: str, middle: str, given: str) -> str:
    """People are listed by given name, then family name, then middle name."""
    return "|".join(sort_key(part) for part in (given, family, middle))


@lru_cache(maxsize=1024)  # more than there are Vietnamese letters
def _split_tone(character: str) -> tuple[str, int]:
    marks = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    return base, tone


def _letter_rank(base: str) -> str:
    if base in _LETTERS:
        return chr(0x41 + _LETTERS[base])
    return base if base.isdigit() and base.isascii() else '"'
