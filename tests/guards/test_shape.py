"""The shape of the code, as tests: what a review would otherwise have to say again and again."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from config.paths import ROOT

PACKAGES = [
    "core", "regulations", "access", "records", "org", "local_rules", "workflow", "planning", "work", "progress", "evaluation",
]  # fmt: skip
SOURCES = sorted(path for path in (ROOT / "woms").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "woms" / "web").rglob("*.html"))


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [path for name in listing.stdout.splitlines() if (path := ROOT / name).is_file()]


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_file_is_longer_than_400_lines():
    paths = [
        *SOURCES,
        *(ROOT / "config").rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "tools").rglob("*.py"),
    ]
    assert [str(path.relative_to(ROOT)) for path in paths if len(path.read_text().splitlines()) > 400] == []


def test_no_template_is_longer_than_120_lines():
    too_long = {
        str(p.relative_to(ROOT)): n for p in TEMPLATES if (n := len(p.read_text().splitlines())) > 120
    }
    assert too_long == {}


def test_no_function_is_longer_than_40_lines_and_half_are_under_ten():
    lengths = {
        f"{path.relative_to(ROOT)}:{function.name}": body_lines(function)
        for path in SOURCES
        for function in functions_of(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}
    assert sorted(lengths.values())[len(lengths) // 2] < 10


def test_nobody_overrides_save_or_connects_signals():
    pattern = re.compile(r"def save\(self|def delete\(self|post_save|pre_save|@receiver")
    assert [str(path.relative_to(ROOT)) for path in SOURCES if pattern.search(path.read_text())] == []


def test_there_is_no_unfinished_mark_in_the_code():
    pattern = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedYet)\b")
    found = [str(p.relative_to(ROOT)) for p in [*SOURCES, *TEMPLATES] if pattern.search(p.read_text())]
    assert found == []


def test_no_template_marks_text_as_safe_or_carries_a_script():
    pattern = re.compile(r"\|\s*safe\b|<script(?![^>]*\bsrc=)|\son[a-z]+=\"|hx-on|javascript:", re.IGNORECASE)
    assert [str(path.relative_to(ROOT)) for path in TEMPLATES if pattern.search(path.read_text())] == []


def test_foreign_keys_point_to_the_same_package_or_to_an_earlier_one():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("woms."):
            continue
        mine = PACKAGES.index(model._meta.app_label)
        for field in model._meta.get_fields():
            target = field.related_model if field.many_to_one or field.one_to_one else None
            if target is None or not target.__module__.startswith("woms.") or field.auto_created:
                continue
            if PACKAGES.index(target._meta.app_label) > mine:
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert wrong == []


def test_every_model_says_what_it_is():
    lacking = [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("woms.")
        and ("__str__" not in vars(model) or not (model.__doc__ or "").strip().count(" "))
    ]
    assert lacking == []


def all_patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found: list[tuple[str, URLPattern]] = []
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        found += all_patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


def test_every_page_says_whether_it_is_public_or_needs_sign_in():
    silent = [
        path
        for path, pattern in all_patterns(get_resolver())
        if not path.startswith("api/")
        and not getattr(pattern.callback, "is_public", False)
        and not getattr(pattern.callback, "requires_sign_in", False)
    ]
    assert silent == []


PUBLIC_PAGES = {"dang-nhap", "dang-xuat", "tuy-chon", "suc-khoe"}


def test_only_the_known_pages_are_public():
    public = {
        path
        for path, pattern in all_patterns(get_resolver())
        if getattr(pattern.callback, "is_public", False)
    }
    assert public == PUBLIC_PAGES


def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


test_models_and_migrations_agree = pytest.mark.django_db(test_models_and_migrations_agree)


def test_no_registry_host_or_path_of_a_machine_is_written_down():
    hosts = "|".join(["py" + "pi", "python" + "hosted", "npm" + "js", "deb[.]" + "debian"])
    pattern = re.compile(rf"https?://[^ )\"]*({hosts})|(?<!\w)/(?:(wo)rk|ro(ot)|fa(rm))/")
    found = []
    for path in tracked_files():
        if path.suffix in {".woff2", ".ttf", ".png", ".docx", ".xlsx", ".pdf", ".jpg"}:
            continue
        if pattern.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(str(path.relative_to(ROOT)))
    assert found == []
