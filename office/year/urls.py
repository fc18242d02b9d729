from django.urls import path

from office.year import views

app_name = "year"

urlpatterns = [
    path("year/", views.this, name="this"),
    path("year/<int:year>/", views.year_page, name="year"),
    path("year/<int:year>/arrange/", views.arrange, name="arrange"),
    path("year/<int:year>/take-back/", views.take_back, name="take-back"),
]
