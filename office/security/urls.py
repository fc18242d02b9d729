from django.urls import path

from office.security import views

app_name = "security"

urlpatterns = [
    path("security/", views.security_page, name="index"),
    path("staff/<uuid:uid>/way-in/", views.way_in, name="way-in"),
    path("staff/<uuid:uid>/card/", views.give_card, name="card"),
    path("staff/<uuid:uid>/replace/", views.replace, name="replace"),
    path("staff/devices/<uuid:uid>/end/", views.end_device, name="end-device"),
]
