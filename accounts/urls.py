from django.urls import path

from accounts import password_views, token_views, views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in_page, name="sign-in"),
    path("sign-in/phone/", views.phone_page, name="phone"),
    path("sign-in/code/", views.code_page, name="code"),
    path("password/", password_views.password_page, name="password"),
    path("tokens/", token_views.tokens_page, name="tokens"),
    path("tokens/<uuid:uid>/revoke/", token_views.revoke, name="revoke-token"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.choose_language, name="language"),
    path("big-type/", views.choose_type_size, name="big-type"),
]
