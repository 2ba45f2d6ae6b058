"""The strict reader of `parameters/`: one concept a file, and every mistake named by file, line and cure."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from woms.core.errors import Invalid
from woms.core.strict_yaml import Table, read_document
from woms.regulations.instruments import instrument, read_certainty, read_citation
from woms.regulations.parameters import LEVELS, DatedValue, Parameter, Setting
from woms.regulations.values import Unit, Value, read_unit, read_value

PARAMETERS_FOLDER = Path(__file__).parent / "parameters"
INDEX = "index.yaml"


@cache
def catalogue() -> dict[str, Parameter]:
    """Every parameter of the product by name (`folder/file`)."""
    return read_catalogue(PARAMETERS_FOLDER)


@cache
def folder_titles() -> dict[str, str]:
    """The title of each folder of parameters."""
    return {path.parent.name: _read_index(path) for path in sorted(PARAMETERS_FOLDER.glob(f"*/{INDEX}"))}


def read_catalogue(folder: Path) -> dict[str, Parameter]:
    """Read a whole folder. Raises `Invalid` naming file and line."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*/*.yaml")):
        if path.name == INDEX:
            continue
        if not (path.parent / INDEX).exists():
            raise Invalid(
                f"{path.parent}: thiếu tệp {INDEX} mô tả thư mục. Thêm tệp đó với title và description.",
                code="regulations.index_missing",
            )
        found[f"{path.parent.name}/{path.stem}"] = read_parameter(path)
    return found


def read_parameter(path: Path) -> Parameter:
    """Read one parameter. Raises `Invalid` naming file and line."""
    file = read_document(path)
    unit = read_unit(file)
    setting = _read_setting(file.table("setting"), unit) if "setting" in file else None
    parameter = Parameter(
        name=f"{path.parent.name}/{path.stem}",
        description=file.text("description"),
        unit=unit,
        certainty=read_certainty(file),
        note=file.text("note", ""),
        values=_read_values(file.table("values"), unit),
        setting=setting,
    )
    file.finish()
    _check_setting(file, parameter)
    return parameter


def _read_index(path: Path) -> str:
    file = read_document(path)
    title = file.text("title")
    file.text("description")
    file.finish()
    return title


def _read_values(table: Table, unit: Unit) -> tuple[DatedValue, ...]:
    values: list[DatedValue] = []
    for since, entry in table.days():
        _check_order(entry, since, values)
        values.append(_read_dated_value(entry, since, unit))
    if not values or values[0].value is None:
        table.fail("cần ít nhất một ngày có giá trị, và ngày đầu không được là null. Thêm “2026-01-01: …”")
    return tuple(values)


def _read_dated_value(entry: Table, since: date, unit: Unit) -> DatedValue:
    dated = DatedValue(
        since=since,
        value=_read_value(entry, unit),
        cites=read_citation(entry),
        checked_on=entry.optional_day("checked_on"),
    )
    entry.finish()
    in_force_from = instrument(dated.cites.instrument).effective_from
    if in_force_from is not None and since < in_force_from:
        entry.fail(
            f"giá trị có từ ngày {since}, trước khi văn bản có hiệu lực ({in_force_from}). Sửa ngày hoặc văn bản"
        )
    return dated


def _read_value(entry: Table, unit: Unit) -> Value | None:
    """A value may be null (repealed), but not forgotten."""
    if "value" in entry:
        return read_value(entry, unit)
    if "value" not in entry.keys():  # noqa: SIM118 - a Table; `in` takes null for absent
        entry.fail("thiếu “value”. Ghi giá trị, hoặc “value: null” nếu quy định đã bãi bỏ", "value")
    return None


def _check_order(entry: Table, since: date, earlier: list[DatedValue]) -> None:
    if not earlier:
        return
    if since <= earlier[-1].since:
        entry.fail(f"các ngày phải tăng dần: {since} đứng sau {earlier[-1].since}. Đổi chỗ hoặc sửa ngày")
    if earlier[-1].value is None:
        entry.fail(
            f"có khoảng trống từ {earlier[-1].since} đến {since}. "
            "Quy định đã bãi bỏ rồi có lại là một quy định mới: tạo tệp khác"
        )


def _read_setting(table: Table, unit: Unit) -> Setting:
    setting = Setting(
        overridable_by=tuple(table.texts("overridable_by")),
        minimum=table.optional_number("minimum"),
        maximum=table.optional_number("maximum"),
        total=table.optional_number("total"),
        choices=tuple(table.texts("choices")),
    )
    table.finish()
    if not setting.overridable_by or not set(setting.overridable_by) <= set(LEVELS):
        table.fail(f"overridable_by phải kể một hay nhiều cấp trong: {', '.join(LEVELS)}", "overridable_by")
    has_bounds = (
        bool(setting.choices)
        if unit.kind in {"choice", "codes"}
        else None not in {setting.minimum, setting.maximum}
    )
    if not has_bounds:
        table.fail("thiếu giới hạn: ghi minimum và maximum, hoặc choices nếu đơn vị tính là choice, codes")
    return setting


def _check_setting(file: Table, parameter: Parameter) -> None:
    if parameter.setting is None:
        if parameter.certainty.is_open:
            file.fail(
                f"giá trị mức {parameter.certainty.value} chưa chắc chắn nên phải có “setting” "
                "(ai được quyết định khác, giới hạn nào)",
                "certainty",
            )
        return
    for dated in parameter.values:
        complaint = "" if dated.value is None else parameter.setting.complaint(dated.value, parameter.unit)
        if complaint:
            file.fail(f"giá trị từ ngày {dated.since} nằm ngoài giới hạn của chính nó: {complaint}", "values")
