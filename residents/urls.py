from django.urls import include, path

from residents.own import views as own

app_name = "residents"

urlpatterns = [
    path("imports/", include("residents.roster.urls")),
    path("my/own-entry/", own.own_entry, name="own-entry"),
    path("meetings/", include("residents.joining.urls")),
]
