"""A busier neighbourhood: every stage a case can be at, a door with cautions, rosters good and bad."""

from datetime import timedelta

from django.utils import timezone

from residents.models import Dwelling, Roster
from residents.roster import workflow
from tests import builders
from tests.residents.conftest import upload
from tests.residents.sheets import row

STEPS = ("returned", "referred", "accepted", "dispatched", "handled", "closed")


def cases_at_every_step(world, lin, chen):
    own = world.places["own"]
    own.more = {"case": [], "my_case": [], "roster": []}
    now, home = timezone.now(), own.person.home
    for hours, step in enumerate(STEPS, start=2):
        facts = {"dwelling": home, "at": now - timedelta(hours=hours)}
        theirs = builders.make_case(lin, own.grid, **facts)
        mine = builders.make_case(
            own.person.user, own.grid, reporter=own.person, channel="phone", **facts
        )
        for kind, case in (("case", theirs), ("my_case", mine)):
            own.more[kind].append(builders.bring(case, step, desk=chen, worker=lin, at=now).uid)
    for hours in (1, 2, 3):
        builders.log_contact(lin, home, outcome="nobody", at=now - timedelta(hours=hours))
    Dwelling.objects.filter(pk=home.pk).update(no_entry_since=builders.LONG_AGO)


def rosters(world, community, by, *, name, file_name):
    """One that may be taken in, one with a wrong relation and phone, one with a wrong door."""
    own = world.places["own"]
    home = Dwelling.objects.select_related("building__compound").get(pk=own.person.home_id)
    place = {"小区": home.building.compound.name, "楼号": str(home.building.number), "单元": "1"}
    for cells in ({}, {"与户主关系": "x", "手机": "1"}, {"门牌": "?"}):
        uploaded = upload(community, row(name=name, **place | cells), by=by, at=timezone.now())
        workflow.check(roster=uploaded, at=timezone.now())
        Roster.objects.filter(pk=uploaded.pk).update(file_name=file_name)
        own.more["roster"].append(uploaded.uid)
