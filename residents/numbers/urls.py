from django.urls import path

from residents.numbers import views

app_name = "numbers"

urlpatterns = [
    path("sign-in/not-confirmed/", views.not_confirmed, name="not-confirmed"),
    path("sign-in/old-number/", views.old_number, name="old-number"),
    path("my/passphrase/", views.open_confidential, name="passphrase"),
]
