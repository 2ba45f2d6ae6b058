"""The one error of a document that cannot be read."""

from __future__ import annotations

from woms.core.errors import Invalid


class NotUnderstood(Invalid):
    """A file that cannot be read as a plan; the sentence says why and what to do next."""

    default_code = "document.not_understood"

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence, code=code, field="file")
