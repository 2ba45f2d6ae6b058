"""Read settings from the environment; say plainly what is wrong."""

from __future__ import annotations

import os
from pathlib import Path


class BadSetting(SystemExit):
    """A setting that cannot be used: the program ends with one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"WOMS: {sentence}")


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool = False) -> bool:
    text = os.environ.get(name, "").lower()
    if text in {"", "0", "false", "no"}:
        return default if text == "" else False
    if text in {"1", "true", "yes"}:
        return True
    raise BadSetting(f"{name} phải là 1 hoặc 0, đang là “{text}”.")


def env_int(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise BadSetting(f"{name} phải là số nguyên, đang là “{text}”.")
    return int(text)


def env_secret(name: str, default: str = "") -> str:
    """The value of NAME, or the content of the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadSetting(f"không đọc được tệp {path} mà {name}_FILE chỉ tới ({error.strerror}).") from None
