import io
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from grids.models import Building, Compound
from residents.models import Roster
from residents.roster import workflow
from residents.roster.saying.sums import sum_of
from tests.conftest import NOON, TODAY
from tests.residents.pages import post
from tests.residents.sheets import row, workbook


@pytest.fixture
def building(east):
    """和平里 3号楼: the building all rosters of these tests are about."""
    compound = Compound.objects.create(community=east.parent, name="和平里")
    return Building.objects.create(compound=compound, number=3, **east.columns())


@pytest.fixture
def dry_run(building, north):
    """dry_run(row(…), row(…)): what these lines would do to the register; not one is left uncounted."""

    def run(*rows, by=None, **facts):
        file = workbook(*rows, **facts)
        found = workflow.dry_run(file, community=north, by=by, on=TODAY)
        assert sum_of(found.findings()).adds_up
        return found

    return run


@pytest.fixture
def take_in(building, north):
    """Upload, check, agree and take in; returns the roster."""

    def run(*rows, by=None, at=NOON, **facts):
        uploaded = upload(north, *rows, by=by, at=at, **facts)
        workflow.check(roster=uploaded, at=at)
        workflow.agree(roster=uploaded, by=by, at=at, reason="上门核对过")
        workflow.take_in(roster=uploaded, at=at)
        assert sum_of(uploaded.findings).adds_up
        return uploaded

    return run


def upload(community, *rows, by=None, at=NOON, made_on=None, **facts):
    return send(community, workbook(*rows, **facts), by=by, at=at, made_on=made_on)


def send(community, file, *, by=None, at=NOON, made_on=None):
    about = {"community": community, "by": by, "at": at, "made_on": made_on}
    return workflow.upload(uid=uuid4(), file=file, name=file.name, **about)


@pytest.fixture
def checked(building, north, chen):
    """A roster of Chen's with one new person, checked and waiting for a yes."""
    now = timezone.now()
    uploaded = upload(north, row(), by=chen, at=now)
    workflow.check(roster=uploaded, at=now)
    assert uploaded.state == Roster.State.CHECKED
    return uploaded


@pytest.fixture
def huaiyinli(east):
    """槐荫里 with three buildings, in the community of the east."""
    compound = Compound.objects.create(community=east.parent, name="槐荫里")
    for number in (1, 2, 3):
        Building.objects.create(compound=compound, number=number, **east.columns())
    return compound


@pytest.fixture
def uploaded(client, chen, north, huaiyinli):
    """The page after an odd file was sent to it."""

    def send(file):
        page = post(client, chen, north, file=file)
        roster = Roster.objects.get()
        assert "people" not in roster.findings or sum_of(roster.findings).adds_up
        return roster, page.content.decode()

    return send


@pytest.fixture
def take_in_odd(tmp_path, north, huaiyinli):
    """The command, with --commit; what it prints."""

    def run(file, *, commit=True, **options):
        path = tmp_path / file.name
        path.write_bytes(file.getvalue())
        out = io.StringIO()
        options |= {"community": north.code, "commit": commit, "stdout": out}
        call_command("import_roster", str(path), **options)
        return out.getvalue()

    return run
