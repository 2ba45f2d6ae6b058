"""Keep the sample's evidence: small PDF files that say they are made up, some confirmed by the head of the unit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from woms.core.numbers import format_number
from woms.core.vietnamese import slug
from woms.records import files
from woms.records.models import StoredFile
from woms.sample.history import History
from woms.sample.loading import Rows
from woms.sample.organization import Official, Organization
from woms.sample.papers import sample_pdf
from woms.sample.planning import LoadedKeyResult
from woms.sample.units import CITY_CODE, DIVISION
from woms.work.evidence import events
from woms.work.models import Evidence

_CONFIRMED_AFTER = timedelta(days=1, hours=2)


class EvidenceWriter:
    """Puts files into the store and writes their rows."""

    def __init__(self, organization: Organization, history: History, now: datetime) -> None:
        self._organization = organization
        self._history = history
        self._now = now
        self._rows, self._stored = Rows(Evidence), Rows(StoredFile)
        self._known = set(StoredFile.objects.values_list("sha256", flat=True))

    def write(self) -> None:
        self._stored.write()
        self._rows.write()

    def add(
        self, key_result: LoadedKeyResult, owner: Official, *, as_of: date, at: datetime, value: Decimal
    ) -> int:
        """Keep a file that proves a reading; return the id of the evidence."""
        spec = key_result.year.spec
        kept = self._keep(key_result, as_of, value)
        if kept.sha256 not in self._known:
            self._known.add(kept.sha256)
            facts = {"size": kept.size, "content_type": kept.content_type, "created_at": at}
            self._stored.add(sha256=kept.sha256, is_sample=True, **facts)
        head = self._confirmed_by(key_result, owner, at)
        evidence_id = self._rows.add(
            file_id=kept.sha256,
            file_name=kept.file_name,
            unit_id=key_result.owner_unit.id,
            key_result_id=key_result.id,
            note=f"Số liệu đến ngày {as_of:%d/%m/%Y}",
            uploaded_by_id=owner.id,
            uploaded_at=at,
            verified_by_id=head.id if head else None,
            verified_at=at + _CONFIRMED_AFTER if head else None,
            is_sample=True,
        )
        self._tell(events.EvidenceAttached, evidence_id, key_result, kept.file_name, spec.title, owner, at)
        if head:
            confirmed_at = at + _CONFIRMED_AFTER
            self._tell(
                events.EvidenceVerified,
                evidence_id,
                key_result,
                kept.file_name,
                spec.title,
                head,
                confirmed_at,
            )
        return evidence_id

    def _keep(self, key_result: LoadedKeyResult, as_of: date, value: Decimal) -> files.KeptFile:
        spec = key_result.year.spec
        content = sample_pdf(
            spec.title,
            [
                key_result.owner_unit.fact.name,
                f"Số liệu đến ngày {as_of:%d/%m/%Y}: {format_number(value)} {spec.measure_unit}",
            ],
        )
        name = f"mau-{slug(spec.title)[:40].rstrip('-')}-{as_of:%Y-%m}.pdf"
        return files.keep(files.Upload(name, [content]))

    def _confirmed_by(self, key_result: LoadedKeyResult, owner: Official, at: datetime) -> Official | None:
        """The head of the agency or ward confirms about two of three, never the uploader's own."""
        unit = key_result.owner_unit.fact
        leading = unit.parent if unit.kind == DIVISION else unit.code
        head = self._organization.head(leading, at.date())
        is_time = at + _CONFIRMED_AFTER < self._now
        return head if is_time and leading != CITY_CODE and head.id != owner.id and at.minute % 3 else None

    def _tell(
        self,
        kind: type[events.EvidenceEvent],
        evidence_id: int,
        key_result: LoadedKeyResult,
        file_name: str,
        claim: str,
        official: Official,
        at: datetime,
    ) -> None:
        unit = key_result.owner_unit
        event = kind(
            subject_id=evidence_id,
            unit_id=unit.id,
            unit_path=unit.path,
            is_sample=True,
            file_name=file_name,
            claim=claim,
        )
        self._history.tell(event, official=official, at=at)
