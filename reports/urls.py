from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("privacy/fields/", views.fields, name="fields"),
    path("my/registered/", views.registered, name="registered"),
    path("exports/", views.choose, name="exports"),
    path("exports/new/<slug:table>/", views.new, name="new"),
    path("exports/<uuid:uid>/", views.export_page, name="export"),
    path("exports/<uuid:uid>/progress/", views.progress, name="progress"),
    path("exports/<uuid:uid>/decide/", views.decide, name="decide"),
    path("exports/<uuid:uid>/file/", views.fetch, name="file"),
    path("exports/<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
]
