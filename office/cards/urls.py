from django.urls import path

from office.cards import badge_views, views

app_name = "cards"

urlpatterns = [
    path("cards/", views.cards_page, name="cards"),
    path("staff/<uuid:uid>/badge/new/", views.replace, name="replace"),
    path("my/badge/", views.mine, name="mine"),
    path("my/badge/photo/remove/", views.remove_photo, name="remove-photo"),
    path("my/badge/new/", views.make_new, name="make-new"),
    path("w/<slug:token>/", badge_views.badge_page, name="badge"),
    path("w/<slug:token>/photo/", badge_views.photo, name="photo"),
]
