"""What happens to the catalogue of products and works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogEvent(DomainEvent):
    """Something happened to one version of a product."""

    subject_kind: ClassVar[str] = "catalog_product"
    product: str
    name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDrafted(CatalogEvent):
    code: ClassVar[str] = "catalog.drafted"

    @property
    def sentence(self) -> str:
        return f"Soạn dự thảo bản {self.version} của “{self.name}” ({self.product})."


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionIssued(CatalogEvent):
    code: ClassVar[str] = "catalog.issued"
    coefficient: str
    starts_on: str
    decision_number: str

    @property
    def sentence(self) -> str:
        return (
            f"Ban hành bản {self.version} của “{self.name}” ({self.product}), hệ số {self.coefficient}, "
            f"từ ngày {self.starts_on}, theo {self.decision_number}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(CatalogEvent):
    code: ClassVar[str] = "catalog.discarded"

    @property
    def sentence(self) -> str:
        return f"Bỏ dự thảo bản {self.version} của “{self.name}” ({self.product})."


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRetired(CatalogEvent):
    code: ClassVar[str] = "catalog.retired"
    ends_on: str
    decision_number: str
    reason: str

    @property
    def sentence(self) -> str:
        return (
            f"Ngừng dùng “{self.name}” ({self.product}) từ ngày {self.ends_on}, theo {self.decision_number}: "
            f"{self.reason}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogImported(DomainEvent):
    """A sheet of products was read, confirmed or taken back; `step` says which."""

    code: ClassVar[str] = "catalog.imported"
    subject_kind: ClassVar[str] = "catalog_import"
    file_name: str
    step: str
    rows: int

    @property
    def sentence(self) -> str:
        return f"{self.step} tệp danh mục “{self.file_name}”: {self.rows} dòng."
