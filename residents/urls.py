from django.urls import path

from residents import roster_views, views

app_name = "residents"

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/template/", views.template, name="roster-template"),
    path("imports/<uuid:uid>/", views.roster_page, name="roster"),
    path("imports/<uuid:uid>/progress/", views.progress, name="roster-progress"),
    path("imports/<uuid:uid>/take-in/", views.take_in, name="take-in-roster"),
    path("imports/<uuid:uid>/drop/", views.drop, name="drop-roster"),
    path("imports/<uuid:uid>/columns/", roster_views.columns, name="roster-columns"),
    path("imports/<uuid:uid>/hand-back/", roster_views.hand_back, name="hand-back-roster"),
    path("imports/<uuid:uid>/pairs/", roster_views.answer_pairs, name="roster-pairs"),
    path("imports/<uuid:uid>/absent/", roster_views.answer_absent, name="roster-absent"),
    path("imports/<uuid:uid>/take-up/", roster_views.take_up, name="take-up-roster"),
    path("imports/<uuid:uid>/undo/", roster_views.undo, name="undo-roster"),
]
