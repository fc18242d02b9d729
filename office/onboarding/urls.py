from django.urls import path

from office.onboarding import divisions, views

app_name = "onboarding"

urlpatterns = [
    path("opening/<str:code>/", views.street_page, name="street"),
    path("opening/<str:code>/open/", views.open_street, name="open"),
    path("opening/<str:code>/divisions/", divisions.divisions, name="divisions"),
]
