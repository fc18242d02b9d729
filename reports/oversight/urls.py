from django.urls import path

from reports.oversight import views

app_name = "oversight"

urlpatterns = [
    path("audit/", views.index, name="index"),
    path("audit/answer/", views.answer, name="answer"),
    path("audit/<slug:slug>/", views.index, name="register"),
    path("audit/<slug:slug>/take/", views.take, name="take"),
]
