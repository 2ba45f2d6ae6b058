"""Fictional Vietnamese people: họ, đệm, tên in the right order, the same for ever from a seed and an index. Pure.

Frequencies follow those heard in Hanoi. No two calls depend on each other, so two hundred thousand names can be made
in any order, by any number of processes, and person 57 is always the same person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from woms.core.vietnamese import fold, sort_key

_FAMILIES = (
    "Nguyễn:340 Trần:105 Lê:92 Phạm:74 Vũ:52 Hoàng:48 Bùi:36 Đỗ:36 Đặng:30 Phan:22 Ngô:22 Dương:20 Đinh:14 Trịnh:13 "
    "Hồ:10 Lý:8 Đào:14 Lưu:9 Mai:9 Cao:8 Hà:8 Tạ:8 Chu:7 Vương:6 Đoàn:8 Phùng:8 Kiều:5 Quách:3 Doãn:3 Lương:8 Tô:5 Tống:4 "
    "Nghiêm:3 Khuất:3 Thái:4 Trương:9 Võ:6 Huỳnh:4"
)
_MEN_MIDDLE = (
    "Văn:200 Đức:70 Minh:62 Quang:58 Hữu:48 Xuân:44 Đình:44 Ngọc:40 Anh:34 Tuấn:28 Thành:34 Công:32 Trọng:26 Duy:34 "
    "Mạnh:32 Việt:30 Quốc:30 Hoàng:28 Bá:20 Thế:24 Hải:20 Tiến:22 Huy:18 Trung:22 Đăng:18 Viết:16 Khắc:12 Sỹ:8 Gia:10 "
    "Nhật:10 Hồng:12 Chí:10 Phúc:8 Vĩnh:6 Thanh:18"
)
_WOMEN_MIDDLE = (
    "Thị:230 Thu:56 Thanh:54 Minh:44 Ngọc:48 Phương:34 Hồng:36 Thùy:28 Bích:24 Kim:22 Mai:20 Khánh:22 Hải:16 Quỳnh:16 "
    "Diệu:10 Vân:14 Lan:12 Thúy:16 Thảo:10 Thị_Thu:34 Thị_Thanh:30 Thị_Hồng:22 Thị_Ngọc:20 Thị_Minh:18 Thị_Kim:14 "
    "Thị_Bích:14 Thị_Phương:14 Thị_Mai:10 Thị_Hải:8"
)
_MEN_GIVEN = (
    "Hùng:36 Dũng:34 Tuấn:36 Minh:32 Hiếu:24 Nam:26 Long:24 Thắng:28 Cường:28 Hải:28 Sơn:28 Quân:18 Đức:22 Trung:28 Kiên:20 "
    "Hoàng:20 Phong:16 Tùng:22 Khánh:16 Bình:20 Thành:24 Việt:16 Hưng:22 Huy:18 Quang:18 Tú:16 Vinh:14 Duy:12 Đạt:14 Lâm:14 "
    "Thái:12 Toàn:14 Chiến:10 Khoa:8 An:10 Phúc:10 Trường:10 Mạnh:12 Thịnh:10 Tiến:14 Hòa:10 Tài:8 Giang:10 Bảo:8 Nghĩa:8 "
    "Quyết:6 Chung:6 Thanh:10 Dương:10 Đông:8 Luân:6 Tâm:8 Vũ:8 Anh:22 Lực:5 Hậu:5 Công:6 Chính:6 Khôi:5 Bách:4"
)
_WOMEN_GIVEN = (
    "Hương:34 Lan:24 Hà:34 Linh:30 Trang:28 Thảo:26 Hằng:28 Hoa:18 Mai:22 Nga:20 Thủy:24 Phương:30 Huyền:24 Hạnh:20 Hiền:24 "
    "Loan:12 Dung:18 Yến:16 Ngọc:18 Thu:16 Nhung:18 Anh:34 Vân:20 Oanh:10 Liên:12 Chi:12 Giang:14 Hòa:8 Quỳnh:14 Lý:6 Tâm:10 "
    "Hồng:12 Ngân:14 Thúy:12 Bích:8 Xuân:8 Tuyết:8 Thanh:12 Diệp:8 Trinh:6 Châu:8 Hường:12 Nguyệt:10 Nhàn:4 Thoa:5 Duyên:8 "
    "Hải:6 Minh:8 Ly:6 Khánh:6 Ánh:8 Ước:1 Đào:4 Ái:2"
)
_MASK = (1 << 64) - 1
_TABLE_SIZE = 4096
_RESERVED_FILE = "reserved_names.txt"


@dataclass(frozen=True, slots=True)
class Name:
    """A full name in its three parts; `sort_key` orders people by given name first."""

    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        return f"{self.family} {self.middle} {self.given}"

    @property
    def sort_key(self) -> str:
        return "|".join(_part_key(part) for part in (self.given, self.family, self.middle))


def person_name(seed: int, index: int) -> Name:
    """Name the person number `index` of the province grown from `seed`."""
    for attempt in range(100):
        name = _draw(_mix(_mix(seed) + index * 100 + attempt))
        if name.given not in name.middle.split() and not is_reserved(name.full):
            return name
    raise AssertionError(f"no usable name for person {index}")


def is_reserved(full_name: str) -> bool:
    """Whether a public figure bears this name (compared without diacritics): the sample must not use it."""
    return name_digest(full_name) in _reserved_digests()


def name_digest(full_name: str) -> str:
    """The form in which a reserved name is listed: the list itself names nobody."""
    return sha256(fold(full_name).encode()).hexdigest()[:16]


def _draw(bits: int) -> Name:
    woman = bits & 1
    middles, givens = (_WOMEN_MIDDLE, _WOMEN_GIVEN) if woman else (_MEN_MIDDLE, _MEN_GIVEN)
    return Name(
        family=_table(_FAMILIES)[bits >> 4 & 0xFFF],
        middle=_table(middles)[bits >> 20 & 0xFFF],
        given=_table(givens)[bits >> 36 & 0xFFF],
    )


def _mix(value: int) -> int:
    """Spread an integer over 64 bits (the finalizer of splitmix64)."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ value >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ value >> 27) * 0x94D049BB133111EB) & _MASK
    return value ^ value >> 31


@cache
def _table(weighted: str) -> tuple[str, ...]:
    """Spread `name:weight` pairs over a table of fixed size, so that one look-up draws by weight."""
    pairs = [entry.rsplit(":", 1) for entry in weighted.split()]
    total = sum(int(weight) for _, weight in pairs)
    table: list[str] = []
    running = 0
    for name, weight in pairs:
        running += int(weight)
        table += [name.replace("_", " ")] * (running * _TABLE_SIZE // total - len(table))
    return tuple(table)


@cache
def _part_key(part: str) -> str:
    return sort_key(part)


@cache
def _reserved_digests() -> frozenset[str]:
    lines = files(__package__).joinpath(_RESERVED_FILE).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
