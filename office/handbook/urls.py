from django.urls import path

from office.handbook import views

app_name = "help"

urlpatterns = [
    path("help/", views.contents, name="contents"),
    path("help/whole/", views.whole, name="whole"),
    path("help/<slug:slug>/", views.chapter, name="chapter"),
]
