"""`./run account`: for the administrator of the machine."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from woms.access.roles import ROLES
from woms.core import clock
from woms.core.errors import WomsError
from woms.org.services import create_account


class Command(BaseCommand):
    help = "Tạo tài khoản cho một người. Mật khẩu ban đầu phải đổi ở lần đăng nhập đầu tiên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--unit", required=True, help="mã đơn vị")
        parser.add_argument("--role", required=True, choices=sorted(ROLES), help="vai trò")
        parser.add_argument("--title", default="Chuyên viên", help="chức danh")

    def handle(self, *_args: Any, **options: Any) -> None:
        password = getpass.getpass("Mật khẩu ban đầu: ")
        now = clock.now()
        try:
            create_account(
                at=now,
                on=clock.local_date(now),
                username=options["username"],
                password=password,
                full_name=options["name"],
                unit_code=options["unit"],
                role=options["role"],
                title=options["title"],
            )
        except WomsError as error:
            raise CommandError(error.sentence, returncode=2) from None
        self.stdout.write(
            f"Đã tạo tài khoản {options['username']}. Lần đăng nhập đầu tiên sẽ phải đổi mật khẩu."
        )
