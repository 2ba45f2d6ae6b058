"""May this be done with the dossier now, and who may see which mark at which stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.core.errors import Conflict, Denied, Invalid, Refused
from woms.core.numbers import format_number
from woms.evaluation import groups
from woms.evaluation.criteria import GeneralMark
from woms.evaluation.groups import Group
from woms.evaluation.models import Cycle, Dossier, GeneralScore, Rating, ScoreSheet
from woms.evaluation.states import DOSSIER_MACHINE, CycleState, DossierState, Level, Stage
from woms.org.posts import Post, outranks
from woms.org.states import Rank

PUBLISHED = frozenset({DossierState.PUBLISHED.value, DossierState.APPEALED.value})
MOST_VOTES = 1000


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the collective thought, as somebody records it; the votes together or not at all."""

    summary: str
    votes_for: int | None = None
    votes_against: int | None = None
    minutes: str = ""


RATED = frozenset({DossierState.DECIDED.value, *PUBLISHED})
REVIEWED = RATED | {DossierState.APPRAISAL.value, DossierState.DECISION.value}
RESCORABLE = frozenset({DossierState.REVIEW.value, DossierState.DECISION.value})
WITH_OTHERS = frozenset({DossierState.SELF.value, DossierState.REVIEW.value})  # not yet marked from above
UNTOUCHED_BY_CLOSING = RATED | WITH_OTHERS
FROM_ABOVE = frozenset(
    {"review", "return", "send_back", "decide", "reconsider", "publish", "settle_appeal", "revise"}
)


def subject_of(dossier: Dossier) -> Subject:
    return Subject(dossier.unit.path, dossier.person_id, dossier.is_leader)


def post_at(dossier: Dossier) -> Post:
    """The person's post as the dossier froze it."""
    return Post(
        person_id=dossier.person_id,
        person_name=dossier.person.full_name,
        title=dossier.title,
        rank=Rank(dossier.rank),
        unit_id=dossier.unit_id,
        unit_name=dossier.unit.name,
        unit_path=dossier.unit.path,
    )


def group_of(dossier: Dossier) -> Group:
    """The group of the cycle that the person's rank belongs to."""
    return groups.group_of(groups_of(dossier.cycle), dossier.rank)


def groups_of(cycle: Cycle) -> tuple[Group, ...]:
    return groups.kept_groups(cycle.groups, cycle.period.kind)


def visible_stages(state: str, *, is_own: bool) -> frozenset[Stage]:
    """Whose marks may be read: nobody reads a self-assessment in progress, nor a superior's before it is given."""
    if is_own:
        return frozenset(Stage) if state in REVIEWED else frozenset({Stage.SELF})
    return frozenset() if state == DossierState.SELF else frozenset(Stage)


def sees_rating(state: str, *, is_own: bool) -> bool:
    """The person reads the rating once it is published; those above once it is decided."""
    return state in (PUBLISHED if is_own else RATED)


def sees_opinion(state: str, *, is_own: bool) -> bool:
    """The person reads the opinion of the collective with the published rating; those above once it is given."""
    return state in (PUBLISHED if is_own else RATED | {DossierState.DECISION.value})


def shown_state(state: str, *, is_own: bool) -> DossierState:
    """The person reads “waiting for the decision” until the rating is published."""
    return DossierState.DECISION if is_own and state == DossierState.DECIDED else DossierState(state)


def available_actions(dossier: Dossier, actor: Actor, actor_post: Post | None) -> frozenset[str]:
    """What the actor may do with the dossier in its state: the services accept exactly these."""
    is_own = dossier.person_id == actor.person_id
    is_above = actor_post is not None and outranks(actor_post, post_at(dossier))
    if dossier.cycle.state != CycleState.OPEN:
        return frozenset()
    found = {
        step.action
        for step in DOSSIER_MACHINE.transitions
        if dossier.state in step.sources
        and not (step.not_own and is_own)
        and (is_above or step.action not in FROM_ABOVE)
        and (step.action != "revise" or dossier.cycle.revision > 1)
        and allowed(actor, step.permission, subject_of(dossier))
    }
    if dossier.state in RESCORABLE and found & FROM_ABOVE:
        found.add("score")
    return frozenset(found)


def check_is_above(dossier: Dossier, actor_post: Post | None) -> None:
    """Reviews and decisions come from above the person, never from an equal."""
    if actor_post is None or not outranks(actor_post, post_at(dossier)):
        raise Denied(
            "Chỉ cấp trên của người này mới đánh giá và quyết định được. "
            "Hãy chuyển cho người quản lý trực tiếp.",
            code="denied.not_superior",
        )


def check_is_open(cycle: Cycle, on: date) -> None:
    if cycle.state != CycleState.OPEN:
        raise Refused(
            f"Kỳ đánh giá {cycle.period.label.lower()} đã chốt. Muốn sửa phải được mở lại, có lý do.",
            code="cycle.closed",
        )
    if cycle.starts_on is not None and on < cycle.starts_on:
        raise Refused(
            f"Kỳ đánh giá {cycle.period.label.lower()} mở ngày {cycle.starts_on:%d/%m/%Y}. "
            "Hãy quay lại từ ngày đó.",
            code="cycle.not_started",
        )


def check_was_reopened(cycle: Cycle) -> None:
    if cycle.revision == 1:
        raise Refused(
            "Kết quả đã công bố chỉ được xếp loại lại sau khi kỳ được mở lại, hoặc khi giải quyết kiến nghị.",
            code="cycle.not_reopened",
        )


def check_step(dossier: Dossier, action: str, *, actor: Actor, reason: str = "") -> str:
    """The state after the step. Raises `Refused` when it is not its turn or the reason is missing."""
    step = DOSSIER_MACHINE.check_step(
        action,
        state=dossier.state,
        reason=reason,
        author_ids=[dossier.person_id],
        person_id=actor.person_id,
    )
    return DOSSIER_MACHINE.target_of(step.action, skipped=group_of(dossier).skipped)


def check_version(dossier: Dossier, version: int) -> None:
    """Two people at once: the second one sees what the first one did."""
    if dossier.version != version:
        raise Conflict(
            f"Phiếu của {dossier.person.full_name} vừa được người khác xử lý. Thao tác của bạn chưa được ghi. "
            "Hãy xem lại phiếu rồi quyết định tiếp.",
            code="dossier.changed",
            theirs=dossier.get_state_display(),
        )


def check_adjustment_has_reason(mark: GeneralMark, own: GeneralScore | None) -> None:
    """A superior's mark that differs from the person's says why; both stay for ever."""
    if own is not None and mark.points != own.points and not mark.note:
        raise Invalid(
            f"Điểm của bạn ({format_number(mark.points, 2)}) khác điểm tự chấm "
            f"({format_number(own.points, 2)}). Hãy ghi lý do điều chỉnh để người được đánh giá biết.",
            code="mark.reason_missing",
            field="note",
        )


def check_opinion(opinion: Opinion) -> None:
    if not opinion.summary.strip():
        raise Invalid("Hãy ghi ý kiến của tập thể.", code="opinion.missing", field="summary")
    votes = (opinion.votes_for, opinion.votes_against)
    if (votes[0] is None) != (votes[1] is None) or any(
        not 0 <= count <= MOST_VOTES for count in votes if count
    ):
        raise Invalid(
            "Hãy ghi đủ số phiếu đồng ý và không đồng ý, hoặc để trống cả hai.",
            code="opinion.votes",
            field="votes_for",
        )


def check_window(last_day: date | None, on: date) -> None:
    """An appeal is lodged within the days that the rules, or the bodies that may, have set."""
    if last_day is None or on > last_day:
        raise Refused(
            f"Đã hết thời hạn kiến nghị{f' (đến hết ngày {last_day:%d/%m/%Y})' if last_day else ''}. "
            "Nếu có tình tiết mới, hãy liên hệ Ban Tổ chức.",
            code="appeal.window_over",
        )


def check_other_decider(rating: Rating, actor: Actor) -> None:
    if rating.decided_by_id == actor.person_id:
        raise Refused(
            "Bạn là người đã quyết định kết quả bị kiến nghị nên không tự giải quyết. "
            "Việc này thuộc về người có thẩm quyền khác.",
            code="appeal.same_decider",
        )


def check_settled_level(level: str) -> None:
    if level not in levels_to_decide(""):
        raise Invalid("Hãy chọn một mức xếp loại.", code="rating.level_missing", field="level")


def check_can_score(dossier: Dossier, reason: str) -> None:
    if dossier.state not in RESCORABLE:
        raise Refused(
            f"Không tính lại điểm khi phiếu ở trạng thái “{dossier.get_state_display()}”. "
            "Điểm của phiếu đã xếp loại được giữ nguyên.",
            code="dossier.wrong_state",
        )
    if not reason:
        raise Invalid(
            "Cần ghi lý do tính lại điểm, ví dụ: vừa xác nhận nguyên nhân khách quan.",
            code="score.reason_missing",
            field="reason",
        )


def check_rating(sheet: ScoreSheet | None, *, level: str, reason: str, revision: int) -> ScoreSheet:
    """A person decides on the score they saw; a level other than the calculated one says why."""
    if sheet is None or sheet.revision != revision:
        raise Conflict(
            "Điểm vừa được tính lại sau khi bạn mở trang. Hãy xem điểm mới rồi quyết định.",
            code="rating.score_changed",
        )
    if level not in levels_to_decide(sheet.level):
        raise Invalid("Hãy chọn một mức xếp loại.", code="rating.level_missing", field="level")
    if level != sheet.level and not reason:
        raise Invalid(
            f"Mức bạn chọn khác mức tính được ({Level(sheet.level).label}). Hãy ghi lý do.",
            code="rating.reason_missing",
            field="reason",
        )
    if level == Level.INSUFFICIENT_DATA and not reason:
        raise Invalid("Hãy ghi lý do không xếp loại kỳ này.", code="rating.reason_missing", field="reason")
    return sheet


def check_is_current(*, is_stale: bool) -> None:
    if is_stale:
        raise Refused(
            "Số liệu công việc đã thay đổi sau lần tính điểm gần nhất. Hãy tính lại điểm rồi quyết định.",
            code="rating.score_stale",
        )


def levels_to_decide(calculated: str) -> tuple[Level, ...]:
    """The four levels of the law; where there was nothing to score also “not rated this time”."""
    four = (Level.EXCELLENT, Level.GOOD, Level.COMPLETED, Level.NOT_COMPLETED)
    return (*four, Level.INSUFFICIENT_DATA) if calculated == Level.INSUFFICIENT_DATA else four
