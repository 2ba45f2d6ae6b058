"""The five ways in which a request can fail. Each carries one plain Vietnamese sentence and a stable code.

The doors translate them once: pages into a message or an error page, the API into problem+json.
"""

from __future__ import annotations


class WomsError(Exception):
    """A failure that the user can understand: what happened, why, what to do next.

    `sentence` is shown as it is; `code` is stable and never shown; `field` names the input concerned, if one is.
    """

    status = 500
    default_code = "error"

    def __init__(self, sentence: str, *, code: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.default_code
        self.field = field


class Denied(WomsError):
    """This person may not do it."""

    status = 403
    default_code = "denied"


class Missing(WomsError):
    """It does not exist, or not for this person: the two must look the same."""

    status = 404
    default_code = "missing"

    def __init__(
        self,
        sentence: str = "Không tìm thấy nội dung này, hoặc nội dung nằm ngoài phạm vi của bạn. Hãy quay lại trang trước hoặc liên hệ quản trị đơn vị.",
        *,
        code: str = "",
        field: str = "",
    ) -> None:
        super().__init__(sentence, code=code, field=field)


class Refused(WomsError):
    """It cannot be done in this state (a policy says no)."""

    status = 409
    default_code = "refused"


class Invalid(WomsError):
    """The input is wrong; `field` names it."""

    status = 422
    default_code = "invalid"


class Conflict(WomsError):
    """Someone else was faster; nothing was lost and both versions are shown.

    `theirs` and `yours` describe the two versions for the conflict panel.
    """

    status = 409
    default_code = "conflict"

    def __init__(
        self, sentence: str, *, code: str = "", field: str = "", theirs: str = "", yours: str = ""
    ) -> None:
        super().__init__(sentence, code=code, field=field)
        self.theirs = theirs
        self.yours = yours
