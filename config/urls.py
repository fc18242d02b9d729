from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import front, health

urlpatterns = [
    path("", front.front_door, name="front-door"),
    path("healthz", health.healthz, name="healthz"),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("residents.urls")),
    path("", include("residents.reveal_urls")),
    path("", include("visits.urls")),
    path("", include("morality_bank.urls")),
    path("", include("cases.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

if settings.DEBUG:
    from config.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = "config.front.bad_request"
handler403 = "config.front.not_allowed"
handler404 = "config.front.not_found"
handler500 = "config.front.broken"
