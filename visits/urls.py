from django.urls import path

from visits import views

app_name = "visits"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/building/<int:pk>/", views.building, name="building"),
    path("today/door/<int:pk>/", views.door, name="door"),
]
