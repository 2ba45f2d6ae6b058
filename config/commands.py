"""The product's commands, as `./run --help` lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from config.paths import HOME

COMMANDS: Mapping[str, str] = {
    "import-plan": "nhập kế hoạch từ Word hoặc Excel",
    "sample": "dựng, kiểm tra hoặc xóa dữ liệu mẫu",
    "close": "chốt kỳ đánh giá: tính điểm mọi người một lượt",
    "recompute": "tính lại tiến độ và điểm tổng hợp từ nhật ký",
    "rules": "liệt kê và xem quy tắc đánh giá",
    "score": "chấm một tình huống ghi trong tệp YAML",
    "account": "tạo tài khoản, đặt lại mật khẩu",
    "openapi": "in mô tả API",
    "docs": "viết lại các trang tài liệu sinh tự động",
    "check": "kiểm tra cấu hình (thêm --deploy cho máy chủ thật)",
    "migrate": "nâng cấp cơ sở dữ liệu",
    "shell": "mở Python trong chương trình",
}
WITH_PROVINCE = frozenset({"import-plan"})  # a plan names units, so a fresh machine gets the sample first
WITHOUT_DATABASE = frozenset({"rules", "score", "help", "version", "--version", "openapi", "docs"})


def help_text() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  ./run {name:<{width}}  {purpose}" for name, purpose in COMMANDS.items()]
    return "\n".join(
        [
            "WOMS: quản trị mục tiêu công việc",
            "",
            "  ./run                 chuẩn bị mọi thứ rồi chạy; dừng bằng Ctrl-C",
            *lines,
            "",
            "Mỗi lệnh nhận --help. Biến môi trường: WOMS_PORT, WOMS_HOST, WOMS_HOME, DATABASE_URL, PG_BINDIR.",
        ]
    )


def prepare_database(arguments: Sequence[str]) -> None:
    """Start or join the embedded server, unless DATABASE_URL names another or the command needs none."""
    command = arguments[0] if arguments else "help"
    if os.environ.get("DATABASE_URL") or command in WITHOUT_DATABASE:
        return
    from config.postgres.server import EmbeddedServer

    server = EmbeddedServer(HOME / "postgres")
    server.attach()
    os.environ["DATABASE_URL"] = server.url()
