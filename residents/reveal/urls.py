from django.urls import path

from residents.reveal import views

app_name = "reveal"

urlpatterns = [
    path("people/<uuid:uid>/reveal/", views.reveal_page, name="person"),
    path("my/looked-at/", views.looked_at_me, name="looked-at-me"),
]
