"""One transition table per thing that goes through approval; the diagram in the docs is generated from it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from woms.access.actors import Actor
from woms.access.checks import Subject, allowed
from woms.access.permissions import Permission
from woms.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Transition:
    """`action` leads from one of `sources` to `target`, for holders of `permission`.

    `needs_reason`: the sentence why is required. `not_own`: whoever wrote or submitted it may not do this.
    """

    action: str
    label: str
    sources: frozenset[str]
    target: str
    permission: Permission
    needs_reason: bool = False
    not_own: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as one person meets it now: `why` is empty when they may take it, else the sentence why not."""

    action: str
    label: str
    why: str = ""
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """All transitions of one kind of subject, with the labels of its states in their order.

    `optional`: a state that some subjects do not have, and the state they go on to instead.
    """

    subject_kind: str
    noun: str
    states: Mapping[str, str]
    transitions: tuple[Transition, ...]
    optional: Mapping[str, str] = field(default_factory=dict)

    def target_of(self, action: str, *, skipped: Collection[str] = ()) -> str:
        """The state after a step for a subject that does not have the states in `skipped`."""
        target = self.transition(action).target
        while target in skipped and target in self.optional:
            target = self.optional[target]
        return target

    def transition(self, action: str) -> Transition:
        return next(step for step in self.transitions if step.action == action)

    def check_step(
        self, action: str, *, state: str, reason: str, author_ids: Iterable[int | None], person_id: int | None
    ) -> Transition:
        """This function will return the transition, or raise `Refused` with the reason why not now."""
        step = self.transition(action)
        if state not in step.sources:
            raise Refused(
                f"Không thể {step.label.lower()} vì {self.noun} đang ở trạng thái “{self.states[state]}”. "
                "Hãy tải lại trang để thấy trạng thái mới nhất.",
                code=f"{self.subject_kind}.wrong_state",
            )
        if step.not_own and person_id in set(author_ids):
            raise Refused(
                f"Bạn là người soạn hoặc trình {self.noun} này nên không tự {step.label.lower()}. "
                "Việc này thuộc về người khác có thẩm quyền.",
                code=f"{self.subject_kind}.own",
            )
        if step.needs_reason and not reason.strip():
            raise Refused(
                f"Cần ghi lý do khi {step.label.lower()}. Hãy viết một câu để người nhận biết phải sửa gì.",
                code=f"{self.subject_kind}.reason_missing",
            )
        return step

    def offers(
        self, *, actor: Actor, subject: Subject, state: str, author_ids: Iterable[int | None]
    ) -> tuple[Offer, ...]:
        """This function will list the steps out of `state` that the actor holds the permission for.

        It asks the same checks as the service, so a button and the API's `allowed_actions` never promise
        what the service refuses.
        """
        authors = tuple(author_ids)
        return tuple(
            Offer(
                step.action, step.label, self._why_not(step.action, actor, state, authors), step.needs_reason
            )
            for step in self.transitions
            if state in step.sources and allowed(actor, step.permission, subject)
        )

    def _why_not(self, action: str, actor: Actor, state: str, authors: tuple[int | None, ...]) -> str:
        try:
            self.check_step(
                action, state=state, reason="asked", author_ids=authors, person_id=actor.person_id
            )
        except Refused as refusal:
            return refusal.sentence
        return ""

    def mermaid(self) -> str:
        """The state diagram, as text that the docs show."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {code}: {label}" for code, label in self.states.items()]
        lines += [
            f"    {source} --> {step.target}: {step.label}"
            for step in self.transitions
            for source in sorted(step.sources)
        ]
        lines += [
            f"    {source} --> {self.optional[step.target]}: {step.label} (khi không có bước {self.states[step.target].lower()})"
            for step in self.transitions
            if step.target in self.optional
            for source in sorted(step.sources)
        ]
        return "\n".join(lines)
