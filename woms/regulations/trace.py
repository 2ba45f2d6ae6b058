"""The trace of one calculation: every parameter read and every sub-result, as a tree kept with the score."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

JsonTree: TypeAlias = "dict[str, str | list[JsonTree]]"


@dataclass(frozen=True, slots=True)
class TraceNode:
    """One line of the trace. `kind` is `rule`, `parameter` or `input`; `exact` is the unrounded value as text.

    `article` cites the instrument; a value set by a local decision names the decision too.
    """

    kind: str
    name: str
    label: str
    value: str
    exact: str
    unit: str
    article: str
    children: tuple[TraceNode, ...] = ()

    def as_json(self) -> JsonTree:
        return {
            "kind": self.kind,
            "name": self.name,
            "label": self.label,
            "value": self.value,
            "exact": self.exact,
            "unit": self.unit,
            "article": self.article,
            "children": [child.as_json() for child in self.children],
        }

    def find(self, name: str) -> TraceNode | None:
        """The first node of that name, in reading order."""
        if self.name == name:
            return self
        found = (child.find(name) for child in self.children)
        return next((node for node in found if node is not None), None)


def trace_from_json(tree: JsonTree) -> TraceNode:
    """Rebuild a stored trace, for the page that shows it."""
    children = tree["children"]
    texts = {key: text for key, text in tree.items() if isinstance(text, str)}
    nodes = tuple(trace_from_json(child) for child in children) if isinstance(children, list) else ()
    return TraceNode(
        kind=texts["kind"],
        name=texts["name"],
        label=texts["label"],
        value=texts["value"],
        exact=texts["exact"],
        unit=texts["unit"],
        article=texts["article"],
        children=nodes,
    )


@dataclass(slots=True)
class OpenNode:
    """A rule that is still at work; closed into a `TraceNode` with its result."""

    name: str
    label: str
    unit: str
    article: str
    children: list[TraceNode] = field(default_factory=list)

    def add(self, node: TraceNode) -> None:
        """Add a line once: a parameter read twice by one rule is one line."""
        if node not in self.children:
            self.children.append(node)

    def close(self, value: str, exact: str) -> TraceNode:
        return TraceNode(
            "rule", self.name, self.label, value, exact, self.unit, self.article, tuple(self.children)
        )
