from django.urls import path

from morality_bank.views import deciding, my, settling, taking_in

app_name = "morality_bank"

urlpatterns = [
    path("my/", my.my, name="my"),
    path("my/passbook/", my.passbook_page, name="passbook"),
    path("deeds/", deciding.deeds_page, name="deeds"),
    path("deeds/new/", taking_in.take_in, name="take-in"),
    path("deeds/settling/", settling.banks, name="settling"),
    path("deeds/<uuid:uid>/post/", deciding.post, name="post"),
    path("deeds/<uuid:uid>/refuse/", deciding.refuse, name="refuse"),
    path("deeds/<uuid:uid>/take-back/", deciding.take_back, name="take-back"),
]
