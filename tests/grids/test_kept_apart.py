"""System, security and audit lie in three hands, and whoever audits does nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grids import postings, roles
from grids.models import Posting
from tests.conftest import NOON, TODAY

ADD = reverse("admin:grids_posting_add")


def appoint(user, area, role, from_on=TODAY, until_on=None):
    about = {"from_on": from_on, "until_on": until_on, "by": None, "at": NOON}
    return postings.appoint(user=user, area=area, role=role, **about)


@pytest.mark.parametrize("role", roles.ROLES)
def test_which_posts_are_never_in_one_hand_is_the_same_from_both_sides(role):
    others = roles.apart_from(role)

    assert all(role in roles.apart_from(other) for other in others)
    assert len(others) == {"audit_admin": len(roles.ROLES) - 1, "system_admin": 2}.get(
        role, 2 if role == "security_admin" else 1
    )


@pytest.mark.parametrize("role", ["system_admin", "audit_admin"])
def test_a_second_keeper_post_is_refused_and_nothing_is_kept(an, street, role):
    with pytest.raises(postings.HeldApart, match="security_admin"):
        appoint(an, street, role)

    assert an.postings.count() == 1


def test_one_after_the_other_is_no_hand_at_the_same_time(an, street):
    postings.end(posting=an.postings.get(), last_day=TODAY, by=None, at=NOON)
    with pytest.raises(postings.HeldApart):
        appoint(an, street, "audit_admin")

    later = appoint(an, street, "audit_admin", TODAY + timedelta(days=1))
    with pytest.raises(postings.HeldApart):
        postings.end(
            posting=an.postings.exclude(pk=later.pk).get(),
            last_day=TODAY + timedelta(days=9),
            by=None,
            at=NOON,
        )
    assert an.postings.count() == 2


def test_nor_is_it_handed_over_into_one_hand(shen, bai):
    about = {"to": bai, "on": TODAY, "by": None, "at": NOON}
    with pytest.raises(postings.HeldApart, match="street_staff"):
        postings.hand_over(posting=shen.postings.get(), **about)

    assert Posting.objects.filter(until_on=None).count() == 2


def test_without_looking_it_would_be_given(an, street, monkeypatch):
    monkeypatch.setattr(postings, "check_apart", lambda **post: None)

    appoint(an, street, "audit_admin")
    assert an.postings.count() == 2


def test_whoever_gives_the_other_post_meanwhile_waits(ji, street):
    with CaptureQueriesContext(connection) as queries:
        appoint(ji, street, "street_staff")

    asked = [each["sql"] for each in queries]
    held = next(n for n, sql in enumerate(asked) if "FOR UPDATE" in sql and "accounts_user" in sql)
    looked = next(n for n, sql in enumerate(asked) if 'FROM "grids_posting"' in sql)
    assert held < looked


def test_the_office_says_so_in_a_sentence(client, bai, an, street):
    client.force_login(bai)
    post = {"user": an.pk, "area": street.pk, "role": "audit_admin", "from_on": TODAY}

    page = client.post(ADD, post).content.decode()

    assert "这个岗位不能和“安全管理员”在一个人手里" in page
    assert an.postings.count() == 1
