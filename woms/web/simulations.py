"""Mô phỏng chính sách: other numbers, or another framework, on a past month. A GET form, so that its address can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from woms.core.clock import local_date
from woms.core.errors import Denied, Invalid, WomsError
from woms.core.numbers import format_number, parse_number
from woms.evaluation.closing.queries import closable_units
from woms.evaluation.queries import CycleView, cycles
from woms.evaluation.simulation.results import ORDER, Move, Simulation
from woms.evaluation.simulation.services import Choices, simulate_policy, simulation_choices
from woms.evaluation.states import Level
from woms.regulations.decision_writing import Written, value_as_written
from woms.regulations.parameters import Reading
from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in
from woms.web.score_words import LEVEL_TONES

WHOLE = 100


@dataclass(frozen=True, slots=True)
class TriedField:
    """One number to try: its name in the form, words, what holds now with its article, and what stands in the field."""

    name: str
    label: str
    unit: str
    text: str
    current: str


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """One parameter: a field, or one for each name of its scale."""

    parameter: str
    label: str
    source: str
    fields: tuple[TriedField, ...]
    error: str


@dataclass(frozen=True, slots=True)
class LevelBar:
    """One level before and after; widths in whole percent of everybody; None where too few to be told."""

    words: str
    tone: str
    before: int | None
    after: int | None
    before_share: int
    after_share: int


@dataclass(frozen=True, slots=True)
class SimulationPage:
    periods: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    frameworks: tuple[tuple[str, str], ...]
    under: tuple[tuple[str, str], ...]
    chosen: Mapping[str, str]
    groups: tuple[FieldGroup, ...]
    result: Simulation | None
    headline: str
    sentences: tuple[str, ...]
    bars: tuple[LevelBar, ...]
    levels: Mapping[str, str]
    error: str = ""
    wrong: str = ""


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    asked = request.GET
    known = cycles(on=local_date(request.at))
    period = asked.get("ky", "") or _latest_month(known)
    framework, under = asked.get("khung", ""), asked.get("theo", "")
    choices = _choices(request, known, period, framework, under)
    failure: WomsError | None = None
    result = None
    if asked.get("thu"):
        try:
            result = simulate_policy(
                actor=request.actor, at=request.at, period_code=period, framework=framework,
                unit_code=asked.get("don-vi", "")[:80], under=under, values=_values(choices, asked),
            )  # fmt: skip
        except Denied:
            raise
        except WomsError as error:
            failure = error
    page = _page(request, known, choices, result, failure, period)
    return render(
        request,
        "simulations/index.html",
        page,
        active="evaluation",
        status=failure.status if failure else 200,
    )


def _choices(
    request: SignedInRequest, known: tuple[CycleView, ...], period: str, framework: str, under: str
) -> Choices:
    if not known:
        return Choices((), (), ())
    return simulation_choices(actor=request.actor, period_code=period, framework=framework, under=under)


def _page(
    request: SignedInRequest,
    known: tuple[CycleView, ...],
    choices: Choices,
    result: Simulation | None,
    failure: WomsError | None,
    period: str,
) -> SimulationPage:
    asked = request.GET
    wrong = failure.field if failure else ""
    sentence = failure.sentence if failure else ""
    return SimulationPage(
        periods=tuple((one.period_code, one.period_label) for one in known),
        units=(("", _("Toàn Thành phố")), *closable_units(actor=request.actor)),
        frameworks=choices.frameworks,
        under=(("", _("Giữ nguyên khung")), *choices.under),
        chosen={
            "ky": period,
            "don-vi": asked.get("don-vi", ""),
            "khung": asked.get("khung", ""),
            "theo": asked.get("theo", ""),
        },
        groups=tuple(
            _group(one, asked, sentence if wrong == one.parameter.name else "") for one in choices.readings
        ),
        result=result,
        headline=_headline(result),
        sentences=_sentences(result),
        bars=_bars(result),
        levels={level.value: str(level.label) for level in Level},
        error=sentence,
        wrong=wrong,
    )


def _latest_month(known: tuple[CycleView, ...]) -> str:
    """The latest month that has its scores, or the latest at all: quarters and years are tried month by month."""
    months = [one for one in known if "-" in one.period_code and "Q" not in one.period_code]
    scored = (one for one in months if not one.is_open)
    found = next(scored, next(iter(months or known), None))
    return found.period_code if found else ""


def _group(reading: Reading, asked: QueryDict, error: str) -> FieldGroup:
    parameter = reading.parameter
    written = value_as_written(reading.value, parameter.unit)
    parts = written if isinstance(written, dict) else {"": str(written)}
    fields = []
    for part, number in parts.items():
        name = f"{parameter.name}:{part}" if part else parameter.name
        current = number.replace(".", ",")
        words = str(Level(part).label) if part in Level.values else part or parameter.description
        fields.append(TriedField(name, words, parameter.unit.label, asked.get(name, "") or current, current))
    return FieldGroup(parameter.name, parameter.description, reading.source, tuple(fields), error)


def _values(choices: Choices, asked: QueryDict) -> dict[str, Written]:
    """What was typed, by parameter; an empty field keeps the number of the law."""
    found: dict[str, Written] = {}
    for reading in choices.readings:
        name = reading.parameter.name
        written = value_as_written(reading.value, reading.parameter.unit)
        if isinstance(written, dict):
            found[name] = {
                part: _number(asked.get(f"{name}:{part}", ""), number, name)
                for part, number in written.items()
            }
        else:
            found[name] = _number(asked.get(name, ""), str(written), name)
    return found


def _number(text: str, otherwise: str, field: str) -> str:
    try:
        return format(parse_number(text), "f") if text.strip() else otherwise
    except Invalid as error:
        raise Invalid(error.sentence, code=error.code, field=field) from None


def _headline(result: Simulation | None) -> str:
    if result is None:
        return ""
    if result.people and not result.moves:
        return _("Phạm vi này có quá ít người nên không nêu kết quả. Hãy chọn đơn vị lớn hơn.")
    if all(move.before == move.after for move in result.moves):
        return _("Không ai đổi mức.")
    if result.up is None or result.down is None:
        return _("Có người đổi mức; số người quá ít để nêu riêng.")
    return _("%(down)s người xuống mức, %(up)s người lên mức, trên %(people)s người.") % {
        "down": format_number(result.down),
        "up": format_number(result.up),
        "people": format_number(result.people),
    }


def _sentences(result: Simulation | None) -> tuple[str, ...]:
    """`12 người từ Hoàn thành tốt nhiệm vụ xuống Hoàn thành nhiệm vụ`, for each pair of levels."""
    moves = result.moves if result else ()
    return tuple(_sentence(move) for move in moves if move.before != move.after)


def _sentence(move: Move) -> str:
    words = {"before": _(Level(move.before).label), "after": _(Level(move.after).label)}
    falls = ORDER.index(move.after) > ORDER.index(move.before)
    if move.people is None:
        text = _("Có người từ %(before)s sang %(after)s (không nêu số để giữ kín)")
        return text % words
    counted = words | {"num": format_number(move.people)}
    if falls:
        return (
            ngettext(
                "%(num)s người từ %(before)s xuống %(after)s",
                "%(num)s người từ %(before)s xuống %(after)s",
                move.people,
            )
            % counted
        )
    return (
        ngettext(
            "%(num)s người từ %(before)s lên %(after)s",
            "%(num)s người từ %(before)s lên %(after)s",
            move.people,
        )
        % counted
    )


def _bars(result: Simulation | None) -> tuple[LevelBar, ...]:
    if result is None:
        return ()

    def share(people: int | None) -> int:
        return (people or 0) * WHOLE // max(result.people, 1)

    return tuple(
        LevelBar(
            words=str(Level(code).label),
            tone=LEVEL_TONES[code],
            before=result.before[code],
            after=result.after[code],
            before_share=share(result.before[code]),
            after_share=share(result.after[code]),
        )
        for code in ORDER
    )
