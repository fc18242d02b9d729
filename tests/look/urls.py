from django.urls import path

from config.look.styleguide import styleguide
from config.urls import handler404, handler500, urlpatterns  # noqa: F401  (Django looks for the names)

urlpatterns = [*urlpatterns, path("styleguide/", styleguide)]
