"""Words for codes that pages show: areas and causes, in their fixed order. Translated where they are shown."""

from __future__ import annotations

from woms.planning.states import AREA_SHORT as _SHORT
from woms.planning.states import Area
from woms.progress.states import Cause

AREA_NAMES = {area.value: str(area.label) for area in Area}
AREA_SHORT = {area.value: _SHORT[area] for area in Area}
AXIS_NAMES = {
    Area.CUSTOMERS.value: "Đối tượng phục vụ",
    Area.RESOURCES.value: "Ngân sách",
    Area.PROCESSES.value: "Quy trình, quy chế",
    Area.LEARNING.value: "Học hỏi",
}
"""Short enough to stand at the sides of a radar."""
CAUSE_NAMES = {cause.value: str(cause.label) for cause in Cause}
