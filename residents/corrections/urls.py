from django.urls import path

from residents.corrections import desk, views

app_name = "corrections"

urlpatterns = [
    path("corrections/", desk.corrections, name="corrections"),
    path("corrections/mine/", views.mine, name="mine"),
    path("corrections/<uuid:uid>/", desk.correction_page, name="correction"),
    path("corrections/<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("register/<uuid:uid>/", views.person_page, name="person"),
    path("register/<uuid:uid>/change/", views.change_person, name="change-person"),
    path("register/door/<int:pk>/change/", views.change_door, name="change-door"),
]
