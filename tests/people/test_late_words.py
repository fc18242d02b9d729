"""Words that come too late: on record for whoever has it now, and with their writer; never lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.late import keeping, kinds, proof
from accounts.models import LateDraft, LatePhoto
from cases import workflow
from cases.models import Case, Photo
from grids import boundaries, postings
from notices.models import Notice
from tests import builders
from tests.access.test_access_walk import PAGES
from tests.access.walk import fingerprint
from tests.people.conftest import the_form
from visits.models import Visit

SAID = "水管在三楼拐角，阀门已经关上"


@pytest.fixture
def sent(lin, zhou, chen, east, now):
    """A case Lin was sent with."""
    case = builders.make_case(chen, east, at=now - timedelta(hours=3))
    return builders.bring(case, "dispatched", desk=chen, worker=lin, at=now - timedelta(hours=2))


@pytest.fixture
def page_of(sent, lin, as_user):
    """Lin's page of the decision, open: (client, address, hidden fields)."""
    client = as_user(lin)
    url = reverse("cases:handle", args=[sent.uid])
    return client, url, the_form(client.get(url))


def goes_to_another(sent, chen, east, now):
    other = builders.make_staff("other", "另一位", east, "grid_worker")
    workflow.dispatch(case=sent, version=sent.version, handler=other, by=chen, at=now)
    return other


def becomes_confidential(sent, chen, now):
    """Sent back, answered, and accepted as a secret: the road a page has for it."""
    Case.objects.filter(pk=sent.pk).update(status="reported", handler=None)
    case = Case.objects.get(pk=sent.pk)
    workflow.accept(case=case, version=case.version, confidential=True, by=chen, at=now)


def end_post(user, now):
    postings.relieve(posting=user.postings.get(), on=timezone.localdate(now), by=None, at=now)


def mine(client):
    return client.get("/late/").content.decode()


# Decisions.


def test_a_decision_after_somebody_else_was_sent_is_on_record_and_kept(
    page_of, sent, lin, chen, east, now, picture
):
    client, url, form = page_of
    other = goes_to_another(sent, chen, east, now)

    reply = client.post(url, form | {"note": SAID, "photos": [picture()]})

    assert reply.status_code == 404 and SAID in reply.content.decode()
    step = sent.steps.last()
    assert (step.action, step.by, step.note) == ("late", lin, SAID)
    assert Photo.objects.filter(case=sent).count() == LatePhoto.objects.count() == 1
    for user in (other, chen):
        assert Notice.objects.filter(recipient=user, text__startswith="有一段晚到的话").count() == 1
    assert SAID in mine(client) and "没有交上" in client.get("/inbox/").content.decode()
    assert Case.objects.get(pk=sent.pk).version == sent.version + 1  # the new sending alone
    photo = reverse("accounts:late-photo", args=[LatePhoto.objects.get().uid])
    assert client.get(photo).status_code == 200


def test_after_it_was_made_confidential_it_reaches_who_is_named_and_tells_the_writer_nothing(
    page_of, sent, chen, now, as_user
):
    client, url, form = page_of
    becomes_confidential(sent, chen, now)

    reply = client.post(url, form | {"note": SAID})

    assert sent.steps.last().note == SAID
    assert SAID in as_user(chen).get(reverse("cases:case", args=[sent.uid])).content.decode()
    assert sent.number not in reply.content.decode() + mine(client)


def test_after_a_post_ended_at_midnight(page_of, sent, lin, now):
    client, url, form = page_of
    end_post(lin, now)

    assert client.post(url, form | {"note": SAID}).status_code == 404
    assert sent.steps.last().note == SAID
    assert SAID in mine(client)


def test_sent_twice_it_is_there_once(page_of, sent, chen, east, now):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)

    for _ in range(2):
        client.post(url, form | {"note": SAID})

    assert (sent.steps.filter(action="late").count(), LateDraft.objects.count()) == (1, 1)


def test_who_sees_the_case_reads_that_it_ended_and_nothing_is_lost(page_of, sent, lin, chen, now):
    """Handled by Lin in another window and answered: the page is still hers, the move is not."""
    client, url, form = page_of
    case = workflow.handle(case=sent, version=sent.version, note="办了", by=lin, at=now)
    workflow.close(case=case, version=case.version, answer="好了", by=chen, at=now)

    reply = client.post(url, form | {"note": SAID})

    assert reply.status_code == 409 and "已经记进这件事里" in reply.content.decode()
    assert sent.steps.last().note == SAID
    assert client.post(url, form | {"note": SAID}).status_code == 409
    assert sent.steps.filter(action="late").count() == 1
    assert workflow.StaleCase(case).last_step.action == "close"


def test_the_deciders_and_the_reporters_pages_go_on_as_they_were(
    page_of, sent, chen, east, now, as_user
):
    client, url, form = page_of
    other = goes_to_another(sent, chen, east, now)
    url_of_other, other_client = url, as_user(other)
    theirs = the_form(other_client.get(url_of_other))

    client.post(url, form | {"note": SAID})

    assert other_client.post(url_of_other, theirs | {"note": "办好了"}).status_code == 302


# Contacts, reports, deeds.


@pytest.fixture
def at_the_door(lin, home, wang, as_user, now):
    client = as_user(lin)
    url = reverse("visits:door", args=[home.pk])
    form = the_form(client.get(url)) | {"channel": "door", "outcome": "met", "people": [wang.pk]}
    return client, url, form | {"note": SAID}


def moves(home, west, now):
    boundaries.move_building(building=home.building, to=west, by=None, at=now)


def test_a_contact_at_a_door_that_moved_stands_in_the_logbook(
    at_the_door, home, west, zhou, lin, wang, now, as_user
):
    client, url, form = at_the_door
    moves(home, west, now)

    assert client.post(url, form).status_code == 404

    visit = Visit.objects.get()
    assert (visit.by, visit.grid, visit.note) == (lin, west, SAID)
    assert SAID in as_user(zhou).get(url).content.decode()
    assert SAID in mine(client)


def test_a_resend_is_answered_as_the_first_time(at_the_door, home, west, now):
    client, url, form = at_the_door
    assert client.post(url, form).status_code == 302
    moves(home, west, now)

    again = client.post(url, form)

    assert (again.status_code, again["Location"]) == (302, "/")
    assert (Visit.objects.count(), LateDraft.objects.count()) == (1, 0)
    other = client.post(url, form | {"note": "另一段话"})
    assert other.status_code == 404 and "另一段话" in mine(client)


def test_a_program_that_sends_again_hears_that_it_is_done(at_the_door, home, west, lin, now):
    client, _url, form = at_the_door
    sent = {"client_id": form["client_id"], "door": home.pk, "outcome": "met", "note": SAID}
    report = {"client_id": str(uuid4()), "category": builders.make_category().pk, "words": SAID}
    report["door"] = home.pk
    ask = {"content_type": "application/json"}
    assert client.post(reverse("api:log-contact"), sent, **ask).status_code == 201
    assert client.post(reverse("api:report-case"), report, **ask).status_code == 201
    moves(home, west, now)

    assert client.post(reverse("api:log-contact"), sent, **ask).status_code == 200
    assert client.post(reverse("api:report-case"), report, **ask).json()["code"] == "moved_on"
    other = sent | {"client_id": str(uuid4())}
    assert client.post(reverse("api:log-contact"), other, **ask).status_code == 400


def test_that_somebody_moved_away_is_not_taken_from_who_lost_the_door(
    at_the_door, home, west, wang, now
):
    client, url, form = at_the_door
    moves(home, west, now)

    client.post(url, form | {"outcome": "moved"})

    wang.refresh_from_db()
    assert wang.home == home and not Visit.objects.exists()
    assert "已搬走" in mine(client)


def test_a_report_comes_back_and_can_be_sent_once_more(lin, home, west, as_user, now, picture):
    client = as_user(lin)
    page = f"{reverse('cases:from-door')}?door={home.pk}"
    form = the_form(client.get(page)) | {"words": SAID, "category": "1", "here": "home"}
    moves(home, west, now)

    assert client.post(page, form | {"photos": [picture()]}).status_code == 404

    draft = LateDraft.objects.get()
    assert draft.photos.count() == 1 and SAID in mine(client)
    reply = client.post(reverse("accounts:late-again", args=[draft.uid]))
    assert SAID in client.get(reply["Location"]).content.decode()
    client.post(reverse("accounts:drop-late", args=[draft.uid]))
    assert not LateDraft.objects.exists()


def test_a_good_deed_for_somebody_who_moved_comes_back(lin, home, west, wang, as_user, now, north):
    rule = builders.make_rule(builders.make_bank(north))
    client = as_user(lin)
    page = f"{reverse('morality_bank:take-in')}?person={wang.uid}"
    form = the_form(client.get(page)) | {"rule": rule.pk, "happened_on": now.date(), "note": SAID}
    moves(home, west, now)

    assert client.post(page, form).status_code == 404
    assert SAID in mine(client)


def test_what_was_typed_before_a_session_ended_is_not_lost_at_a_missing_page(
    lin, home, west, client, now, monkeypatch
):
    client.force_login(lin)
    url = reverse("visits:door", args=[home.pk])
    form = the_form(client.get(url)) | {"outcome": "nobody", "channel": "door", "note": SAID}
    client.logout()
    expired = client.post(url, form, headers={"referer": f"http://testserver{url}"})
    moves(home, west, now)

    kept = {"kept": the_form(expired)["kept"], "next": url}
    client.post("/sign-in/", kept | {"username": "lin", "password": "demo-2026"})
    page = client.get(url)

    assert page.status_code == 404 and SAID in page.content.decode()
    assert Visit.objects.get().note == SAID and SAID in mine(client)


# Nobody learns anything, and nobody writes where they had no business.


def test_there_and_nowhere_are_one_answer(sent, zhou, far, zhao, as_user, now):
    """Zhou never had the case and no page of it; an address of nothing gets the same bytes."""
    client = as_user(zhao)
    there, nowhere = (reverse("cases:handle", args=[uid]) for uid in (sent.uid, uuid4()))
    word = {"note": SAID, "version": "1"}

    assert fingerprint(client.post(there, word)) == fingerprint(client.post(nowhere, word))
    assert sent.steps.last().action == "dispatch"


def test_only_a_page_we_showed_to_this_very_person_lately_opens_the_record(
    page_of, sent, lin, zhou, chen, east, now, monkeypatch
):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    elsewhere = reverse("cases:handle", args=[uuid4()])
    wrong = {
        "nobody's": form["shown"][:-3] + "abc",
        "another's": proof.mark(zhou, url),
        "another page's": proof.mark(lin, elsewhere),
    }
    for said, mark in wrong.items():
        client.post(url, form | {"note": said, "shown": mark})
    with monkeypatch.context() as later:
        later.setattr(proof, "HOLDS", timedelta(seconds=-1))
        client.post(url, form | {"note": "old"})
    assert not sent.steps.filter(action="late").exists()

    monkeypatch.setattr(proof, "holds", lambda mark, user, page: True)  # the guard taken away
    client.post(url, {"note": "made up", "version": "1"})
    assert sent.steps.filter(action="late").exists()


def test_a_mistake_while_handing_on_loses_nothing(page_of, sent, chen, east, now, monkeypatch):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    monkeypatch.setattr("cases.notifications.to_whoever_has_it", lambda *a, **k: 1 / 0)

    assert client.post(url, form | {"note": SAID}).status_code == 404
    assert SAID in mine(client) and not sent.steps.filter(action="late").exists()


def test_a_photo_that_is_none_is_said_and_the_words_stay(page_of, sent, chen, east, now, picture):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    broken = picture()
    broken.file.truncate(20)
    broken.size = 20

    page = client.post(url, form | {"note": SAID, "photos": [broken]}).content.decode()

    assert "不是能打开的照片" in page and SAID in mine(client)


def test_nobody_fills_our_disks_and_even_then_the_words_are_shown(lin, as_user, now, monkeypatch):
    monkeypatch.setattr(keeping, "A_DAY", 2)
    client = as_user(lin)
    pages = [
        client.post(reverse("cases:handle", args=[uuid4()]), {"note": f"第{n}段"}) for n in "123"
    ]

    assert [page.status_code for page in pages] == [404] * 3
    assert LateDraft.objects.count() == 2
    assert "第3段" in pages[2].content.decode() and "请现在抄走" in pages[2].content.decode()


def test_after_thirty_days_rows_and_files_are_gone(lin, now):
    draft = builders.make_late_draft(lin, SAID, at=now - timedelta(days=31))
    kept = builders.make_late_draft(lin, "新的", at=now - timedelta(days=29))
    file = draft.photos.get().file
    assert file.storage.exists(file.name)

    keeping.forget_old(now)

    assert list(LateDraft.objects.all()) == [kept]
    assert not file.storage.exists(file.name)


# Choices, switches, files, numbers and passwords: nobody writes there what would be missed.
SAY_NOTHING = {
    f"{room}:{page}"
    for room, pages in {
        "accounts": (
            "sign-in phone code password tokens revoke-token sign-out language big-type "
            "late-again drop-late passphrase second key paper-codes end-device"
        ),
        "notices": "read-all open",
        "search": "find",
        "reveal": "person",
        "residents": (
            "imports take-in-roster drop-roster roster-columns hand-back-roster roster-pairs "
            "roster-absent take-up-roster undo-roster own-entry propose-meeting agree-meeting "
            "decline-meeting separate-meeting"
        ),
        "cases": "accept receivers-of let-go release-looks my-withdraw",
        "reports": "withdraw",
        "morality_bank": "post",
        "numbers": "not-confirmed old-number passphrase",
        "counter": "redeem find number confirm passphrase card",
        "office": "proposal withdraw",
        "oversight": "take",
        "security": "card end-device index replace",
    }.items()
    for page in pages.split()
}


def test_every_page_that_takes_words_says_what_becomes_of_late_ones():
    posted = {
        name
        for name, page in PAGES.items()
        if "POST" in page.methods and not name.startswith("api:")
    }

    assert posted - SAY_NOTHING == kinds.names()
