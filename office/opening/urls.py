from django.urls import path

from office.opening import views

app_name = "opening"

urlpatterns = [
    path("organisation/", views.files, name="files"),
    path("organisation/<str:code>/workbook/", views.workbook, name="workbook"),
    path("organisation/<uuid:uid>/", views.file_page, name="file"),
    path("organisation/<uuid:uid>/progress/", views.progress, name="progress"),
    path("organisation/<uuid:uid>/answers/", views.answers, name="answers"),
    path("organisation/<uuid:uid>/take-in/", views.take_in, name="take-in"),
    path("organisation/<uuid:uid>/undo/", views.undo, name="undo"),
    path("organisation/<uuid:uid>/drop/", views.drop, name="drop"),
]
