"""The house's pages, and those for looking at a number in full."""

from django.urls import include, path

from config import urls

urlpatterns = [path("", include("residents.reveal_urls")), *urls.urlpatterns]
handler404, handler403 = urls.handler404, urls.handler403
