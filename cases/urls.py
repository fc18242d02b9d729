from django.http import HttpResponse
from django.urls import path

from accounts.access import signed_in

app_name = "cases"

urlpatterns = [path("desk/", signed_in(lambda request: HttpResponse("desk")), name="desk")]
