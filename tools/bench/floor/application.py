"""Settings, page and address of the floor in one file. FLOOR_DATABASE names its database."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.database import settings_of_url

ROWS = 50
TEMPLATE = """<!doctype html><title>Floor</title><p>{{ request.user.username }}</p><table>
{% for line in lines %}<tr><td>{{ line.code }}</td><td>{{ line.title }}</td><td>{{ line.unit_name }}</td>
<td>{{ line.value }}</td><td>{{ line.due_on|date:"d/m/Y" }}</td><td>{{ line.state }}</td></tr>
{% endfor %}</table>"""

settings.configure(
    SECRET_KEY="floor",  # noqa: S106 - on loopback, for the minute of the measurement
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": settings_of_url(os.environ["FLOOR_DATABASE"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LANGUAGE_CODE="vi",
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
        "tools.bench.floor",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"floor.html": TEMPLATE})],
                    )
                ],
            },
        }
    ],
)
application = get_wsgi_application()

from django.http import HttpRequest, HttpResponse  # noqa: E402 - these need the settings
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from tools.bench.floor.models import Line  # noqa: E402


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "floor.html", {"lines": Line.objects.order_by("due_on", "id")[:ROWS]})


urlpatterns = [path("", page)]
