from django.http import HttpResponse
from django.urls import path

from accounts.access import signed_in

app_name = "visits"

urlpatterns = [path("today/", signed_in(lambda request: HttpResponse("today")), name="today")]
