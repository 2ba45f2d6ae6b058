"""The rows of the plan editor as text: from a plan, or as a person typed them, with what is wrong beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from woms.core.vietnamese import fold
from woms.org.queries import PersonChoice
from woms.planning.contents import KeyResultContents, ObjectiveContents, PersonRef
from woms.planning.facts import Deadline, InterimFact, KeyResultFacts, ObjectiveFacts, StepFact
from woms.web.filters import number
from woms.web.forms.reading import Typed, read_day

NO_ERRORS: Mapping[str, str] = {}
_PERSON_CODE = re.compile(r"\b([A-Z]{2}\d{4,12})\b")


@dataclass(frozen=True, slots=True)
class KeyResultForm:
    """One mục tiêu then chốt. `id` 0 is the empty line for a new one."""

    id: int = 0
    version: int = 0
    number: str = ""
    title: str = ""
    measure_unit: str = ""
    direction: str = "increase"
    baseline: str = ""
    target: str = ""
    range_high: str = ""
    weight: str = ""
    starts_on: str = ""
    due_on: str = ""
    owner_person: str = ""
    evidence_required: bool = False
    code: str = ""
    interim: str = ""
    steps: str = ""
    kind: str = ""
    is_given: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ObjectiveForm:
    """One nhiệm vụ with its key results."""

    id: int = 0
    version: int = 0
    number: int = 0
    area: str = ""
    kind: str = "kpi"
    title: str = ""
    weight: str = ""
    parent: str = ""
    directive: str = ""
    output: str = ""
    lead_unit: str = ""
    lead_person: str = ""
    coordinators: str = ""
    authority: str = ""
    procedure: str = ""
    deadline_kind: str = "unknown"
    deadline_start: str = ""
    deadline_end: str = ""
    deadline_text: str = ""
    missing: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    weight_total: Decimal = Decimal(0)
    key_results: tuple[KeyResultForm, ...] = ()
    new: KeyResultForm = KeyResultForm()
    errors: Mapping[str, str] = field(default_factory=dict)


def text_of(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def person_text(person: PersonRef | None) -> str:
    """`Nguyễn Văn A (CB000123)`: the code tells people of the same name apart."""
    return f"{person.name} ({person.code})" if person and person.name else ""


def objective_form(row: ObjectiveContents) -> ObjectiveForm:
    deadline = row.deadline
    return ObjectiveForm(
        id=row.id,
        version=row.version,
        number=row.number,
        area=row.area,
        kind=row.kind,
        title=row.title,
        weight=text_of(row.weight),
        parent=str(row.parent.id) if row.parent else "",
        directive=row.directive,
        output=row.output,
        lead_unit=row.lead_unit.name if row.lead_unit else "",
        lead_person=person_text(row.lead_person),
        coordinators="; ".join([*(unit.name for unit in row.coordinators), *row.unmatched_units]),
        authority=row.authority,
        procedure=row.procedure,
        deadline_kind=deadline.kind,
        deadline_start=f"{deadline.start:%d/%m/%Y}" if deadline.start else "",
        deadline_end=f"{deadline.end:%d/%m/%Y}" if deadline.end else "",
        deadline_text=deadline.text,
        missing=row.missing,
        unmatched=row.unmatched_units,
        weight_total=row.weight_total,
        key_results=tuple(key_result_form(one) for one in row.key_results),
    )


def key_result_form(row: KeyResultContents) -> KeyResultForm:
    return KeyResultForm(
        id=row.id,
        version=row.version,
        number=row.number,
        title=row.title,
        measure_unit=row.measure_unit,
        direction=row.direction,
        baseline=text_of(row.baseline),
        target=text_of(row.target),
        range_high=text_of(row.range_high),
        weight=text_of(row.weight),
        starts_on=f"{row.starts_on:%d/%m/%Y}",
        due_on=f"{row.due_on:%d/%m/%Y}",
        owner_person=person_text(row.owner_person),
        evidence_required=row.evidence_required,
        code=row.code,
        interim="\n".join(f"{fact.on:%d/%m/%Y}: {number(fact.value)}" for fact in row.interim),
        steps="\n".join(f"{step.name}: {text_of(step.percent)}" for step in row.steps),
        kind=row.kind,
        is_given=row.is_given,
    )


_OBJECTIVE_TEXTS = (
    "area", "kind", "title", "weight", "parent", "directive", "output", "lead_unit", "lead_person", "coordinators",
    "authority", "procedure", "deadline_kind", "deadline_start", "deadline_end", "deadline_text",
)  # fmt: skip
_KEY_RESULT_TEXTS = (
    "title", "measure_unit", "direction", "baseline", "target", "range_high", "weight", "starts_on", "due_on",
    "owner_person", "code", "interim", "steps",
)  # fmt: skip


def typed_objective(typed: Typed, objective_id: int, errors: Mapping[str, str] = NO_ERRORS) -> ObjectiveForm:
    """The row exactly as it was typed."""
    texts = {name: typed.text(name) for name in _OBJECTIVE_TEXTS}
    return ObjectiveForm(id=objective_id, version=typed.whole("version"), errors=dict(errors), **texts)  # type: ignore[arg-type]


def typed_key_result(
    typed: Typed, key_result_id: int, errors: Mapping[str, str] = NO_ERRORS
) -> KeyResultForm:
    texts = {name: typed.text(name) for name in _KEY_RESULT_TEXTS}
    return KeyResultForm(
        id=key_result_id,
        version=typed.whole("version"),
        evidence_required=typed.is_ticked("evidence_required"),
        errors=dict(errors),
        **texts,  # type: ignore[arg-type]
    )


def read_objective(
    typed: Typed, *, units: Mapping[str, int], people: tuple[PersonChoice, ...], old: ObjectiveContents | None
) -> ObjectiveFacts:
    """What the typed row says. What cannot be read is noted in `typed.errors`."""
    coordinators, unknown = _units_named(typed.text("coordinators"), units)
    kept = [name for name in unknown if old and name in old.unmatched_units]
    if len(kept) < len(unknown):
        names = ", ".join(f"“{name}”" for name in unknown if name not in kept)
        typed.errors["coordinators"] = _(
            "Chưa khớp đơn vị nào: %(names)s. Chọn tên trong danh sách gợi ý, cách nhau bằng dấu chấm phẩy."
        ) % {"names": names}
    return ObjectiveFacts(
        title=typed.text("title"),
        area=typed.text("area", 12),
        kind=typed.text("kind", 4),
        weight=typed.optional_number("weight"),
        parent_id=typed.whole("parent") or None,
        directive=typed.text("directive", 400),
        output=typed.text("output"),
        lead_unit_id=_unit_named(typed, units),
        lead_person_id=_person_named(typed, "lead_person", people, old.lead_person if old else None),
        coordinator_ids=tuple(coordinators),
        authority=typed.text("authority", 400),
        procedure=typed.text("procedure", 400),
        deadline=_deadline(typed),
        unmatched_units=tuple(kept),
    )


def _deadline(typed: Typed) -> Deadline:
    kind = typed.text("deadline_kind", 12)
    start, end = typed.optional_day("deadline_start"), typed.optional_day("deadline_end")
    if kind in {"", "unknown"} and (start or end):
        kind = "between" if start and end else "by" if end else "from"
    return Deadline(kind=kind or "unknown", start=start, end=end, text=typed.text("deadline_text", 200))


def _unit_named(typed: Typed, units: Mapping[str, int]) -> int | None:
    name = typed.text("lead_unit", 300)
    if not name:
        return None
    unit_id = units.get(fold(name))
    if unit_id is None:
        typed.errors["lead_unit"] = _("Không có đơn vị tên “%(name)s”. Chọn trong danh sách gợi ý.") % {
            "name": name
        }
    return unit_id


def _units_named(text: str, units: Mapping[str, int]) -> tuple[list[int], list[str]]:
    names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
    known = [units[fold(name)] for name in names if fold(name) in units]
    return known, [name for name in names if fold(name) not in units]


def _person_named(
    typed: Typed, name: str, people: tuple[PersonChoice, ...], old: PersonRef | None
) -> int | None:
    """By code, or by a name that only one person bears. Whom the writer may not see stays as it was."""
    text = typed.text(name, 200)
    if not text:
        return old.id if old and not old.name else None
    code = _PERSON_CODE.search(text)
    found = [
        one for one in people if (code and one.code == code[1]) or (not code and fold(one.name) == fold(text))
    ]
    if len(found) == 1:
        return found[0].id
    if old and code and old.code == code[1]:
        return old.id
    typed.errors[name] = _("Không rõ là ai: “%(text)s”. Chọn một người trong danh sách gợi ý.") % {
        "text": text
    }
    return None


def read_key_result(
    typed: Typed, *, people: tuple[PersonChoice, ...], old: KeyResultContents | None
) -> KeyResultFacts:
    """What the typed row says; what cannot be read is noted in `typed.errors`."""
    direction = typed.text("direction", 12)
    is_worded = direction == "steps" or (direction == "binary" and not typed.text("target"))
    target = Decimal(1) if is_worded else typed.number("target")
    return KeyResultFacts(
        title=typed.text("title"),
        target=target if target is not None else Decimal(0),
        measure_unit=typed.text("measure_unit", 40),
        direction=direction,
        baseline=typed.optional_number("baseline"),
        range_high=typed.optional_number("range_high") if direction == "range" else None,
        weight=typed.optional_number("weight"),
        kind=old.kind if old else None,
        code=typed.text("code", 40),
        owner_unit_id=old.owner_unit.id if old else None,
        owner_person_id=_person_named(typed, "owner_person", people, old.owner_person if old else None),
        starts_on=typed.optional_day("starts_on"),
        due_on=typed.optional_day("due_on"),
        evidence_required=typed.is_ticked("evidence_required"),
        source=old.source if old else "manual",
        source_label=old.source_label if old else "",
        interim=_interim(typed),
        steps=_steps(typed) if direction == "steps" else (),
    )


def _steps(typed: Typed) -> tuple[StepFact, ...]:
    """One step a line: `Ban hành kế hoạch: 20`, or the name alone."""
    facts = []
    for line in filter(None, map(str.strip, typed.text("steps").splitlines())):
        name, colon, percent = line.rpartition(":")
        worth = Typed({"value": percent.replace("%", "")}).number("value") if colon else None
        facts.append(StepFact(name.strip() if worth is not None else line, worth))
    return tuple(facts)


def _interim(typed: Typed) -> tuple[InterimFact, ...]:
    """One milestone a line: `30/06/2026: 50`."""
    facts = []
    for line in typed.text("interim").splitlines():
        if not line.strip():
            continue
        day_text, _colon, value_text = line.partition(":")
        day, value = read_day(day_text), Typed({"value": value_text}).number("value")
        if day is None or value is None:
            typed.errors["interim"] = _("Không đọc được mốc “%(line)s”. Viết như 30/06/2026: 50.") % {
                "line": line[:60]
            }
            continue
        facts.append(InterimFact(day, value))
    return tuple(facts)
