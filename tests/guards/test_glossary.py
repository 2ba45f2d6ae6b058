"""One concept, one name: the glossary knows every model, and nothing it names is missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import yaml
from django.apps import apps

from config.paths import ROOT

GLOSSARY = yaml.safe_load((ROOT / "docs" / "glossary.yaml").read_text())


def test_every_model_has_a_term():
    models = {
        f"{m._meta.app_label}.{m.__name__}" for m in apps.get_models() if m.__module__.startswith("woms.")
    }
    assert models - {term["code"] for term in GLOSSARY} == set()


def test_every_term_names_something_that_exists():
    missing = [term["code"] for term in GLOSSARY if not exists(term["code"])]
    assert missing == []


def test_every_term_has_both_languages_and_a_definition():
    assert [
        term for term in GLOSSARY if not (term["vi"] and term["en"] and term["definition"].endswith("."))
    ] == []


def exists(code: str) -> bool:
    package, *names = code.split(".")
    if names[0] in {"Objective", "KeyResult"} or names[0][0].isupper():
        model = next((m for m in apps.get_app_config(package).get_models() if m.__name__ == names[0]), None)
        return model is not None and (
            len(names) == 1 or any(f.name == names[1] for f in model._meta.get_fields())
        )
    if find_spec(f"woms.{package}.{names[0]}") is None:
        return False
    module = import_module(f"woms.{package}.{names[0]}")
    return len(names) == 1 or hasattr(module, names[1]) or is_module(f"woms.{code}")


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
