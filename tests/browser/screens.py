"""Every screen of the product and the person it is made for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Screen(NamedTuple):
    """Who opens it and where; a link to follow there, and what to add behind its address."""

    username: str | None
    path: str
    link: str = ""
    rest: str = ""


SCIENCE = "so-khoa-hoc-va-cong-nghe"
DIVISION = f"{SCIENCE}-phong-chuyen-doi-so"
SCREENS = {
    # in and out
    "sign-in": Screen(None, "/dang-nhap"),
    "change-password": Screen("chuyen-vien", "/doi-mat-khau"),
    "not-found": Screen("chuyen-vien", "/khong-co-trang-nay"),
    "not-allowed": Screen("truong-phong", "/cong-viec/giao"),
    # my day
    "home-specialist": Screen("chuyen-vien", "/"),
    "home-head": Screen("truong-so", "/"),
    "home-leader": Screen("lanh-dao", "/"),
    "home-auditor": Screen("kiem-toan", "/"),
    "check-in": Screen("chuyen-vien", "/cap-nhat"),
    "check-in-unit": Screen("truong-so", "/cap-nhat?xem=don-vi"),
    "check-in-empty": Screen("kiem-toan", "/cap-nhat"),
    "key-result": Screen("chuyen-vien", "/cap-nhat", "[data-row] .what a"),
    "key-result-city": Screen("lanh-dao", "/dieu-hanh", "#live-key-results a[href^='/muc-tieu/']"),
    "inbox": Screen("truong-so", "/cho-xu-ly"),
    "inbox-cascade": Screen("truong-so", "/cho-xu-ly?loai=cascade"),
    "inbox-empty": Screen("can-bo-phuong", "/cho-xu-ly"),
    # plans
    "plans": Screen("lanh-dao", "/ke-hoach"),
    "plan-new": Screen("pho-so", "/ke-hoach/moi"),
    "plan-edit": Screen("pho-so", "/ke-hoach?trang-thai=draft", ".row-link", "/soan"),
    "plan-submit": Screen("pho-so", "/ke-hoach?trang-thai=draft", ".row-link", "/trinh"),
    "plan-to-approve": Screen("lanh-dao", "/ke-hoach?trang-thai=submitted", ".row-link"),
    "plan-in-force": Screen("lanh-dao", "/ke-hoach?trang-thai=approved&don-vi=ha-noi", ".row-link"),
    "plan-import": Screen("to-chuc", "/ke-hoach/nhap"),
    "cascade-sheet": Screen("lanh-dao", "/cay-muc-tieu?mo=o1&chon=k1", "a[href$='giao-xuong'].btn"),
    "goal-tree": Screen("lanh-dao", "/cay-muc-tieu?mo=o1&chon=k1"),
    "goal-tree-by-unit": Screen("lanh-dao", "/cay-muc-tieu?cach=don-vi"),
    "goal-tree-loose": Screen("lanh-dao", "/cay-muc-tieu/chua-gan"),
    # boards
    "board-city": Screen("lanh-dao", "/dieu-hanh"),
    "board-unit": Screen("truong-so", "/dieu-hanh"),
    "board-division": Screen("truong-phong", f"/dieu-hanh/{DIVISION}"),
    "why": Screen("lanh-dao", f"/vi-sao/unit_score?don-vi={SCIENCE}"),
    "metrics": Screen("lanh-dao", "/vi-sao"),
    # evaluation
    "evaluation": Screen("chuyen-vien", "/danh-gia"),
    "evaluation-head": Screen("truong-phong", "/danh-gia"),
    "evaluation-open-cycle": Screen("to-chuc", "/danh-gia/mo-ky"),
    "evaluation-facts": Screen("to-chuc", "/danh-gia/su-kien"),
    "evaluation-fact-record": Screen("to-chuc", "/danh-gia/su-kien/ghi"),
    "evaluation-funds": Screen("truong-so", "/danh-gia/quy"),
    "evaluation-simulation": Screen("to-chuc", "/danh-gia/mo-phong"),
    "dossier-self": Screen("chuyen-vien", "/danh-gia", "a.own-form"),
    "dossier-review": Screen("truong-phong", "/danh-gia", "td.num a.btn"),
    "score": Screen("chuyen-vien", "/danh-gia", "th a:has-text('Tháng 10/2026')"),
    "work": Screen("chuyen-vien", "/cong-viec"),
    "work-head": Screen("truong-phong", "/cong-viec"),
    "work-item": Screen("chuyen-vien", "/cong-viec", "th a"),
    # the rest
    "rules": Screen("chuyen-vien", "/quy-dinh"),
    "rule": Screen("chuyen-vien", "/quy-dinh", "main a[href^='/quy-dinh/']"),
    "rule-parameter": Screen("to-chuc", "/quy-dinh/tham-so/civil_servants/general_groups"),
    "catalog": Screen("to-chuc", "/danh-muc"),
    "catalog-product": Screen("to-chuc", "/danh-muc/SP-01"),
    "catalog-new": Screen("to-chuc", "/danh-muc/moi"),
    "catalog-import": Screen("to-chuc", "/danh-muc/nhap"),
    "reports": Screen("lanh-dao", "/bao-cao"),
    "log": Screen("kiem-toan", "/nhat-ky"),
    "admin": Screen("quan-tri", "/quan-tri"),
    "admin-unit": Screen("quan-tri", f"/quan-tri/{SCIENCE}"),
    "help": Screen("chuyen-vien", "/tro-giup"),
    "gallery": Screen("chuyen-vien", "/ui"),
}


def open_screen(open_page: Callable[..., Any], name: str, **options: Any) -> Any:
    """A page showing that screen."""
    screen = SCREENS[name]
    page = open_page(screen.username, screen.path, **options)
    if screen.link:
        page.goto(page.locator(screen.link).first.get_attribute("href") + screen.rest)
    return page
