from django.http import HttpResponse
from django.urls import path

from accounts.access import signed_in

app_name = "residents"

urlpatterns = [path("imports/", signed_in(lambda request: HttpResponse("x")), name="imports")]
