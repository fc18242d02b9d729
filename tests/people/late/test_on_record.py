"""Words that come too late: on record for whoever has it now, and with their writer; never lost."""

from uuid import uuid4

from django.urls import reverse

from accounts.models import LateDraft, LatePhoto
from cases import workflow
from cases.models import Case, Photo
from notices.models import Notice
from tests import builders
from tests.people.conftest import the_form
from tests.people.late.conftest import (
    SAID,
    becomes_confidential,
    end_post,
    goes_to_another,
    mine,
    moves,
)
from visits.models import Visit


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
