"""Trợ giúp: how the main things are done, what the words and signs mean. The same place on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from woms.web.render import render
from woms.web.request import SignedInRequest, signed_in


@dataclass(frozen=True, slots=True)
class Guide:
    """One task in a few steps."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    guides: tuple[Guide, ...]
    signs: tuple[tuple[str, str], ...]
    terms: tuple[tuple[str, str], ...]


@require_safe
@signed_in
def page(request: SignedInRequest) -> HttpResponse:
    return render(request, "help/help.html", HelpPage(_guides(), _signs(), _terms()), active="help")


def _guides() -> tuple[Guide, ...]:
    return (
        Guide(
            _("Cập nhật tiến độ"),
            (
                _("Mở Cập nhật. Mỗi dòng là một mục tiêu then chốt của bạn."),
                _("Gõ con số kỳ này rồi nhấn Enter: dòng được lưu, con trỏ sang dòng sau."),
                _("Khi chậm so với kế hoạch, chọn nguyên nhân vướng mắc để được hỗ trợ đúng chỗ."),
                _("Gõ nhầm thì nhập lại số đúng; số cũ vẫn còn trong nhật ký."),
            ),
        ),
        Guide(
            _("Lập và trình kế hoạch"),
            (
                _("Nhập từ tệp Word hoặc Excel, hoặc soạn từng nhiệm vụ theo bốn lĩnh vực."),
                _("Mỗi nhiệm vụ có một chủ trì, từ 1 đến 5 mục tiêu then chốt, trọng số cộng lại đúng 100."),
                _("Xem mục Kiểm tra trước khi trình; mỗi cảnh báo dẫn tới đúng dòng cần sửa."),
                _("Người soạn không tự phê duyệt kế hoạch của mình."),
            ),
        ),
        Guide(
            _("Xem vì sao có một con số"),
            (
                _("Bấm vào ô trên bảng điều hành để xuống đơn vị, rồi mục tiêu, rồi từng lần cập nhật."),
                _("Trên phiếu đánh giá, mục Vì sao có điểm này liệt kê từng dòng cộng đúng bằng điểm."),
                _("Mỗi dòng ghi điều khoản và minh chứng; bạn có thể đề nghị xác nhận khách quan."),
                _("Mở Quy định để đọc cách tính, từng con số của luật và các trường hợp đã tính tay."),
            ),
        ),
    )


def _signs() -> tuple[tuple[str, str], ...]:
    return (
        ("on_track", _("Bằng hoặc hơn mức lẽ ra phải đạt hôm nay.")),
        ("at_risk", _("Chậm hơn kế hoạch nhưng còn kịp nếu đẩy nhanh.")),
        ("off_track", _("Với tốc độ này sẽ không đạt; cần can thiệp.")),
        ("no_data", _("Chưa có số liệu trong kỳ; không có số thì không được coi là đúng tiến độ.")),
        ("exceeded", _("Đã vượt chỉ tiêu.")),
        ("breakthrough", _("Mục tiêu đột phá: theo dõi riêng, không tính điểm.")),
    )


def _terms() -> tuple[tuple[str, str], ...]:
    return (
        (_("Nhiệm vụ"), _("Điều cần đạt trong kỳ; có đúng một đầu mối chủ trì.")),
        (_("Mục tiêu then chốt"), _("Một con số đo được, có chỉ tiêu và thời hạn.")),
        (_("Lĩnh vực"), _("Một trong bốn lĩnh vực: đối tượng phục vụ, ngân sách, quy trình, học hỏi.")),
        (_("Phân rã"), _("Giao một phần chỉ tiêu xuống đơn vị; đơn vị nhận hoặc từ chối có lý do.")),
        (_("Minh chứng"), _("Tệp chứng minh một con số hoặc một sản phẩm.")),
        (_("6 rõ"), _("Rõ việc, rõ người, rõ thẩm quyền, rõ quy trình, rõ thời gian, rõ sản phẩm.")),
        (_("Hệ số quy đổi"), _("Số sản phẩm chuẩn mà một sản phẩm được tính bằng, theo danh mục.")),
    )
