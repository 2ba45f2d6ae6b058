"""From an address of a PostgreSQL server to Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from config.env import BadSetting, env_int, env_text
from config.paths import HOME


def database_settings() -> dict[str, Any]:
    """The settings of DATABASE_URL, or of the embedded server below WOMS_HOME."""
    url = env_text("DATABASE_URL")
    return settings_of_url(url) if url else _settings("woms", "woms", socket_directory(), "", "")


def socket_directory() -> str:
    """Where the embedded server of this WOMS_HOME listens (no TCP port)."""
    from config.postgres.server import EmbeddedServer

    return str(EmbeddedServer(HOME / "postgres").socket_directory)


def settings_of_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(
            "DATABASE_URL phải bắt đầu bằng postgresql://, ví dụ postgresql://ten:matkhau@may/woms."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or unquote(parts.hostname or "")
    settings = _settings(
        parts.path.lstrip("/") or "woms",
        unquote(parts.username or ""),
        host,
        unquote(parts.password or ""),
        str(parts.port or ""),
    )
    settings["OPTIONS"].update(query)
    return settings


def _settings(name: str, user: str, host: str, password: str, port: str) -> dict[str, Any]:
    timeouts = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": env_int("WOMS_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "woms", "options": timeouts},
    }
