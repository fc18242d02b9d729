"""No name, no number and no word about anybody in an address, a log, a queue, an error page…

A day is played with people nobody else is called like, at the most talkative log level, and
everything it left behind outside the register is searched for them.
"""

import logging
import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import sign_in
from notices import reminders
from notices.tasks import sweep
from residents import tasks
from residents.models import Person, Roster
from residents.roster import workflow
from tests import builders
from tests.conftest import SignedInClient
from tests.ops.traces import Trail, office_log
from tests.residents.sheets import row, workbook
from tests.residents.test_admin import words as office_words

NAME, FRIEND, REMARK = "卢坎娜丽", "濮阳鹮玥", "怕狗的金丝雀"
PHONE, OTHER_PHONE, NUMBER = "16455501234", "16455505678", builders.make_id_number("19470819", 77)
NOTE, TOLD, WHY = "厨房里的鹮鸟", "楼道里的鹬鸟", "核对补贴名单"
OF_SOMEBODY = [NAME, FRIEND, REMARK, PHONE, OTHER_PHONE, NUMBER, NOTE, TOLD]
NUMBERS = [PHONE, OTHER_PHONE, NUMBER]


@pytest.fixture
def canary(home):
    person = builders.make_resident(home, NAME, phone=PHONE, id_number=NUMBER)
    Person.objects.filter(pk=person.pk).update(remarks=REMARK)
    builders.tag(person)
    return person


@pytest.fixture
def day(canary, home, north, east, lin, chen, bai, monkeypatch, tmp_path):
    """Play the day; `day(trail)` notes every answer."""
    monkeypatch.setattr("notices.channels.text_messages.settings.DATA", tmp_path)
    builders.make_building(east, 900)
    bank = builders.make_bank(north)
    facts = {"rule": builders.make_rule(bank), "category": builders.make_category("公共设施")}
    return lambda trail: Day(
        trail, canary, home, north, lin, chen, bai, monkeypatch, **facts
    ).play()


class Day:
    def __init__(self, trail, canary, home, north, lin, chen, bai, monkeypatch, *, rule, category):
        self.trail, self.canary, self.home, self.north = trail, canary, home, north
        self.lin, self.chen, self.bai, self.patch = lin, chen, bai, monkeypatch
        self.rule, self.category = rule, category

    def play(self):
        self.a_resident_signs_in_and_reports()
        self.somebody_types_into_the_wrong_box()
        self.lin_goes_round()
        self.a_session_ends_while_lin_types()
        self.chen_at_the_desk()
        self.chen_takes_in_a_roster()
        self.bai_in_the_office()
        self.things_that_break()
        sweep()

    def browser(self, user=None):
        browser = SignedInClient(raise_request_exception=False)
        if user:
            browser.force_login(user)
        return browser

    def ask(self, browser, url, data=None, expect=(200, 302), **options):
        answer = browser.get(url, **options) if data is None else browser.post(url, data, **options)
        self.trail.note(answer)
        assert answer.status_code in expect, (url, answer.status_code)
        return answer

    def a_resident_signs_in_and_reports(self):
        browser = self.browser()
        self.ask(browser, "/sign-in/phone/", {"phone": PHONE})
        sent = []
        with self.patch.context() as patch:
            patch.setattr(
                "notices.channels.text_messages.send", lambda message: sent.append(message.text)
            )
            sign_in.send_codes(timezone.now())
        self.ask(browser, "/sign-in/code/", {"code": "000000"})
        self.ask(browser, "/sign-in/code/", {"code": re.search(r"\d{6}", sent[0])[0]})
        report = {"client_id": uuid4(), "category": self.category.pk, "words": TOLD, "place": NAME}
        answer = self.ask(browser, "/my/report/", report, expect=(302,))
        for url in (answer["Location"], "/my/", "/my/cases/", "/my/looked-at/", "/inbox/"):
            self.ask(browser, url)

    def somebody_types_into_the_wrong_box(self):
        """Their phone, their name or their ID number where the name to sign in with belongs."""
        for place, typed in enumerate((PHONE, NUMBER, NAME)):
            for _ in range(5):
                typed_twice = {"username": typed, "password": typed}
                elsewhere = {"REMOTE_ADDR": f"203.0.113.{place}"}
                self.ask(self.browser(), "/sign-in/", typed_twice, (200, 429), **elsewhere)

    def lin_goes_round(self):
        browser, door = self.browser(self.lin), reverse("visits:door", args=[self.home.pk])
        contact = {
            "client_id": uuid4(),
            "channel": "door",
            "outcome": "met",
            "people": [self.canary.pk],
            "note": NOTE,
            "needs": TOLD,
            "then": "case",
        }
        for url in ("/today/", door):
            self.ask(browser, url)
        answer = self.ask(browser, door, contact, expect=(302,))
        self.ask(browser, answer["Location"])
        self.ask(browser, "/deeds/new/", {"q": NAME})
        self.ask(browser, "/deeds/new/", {"q": NAME}, headers={"HX-Request": "true"})
        deed = {
            "client_id": uuid4(),
            "rule": self.rule.pk,
            "note": NOTE,
            "happened_on": timezone.localdate().isoformat(),
        }
        self.ask(browser, f"/deeds/new/?person={self.canary.uid}", deed, expect=(302,))
        reveal = reverse("reveal:person", args=[self.canary.uid])
        self.ask(browser, reveal, {"field": "phone", "why": f"给{NAME}打电话"})
        self.ask(browser, reveal, {"field": "id_number", "why": WHY})

    def a_session_ends_while_lin_types(self):
        browser, door = self.browser(self.lin), reverse("visits:door", args=[self.home.pk])
        session = browser.session
        session["since"] = session["seen"] = "2020-01-01T00:00+00:00"
        session.save()
        typed = {"client_id": uuid4(), "channel": "door", "note": NOTE}
        page = self.ask(
            browser, door, typed, (401,), headers={"referer": f"http://testserver{door}"}
        )
        kept = re.search(r'name="kept" value="([^"]+)"', page.content.decode())[1]
        again = {"username": "lin", "kept": kept, "next": door}
        self.ask(browser, "/sign-in/", again | {"password": "wrong"})
        self.ask(browser, "/sign-in/", again | {"password": "demo-2026"}, (302,))

    def chen_at_the_desk(self):
        browser = self.browser(self.chen)
        for find in (PHONE, NUMBER, NAME):
            self.ask(browser, "/desk/new/", {"look": "1", "find": find})
        case = {
            "client_id": uuid4(),
            "category": self.category.pk,
            "priority": "normal",
            "words": f"{NAME}说{TOLD}",
            "reporter": self.canary.uid,
        }
        case = self.ask(browser, "/desk/new/", case, (302,))["Location"]
        for url in ("/desk/", case, f"{case}accept/", "/deeds/", "/inbox/"):
            self.ask(browser, url)
        accept = {"version": 1, "category": self.category.pk, "priority": "normal"}
        self.ask(browser, f"{case}accept/", accept, (302,))
        self.ask(browser, f"{case}close/", {"version": 2, "answer": f"{NAME}家的灯换好了"}, (302,))

    def chen_takes_in_a_roster(self):
        self.patch.setattr(workflow, "IN_REQUEST", 0)
        browser = self.browser(self.chen)
        cells = {
            "身份证号": builders.make_id_number("19600101", 5),
            "手机": OTHER_PHONE,
            "备注": REMARK,
            "楼号": "900",
        }
        for rows in (
            [row(FRIEND, **cells), row(NAME, 手机="1645550", 楼号="900")],
            [row(FRIEND, **cells)],
        ):
            upload = {"uid": uuid4(), "community": self.north.pk, "file": workbook(*rows)}
            there = self.ask(browser, "/imports/", upload, (302,))["Location"]
            self.ask(browser, there)
            tasks.work_on_rosters()
            self.ask(browser, there)
        self.ask(browser, f"{there}take-in/", {}, (302,))
        tasks.work_on_rosters()
        assert Roster.objects.get(uid=there.split("/")[-2]).state == "taken_in"
        self.ask(browser, "/imports/")

    def bai_in_the_office(self):
        browser = self.browser(self.bai)
        people = reverse("admin:residents_person_changelist")
        found = self.ask(browser, people, {"q": NAME}, (302,))["Location"]
        self.ask(browser, found)
        finder = {
            "app_label": "residents",
            "model_name": "caretag",
            "field_name": "person",
            "term": NAME,
        }
        self.ask(browser, reverse("admin:autocomplete"), finder)
        change = reverse("admin:residents_person_change", args=[self.canary.pk])
        self.ask(browser, change)
        typed = office_words(name=NAME, home=self.home.pk, remarks=f"{REMARK}。", phone=PHONE)
        typed["why_changed"] = "上门核对过"
        self.ask(browser, change, typed, (302,))
        self.ask(browser, change, typed | {"id_number": NUMBER[:-1]})
        self.ask(browser, reverse("admin:residents_person_history", args=[self.canary.pk]))

    def things_that_break(self):
        """A missing page, a bad request, a broken page, a broken reminder: with rows in the error."""
        browser, door = self.browser(self.lin), reverse("visits:door", args=[self.home.pk])
        self.ask(browser, f"/today/door/{self.home.pk}99/", expect=(404,))
        self.ask(browser, "/today/", expect=(400,), headers={"host": "elsewhere.example"})
        with self.patch.context() as patch:
            patch.setattr("visits.logbook.log", self.break_a_promise_of_the_database)
            typed = {"client_id": uuid4(), "channel": "door", "outcome": "met", "note": NOTE}
            self.ask(browser, door, typed, (500,))
            patch.setitem(reminders._acts, "breaks", self.break_a_promise_of_the_database)
            reminders.remind(rule="breaks", subject="*", period="1", due_at=timezone.now())
            sweep()

    def break_a_promise_of_the_database(self, *args, **facts):
        """The error quotes the whole row: name, remarks and all."""
        with transaction.atomic():
            Person.objects.filter(pk=self.canary.pk).update(next_due_on=None)


def found_in(trail, data, wanted):
    return [
        (sink, word) for sink, text in trail.sinks(data).items() for word in wanted if word in text
    ]


def test_a_whole_day_leaves_no_trace_of_anybody(day, tmp_path):
    with Trail(tmp_path) as trail:
        day(trail)
        sinks = trail.sinks(tmp_path)
        hits = found_in(trail, tmp_path, OF_SOMEBODY)

    assert hits == []
    assert [number for number in NUMBERS if number in office_log()] == []
    empty = {sink for sink, text in sinks.items() if not text}
    assert empty <= {"texts that leave", "files"}
    size = sum(len(text.encode()) for text in sinks.values())
    assert size > 100_000
    print(f"\n0 hits of {len(OF_SOMEBODY)} words in {size / 1e6:.2f} MB: {', '.join(sinks)}")


def test_a_log_that_quoted_rows_is_noticed(day, tmp_path):
    """Negative control: logs as everybody writes them."""
    with Trail(tmp_path, logging.Formatter) as trail:
        day(trail)
        hits = found_in(trail, tmp_path, OF_SOMEBODY)

    assert {("log", NAME), ("log", REMARK)} <= set(hits)
    assert {sink for sink, _ in hits} == {"log"}


def test_names_typed_to_sign_in_would_stay_in_the_table(day, tmp_path, settings):
    """Negative control: django-axes as it comes."""
    settings.AXES_USERNAME_CALLABLE = None
    settings.AXES_SENSITIVE_PARAMETERS = []
    with Trail(tmp_path) as trail:
        Day.somebody_types_into_the_wrong_box(DayWithoutAnybody(trail))
        hits = found_in(trail, tmp_path, [PHONE, NUMBER, NAME])

    assert ("wrong passwords", PHONE) in hits and ("wrong passwords", NAME) in hits


class DayWithoutAnybody(Day):
    def __init__(self, trail):
        self.trail = trail
