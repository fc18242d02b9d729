from django.urls import path

from participation.box.views import desk, writing

app_name = "feedback"

urlpatterns = [
    path("feedback/", writing.new, name="new"),
    path("feedback/answer/", writing.track, name="track"),
    path("feedback/desk/", desk.desk_page, name="desk"),
    path("feedback/desk/year/", desk.year, name="year"),
    path("feedback/desk/<uuid:uid>/", desk.round_page, name="round"),
    path("feedback/desk/<uuid:uid>/answer/", desk.answer, name="answer"),
    path("feedback/photos/<uuid:uid>/", writing.photo, name="photo"),
    path("feedback/<uuid:uid>/", writing.one, name="one"),
    path("feedback/<uuid:uid>/again/", writing.object_to, name="object"),
]
