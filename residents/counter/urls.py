from django.urls import path

from residents.counter import card_views, slips, views
from residents.telling import views as telling

app_name = "counter"

urlpatterns = [
    path("sign-in/card/", card_views.redeem, name="redeem"),
    path("counter/", views.find, name="find"),
    path("counter/slips/", slips.waiting, name="slips"),
    path("counter/slips/sheet/", slips.sheet, name="slips-sheet"),
    path("counter/<uuid:uid>/", views.person_page, name="person"),
    path("counter/<uuid:uid>/number/", views.write_number, name="number"),
    path("counter/<uuid:uid>/confirm/", views.confirm, name="confirm"),
    path("counter/<uuid:uid>/passphrase/", views.passphrase, name="passphrase"),
    path("counter/<uuid:uid>/told-by/", telling.at_counter, name="told-by"),
    path("counter/<uuid:uid>/card/", views.card, name="card"),
]
