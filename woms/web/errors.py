"""Errors as pages: the sentence of the error, in the look of the product."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from woms.core.errors import Conflict, Denied, Missing, WomsError
from woms.web.render import render
from woms.web.shell import bare_shell


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: str
    sentence: str
    theirs: str = ""
    yours: str = ""


def page_of(request: HttpRequest, error: WomsError) -> HttpResponse:
    """Something outside one's reach looks exactly like something that does not exist (security promise H1)."""
    titles = {
        404: _("Không tìm thấy trang"),
        409: _("Chưa thực hiện được"),
        422: _("Thông tin chưa đúng"),
        403: _("Chưa có quyền"),
    }
    theirs = error.theirs if isinstance(error, Conflict) else ""
    yours = error.yours if isinstance(error, Conflict) else ""
    sentence = _(error.sentence) if isinstance(error, Denied | Missing) else error.sentence
    page = ErrorPage(error.status, titles.get(error.status, _("Có lỗi")), sentence, theirs, yours)
    return render(request, "errors/error.html", page, status=error.status)


def unstorable() -> str:
    """What no column takes: longer or larger than it holds, or a zero byte."""
    return _(
        "Có thông tin quá dài, quá lớn hoặc có ký tự không lưu được. Chưa có gì được ghi. Hãy sửa rồi gửi lại."
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        400,
        _("Yêu cầu chưa đúng"),
        _("Trình duyệt gửi thông tin không đọc được. Hãy tải lại trang rồi thử lại."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return _page(
        request, 403, _("Chưa có quyền"), _("Bạn chưa có quyền làm việc này. Hãy liên hệ quản trị đơn vị.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return _page(
        request,
        403,
        _("Trang đã mở quá lâu"),
        _("Để an toàn, hãy tải lại trang rồi gửi lại. Nội dung chưa được ghi."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page_of(request, Missing())


def server_error(request: HttpRequest) -> HttpResponse:
    """The last page we can show: it reads neither session nor database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _bare_page(
            request,
            503,
            _("Hệ thống tạm ngừng"),
            _("Máy chủ dữ liệu chưa trả lời. Nội dung bạn vừa gửi có thể chưa được ghi."),
        )
    return _bare_page(
        request,
        500,
        _("Hệ thống gặp lỗi"),
        _(
            "Lỗi này thuộc về chúng tôi và đã được ghi lại. Dữ liệu bạn đã lưu vẫn còn. Hãy thử lại sau ít phút."
        ),
    )


def _bare_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    context = {"page": ErrorPage(status, title, sentence), "shell": bare_shell(request)}
    body = loader.get_template("errors/error.html").render(context, request)
    return HttpResponse(body, status=status)


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(request, "errors/error.html", ErrorPage(status, title, sentence), status=status)
