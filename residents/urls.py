from django.urls import include, path

app_name = "residents"

urlpatterns = [path("imports/", include("residents.roster.urls"))]
