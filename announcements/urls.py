from django.urls import path

from announcements.views import desk, own, public, sheet, writing

app_name = "announcements"

urlpatterns = [
    path("announcements/", desk.said, name="said"),
    path("announcements/new/", writing.new, name="new"),
    path("announcements/<uuid:uid>/", desk.announcement, name="announcement"),
    path("announcements/<uuid:uid>/picture/", desk.picture, name="picture"),
    path("announcements/<uuid:uid>/edit/", writing.edit, name="edit"),
    path("announcements/<uuid:uid>/preview/", writing.preview, name="preview"),
    path("announcements/<uuid:uid>/take-back/", writing.take_back, name="take-back"),
    path("announcements/<uuid:uid>/drop/", writing.drop, name="drop"),
    path("announcements/<uuid:uid>/sheet/", sheet.sheet, name="sheet"),
    path("my/announcements/", own.all_of_mine, name="all-of-mine"),
    path("my/announcements/newest/", own.card, name="card"),
    path("my/announcements/<uuid:uid>/", own.mine, name="mine"),
    path("my/announcements/<uuid:uid>/picture/", own.picture, name="my-picture"),
    path("a/<uuid:uid>/", public.page, name="public"),
    path("a/<uuid:uid>/picture/", public.picture, name="public-picture"),
]
