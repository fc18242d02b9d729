from django.urls import path

from cases.views import deciding, my, reading, reporting

app_name = "cases"

urlpatterns = [
    path("desk/", reading.desk_page, name="desk"),
    path("desk/overview/", reading.overview, name="overview"),
    path("desk/communities/", reading.communities, name="communities"),
    path("desk/new/", reporting.new, name="new"),
    path("cases/new/", reporting.from_door, name="from-door"),
    path("cases/mine/", reading.mine, name="mine"),
    path("cases/at-door/<int:pk>/", reading.at_door, name="at-door"),
    path("cases/photo/<uuid:uid>/", reading.photo, name="photo"),
    path("cases/<uuid:uid>/", reading.case_page, name="case"),
    path("cases/<uuid:uid>/accept/", deciding.accept, name="accept"),
    path("cases/<uuid:uid>/return/", deciding.send_back, name="return"),
    path("cases/<uuid:uid>/resubmit/", deciding.resubmit, name="resubmit"),
    path("cases/<uuid:uid>/refer-out/", deciding.refer_out, name="refer-out"),
    path("cases/<uuid:uid>/dispatch/", deciding.dispatch, name="dispatch"),
    path("cases/<uuid:uid>/handle/", deciding.handle, name="handle"),
    path("cases/<uuid:uid>/rework/", deciding.rework, name="rework"),
    path("cases/<uuid:uid>/close/", deciding.close, name="close"),
    path("my/report/", reporting.my_report, name="report"),
    path("my/cases/", my.my_cases, name="my-cases"),
    path("my/cases/fragment/", my.of_mine, name="of-mine"),
    path("my/cases/<uuid:uid>/", my.my_case, name="my-case"),
    path("my/cases/<uuid:uid>/answer/", my.my_answer, name="my-answer"),
    path("my/cases/<uuid:uid>/withdraw/", my.my_withdraw, name="my-withdraw"),
]
