from django.urls import path

from office.posts import views

app_name = "posts"

urlpatterns = [
    path("posts/give/", views.give, name="give"),
    path("posts/leave/", views.leave, name="leave"),
]
