"""How long one stays signed in: staff for a working day, residents for a month."""

import pytest


@pytest.fixture
def worker(client, lin, clock):
    client.force_login(lin)
    return client


@pytest.fixture
def resident(client, wang, clock):
    client.force_login(wang.user, by="code")
    return client


def is_in(client):
    return client.get("/inbox/").status_code == 200


def test_half_an_hour_without_a_tap_ends_it(worker, clock):
    clock.passes(minutes=30)
    assert is_in(worker)

    clock.passes(minutes=30, seconds=1)
    assert not is_in(worker)
    clock.passes(seconds=1)
    assert not is_in(worker)


def test_whoever_keeps_working_stays_in(worker, clock):
    for _ in range(20):
        clock.passes(minutes=25)
        assert is_in(worker)


def test_after_twelve_hours_even_the_busiest_signs_in_again(worker, clock):
    for _ in range(29):
        clock.passes(minutes=25)
        assert is_in(worker) == (_ < 28)


def test_residents_stay_for_a_month(resident, clock):
    clock.passes(days=29, hours=23)
    assert is_in(resident)

    clock.passes(hours=2)
    assert not is_in(resident)


def test_a_session_without_our_marks_is_none(client, lin):
    from django.test import Client

    Client.force_login(client, lin, backend="grids.backends.PostingBackend")
    session = client.session
    for mark in ("by", "since", "seen"):
        session.pop(mark, None)
    session.save()

    assert not is_in(client)


@pytest.mark.parametrize("by", [None, "telephone"])
def test_a_session_that_does_not_say_how_it_began_ends(worker, by):
    session = worker.session
    session.pop("by") if by is None else session.update({"by": by})
    session.save()

    page = worker.get("/today/", follow=True)

    assert page.redirect_chain == [("/sign-in/?next=%2Ftoday%2F", 302)]
    assert not page.wsgi_request.user.is_authenticated
    assert "_auth_user_id" not in worker.session


def test_pages_of_somebody_are_not_kept_by_the_browser(worker):
    assert worker.get("/inbox/")["Cache-Control"] == "no-store"


def test_using_the_pages_writes_the_session_once_a_minute(worker, clock, django_assert_num_queries):
    worker.get("/inbox/badge/")
    with django_assert_num_queries(3):  # session, user, count
        worker.get("/inbox/badge/")

    clock.passes(minutes=2)
    worker.get("/inbox/badge/")
    assert worker.session["seen"] == clock.at.isoformat()
