from django.urls import path

from office.away import views

app_name = "away"

urlpatterns = [
    path("my/away/", views.mine, name="mine"),
    path("my/away/new/", views.new, name="new"),
    path("my/away/<uuid:uid>/", views.absence_page, name="absence"),
    path("my/away/<uuid:uid>/end/", views.end, name="end"),
    path("my/away/<uuid:uid>/decline/", views.decline, name="decline"),
    path("away/", views.team, name="team"),
]
