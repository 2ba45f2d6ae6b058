"""Files that the API hands out: always as an attachment, never kept by caches, never run by a browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from woms.records.file_names import attachment_header


def attachment(file_name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = attachment_header(file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def described(description: str, *content_types: str) -> dict[str, Any]:
    """How OpenAPI says that an operation answers with a file of one of these types."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    found = {"description": description, "content": dict.fromkeys(content_types, binary)}
    return {"responses": {200: found}}
