"""Every YAML case in this folder is a test; its `name` is the test's id."""

from __future__ import annotations

from pathlib import Path

import pytest

from woms.regulations.case_checks import differences
from woms.regulations.cases import Case, RuleCase, read_cases


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return CaseFile.from_parent(parent, path=file_path) if file_path.suffix == ".yaml" else None


class CaseFile(pytest.File):
    def collect(self):
        for case in read_cases(self.path):
            yield CaseItem.from_parent(self, name=case.name, case=case)


class CaseItem(pytest.Item):
    def __init__(self, *, case: Case | RuleCase, **kwargs):
        super().__init__(**kwargs)
        self.case = case

    def runtest(self):
        found = differences(self.case)
        assert not found, "; ".join(found)

    def reportinfo(self):
        return self.path, self.case.line - 1, self.case.name
