from django.urls import path

from office.pending import views

app_name = "pending"

urlpatterns = [path("pending/<slug:slug>/", views.line_page, name="line")]
