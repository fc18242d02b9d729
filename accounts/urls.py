from django.urls import path

from accounts import password_views, token_views, views
from accounts.factors import views as factors
from accounts.late import views as late

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign-in"),
    path("sign-in/phone/", views.phone_page, name="phone"),
    path("sign-in/code/", views.code_page, name="code"),
    path("sign-in/passphrase/", views.passphrase_page, name="passphrase"),
    path("sign-in/second/", factors.second_page, name="second"),
    path("second-factor/", factors.factor_page, name="factor"),
    path("second-factor/key/", factors.confirm_key, name="key"),
    path("second-factor/paper/", factors.print_codes, name="paper-codes"),
    path("second-factor/devices/<uuid:uid>/end/", factors.end_device, name="end-device"),
    path("password/", password_views.password_page, name="password"),
    path("tokens/", token_views.tokens_page, name="tokens"),
    path("tokens/<uuid:uid>/revoke/", token_views.revoke, name="revoke-token"),
    path("late/", late.late_page, name="late"),
    path("late/<uuid:uid>/again/", late.again, name="late-again"),
    path("late/<uuid:uid>/drop/", late.drop, name="drop-late"),
    path("late/photo/<uuid:uid>/", late.photo, name="late-photo"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.choose_language, name="language"),
    path("big-type/", views.choose_type_size, name="big-type"),
]
