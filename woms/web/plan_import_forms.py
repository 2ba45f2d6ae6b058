"""What a browser sends about an import, turned into what the services take."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import QueryDict

from woms.connectors.documents.areas import Area
from woms.connectors.documents.staging import RowCorrection

_MOST_PHRASES = 400


def row_correction(posted: QueryDict) -> RowCorrection | None:
    """The row that was changed; what stands as it was shown is not a choice."""
    position = posted.get("position", "")
    if not (position.isascii() and position.isdecimal()):
        return None
    area, lead = posted.get("area", ""), posted.get("lead", "").strip()
    chosen = posted.get("choose") or (lead if lead != posted.get("lead_shown", "") else None)
    return RowCorrection(
        position=int(position[:6]),
        area=Area(area) if area in set(Area) else None,
        lead=chosen,
        is_kept="keep" in posted,
    )


def phrase_matches(posted: QueryDict) -> dict[str, str]:
    """The unit typed for each phrase, as far as it was changed."""
    return {phrase: unit for phrase, unit, shown in _phrases(posted) if unit != shown}


def _phrases(posted: QueryDict) -> Iterator[tuple[str, str, str]]:
    for number in range(_MOST_PHRASES):
        phrase = posted.get(f"phrase-{number}")
        if phrase is None:
            return
        yield phrase, posted.get(f"unit-{number}", "").strip(), posted.get(f"shown-{number}", "")
