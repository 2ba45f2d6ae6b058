"""Everything one run found, as tables for people and as JSON for programs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tools.bench.figures import Timing, rate
from tools.bench.machine import Machine
from tools.bench.pages import PageFigures
from tools.bench.table import NOTHING, number, table


@dataclass(slots=True)
class Results:
    machine: Machine
    floor: Timing | None = None
    pages: list[PageFigures] = field(default_factory=list)
    live: Timing | None = None
    imports: list[dict[str, Any]] = field(default_factory=list)
    samples: list[dict[str, Any]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return "\n\n".join([str(self.machine), *self._tables()])

    def _tables(self) -> Iterator[str]:
        if self.floor:
            yield self._pages(self.floor)
        if self.live:
            rows = [["check-in committed → event in the browser", *_timing(self.live), str(self.live.count)]]
            yield table("Live updates, ms", ["", "p50", "p95", "measured"], rows)
        if self.imports:
            yield self._imports()
        if self.samples:
            yield self._samples()

    def _pages(self, floor: Timing) -> str:
        first = {page.name: page for page in self.pages if page.people == self.pages[0].people}
        rows = [["floor", "", *_timing(floor), "1.0", "1.0", NOTHING, NOTHING, NOTHING]]
        for page in self.pages:
            base = first[page.name]
            growth = number(page.timing.growth(base.timing), 2) if page is not base else NOTHING
            ratios = [number(ratio) for ratio in page.timing.times(floor)]
            rows.append(
                [
                    page.name,
                    number(page.people, 0),
                    *_timing(page.timing),
                    *ratios,
                    growth,
                    str(page.queries),
                    number(page.kilobytes),
                ]
            )
        title = f"Pages, ms; {floor.count} visits each in turn with the floor"
        heading = ["page", "people", "p50", "p95", "p50/floor", "p95/floor", "growth", "queries", "kB"]
        return table(title, heading, rows)

    def _imports(self) -> str:
        rows = []
        for found in self.imports:
            read, write = Timing.of(found["read"]), Timing.of(found["write"])
            rows.append([found["name"], str(found["objectives"]), number(read.median), number(write.median)])
        return table("Import of a plan, ms (median)", ["file", "tasks", "read", "read and write"], rows)

    def _samples(self) -> str:
        rows = [
            [
                number(found["people"], 0),
                number(found["units"], 0),
                number(found["seconds"]),
                number(rate(found["people"], found["seconds"]), 0),
                number(found["peak_mb"], 0),
            ]
            for found in self.samples
        ]
        return table("Sample province", ["people", "units", "s", "people/s", "MB"], rows, texts=0)


def _timing(timing: Timing) -> list[str]:
    return [number(timing.median), number(timing.p95)]
