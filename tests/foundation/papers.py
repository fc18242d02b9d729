"""Deeds that leave a record and take long to prepare: of rosters, exports and joined entries."""

from functools import partial

from django.urls import reverse

from foundation.work import queue
from reports.exports import requests
from residents import registry
from residents.joining import meetings
from residents.joining import workflow as joining
from residents.models import Meeting
from residents.roster import workflow
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON
from tests.reports.conftest import ask_for, export
from tests.residents.conftest import upload
from tests.residents.sheets import row

ID_NUMBER = builders.make_id_number("19480305", 2)


def with_papers(client, north, chen, bai):
    """The same for what takes long to prepare: each gives the deed once everything is ready."""
    builders.make_building(north.areas.first(), 998)

    def agreed():
        made = upload(north, row("甲一平", 楼号="998"), by=chen)
        workflow.check(roster=made, at=NOON)
        workflow.agree(roster=made, by=chen, at=NOON)
        return made

    def undone():
        taken = agreed()
        workflow.take_in(roster=taken, at=NOON)
        undoing.agree(roster=taken, by=chen, at=NOON)
        return partial(undoing.undo, roster=taken, at=NOON)

    def faulty():
        made = upload(north, row("丙三平", 楼号="998", 手机="1"), by=chen)
        workflow.check(roster=made, at=NOON)
        client.force_login(chen)
        return partial(client.post, reverse("residents:hand-back-roster", args=[made.uid]))

    def taken():
        written = export(chen, north, form="csv")
        return lambda: list(requests.take(export=written, by=chen, at=NOON))

    def asked(**facts):
        return ask_for(chen, north, **facts)

    def met():
        east, west = north.areas.order_by("pk")
        builders.make_person(None, "孙大", grid=east, id_number=ID_NUMBER)
        registry.register(name="孙二", grid=west, id_number=ID_NUMBER, by=None, at=NOON)
        meetings.look(at=NOON)
        found = Meeting.objects.get()
        said = {"verdict": "one", "kept": found.first, "taken": ["name"], "why": "看过证件"}
        return joining.propose(meeting=found, by=chen, at=NOON, **said)

    def joined():
        return joining.join(meeting=met(), by=bai, at=NOON)

    return {
        "export-agreed": lambda: partial(requests.agree, export=asked(full=True), by=bai, at=NOON),
        "export-written": lambda: partial(queue.work_on, asked(), at=NOON),
        "export-taken": taken,
        "entries-joined": lambda: partial(joining.join, meeting=met(), by=bai, at=NOON),
        "entries-separated": lambda: partial(joining.separate, meeting=joined(), by=bai, at=NOON),
        "roster-taken-in": lambda: partial(workflow.take_in, roster=agreed(), at=NOON),
        "roster-undone": undone,
        "roster-faults-handed-back": faulty,
    }
