"""Codes of the organisation. Vietnamese labels come from `docs/glossary.yaml` through these labels."""

from __future__ import annotations

from django.db.models import TextChoices


class Axis(TextChoices):
    CITY = "city", "Toàn thành phố"
    PARTY = "party", "Đảng"
    COUNCIL = "council", "Hội đồng nhân dân"
    GOVERNMENT = "government", "Ủy ban nhân dân"
    FRONT = "front", "Mặt trận Tổ quốc"


class UnitKind(TextChoices):
    CITY = "city", "Thành phố"
    AGENCY = "agency", "Cơ quan, đơn vị"
    WARD = "ward", "Phường"
    COMMUNE = "commune", "Xã"
    DIVISION = "division", "Phòng, ban"


class Rank(TextChoices):
    HEAD = "head", "Cấp trưởng"
    DEPUTY = "deputy", "Cấp phó"
    DIVISION_HEAD = "division_head", "Trưởng phòng"
    SPECIALIST = "specialist", "Chuyên viên"
    CONTRACT = "contract", "Lao động hợp đồng"


LEADER_RANKS = (Rank.HEAD, Rank.DEPUTY)
