"""At which level a value left open by the law is decided. Codes are those of `woms.regulations.parameters.LEVELS`."""

from __future__ import annotations

from django.db.models import TextChoices


class DecisionLevel(TextChoices):
    NATIONAL = "national", "Trung ương"
    PROVINCE = "province", "Tỉnh, thành phố"
    UNIT = "unit", "Đơn vị"
