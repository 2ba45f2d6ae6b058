"""Collects every sentence of the screens and keeps the English catalogue in step.

    python -m tools.messages          rewrite locale/en, say what has no English yet
    python -m tools.messages --check  change nothing, exit 1 when something has no English

Message ids are the Vietnamese sentences themselves, so Vietnamese needs no catalogue. The file is sorted and
carries no dates or line numbers: two people adding sentences seldom touch the same line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale/en/LC_MESSAGES/django.po"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do", "trimmed": "true", "encoding": "utf-8"}}
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def main(arguments: list[str]) -> int:
    catalogue = renewed()
    missing = untranslated(catalogue)
    if "--check" not in arguments:
        write(catalogue)
    for message in missing:
        print(f"chưa có tiếng Anh: {message}")
    print(f"{len(catalogue)} câu, {len(missing)} câu chưa có tiếng Anh")
    return 1 if missing and "--check" in arguments else 0


def renewed() -> Catalog:
    """The catalogue as it should be: today's sentences, with the English we have."""
    known = stored()
    fresh = Catalog(locale="en", charset="utf-8")
    for message, where in sorted(found().items(), key=lambda pair: _first(pair[0])):
        before = known.get(_first(message))
        text = before.string if before and before.string else ("", "") if isinstance(message, tuple) else ""
        fresh.add(message, text, locations=[(where, None)])
    return fresh


def found() -> dict[str | tuple[str, str], str]:
    """Every sentence with the first file that has it."""
    sentences: dict[str | tuple[str, str], str] = {}
    for name, message in _extracted():
        sentences.setdefault(message, name)
    for label, name in chain(_labels(), _rules()):
        sentences.setdefault(label, name)
    return sentences


def _labels() -> Iterator[tuple[str, str]]:
    """Words of states, areas and steps: they stand in pure code and are translated where they are shown."""
    from django.db.models import TextChoices

    for path in sorted((ROOT / "woms").glob("*/states.py")):
        module = import_module(f"woms.{path.parent.name}.states")
        for name, thing in vars(module).items():
            if name.startswith("__"):
                continue
            if isinstance(thing, type) and issubclass(thing, TextChoices) and thing is not TextChoices:
                yield from ((str(label), f"woms/{path.parent.name}/states.py") for label in thing.labels)
            elif isinstance(thing, dict):
                yield from (
                    (word, f"woms/{path.parent.name}/states.py")
                    for word in thing.values()
                    if isinstance(word, str) and not word.isascii()
                )
            for step in () if isinstance(thing, type) else getattr(thing, "transitions", ()):
                yield step.label, f"woms/{path.parent.name}/states.py"


def _rules() -> Iterator[tuple[str, str]]:
    """Names of rules, what parameters are, and grades of certainty: they stand in the pure rules and are translated where shown."""
    from woms.regulations.instruments import Certainty
    from woms.regulations.parameter_files import catalogue, folder_titles
    from woms.regulations.registry import rule_names, versions_of

    yield from ((grade.label, "woms/regulations/instruments.py") for grade in Certainty)
    yield from ((title, "woms/regulations/parameters") for title in folder_titles().values())
    yield from ((item.description, "woms/regulations/parameters") for item in catalogue().values())
    for name in rule_names():
        yield from ((version.label, "woms/regulations/formulas") for version in versions_of(name))


def _extracted() -> Iterator[tuple[str, str | tuple[str, str]]]:
    found = extract_from_dir(ROOT / "woms", METHODS, options_map=OPTIONS, keywords=KEYWORDS, comment_tags=())
    for name, _line, message, _comments, _context in sorted(found, key=lambda one: one[0]):
        if "sample/" not in name and message:
            yield f"woms/{name}", message


def stored() -> Catalog:
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(catalogue: Catalog) -> list[str]:
    return [_first(message.id) for message in catalogue if message.id and not _filled(message.string)]


def write(catalogue: Catalog) -> None:
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, omit_header=True)
    body = ENGLISH.read_text(encoding="utf-8")
    ENGLISH.write_text(HEADER + body, encoding="utf-8")


HEADER = """# English words of the screens. Kept in step by tools/messages.py; edit the msgstr lines only.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _filled(text: str | tuple[str, ...] | list[str]) -> bool:
    return bool(text) if isinstance(text, str) else all(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
