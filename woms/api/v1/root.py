"""The API itself: who may call, how errors look, which routers it has."""

from __future__ import annotations

from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import SessionAuth
from pydantic import BaseModel

from woms.access.actors import Actor
from woms.api.v1.routers import ROUTERS
from woms.core.errors import WomsError


class Problem(BaseModel):
    """An error (RFC 9457): the same sentence as on the page, and a stable code."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str = ""
    theirs: str = ""  # in a conflict: what somebody else wrote, and what the caller sent
    yours: str = ""


HTTP_SENTENCES = {
    400: (
        "Nội dung gửi lên không phải JSON đọc được. Xem mô tả ở /api/v1/openapi.json.",
        "request.unreadable",
    ),
    401: ("Bạn chưa đăng nhập hoặc phiên đã hết. Hãy đăng nhập lại.", "request.signed_out"),
}


class SignedIn(SessionAuth):
    """The session of the pages, with its CSRF check; keys for other systems come with the connectors."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002
        return getattr(request, "actor", None)


api = NinjaAPI(
    title="WOMS",
    version="1.0.0",
    description="Kế hoạch, tiến độ và đánh giá của một tỉnh, thành phố.",
    auth=SignedIn(),
    urls_namespace="api-v1",
    docs_url=None,
)
for prefix, router in ROUTERS.items():
    api.add_router(prefix, router)


@api.exception_handler(WomsError)
def on_woms_error(request: HttpRequest, error: WomsError) -> HttpResponse:
    problem = Problem(
        title=type(error).__name__,
        status=error.status,
        detail=error.sentence,
        code=error.code,
        field=error.field,
        theirs=getattr(error, "theirs", ""),
        yours=getattr(error, "yours", ""),
    )
    return _problem(request, problem)


@api.exception_handler(ValidationError)
def on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first: dict[str, Any] = error.errors[0] if error.errors else {}
    field = ".".join(str(part) for part in first.get("loc", ())[1:])
    problem = Problem(
        title="Invalid",
        status=422,
        detail=f"Thông tin gửi lên chưa đúng ở “{field}”: {first.get('msg', '')}. Xem mô tả ở /api/v1/openapi.json.",
        code="request.invalid",
        field=field,
    )
    return _problem(request, problem)


@api.exception_handler(DataError)
def on_data_error(request: HttpRequest, error: DataError) -> HttpResponse:  # noqa: ARG001
    """What no column takes: longer or larger than it holds, or a zero byte."""
    words = "Có thông tin quá dài, quá lớn hoặc có ký tự không lưu được. Chưa có gì được ghi. Hãy sửa rồi gửi lại."
    return _problem(request, Problem(title="Invalid", status=422, detail=words, code="request.unstorable"))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework itself refuses: no session, or a body that is no JSON."""
    detail, code = HTTP_SENTENCES.get(error.status_code, (str(error), "request.refused"))
    return _problem(request, Problem(title="Refused", status=error.status_code, detail=detail, code=code))


def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    response = api.create_response(request, problem.model_dump(), status=problem.status)
    response["Content-Type"] = "application/problem+json"
    return response
