"""Plans as the components show them: objectives and key results with their words, links and standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from woms.insights.standing import Standing
from woms.planning.contents import KeyResultContents, ObjectiveContents, PlanContents
from woms.planning.policies.pre_check import Finding
from woms.planning.words import deadline_words, target_words

SHOWN_STATES = {"approved": "in_force"}  # an approved plan is being carried out
NO_STANDINGS: Mapping[int, Standing] = {}


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    code: str
    title: str
    href: str
    target_words: str
    weight: Decimal | None
    owner: str
    status: str = ""
    status_words: str = ""
    percent: Decimal | None = None
    expected: Decimal | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveBlock:
    id: int
    number: int
    title: str
    href: str
    is_breakthrough: bool
    weight: Decimal | None
    facts: str
    missing: tuple[str, ...]
    status: str
    status_words: str
    key_results: tuple[KeyResultLine, ...]


@dataclass(frozen=True, slots=True)
class AreaBlock:
    number: int
    code: str
    label: str
    weight: Decimal
    objectives: tuple[ObjectiveBlock, ...]


def state_look(state: str) -> str:
    """The code under which `web/status.py` shows a state of a plan."""
    return SHOWN_STATES.get(state, state)


def area_blocks(
    plan: PlanContents,
    *,
    findings: tuple[Finding, ...] = (),
    objectives: Mapping[int, Standing] = NO_STANDINGS,
    key_results: Mapping[int, Standing] = NO_STANDINGS,
) -> tuple[AreaBlock, ...]:
    """The areas that have objectives, each objective with what was found about it and where it stands."""
    warnings: dict[int | None, str] = {
        one.key_result_id: one.sentence for one in reversed(findings) if one.key_result_id
    }
    return tuple(
        AreaBlock(
            number,
            area.code,
            area.label,
            area.weight,
            tuple(
                _objective(one, objectives.get(one.id), key_results, warnings, is_judged=bool(findings))
                for one in area.objectives
            ),
        )
        for number, area in enumerate(plan.areas, start=1)
        if area.objectives
    )


def _objective(
    row: ObjectiveContents,
    standing: Standing | None,
    key_results: Mapping[int, Standing],
    warnings: Mapping[int | None, str],
    *,
    is_judged: bool,
) -> ObjectiveBlock:
    return ObjectiveBlock(
        id=row.id,
        number=row.number,
        title=row.title,
        href="",
        is_breakthrough=row.is_breakthrough,
        weight=row.weight,
        facts=facts_line(row),
        missing=row.missing if is_judged else (),
        status=standing.status if standing else "",
        status_words="",
        key_results=tuple(_key_result(one, key_results.get(one.id), warnings) for one in row.key_results),
    )


def facts_line(row: ObjectiveContents) -> str:
    """`Chủ trì: Sở A (Nguyễn Văn B) · Phối hợp: … · chậm nhất 31/12/2026`."""
    lead = row.lead_unit.name if row.lead_unit else ""
    person = row.lead_person.name if row.lead_person else ""
    who = f"{lead} ({person})" if lead and person else lead or person
    parts = [_("Chủ trì: %(who)s") % {"who": who}] if who else []
    if row.coordinators:
        parts.append(
            _("Phối hợp: %(units)s") % {"units": ", ".join(one.short_name for one in row.coordinators)}
        )
    if words := deadline_words(row.deadline):
        parts.append(words)
    if row.directive:
        parts.append(row.directive)
    return " · ".join(parts)


def _key_result(
    row: KeyResultContents, standing: Standing | None, warnings: Mapping[int | None, str]
) -> KeyResultLine:
    return KeyResultLine(
        code=row.number,
        title=row.title,
        href=f"/muc-tieu/{row.id}" if standing else "",
        target_words=target_words(row),
        weight=row.weight,
        owner=row.owner_person.name if row.owner_person else "",
        status=standing.status if standing else "",
        percent=standing.percent if standing else None,
        expected=standing.expected if standing else None,
        warning=_after_title(warnings.get(row.id, "")),
    )


def _after_title(sentence: str) -> str:
    """The finding stands beside its row, so the row's name is not said again."""
    _before, mark, after = sentence.partition("” ")
    return f"{after[0].upper()}{after[1:]}" if mark and after else sentence


def finding_lines(findings: tuple[Finding, ...]) -> tuple[tuple[str, str, str], ...]:
    """For `warning_list`: sentence, link to the row on the same page, look."""
    return tuple(
        (one.sentence, f"#o{one.objective_id}" if one.objective_id else "", one.severity) for one in findings
    )
