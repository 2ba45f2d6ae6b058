"""Phiếu theo dõi, đánh giá công chức: the printed twin of the evaluation page, with the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from woms.access.actors import Actor
from woms.core.clock import local_date
from woms.core.numbers import format_number, format_percent
from woms.evaluation.detail import DossierDetail, dossier_detail
from woms.evaluation.detail_parts import MarkView, ProductView
from woms.evaluation.explained import ScoreView
from woms.reports.document import (
    Align,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Signature,
    Table,
    written_day,
)
from woms.reports.footers import footer_of
from woms.reports.letterheads import letterhead_of

SAMPLE_MARK = "DỮ LIỆU MẪU"
NOT_PUBLISHED = "CHƯA CÔNG BỐ"
NOTHING = "–"
BY_HAND = "(Ký, ghi rõ họ tên)"


def evaluation_form(*, actor: Actor, at: datetime, dossier_id: int) -> Document:
    """This function will build the form as this reader may see it: what the page hides the paper hides.

    Raises `Missing` for everybody who may not read the dossier.
    """
    return form_of(dossier_detail(actor=actor, at=at, dossier_id=dossier_id), actor=actor, at=at)


def form_of(dossier: DossierDetail, *, actor: Actor, at: datetime) -> Document:
    on = local_date(at)
    day = local_date(dossier.rating.at) if dossier.rating else None
    marks = [SAMPLE_MARK] if dossier.is_sample else []
    if dossier.state != "published":
        marks.append(NOT_PUBLISHED)
    document = Document(
        title="Phiếu theo dõi, đánh giá công chức",
        subtitle=dossier.period_label,
        letterhead=letterhead_of(dossier.unit_id, kind="", day=day, year=on.year),
        blocks=tuple(_blocks(dossier)),
        signatures=_signatures(dossier),
        printed_on=on,
        marks=tuple(marks),
    )
    return footer_of(document, actor=actor, at=at)


def _blocks(dossier: DossierDetail) -> Iterator[Block]:
    yield Paragraph(dossier.person_name, "Họ và tên")
    yield Paragraph(dossier.title, "Chức vụ, chức danh")
    yield Paragraph(dossier.unit_name, "Đơn vị công tác")
    yield Paragraph(dossier.state_label, "Bước hiện nay")
    yield Heading("I. TIÊU CHÍ CHUNG")
    yield _marks(dossier)
    yield Heading("II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    yield _products(dossier.products) if dossier.products else Paragraph(_no_products(dossier), italic=True)
    yield Heading("III. TỔNG HỢP ĐIỂM")
    yield from _score(dossier.score) if dossier.score else [Paragraph("Chưa có điểm.", italic=True)]
    yield from _remarks(dossier)
    yield Heading("V. XẾP LOẠI")
    yield from _rating(dossier)


def _marks(dossier: DossierDetail) -> Table:
    columns = (
        Column("TT", 2, Align.CENTER),
        Column("Nhóm tiêu chí", 20),
        Column("Điểm tối đa", 4, Align.RIGHT),
        Column("Tự chấm", 4, Align.RIGHT),
        Column("Quản lý trực tiếp", 4, Align.RIGHT),
    )
    own, superior = dossier.own_mark, dossier.superior_mark
    rows = [
        Row((str(number), group.label, _points(group.maximum, 0), _group(own, group.code), _group(superior, group.code)))
        for number, group in enumerate(dossier.groups, start=1)
    ]  # fmt: skip
    maximum = sum((group.maximum for group in dossier.groups), Decimal(0))
    total = ("", "Cộng tiêu chí chung", _points(maximum, 0), _sum(own), _sum(superior))
    rows.append(Row(total, RowKind.STRONG))
    if dossier.is_leader_form:
        rows += _leadership(dossier)
    return Table(columns, tuple(rows))


def _leadership(dossier: DossierDetail) -> list[Row]:
    words = {"organizing": "Khả năng tổ chức triển khai (đ)", "cohesion": "Năng lực tập hợp, đoàn kết (e)"}
    best = format_percent(dossier.leadership_choices[0], 0)
    return [
        Row(
            (
                "",
                text,
                best,
                *(_leader_mark(mark, code) for mark in (dossier.own_mark, dossier.superior_mark)),
            )
        )
        for code, text in words.items()
    ]


def _products(products: tuple[ProductView, ...]) -> Table:
    columns = (
        Column("TT", 2, Align.CENTER),
        Column("Sản phẩm, công việc", 16),
        Column("Hệ số", 3, Align.RIGHT),
        Column("Được giao", 3, Align.RIGHT),
        Column("Hoàn thành", 4, Align.RIGHT),
        Column("Làm lại", 3, Align.RIGHT),
        Column("Chậm", 3, Align.RIGHT),
        Column("Khách quan", 4, Align.RIGHT),
    )
    rows = (Row(_product(number, product)) for number, product in enumerate(products, start=1))
    return Table(columns, tuple(rows))


def _product(number: int, product: ProductView) -> tuple[str, ...]:
    name = product.name if product.counts else f"{product.name} (đột phá, không tính điểm)"
    return (
        str(number),
        name,
        _points(product.coefficient, 1),
        format_number(product.assigned),
        format_number(product.completed),
        str(product.reworks or NOTHING),
        str(product.delays or NOTHING),
        str(product.excused or NOTHING),
    )


def _no_products(dossier: DossierDetail) -> str:
    """Others read the products only after the person has assessed themselves, as on the page."""
    if dossier.is_own or dossier.own_mark is not None:
        return "Chưa có sản phẩm, công việc nào."
    return f"Hiện ra sau khi {dossier.person_name} gửi tự chấm."


def _score(score: ScoreView) -> Iterator[Block]:
    if not score.lines:
        yield Paragraph(f"Chưa đủ dữ liệu để chấm điểm. {score.basis}.")
        return
    columns = (Column("Nội dung", 26), Column("Điểm", 5, Align.RIGHT))
    *parts, total = score.lines
    rows = [Row((line.sentence, _signed(line.points, is_first=line.kind == "start"))) for line in parts]
    rows.append(Row((total.sentence, _points(total.points)), RowKind.STRONG))
    yield Table(columns, tuple(rows))
    yield Paragraph(f"{score.formula}. Căn cứ {score.basis}.", "Cách tính")
    if score.level_label:
        yield Paragraph(score.level_label, "Mức tính được")
    for note in score.notes:
        yield Paragraph(f"{note}.", italic=True)


def _remarks(dossier: DossierDetail) -> Iterator[Block]:
    yield Heading("IV. NHẬN XÉT")
    yield Paragraph(_note(dossier.own_mark), "Tự nhận xét")
    yield Paragraph(_note(dossier.superior_mark), "Quản lý trực tiếp")


def _rating(dossier: DossierDetail) -> Iterator[Block]:
    rating = dossier.rating
    if rating is None:
        yield Paragraph("Chưa công bố.", italic=True)
        return
    yield Paragraph(rating.level_label, "Mức xếp loại")
    yield Paragraph(f"{rating.decided_by}, ngày {local_date(rating.at):%d/%m/%Y}", "Người quyết định")
    if rating.reason:
        yield Paragraph(rating.reason, "Lý do")


def _signatures(dossier: DossierDetail) -> tuple[Signature, ...]:
    """The three who sign, each with the day of their step; a step not yet taken, or hidden, leaves the place open."""
    own, superior, rating = dossier.own_mark, dossier.superior_mark, dossier.rating
    return (
        _signature("Người tự đánh giá", dossier.person_name, own.at if own else None),
        _signature("Quản lý trực tiếp", superior.given_by if superior else "", superior.at if superior else None),
        _signature("Cấp có thẩm quyền", rating.decided_by if rating else "", rating.at if rating else None),
    )  # fmt: skip


def _signature(post: str, name: str, at: datetime | None) -> Signature:
    gap = "\N{NO-BREAK SPACE}" * 5
    day = written_day(local_date(at)) if at else f"ngày{gap}tháng{gap}năm{gap}"
    return Signature(post, name, BY_HAND, day[0].upper() + day[1:])


def _group(mark: MarkView | None, code: str) -> str:
    return _points(mark.by_group[code]) if mark and code in mark.by_group else NOTHING


def _sum(mark: MarkView | None) -> str:
    return _points(mark.points) if mark else NOTHING


def _leader_mark(mark: MarkView | None, code: str) -> str:
    percent = getattr(mark, code) if mark else None
    return NOTHING if percent is None else format_percent(percent, 0)


def _note(mark: MarkView | None) -> str:
    return mark.note if mark and mark.note else NOTHING


def _points(points: Decimal, digits: int = 2) -> str:
    return format_number(points, digits)


def _signed(points: Decimal, *, is_first: bool) -> str:
    """A gain shows its sign; a loss carries its own."""
    return f"+{_points(points)}" if points > 0 and not is_first else _points(points)
