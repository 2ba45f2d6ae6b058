"""Fetches again what `woms/web/static/vendor/VERSIONS.yaml` lists, and rewrites its checksums.

    python tools/vendor.py            fetch all packages with npm and write the files
    python tools/vendor.py --from DIR take them from a folder of installed packages instead

Packages are asked for by name and version only; which registry answers is npm's configuration.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import yaml
from css_subset import subset

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "woms/web/static/vendor/VERSIONS.yaml"
ICONS = ROOT / "tools/icons.yaml"
_VIEW = re.compile(r"<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\" />")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="installed", type=Path, help="a node_modules folder")
    installed = parser.parse_args().installed
    text = LIST.read_text(encoding="utf-8")
    wanted = yaml.safe_load(text)
    with tempfile.TemporaryDirectory() as scratch:
        for package in wanted["packages"]:
            source = installed / package["name"] if installed else _fetch(package, Path(scratch))
            for file in package["files"]:
                _place(source, file, package)
    head = text[: text.index("packages:")]
    LIST.write_text(
        head + yaml.safe_dump(wanted, sort_keys=False, allow_unicode=True, width=160), encoding="utf-8"
    )
    return 0


def _fetch(package: dict, scratch: Path) -> Path:
    name = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(scratch), name]
    archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]  # noqa: S603
    target = scratch / re.sub(r"\W+", "-", name)
    with tarfile.open(scratch / archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def _place(source: Path, file: dict, package: dict) -> None:
    origin, target = source / file["from"], ROOT / file["to"]
    target.parent.mkdir(parents=True, exist_ok=True)
    content = MAKERS[file["make"]](origin, package) if "make" in file else origin.read_bytes()
    target.write_bytes(content)
    file["sha256"] = hashlib.sha256(content).hexdigest()
    print(f"{file['to']}  {len(content):,} bytes")


def _tabler_subset(origin: Path, package: dict) -> bytes:
    notice = (
        f"/* Reduced from Tabler {package['version']}, MIT, licences/tabler.txt; see tools/css_subset.py */\n"
    )
    return (notice + subset(origin.read_text(encoding="utf-8"), layer="tabler")).encode()


def _icon_sprite(origin: Path, package: dict) -> bytes:
    notice = f"<!-- Tabler Icons {package['version']}, MIT, licences/tabler-icons.txt; chosen in tools/icons.yaml -->\n"
    chosen = yaml.safe_load(ICONS.read_text(encoding="utf-8"))
    symbols = "\n".join(_symbol(name, origin / f"{place}.svg") for name, place in chosen.items())
    return f'{notice}<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'.encode()


def _symbol(name: str, drawing: Path) -> str:
    text = drawing.read_text(encoding="utf-8")
    shapes = _VIEW.sub("", text[text.index(">") + 1 : text.rindex("</svg>")])
    shapes = re.sub(r"\s+", " ", shapes).strip()
    style = (
        'fill="currentColor"'
        if drawing.parent.name == "filled"
        else (
            'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
        )
    )
    return f'<symbol id="{name}" viewBox="0 0 24 24" {style}>{shapes}</symbol>'


MAKERS = {"tabler_subset": _tabler_subset, "icon_sprite": _icon_sprite}

if __name__ == "__main__":
    sys.exit(main())
