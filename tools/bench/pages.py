"""Pages over HTTP, each request beside one of the floor, so that a busy moment slows both."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field

from tools.bench.figures import Timing
from tools.bench.programs import Floor, Province

WARM_UP = 5
DIVISION = "so-khoa-hoc-va-cong-nghe-phong-chuyen-doi-so"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as one account of the sample sees it."""

    name: str
    username: str
    address: str

    @property
    def visit(self) -> str:
        return f"{self.username}:{self.address}"


PAGES = (
    Page("home, specialist", "chuyen-vien", "/"),
    Page("home, city leader", "lanh-dao", "/"),
    Page("check-in", "chuyen-vien", "/cap-nhat"),
    Page("board of the city", "lanh-dao", "/dieu-hanh/ha-noi"),
    Page("board of a division", "truong-phong", f"/dieu-hanh/{DIVISION}"),
)


@dataclass(slots=True)
class Visitor:
    """One connection that stays open, as a browser's does."""

    name: str
    port: int
    address: str
    cookie: str
    seconds: list[float] = field(default_factory=list)
    size: int = 0
    _connection: http.client.HTTPConnection | None = None

    def visit(self) -> None:
        connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._connection = connection
        started = time.perf_counter()
        connection.request("GET", self.address, headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        self.size = len(answer.read())
        self.seconds.append(time.perf_counter() - started)
        if answer.status != http.client.OK:
            raise SystemExit(f"{self.name} {self.address}: {answer.status}")


@dataclass(frozen=True, slots=True)
class PageFigures:
    """One page in one province: latency, its size on the wire, and how many statements it needs."""

    name: str
    people: int
    timing: Timing
    kilobytes: float
    queries: int


def measure(provinces: list[Province], floor: Floor, rounds: int) -> tuple[Timing, list[PageFigures]]:
    """Visit the floor and every page of every province in turn; give the floor's timing and the pages'."""
    counted = [province.ask("queries", *(page.visit for page in PAGES)) for province in provinces]
    base = Visitor("floor", floor.port, "/", f"sessionid={floor.session}")
    visitors = [visitors_of(province) for province in provinces]
    everyone = [base, *(visitor for group in visitors for visitor in group)]
    for visitor in everyone * WARM_UP:
        visitor.visit()
    for visitor in everyone:
        visitor.seconds.clear()
    for _ in range(rounds):
        for visitor in everyone:
            visitor.visit()
    figures = [
        PageFigures(
            page.name, province.people, Timing.of(visitor.seconds), visitor.size / 1000, seen[page.visit]
        )
        for province, group, seen in zip(provinces, visitors, counted, strict=True)
        for page, visitor in zip(PAGES, group, strict=True)
    ]
    return Timing.of(base.seconds), figures


def visitors_of(province: Province) -> list[Visitor]:
    cookies = province.ask("sessions", *sorted({page.username for page in PAGES}))
    return [
        Visitor(page.name, province.port, page.address, f"sid={cookies[page.username]}") for page in PAGES
    ]
