from django.urls import path

from notices import views

app_name = "notices"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/badge/", views.badge, name="badge"),
    path("inbox/read/", views.read_all, name="read-all"),
    path("inbox/<int:pk>/", views.open_notice, name="open"),
]
