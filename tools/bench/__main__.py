"""`python -m tools.bench`: measure on this machine, print tables. Timings are never tests; read them as ratios.

Builds two sample provinces in a temporary place, serves them and the floor on loopback ports, visits all of them
in turn, and takes everything away again.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from config.paths import ROOT
from tools.bench import pages
from tools.bench.figures import Timing
from tools.bench.machine import Machine
from tools.bench.programs import Floor, Province
from tools.bench.results import Results

PARTS = ("pages", "live", "import", "sample")
PLANS = [ROOT / "tests" / "data" / "plans" / f"ke-hoach-ha-noi-phu-luc.{form}" for form in ("docx", "xlsx")]
LIVE_SAMPLES = 20


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part; may be repeated")
    parser.add_argument("--people", type=int, default=20_000, help="people of the large province (20000)")
    parser.add_argument("--rounds", type=int, default=60, help="visits of each page (60)")
    parser.add_argument(
        "--plan", type=Path, action="append", help="a plan file to import instead of the test data"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def main() -> int:
    wanted = options()
    signal.signal(signal.SIGTERM, _stop)
    parts = set(wanted.only or PARTS)
    results = Results(Machine.here())
    with (
        tempfile.TemporaryDirectory(prefix="woms-bench-", ignore_cleanup_errors=True) as place,
        ExitStack() as stack,
    ):
        measure(results, parts, wanted, Path(place), stack)
    print(results)
    if wanted.json:
        wanted.json.write_text(json.dumps(results.to_json(), ensure_ascii=False, indent=2) + "\n")
    return 0


def measure(
    results: Results, parts: set[str], wanted: argparse.Namespace, place: Path, stack: ExitStack
) -> None:
    usual = _built(Province(place / "usual", 0), results, stack)
    large = None
    if parts & {"pages", "sample"}:
        large = _built(Province(place / "large", wanted.people), results, stack)
    if "sample" not in parts:
        results.samples.clear()
    if parts & {"pages", "live"}:
        _say("starting the program")
        usual.serve(stack)
    if "pages" in parts and large:
        large.serve(stack)
        floor = Floor(usual)
        floor.serve(stack)
        _say("visiting pages")
        results.floor, results.pages = pages.measure([usual, large], floor, wanted.rounds)
    if "live" in parts:
        _say("watching live updates")
        cookie = usual.ask("sessions", "lanh-dao")["lanh-dao"]
        results.live = Timing.of(usual.ask("live", str(usual.port), cookie, str(LIVE_SAMPLES)))
    if "import" in parts:
        _say("importing plans")
        results.imports = usual.ask("import", *(str(path.resolve()) for path in wanted.plan or PLANS))


def _built(province: Province, results: Results, stack: ExitStack) -> Province:
    _say(f"building a province of {province.people or 'the usual number of'} people")
    stack.callback(province.wait_until_down)
    built = province.ask("build", str(province.people))
    province.people = built["people"]
    results.samples.append(built)
    return province


def _say(what: str) -> None:
    print(f"{what}…", file=sys.stderr, flush=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
