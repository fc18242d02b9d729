from django.urls import path

from config import views
from config.urls import handler404, handler500, urlpatterns  # noqa: F401  (Django looks for the names)
from foundation.access import open_to_all


@open_to_all
def broken(request, status):
    """Each error's page with the status of a page, so that the browser has nothing to say."""
    answer = views.broken(request) if status == 500 else views._say(request, status)
    answer.status_code = 200
    return answer


urlpatterns = [*urlpatterns, path("broken/<int:status>/", broken)]
