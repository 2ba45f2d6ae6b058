"""What happens to people's access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from woms.core.events import DomainEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(DomainEvent):
    code: ClassVar[str] = "account.password_changed"
    subject_kind: ClassVar[str] = "account"
    username: str

    @property
    def sentence(self) -> str:
        return f"Tài khoản {self.username} đã đổi mật khẩu."


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(DomainEvent):
    code: ClassVar[str] = "account.created"
    subject_kind: ClassVar[str] = "account"
    username: str
    person_name: str

    @property
    def sentence(self) -> str:
        return f"Tạo tài khoản {self.username} cho {self.person_name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(DomainEvent):
    code: ClassVar[str] = "grant.given"
    subject_kind: ClassVar[str] = "person"
    person_name: str
    role_title: str
    unit_name: str

    @property
    def sentence(self) -> str:
        return f"Giao vai trò {self.role_title} ở {self.unit_name} cho {self.person_name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(DomainEvent):
    code: ClassVar[str] = "grant.ended"
    subject_kind: ClassVar[str] = "person"
    person_name: str
    role_title: str
    unit_name: str

    @property
    def sentence(self) -> str:
        return f"Kết thúc vai trò {self.role_title} ở {self.unit_name} của {self.person_name}."


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset(DomainEvent):
    code: ClassVar[str] = "account.password_reset"
    subject_kind: ClassVar[str] = "account"
    username: str

    @property
    def sentence(self) -> str:
        return f"Đặt lại mật khẩu của tài khoản {self.username}; lần đăng nhập tới phải đổi."
