"""What a rule may know: frozen facts about one person and one period. No names, no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from woms.regulations.arithmetic import Number


@dataclass(frozen=True, slots=True)
class Fault:
    """How many times one unit of a product was returned for rework, or was late.

    `excused`: an authority confirmed an objective cause, so these times are not counted.
    """

    times: int
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """One product or work of the period: quantities in its own unit, coefficient frozen when it was assigned.

    `reworks` and `delays` hold one entry per unit of product concerned. `exceeding`: how many completed units went
    beyond what was asked, in progress or quality. `reference` leads back to the work item.
    """

    name: str
    coefficient: Fraction
    assigned: Fraction
    completed: Fraction
    reworks: tuple[Fault, ...] = ()
    delays: tuple[Fault, ...] = ()
    reference: str = ""
    exceeding: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Leadership:
    """The marks of a head or deputy, as ratios (1 for 100 %): d, đ and e of the decree."""

    unit_result: Fraction
    organizing: Fraction
    cohesion: Fraction


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What is known of the unit a leader answers for: its own level (a code of `Level`, or empty), and the share of
    its tasks that it completed (1 for 100 %).
    """

    level: str = ""
    completion: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact with consequences for the rating: its kind, and its level where it has levels."""

    kind: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result as measured by the end of the period: its progress (1 for 100 %) and relative weight."""

    name: str
    progress: Fraction
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Objective:
    """One task of the plan with its key results. `kind` is `kpi` (steady) or `okr` (breakthrough, never required).

    `planned` is false for work done that was not, or could not be, in the plan. `weight` is relative.
    """

    name: str
    key_results: tuple[KeyResult, ...]
    weight: Fraction = Fraction(1)
    area: str = ""
    kind: str = "kpi"
    planned: bool = True


@dataclass(frozen=True, slots=True)
class Ideology:
    """What is measured of political stance and conduct over a year; None where it was not measured.

    `assessment`, `study`, `trust` are ratios; `contributions` and `reminders` are times a year.
    """

    assessment: Fraction | None = None
    study: Fraction | None = None
    contributions: Fraction | None = None
    trust: Fraction | None = None
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides one score. `on` is the governing date; `general` is points out of the maximum.

    `coordination`: the mark of those one worked with, as a ratio; None when nothing was done together.
    `criteria`: marks given by those who may, as ratios by the code of the criterion.
    """

    framework: str
    on: date
    general: Fraction
    products: tuple[Product, ...] = ()
    leadership: Leadership | None = None
    facts: tuple[Fact, ...] = ()
    unit: UnitResult | None = None
    coordination: Fraction | None = None
    objectives: tuple[Objective, ...] = ()
    criteria: tuple[tuple[str, Fraction], ...] = ()
    ideology: Ideology | None = None


@dataclass(frozen=True, slots=True)
class Volumes:
    """Converted volumes (quantity × coefficient): assigned, completed, and completed less its penalties.

    Summed by whoever has the items: Python for one person, the database for a city.
    """

    assigned: Number
    completed: Number
    quality: Number
    progress: Number

    def __add__(self, other: Volumes) -> Volumes:
        return Volumes(
            self.assigned + other.assigned,
            self.completed + other.completed,
            self.quality + other.quality,
            self.progress + other.progress,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """How what was assigned was delivered, in the measure that the conditions count by."""

    assigned: Fraction
    unfinished: Fraction
    late: Fraction
    exceeding: Fraction


NO_VOLUME = Volumes(Fraction(0), Fraction(0), Fraction(0), Fraction(0))

# From the lightest to the heaviest, as the law on civil servants orders them.
DISCIPLINE_LEVELS: Mapping[str, str] = {
    "reprimand": "khiển trách",
    "warning": "cảnh cáo",
    "salary_reduction": "hạ bậc lương",
    "demotion": "giáng chức",
    "removal": "cách chức",
    "dismissal": "buộc thôi việc",
}

FACT_KINDS: Mapping[str, str] = {
    "discipline": "kỷ luật do vi phạm khi thi hành công vụ",
    "degradation": "kết luận suy thoái, tự diễn biến, tự chuyển hóa",
    "forbidden_conduct": "kết luận vi phạm những điều đảng viên không được làm",
    "exemplary_breach": "kết luận vi phạm trách nhiệm nêu gương",
    "unit_corruption": "đơn vị trực tiếp phụ trách liên quan tham ô, tham nhũng, lãng phí",
    "collective_discipline": "đơn vị trực thuộc hoặc thành viên tập thể lãnh đạo bị kỷ luật",
    "failed_quarter": "quý bị xếp không hoàn thành nhiệm vụ trong năm",
    "innovation": "sản phẩm đổi mới sáng tạo đem lại giá trị thực tiễn cao",
    "hot_spot": "điểm nóng trên địa bàn, lĩnh vực phụ trách",
    "complaint": "khiếu kiện kéo dài thuộc trách nhiệm giải quyết",
    "slow_disbursement": "giải ngân chậm so với kế hoạch",
}

# In the order of a plan.
AREAS: Mapping[str, str] = {
    "customers": "Đối tượng phục vụ và các bên liên quan",
    "resources": "Ngân sách và hiệu quả sử dụng nguồn lực",
    "processes": "Quy trình, quy chế nội bộ",
    "learning": "Học hỏi và phát triển",
}
OBJECTIVE_KINDS = ("kpi", "okr")
