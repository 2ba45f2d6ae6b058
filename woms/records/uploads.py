"""Files on their way in: cut off at the limit while they arrive, then handed to the domain piece by piece."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from woms.records.files import Upload, too_large

_MARK = "woms.too_large"


class LimitedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers: a file over the limit is not written to disk any further."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        self._received += len(raw_data)
        if self._received > settings.MAX_UPLOAD_BYTES:
            if self.request is not None:
                self.request.META.setdefault(_MARK, set()).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - the next handler keeps the file
        return None


def upload_of(request: HttpRequest, *fields: str) -> Upload | None:
    """The file of the first of these fields that has one. Raises `Invalid` when it was cut off at the limit."""
    for field in fields:
        if field in request.META.get(_MARK, ()):
            raise too_large()
        file = request.FILES.get(field)
        if isinstance(file, UploadedFile) and file.name:
            return Upload(file.name, file.chunks())
    return None
