from django.urls import path

from office.rules import views

app_name = "rules"

urlpatterns = [
    path("rules/", views.communities, name="communities"),
    path("rules/<str:code>/", views.community, name="community"),
    path("rules/<str:code>/rule/", views.rule_page, name="rule"),
    path("rules/<str:code>/take-back/", views.take_back, name="take-back"),
]
