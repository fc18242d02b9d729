from django.urls import path

from residents import views

app_name = "residents"

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/template/", views.template, name="roster-template"),
    path("imports/<uuid:uid>/", views.roster_page, name="roster"),
    path("imports/<uuid:uid>/progress/", views.progress, name="roster-progress"),
    path("imports/<uuid:uid>/take-in/", views.take_in, name="take-in-roster"),
    path("imports/<uuid:uid>/drop/", views.drop, name="drop-roster"),
]
