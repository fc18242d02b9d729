from django.urls import path

from visits import views
from visits.field import views as field_views

app_name = "visits"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/door/<int:pk>/", views.door, name="door"),
    path("field/", field_views.my_field, name="field"),
    path("field/<slug:code>/", field_views.area, name="area"),
    path("field/building/<int:pk>/", field_views.building, name="building"),
]
