from django.urls import path

from office import views

app_name = "office"

urlpatterns = [
    path("confirm/", views.proposals_page, name="proposals"),
    path("confirm/file/<uuid:uid>/", views.file_page, name="proposals-of-file"),
    path("confirm/together/<uuid:uid>/", views.together_page, name="proposals-together"),
    path("confirm/cards/<uuid:uid>/", views.cards_page, name="proposals-of-sheet"),
    path("confirm/<uuid:uid>/", views.proposal_page, name="proposal"),
    path("confirm/<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
]
