from django.urls import path

from cases.harm import views as harm
from cases.moves import of_staff
from cases.views import deciding, my, reading, reporting

app_name = "cases"


def decisions():
    """One address for each move of the table."""
    return [
        path(f"cases/<uuid:uid>/{move.word}/", deciding.page(move), name=move.word)
        for move in of_staff()
    ]


urlpatterns = [
    path("desk/", reading.desk_page, name="desk"),
    path("desk/overview/", reading.overview, name="overview"),
    path("desk/communities/", reading.communities, name="communities"),
    path("desk/receivers/", harm.communities, name="receivers"),
    path("desk/receivers/<str:code>/", harm.community, name="receivers-of"),
    path("desk/receivers/<int:pk>/let-go/", harm.let_go, name="let-go"),
    path("desk/new/", reporting.new, name="new"),
    path("cases/new/", reporting.from_door, name="from-door"),
    path("cases/mine/", reading.mine, name="mine"),
    path("cases/at-door/<int:pk>/", reading.at_door, name="at-door"),
    path("cases/photo/<uuid:uid>/", reading.photo, name="photo"),
    path("cases/<uuid:uid>/", reading.case_page, name="case"),
    path("cases/<uuid:uid>/release-looks/", harm.release_looks, name="release-looks"),
    *decisions(),
    path("my/report/", reporting.my_report, name="report"),
    path("my/cases/", my.my_cases, name="my-cases"),
    path("my/cases/fragment/", my.of_mine, name="of-mine"),
    path("my/cases/<uuid:uid>/", my.my_case, name="my-case"),
    path("my/cases/<uuid:uid>/answer/", my.my_answer, name="my-answer"),
    path("my/cases/<uuid:uid>/withdraw/", my.my_withdraw, name="my-withdraw"),
]
