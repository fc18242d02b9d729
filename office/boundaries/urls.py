from django.urls import path

from office.boundaries import views

app_name = "boundaries"

urlpatterns = [
    path("boundaries/", views.index, name="index"),
    path("boundaries/made/<uuid:uid>/", views.made, name="made"),
    path("boundaries/made/<uuid:uid>/undo/", views.undo, name="undo"),
    path("boundaries/<str:code>/", views.place, name="place"),
    path("boundaries/<str:code>/change/", views.change, name="change"),
]
