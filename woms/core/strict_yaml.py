"""YAML that people edit by hand, read strictly: every complaint names the file, the line and the cure. Pure.

A `Table` is read key by key, each with the type expected; `finish()` then refuses the keys nobody asked for.
Numbers are read from their text, so that `0.1` stays one tenth.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, TypeAlias, TypeVar

import yaml

from woms.core.errors import Invalid

Plain: TypeAlias = "str | Decimal | bool | None | list[Plain] | dict[str, Plain]"
T = TypeVar("T")

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,6})?")
_FLAGS = {"true": True, "false": False}
_NULLS = {"", "null", "~"}
_STRING_TAG = "tag:yaml.org,2002:str"


class _Loader(yaml.SafeLoader):
    """Composes nodes only, and refuses anchors: a rule file says each thing where it stands."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "không dùng tham chiếu (*) trong tệp này", mark)
        return super().compose_node(parent, index)


def read_documents(path: Path) -> list[Table]:
    """Read every document of a file as a table. Raises `Invalid` naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            f"Không đọc được tệp {path}. Kiểm tra tên tệp, và lưu tệp dạng văn bản UTF-8.",
            code="yaml.unreadable",
        ) from error
    return parse_documents(text, str(path))


def read_document(path: Path) -> Table:
    """Read a file that must hold exactly one document."""
    return _only(read_documents(path), str(path))


def parse_document(text: str, source: str) -> Table:
    return _only(parse_documents(text, source), source)


def parse_documents(text: str, source: str) -> list[Table]:
    """Like `read_documents`, from text; `source` is the name used in messages."""
    try:
        nodes = _compose_all(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _invalid(
            source,
            line,
            f"không đọc được YAML ({error.problem}). Xem lại thụt dòng, dấu hai chấm và dấu ngoặc",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(source, 1, "không đọc được YAML. Tệp có ký tự lạ hoặc lồng quá sâu") from error
    return [_table(node, source) for node in nodes]


def _compose_all(text: str) -> list[yaml.Node]:
    loader = _Loader(text)
    try:
        nodes: list[yaml.Node] = []
        while loader.check_node():
            node = loader.get_node()
            if node is not None and not _is_null(node):
                nodes.append(node)
        return nodes
    finally:
        loader.dispose()


def _only(tables: list[Table], source: str) -> Table:
    if len(tables) == 1:
        return tables[0]
    raise _invalid(
        source,
        1,
        f"tệp có {len(tables)} tài liệu YAML, cần đúng một. Tách hoặc bớt các phần ngăn bằng dòng ---",
    )


def _invalid(source: str, line: int, complaint: str, key: str = "") -> Invalid:
    end = "" if complaint.endswith((".", "?")) else "."
    return Invalid(f"{source}, dòng {line}: {complaint}{end}", code="yaml.invalid", field=key)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in _NULLS and node.tag != _STRING_TAG


def _table(node: yaml.Node, source: str) -> Table:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise _invalid(source, line, "cần các khóa dạng “khóa: giá trị”")
    nodes: dict[str, yaml.Node] = {}
    lines: dict[str, int] = {}
    for key_node, value in node.value:
        key, at = str(key_node.value), key_node.start_mark.line + 1
        if key in nodes:
            raise _invalid(
                source, at, f"khóa “{key}” viết hai lần (lần đầu ở dòng {lines[key]}). Bỏ một", key
            )
        nodes[key], lines[key] = value, at
    return Table(source, line, nodes, lines)


@dataclass(slots=True)
class Table:
    """One mapping of a YAML file that knows where it stands."""

    source: str
    line: int
    nodes: dict[str, yaml.Node]
    lines: dict[str, int]
    known: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        self.known.add(key)
        return key in self.nodes and not _is_null(self.nodes[key])

    def keys(self) -> list[str]:
        return list(self.nodes)

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)

    def fail(self, complaint: str, key: str = "") -> NoReturn:
        """Complain about this table, or about one of its keys. `complaint` says what is wrong and the cure."""
        raise _invalid(self.source, self.line_of(key), complaint, key)

    def finish(self) -> None:
        """Refuse every key that was not read: a misspelt key must not be ignored."""
        for key in self.nodes:
            if key not in self.known:
                near = difflib.get_close_matches(key, sorted(self.known), 1)
                hint = (
                    f"Ý bạn là “{near[0]}”?"
                    if near
                    else f"Các khóa dùng được: {', '.join(sorted(self.known))}"
                )
                self.fail(f"không có khóa “{key}”. {hint}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a key. Without a default the key must be there and not empty."""
        if key not in self and default is not None:
            return default
        return self._scalar(key, _need_node(self, key))

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        if key not in self and default is not None:
            return default
        return self._number(key, _need_node(self, key))

    def integer(self, key: str, default: int | None = None) -> int:
        number = self.number(key, None if default is None else Decimal(default))
        if number != number.to_integral_value():
            self.fail(f"“{key}” phải là số nguyên, không phải {number}", key)
        return int(number)

    def day(self, key: str) -> date:
        return self._day(key, self._scalar(key, _need_node(self, key)))

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if key in self else None

    def optional_number(self, key: str) -> Decimal | None:
        return self.number(key) if key in self else None

    def flag(self, key: str, *, default: bool) -> bool:
        if key not in self:
            return default
        word = self._scalar(key, self.nodes[key])
        if word not in _FLAGS:
            self.fail(f"“{key}” chỉ nhận true hoặc false, không nhận “{word}”", key)
        return _FLAGS[word]

    def table(self, key: str) -> Table:
        return _table(_need_node(self, key), self.source)

    def tables(self, key: str) -> list[Table]:
        """The mappings of a list; an absent key is an empty list."""
        return [_table(node, self.source) for node in self._list(key)]

    def texts(self, key: str) -> list[str]:
        return [self._scalar(key, node) for node in self._list(key)]

    def numbers(self, key: str) -> list[Decimal]:
        return [self._number(key, node) for node in self._list(key)]

    def days(self) -> list[tuple[date, Table]]:
        """Every key read as a date, in the order of the file, with the mapping below it."""
        return [(self._day(key, key), self.table(key)) for key in self.nodes]

    def mixed(self, key: str, *, scalar: Callable[[Decimal], T], mapping: Callable[[Table], T]) -> list[T]:
        """A list whose items are numbers or mappings, in short or in full."""
        return [
            mapping(_table(node, self.source))
            if isinstance(node, yaml.MappingNode)
            else scalar(self._number(key, node))
            for node in self._list(key)
        ]

    def plain(self) -> dict[str, Plain]:
        """The whole table as ordinary values: text, `Decimal`, bool, None, lists and dictionaries."""
        self.known.update(self.nodes)
        return {key: _plain(node, self.source) for key, node in self.nodes.items()}

    def _list(self, key: str) -> list[yaml.Node]:
        if key not in self:
            return []
        node = self.nodes[key]
        if not isinstance(node, yaml.SequenceNode):
            self.fail(f"“{key}” phải là một danh sách, mỗi mục sau dấu gạch", key)
        return list(node.value)

    def _scalar(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(f"“{key}” phải là một giá trị, không phải nhóm khóa hay danh sách", key)
        return str(node.value).strip()

    def _number(self, key: str, node: yaml.Node) -> Decimal:
        word = self._scalar(key, node)
        if not _NUMBER.fullmatch(word):
            self.fail(
                f"“{key}” phải là một số như 27 hoặc 27.5 (dấu chấm thập phân), không đọc được “{word[:40]}”",
                key,
            )
        return Decimal(word)

    def _day(self, key: str, word: str) -> date:
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.fail(f"“{key}” phải là ngày viết như 2026-03-31, không đọc được “{word[:40]}”", key)


def _need_node(table: Table, key: str) -> yaml.Node:
    if key not in table:
        near = difflib.get_close_matches(key, set(table.nodes) - table.known, 1)
        cure = (
            f"Có phải dòng {table.line_of(near[0])} viết nhầm “{near[0]}”?"
            if near
            else f"Thêm dòng “{key}: …”"
        )
        table.fail(f"thiếu giá trị của “{key}”. {cure}", key)
    return table.nodes[key]


def _plain(node: yaml.Node, source: str) -> Plain:
    if isinstance(node, yaml.MappingNode):
        return _table(node, source).plain()
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, source) for item in node.value]
    if _is_null(node):
        return None
    word = str(node.value)
    if node.tag == _STRING_TAG:
        return word
    if word.lower() in _FLAGS:
        return _FLAGS[word.lower()]
    return Decimal(word) if _NUMBER.fullmatch(word) else word
