from django.urls import path

from visits import views
from visits.changes import views as change_views
from visits.due_dates import views as due_views
from visits.field import views as field_views
from visits.mending import views as mending
from visits.stairwell import views as stairwell

app_name = "visits"

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/door/<int:pk>/", views.door, name="door"),
    path("today/mine/", mending.own_day, name="own-day"),
    path("today/contact/<uuid:uid>/", mending.mend, name="mend"),
    path("today/contact/<uuid:uid>/undo/", mending.undo, name="undo"),
    path("today/door/<int:pk>/changed/", change_views.changed, name="changed"),
    path("today/recomputing/<slug:code>/", due_views.recomputing, name="recomputing"),
    path("today/door/<int:pk>/later/", views.later, name="later"),
    path("today/stairwell/<int:pk>/", stairwell.mixed, name="stairwell"),
    path("today/stairwell/<int:pk>/nobody/", stairwell.nobody_home, name="nobody-home"),
    path("today/stairwell/<int:pk>/sheet/", stairwell.round_sheet, name="round-sheet"),
    path("field/", field_views.my_field, name="field"),
    path("field/<slug:code>/", field_views.area, name="area"),
    path("field/building/<int:pk>/", field_views.building, name="building"),
]
