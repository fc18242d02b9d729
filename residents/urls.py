from django.urls import include, path

from residents.own import views as own
from residents.telling import costs
from residents.telling import views as telling

app_name = "residents"

urlpatterns = [
    path("imports/", include("residents.roster.urls")),
    path("my/own-entry/", own.own_entry, name="own-entry"),
    path("my/told-by/", telling.mine, name="told-by"),
    path("messages/month/", costs.month, name="messages-month"),
    path("meetings/", include("residents.joining.urls")),
]
