from django.urls import path

from residents.roster.views import answers, uploads

urlpatterns = [
    path("", uploads.imports, name="imports"),
    path("template/", uploads.template, name="roster-template"),
    path("<uuid:uid>/", uploads.roster_page, name="roster"),
    path("<uuid:uid>/progress/", uploads.progress, name="roster-progress"),
    path("<uuid:uid>/take-in/", uploads.take_in, name="take-in-roster"),
    path("<uuid:uid>/drop/", uploads.drop, name="drop-roster"),
    path("<uuid:uid>/columns/", answers.columns, name="roster-columns"),
    path("<uuid:uid>/places/", answers.places, name="roster-places"),
    path("<uuid:uid>/hand-back/", answers.hand_back, name="hand-back-roster"),
    path("<uuid:uid>/questions/", answers.answer_questions, name="roster-questions"),
    path("<uuid:uid>/pairs/", answers.answer_pairs, name="roster-pairs"),
    path("<uuid:uid>/absent/", answers.answer_absent, name="roster-absent"),
    path("<uuid:uid>/take-up/", answers.take_up, name="take-up-roster"),
    path("<uuid:uid>/undo/", answers.undo, name="undo-roster"),
]
