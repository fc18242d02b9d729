from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [path("sign-in/<str:username>/", views.sign_in_as, name="sign-in-as")]
