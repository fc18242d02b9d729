from django.urls import path

from residents import search_views

app_name = "search"

urlpatterns = [path("search/", search_views.search_page, name="find")]
