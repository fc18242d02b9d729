from django.urls import path

from residents.joining import views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<uuid:uid>/", views.meeting_page, name="meeting"),
    path("<uuid:uid>/propose/", views.propose, name="propose-meeting"),
    path("<uuid:uid>/agree/", views.agree, name="agree-meeting"),
    path("<uuid:uid>/decline/", views.decline, name="decline-meeting"),
    path("<uuid:uid>/separate/", views.separate, name="separate-meeting"),
]
