"""A way to sign in is no register field: whoever writes a number does not become its owner.

Takeovers as they were tried, through the pages; each with its control.
"""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken, User
from foundation.sealing import fitting
from notices.models import Notice
from residents import registry
from residents.models import WrittenNumber
from residents.numbers import confirming, table, telling, writing
from residents.numbers.seconds import NeedsAnother, Pair
from residents.numbers.table import RULES, How, Opens, Origin, Told
from residents.roster import workflow
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.conftest import by_office
from tests.residents.conftest import upload
from tests.residents.sheets import row

OLD, NEW, MINE = "13800000001", "13900000009", "13900000008"


@pytest.fixture
def secret(chen, wang, east):
    """What Wang told the secretary in confidence."""
    facts = {"grid": east, "reporter": wang, "channel": "phone", "at": NOON}
    return builders.make_case(wang.user, words="他打人", confidential=True, **facts)


def by_roster(pages, chen, person, phone):
    """One line without an ID number, matched by name and door."""
    building = person.home.building
    line = row(person.name, door="501", 楼号=str(building.number), 单元="1", 手机=phone)
    roster = upload(person.community, line, by=chen, at=timezone.now())
    workflow.check(roster=roster, at=timezone.now())
    client = pages(chen)
    there = reverse("residents:take-in-roster", args=[roster.uid])
    assert "138****0001" in client.get(there).content.decode()
    assert client.post(there).status_code == 422
    client.post(there, {"reason": "上门核对换了号码"})


WAYS = {"office": (by_office, "bai"), "roster": (by_roster, "chen")}


def test_a_house_in_which_a_number_was_changed_starts_again(pages, bai, wang, clock, monkeypatch):
    """What starts it asks each table whether the index key leads to what is sealed there."""
    by_office(pages, bai, wang, NEW)
    assert WrittenNumber.objects.get().before_index and fitting.not_found_again() == []

    monkeypatch.setattr(WrittenNumber.__dict__["before"], "found_as", "")
    assert [str(each) for each in fitting.not_found_again()] == [
        "residents_writtennumber.before_sealed"
    ]


def write(name, pages, request, person, phone=NEW):
    act, who = WAYS[name]
    user = request.getfixturevalue(who)
    act(pages, user, person, phone)
    person.refresh_from_db()
    assert person.phone == phone
    return user


@pytest.mark.parametrize("way", WAYS)
def test_whoever_writes_a_number_reads_nothing_with_it(
    way, wang, secret, chen, pages, handset, request
):
    """The old session and its token end, and the new number leads to no page of hers."""
    owner, thief = handset(OLD), handset(NEW)
    assert owner.sign_in() == "/" and owner.reaches()
    tokens.issue(user=wang.user, name="小程序", days=9, by="code", at=timezone.now())

    write(way, pages, request, wang)

    assert thief.sign_in() == "/sign-in/not-confirmed/"
    assert not thief.reaches() and not thief.reaches(reverse("cases:my-case", args=[secret.uid]))
    assert not owner.reaches()
    assert alive(wang.user) == (0, 0)


def alive(user):
    """Sessions and tokens that still open this account."""
    user = User.objects.get(pk=user.pk)
    marks = [session.get_decoded() for session in Session.objects.all()]
    mine = [mark for mark in marks if mark.get("_auth_user_id") == str(user.pk)]
    good = [mark for mark in mine if mark["_auth_user_hash"] == user.get_session_auth_hash()]
    held = AccessToken.objects.filter(user=user, password_mark=user.get_session_auth_hash())
    return len(good), held.count()


def test_a_session_that_went_on_is_noticed(wang, bai, pages, handset, monkeypatch):
    """Negative control: without the ending, old sessions and tokens live on."""
    owner = handset(OLD)
    owner.sign_in()
    tokens.issue(user=wang.user, name="小程序", days=9, by="code", at=timezone.now())
    monkeypatch.setattr(writing, "end_sign_ins", lambda users: None)

    by_office(pages, bai, wang, NEW)

    assert owner.reaches() and alive(wang.user) == (1, 1)


def test_a_number_that_opened_what_was_written_is_noticed(wang, bai, pages, handset, monkeypatch):
    """Negative control: as it was when the account followed the register."""
    close = writing._close

    def follow(writings, users):
        closed = close(writings, users)
        for each in writings:
            builders.confirm(each.person)
        return closed

    monkeypatch.setattr(writing, "_close", follow)
    by_office(pages, bai, wang, NEW)

    thief = handset(NEW)
    assert thief.sign_in() == "/" and thief.reaches()


@pytest.mark.parametrize("leave", [registry.died, registry.moved_away])
def test_whoever_died_or_moved_away_is_signed_out_at_once(leave, wang, bai, handset):
    phone = handset(OLD)
    phone.sign_in()
    tokens.issue(user=wang.user, name="小程序", days=9, by="code", at=timezone.now())

    leave(person=wang, on=TODAY, by=bai, at=timezone.now())

    assert not phone.reaches() and alive(wang.user) == (0, 0)
    assert sign_in_later(phone) != "/" and not phone.reaches()


def sign_in_later(phone):
    phone.browser.cookies.clear()
    return phone.sign_in()


def test_their_old_number_confirms_the_new_one(wang, bai, pages, handset, texts, clock):
    by_office(pages, bai, wang, NEW)
    old, new = handset(OLD), handset(NEW)
    new.sign_in()

    new.browser.post("/sign-in/not-confirmed/", {"phone": OLD})
    reply = new.browser.post("/sign-in/old-number/", {"code": old.code()})

    assert reply["Location"] == "/" and new.reaches()
    written = WrittenNumber.objects.get()
    assert (written.confirmed_how, written.before, written.before_index) == ("old_number", "", "")
    assert "已经确认" in new.browser.get("/inbox/").content.decode()


def test_a_number_written_in_between_confirms_nothing(wang, bai, pages, handset, clock):
    """The clerk writes one phone of theirs and then another, to be asked for the first."""
    by_office(pages, bai, wang, MINE)
    by_office(pages, bai, wang, NEW)
    thief, helper = handset(NEW), handset(MINE)
    thief.sign_in()

    thief.browser.post("/sign-in/not-confirmed/", {"phone": MINE})

    assert helper.code() is None
    assert confirm_by(thief, helper) and not thief.reaches()
    assert WrittenNumber.objects.get().before == OLD


def confirm_by(thief, helper):
    """Type any code; the answer leads nowhere."""
    return "Location" not in thief.browser.post("/sign-in/old-number/", {"code": "000000"})


def test_the_old_number_is_told_and_so_is_the_owner(wang, bai, pages, texts, clock):
    by_office(pages, bai, wang, NEW)

    assert telling.tell_old_numbers(timezone.now()) == 1
    assert telling.tell_old_numbers(timezone.now()) == 0
    assert [phone for phone, _text in texts] == [OLD]
    assert "手机号改过" in Notice.objects.get(recipient=wang.user).text


def test_where_a_confidential_matter_names_her_the_officer_is_told_instead(
    wang, secret, chen, bai, pages, handset, texts, clock
):
    """Her old phone may be in the hands she tells of."""
    by_office(pages, bai, wang, NEW)

    assert telling.tell_old_numbers(timezone.now()) == 0
    assert texts == []
    told = Notice.objects.filter(recipient=chen, text=telling.SEE_THEM)
    assert [each.link for each in told] == [reverse("cases:case", args=[secret.uid])]
    husband, new = handset(OLD), handset(NEW)
    new.sign_in()
    asking = new.browser.post("/sign-in/not-confirmed/", {"phone": OLD})
    assert asking["Location"] == "/sign-in/old-number/"
    assert husband.code() is None and husband.sign_in() == ""


def test_a_confidential_matter_overlooked_is_noticed(
    wang, secret, bai, pages, texts, clock, monkeypatch
):
    """Negative control."""
    monkeypatch.setattr(telling, "_sources", [])

    by_office(pages, bai, wang, NEW)

    assert telling.tell_old_numbers(timezone.now()) == 1 and [p for p, _t in texts] == [OLD]


def test_a_matter_that_came_meanwhile_keeps_the_old_number_from_hearing(
    wang, bai, east, pages, texts, clock
):
    by_office(pages, bai, wang, NEW)
    facts = {"grid": east, "reporter": wang, "channel": "counter", "at": NOON}
    builders.make_case(bai, words="他打人", confidential=True, **facts)

    assert telling.tell_old_numbers(timezone.now()) == 0 and texts == []


def test_an_id_number_ends_sign_ins_and_its_writer_confirms_nothing(wang, bai, chen, handset):
    phone = handset(OLD)
    phone.sign_in()
    about = {"origin": "office", "reason": "身份证核对过", "at": timezone.now()}

    number = builders.make_id_number("19480305", 2)
    writing.write_id_number(person=wang, number=number, by=bai, **about)

    assert not phone.reaches() and alive(wang.user) == (0, 0)
    writing.write_phone(person=wang, phone=NEW, by=chen, **about)
    for one in (Pair(bai), Pair(chen), Pair(bai, chen)):
        with pytest.raises(NeedsAnother):
            confirming.after_seeing(person=wang, pair=one, at=timezone.now())


def test_undoing_a_roster_ends_the_sign_ins_its_numbers_opened(wang, chen, pages, handset):
    by_roster(pages, chen, wang, NEW)
    roster = wang.community and workflow.Roster.objects.get()
    undoing.agree(roster=roster, by=chen, at=timezone.now())
    undoing.undo(roster=roster, at=timezone.now())

    wang.refresh_from_db()
    wang.user.refresh_from_db()
    assert (wang.phone, wang.user.phone, wang.user.endings) == (OLD, OLD, 2)
    assert not WrittenNumber.objects.exists()


def test_the_table_has_a_rule_for_every_way_and_opens_nothing():
    assert set(RULES) == {(o, c) for o in Origin for c in (True, False)} - {(Origin.EARLIER, True)}
    assert {rule.opens for rule in RULES.values()} == {Opens.NOTHING}
    assert table.SHARED.opens == Opens.WITH_PASSPHRASE and Told.OTHERS in table.SHARED.tells
    assert How.OLD_NUMBER not in table.FIRST.by | table.SHARED.by


WRITERS = {"residents.registry", "residents.numbers.writing", "residents.roster.writing.people"}


def test_nobody_else_writes_an_identity_bearing_field():
    """New entries, the one act, and the set-wise writing of rosters, which ends in it."""
    found = {
        str(path.relative_to(settings.ROOT)).removesuffix(".py").replace("/", ".")
        for path in settings.ROOT.glob("*/**/*.py")
        if path.parts[len(settings.ROOT.parts)]
        in {"residents", "visits", "cases", "office", "grids"}
        and "migrations" not in path.parts
        and any(
            call in path.read_text()
            for call in (".set_phone(", ".set_id_number(", "note_id_number(person")
        )
    }

    assert found - {"residents.numbers.confirming"} == WRITERS
