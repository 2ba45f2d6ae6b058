"""The version of what a person may see, for pages that cannot listen: one short word, one short query."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from woms.web.request import SignedInRequest, live, signed_in


@require_safe
@signed_in
@live
def version(request: SignedInRequest) -> HttpResponse:
    response = HttpResponse(request.live_version, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response
