"""The pages of `docs/rules`, generated from code, parameters and cases: a jurist reads them, nobody edits them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from woms.regulations.cases import Case, RuleCase, read_cases
from woms.regulations.parameter_files import catalogue, folder_titles
from woms.regulations.parameters import LEVEL_LABELS, Parameter, Setting
from woms.regulations.registry import Rule, framework_names, rule_names, versions_of
from woms.regulations.values import show_value

HEADER = "<!-- Trang này do ./run rules pages viết ra từ mã, tham số và trường hợp. Đừng sửa tay. -->"
PARAMETERS_PAGE = "parameters.md"
INDEX_PAGE = "README.md"


def pages(cases_folder: Path) -> dict[str, str]:
    """Every page by its path below `docs/rules`."""
    cases = [case for path in sorted(cases_folder.rglob("*.yaml")) for case in read_cases(path)]
    found = {f"{name}.md": _rule_page(name, cases) for name in rule_names()}
    return {INDEX_PAGE: _index_page(), PARAMETERS_PAGE: _parameters_page(), **found}


def write_pages(*, cases_folder: Path, folder: Path) -> int:
    """Write all pages, remove those of rules that are gone, and answer how many there are."""
    wanted = pages(cases_folder)
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return len(wanted)


def _page(*blocks: str) -> str:
    return "\n\n".join([HEADER, *(block for block in blocks if block)]) + "\n"


def _index_page() -> str:
    frameworks = framework_names()
    others = [name for name in rule_names() if name not in frameworks]
    return _page(
        "# Quy tắc chấm điểm",
        "Số của luật nằm trong `woms/regulations/parameters`, cách tính nằm trong `woms/regulations/formulas`. "
        "Mỗi quy tắc dẫn điều khoản, có ngày bắt đầu, và có trường hợp tính tay trong `tests/regulations`.",
        "## Khung đánh giá\n\n" + _links(frameworks),
        "## Quy tắc\n\n" + _links(others),
        f"## Tham số\n\n[Mọi tham số, giá trị theo ngày, mức chắc chắn]({PARAMETERS_PAGE})",
        _case_format(),
    )


def _links(names: Sequence[str]) -> str:
    return "\n".join(f"- [{name}]({name}.md): {versions_of(name)[-1].label}" for name in names)


def _case_format() -> str:
    return """## Viết một trường hợp

```yaml
framework: nd335/non-leader        # tên ở mục Khung đánh giá
on: 2026-03-31                     # ngày áp dụng
general: 27                        # điểm tiêu chí chung
products:                          # reworks, delays: mỗi số là số lần của một đơn vị sản phẩm
  - {name: P1, coefficient: 1.0, assigned: 10, completed: 10, reworks: [1], delays: [1, 1]}
  - {name: P2, coefficient: 2.0, assigned: 2, completed: 2, delays: [{times: 1, excused: true}]}
  - {name: P3, coefficient: 1.5, assigned: 1, completed: 0}
# người lãnh đạo thêm:
# leadership: {unit_result: 100, organizing: 100, cohesion: 50}
# unit: {level: good, completion: 95}   # mức của đơn vị (nd233/manager), phần nhiệm vụ tập thể đã xong (qd366, hanoi)
# khung proposal thay products bằng objectives (kind: okr là đột phá, chỉ có thể được thưởng; progress: phần trăm):
# objectives:
#   - {name: Cải cách hành chính, area: customers, weight: 60, progress: 80}
#   - name: Chuyển đổi số
#     kind: okr
#     key_results: [{name: Hồ sơ trực tuyến, progress: 90, weight: 2}, {name: Thanh toán, progress: 75}]
#   - {name: Chống bão, area: customers, planned: false, progress: 100}   # việc ngoài kế hoạch, khung tập thể
# khung proposal/head, proposal/staff thêm bốn tiêu chí (ideology chỉ khi đánh giá năm):
# ideology: {assessment: 92, study: 100, contributions: 3, trust: 91}
# criteria: {initiatives: 80, growth: 70}
# khung nd335/agency: criteria: {programme: 95, delivery: 90, management: 100, procedures: 98}
# khung hanoi: coordination: 85         # điểm phối hợp, tính theo phần trăm; sản phẩm ghi thêm exceeding: số vượt mức
# sự việc:
# facts: [{kind: discipline, level: reprimand}]
# quyết định địa phương về tham số được phép:
# decisions: [{parameter: civil_servants/level_tested_on, value: rounded, level: province, number: 01/QĐ, since: 2026-01-01}]
```

Chấm: `./run score --case FILE.yaml --json`. Trường hợp kiểm thử thêm `name`, `cites`, `expect`; một quy tắc riêng lẻ
thì ghi `rule`, `on`, `input`, `output`. Kiểm lại: `./run rules check FILE.yaml`."""


def _rule_page(name: str, cases: Sequence[Case | RuleCase]) -> str:
    versions = versions_of(name)
    reads = sorted({parameter for version in versions for parameter in version.reads})
    return _page(
        f"# {versions[-1].label}",
        f"`{name}`",
        *(_version(version) for version in versions),
        "## Tham số\n\n" + "\n".join(_parameter_line(catalogue()[item]) for item in reads) if reads else "",
        _cases_section(name, cases),
    )


def _version(version: Rule) -> str:
    return f"## Từ ngày {version.since:%d/%m/%Y}\n\n{version.description}\n\nCăn cứ: {version.article}."


def _parameter_line(parameter: Parameter) -> str:
    latest = parameter.values[-1]
    value = "đã bãi bỏ" if latest.value is None else show_value(latest.value, parameter.unit)
    anchor = parameter.name.replace("/", "")
    return f"- [{parameter.name}](../{PARAMETERS_PAGE}#{anchor}) = {value}: {parameter.description}"


def _cases_section(name: str, cases: Sequence[Case | RuleCase]) -> str:
    lines = [_case_line(case) for case in cases if _about(case) == name]
    return "## Trường hợp đã tính tay\n\n" + "\n".join(lines) if lines else ""


def _about(case: Case | RuleCase) -> str:
    return case.rule if isinstance(case, RuleCase) else case.inputs.framework


def _case_line(case: Case | RuleCase) -> str:
    if isinstance(case, RuleCase):
        given = ", ".join(f"{key} = {value}" for key, value in case.arguments.items())
        return f"- {case.name}: {given} → {case.output}"
    expected = case.expected
    if expected is None:
        return f"- {case.name}"
    total = "" if expected.total is None else f"{expected.total} điểm, "
    return f"- {case.name}: {total}{expected.level}"


def _parameters_page() -> str:
    blocks = ["# Tham số"]
    for folder, title in folder_titles().items():
        blocks.append(f"## {title}")
        blocks += [
            _parameter_block(item) for name, item in catalogue().items() if name.startswith(f"{folder}/")
        ]
    return _page(*blocks)


def _parameter_block(parameter: Parameter) -> str:
    rows = [
        f"| {dated.since:%d/%m/%Y} | "
        f"{'bãi bỏ' if dated.value is None else show_value(dated.value, parameter.unit)} | {dated.cites.text} |"
        for dated in parameter.values
    ]
    certainty = f"Mức chắc chắn {parameter.certainty.value}: {parameter.certainty.label}."
    setting = _setting_sentence(parameter.setting) if parameter.setting else ""
    sentences = " ".join(text for text in (parameter.description, certainty, parameter.note, setting) if text)
    table = "\n".join(["| Từ ngày | Giá trị | Căn cứ |", "|---|---|---|", *rows])
    return f"### {parameter.name}\n\n{sentences}\n\n{table}"


def _setting_sentence(setting: Setting) -> str:
    who = ", ".join(LEVEL_LABELS[level] for level in setting.overridable_by)
    bounds = ", ".join(setting.choices) or f"từ {setting.minimum} đến {setting.maximum}"
    return f"Cấp được quyết định khác: {who}; giới hạn: {bounds}."
