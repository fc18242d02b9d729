from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import pwa, views
from config.backup import proving
from config.serving import health, metrics, status
from foundation.api import docs

urlpatterns = [
    path("", views.front_door, name="front-door"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("offline/", pwa.offline_page, name="offline"),
    path("sw.js", pwa.service_worker, name="service-worker"),
    path("ready/", pwa.ready, name="ready"),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("office.urls")),
    path("", include("office.security.urls")),
    path("", include("office.rules.urls")),
    path("", include("office.year.urls")),
    path("", include("office.opening.urls")),
    path("", include("office.onboarding.urls")),
    path("", include("office.pending.urls")),
    path("", include("office.boundaries.urls")),
    path("", include("office.posts.urls")),
    path("", include("office.handbook.urls")),
    path("", include("office.cards.urls")),
    path("", include("office.away.urls")),
    path("", include("office.handing_over.urls")),
    path("", include("residents.urls")),
    path("", include("residents.numbers.urls")),
    path("", include("residents.counter.urls")),
    path("", include("residents.corrections.urls")),
    path("", include("residents.reveal.urls")),
    path("", include("residents.search.urls")),
    path("", include("announcements.urls")),
    path("", include("visits.urls")),
    path("", include("morality_bank.urls")),
    path("", include("cases.urls")),
    path("", include("participation.box.urls")),
    path("", include("reports.urls")),
    path("", include("reports.oversight.urls")),
    path("key-sheet/", proving.key_sheet, name="key-sheet"),
    path("system/", status.system_page, name="system"),
    path("api/v1/", include("config.api_urls")),
    path("docs/api/", docs.docs, name="api-docs"),
    path("docs/api/<slug:section>/", docs.docs, name="api-docs-section"),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

if settings.DEBUG:
    from config.look.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = "config.views.bad_request"
handler403 = "config.views.not_allowed"
handler404 = "config.views.not_found"
handler500 = "config.views.broken"
