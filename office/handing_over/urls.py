from django.urls import path

from office.handing_over import views

app_name = "handing-over"

urlpatterns = [
    path("handovers/", views.index, name="index"),
    path("handovers/of/<uuid:uid>/", views.new, name="new"),
    path("handovers/<uuid:uid>/", views.handover_page, name="handover"),
]
