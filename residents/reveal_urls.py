from django.urls import path

from residents import reveal_views

app_name = "reveal"

urlpatterns = [
    path("people/<uuid:uid>/reveal/", reveal_views.reveal_page, name="person"),
    path("my/looked-at/", reveal_views.looked_at_me, name="looked-at-me"),
]
