"""The sample's sign-in names: one readable account for each role, and everyone's grants. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from woms.sample.people import (
    CONTRACT,
    DEPUTY,
    DIVISION_HEAD,
    HEAD,
    SPECIALIST,
    Post,
    default_posts,
)
from woms.sample.units import CITY_CODE

PASSWORD = "mau-hanoi-2026"  # noqa: S105 - printed by ./run, and the sample refuses to run in production
_DEPARTMENT = "so-khoa-hoc-va-cong-nghe"
_DIVISION = f"{_DEPARTMENT}-phong-chuyen-doi-so"
_WARD = "phuong-hoan-kiem"
_ROLE_OF_RANK = {
    HEAD: "head",
    DEPUTY: "deputy",
    DIVISION_HEAD: "division_head",
    SPECIALIST: "specialist",
    CONTRACT: "specialist",
}


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the sample: who it is, found by unit, rank and order among equals; `city_role` is held at the city."""

    username: str
    role: str
    unit: str
    rank: str
    order: int = 0
    city_role: str = ""


CAST = (
    Member("lanh-dao", "Lãnh đạo Thành phố", CITY_CODE, HEAD, city_role="city_leader"),
    Member("truong-so", "Người đứng đầu cơ quan", _DEPARTMENT, HEAD),
    Member("pho-so", "Cấp phó của cơ quan", _DEPARTMENT, DEPUTY),
    Member("truong-phong", "Trưởng phòng", _DIVISION, DIVISION_HEAD),
    Member("chuyen-vien", "Chuyên viên", _DIVISION, SPECIALIST),
    Member("chu-tich-phuong", "Người đứng đầu phường", _WARD, HEAD),
    Member("can-bo-phuong", "Cán bộ phường", f"{_WARD}-trung-tam-phuc-vu-hanh-chinh-cong", SPECIALIST),
    Member(
        "to-chuc",
        "Ban Tổ chức",
        "ban-to-chuc-thanh-uy-phong-tong-hop-danh-gia-can-bo",
        DIVISION_HEAD,
        city_role="organization_board",
    ),
    Member(
        "tham-dinh", "Thẩm định", "so-noi-vu-phong-cong-chuc-vien-chuc", SPECIALIST, city_role="appraiser"
    ),
    Member("kiem-toan", "Kiểm tra, thanh tra", "thanh-tra-thanh-pho", DEPUTY, city_role="auditor"),
    Member(
        "quan-tri",
        "Quản trị hệ thống",
        f"{_DEPARTMENT}-phong-cong-nghe-thong-tin-an-toan-thong-tin",
        SPECIALIST,
        city_role="administrator",
    ),
)


def post_of(member: Member) -> Post:
    """Find the post that an account's person holds."""
    wanted = (member.unit, member.rank, member.order)
    return next(post for post in default_posts() if (post.unit, post.rank, post.order) == wanted)


def members_by_number() -> dict[int, Member]:
    return {post_of(member).number: member for member in CAST}


def grants_of(post: Post, member: Member | None) -> Iterator[tuple[str, str]]:
    """Give the (role, unit code) pairs of a person: by rank at the post, and the cast's roles at the city."""
    if post.unit == CITY_CODE:
        yield "city_leader", CITY_CODE
        return
    if member is None or member.city_role != "auditor":
        yield _ROLE_OF_RANK[post.rank], post.unit
    if member and member.city_role:
        yield member.city_role, CITY_CODE
