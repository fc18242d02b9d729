from django.http import HttpResponse
from django.urls import path

from accounts.access import signed_in

app_name = "morality_bank"

urlpatterns = [
    path("my/", signed_in(lambda request: HttpResponse("my")), name="my"),
    path("deeds/", signed_in(lambda request: HttpResponse("deeds")), name="deeds"),
]
