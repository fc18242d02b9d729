"""Who sees what was said, by whom it is about: one level above them, and nobody else.

And for whoever it is about there are not two worlds: with the complaint and without it, every page
of theirs is the same, byte for byte.
"""

import pytest
from django.urls import reverse

from grids import roles
from grids.models import Posting
from grids.roles import Duty
from notices.models import Notice
from office.onboarding import opening
from participation.box import desk, workflow
from participation.models import Concern, Round
from tests import builders
from tests.access.walk import fingerprint
from tests.conftest import NOON, TODAY, SignedInClient

BAD = {"kind": "complaint", "subject": "person"}
ABOUT = [  # what is said, who may answer it
    ({"words": "字太小。"}, "chen bai mei"),
    ({"words": "林晓总是很耐心，多来几位。"}, "chen bai mei"),
    ({"words": "态度不好。", **BAD}, "bai mei"),
    ({"words": "态度不好。", "who": "林 晓", **BAD}, "chen bai mei"),
    ({"words": "凌波带着林晓来，都不客气。", **BAD}, "chen bai mei"),
    ({"words": "林晓和周平都没有来。", **BAD}, "chen bai mei"),
    ({"words": "林晓和赵远都没有来。", **BAD}, "bai mei"),
    ({"words": "态度不好。", "who": "陈芳", **BAD}, "bai mei"),
    ({"words": "说好的事不办。", "who": "林晓，陈芳", **BAD}, "bai mei"),
    ({"words": "白露态度不好。", **BAD}, "mei san"),
    ({"words": "沈敏态度不好。", **BAD}, "bai mei san"),
    ({"words": "三位都不好：白露、梅雪、单二。", **BAD}, ""),
]


@pytest.fixture
def everybody(lin, zhou, zhao, ling, chen, qian, bai, mei, ji, an, shen, street, north):
    san = builders.make_staff("san", "单二", street, "standing_second")
    hua = builders.make_staff("hua", "华明", north, "community_staff")
    return [lin, zhou, zhao, ling, chen, qian, bai, mei, ji, an, shen, san, hua]


def readers_of(users):
    return {user.username: builders.reader_of(user) for user in users}


def seen_by(readers, feedback):
    rows = Round.objects.filter(feedback=feedback)
    return [name for name, reader in readers.items() if rows.visible_to(reader).exists()]


def test_one_level_above_whom_it_is_about_and_nobody_else(everybody, give):
    readers = readers_of(everybody)
    for said, answer in ABOUT:
        feedback = give(**said)

        assert " ".join(seen_by(readers, feedback)) == answer, said
        told = Notice.objects.filter(about=feedback.rounds.get().about)
        names = set(told.values_list("recipient__username", flat=True))
        assert names <= set(answer.split()), said
        assert bool(names) == bool(answer), said
    of_bai = Concern.objects.get(user__username="bai", feedback__words__startswith="白露")
    of_bai.delete()  # the control: without the row that names her she would see it
    assert "bai" in seen_by(readers, of_bai.feedback)


def test_whoever_rises_or_stands_in_reads_no_more_than_that(everybody, give, lin, north, chen):
    about_lin = give("态度不好。", who="林晓", **BAD)
    builders.make_post(lin, north, "secretary")

    # Now a secretary beside Chen: who stands below or beside does not read it, the street does.
    assert seen_by(readers_of(everybody), about_lin) == ["bai", "mei"]
    assert Duty.ANSWER_FEEDBACK not in roles.lent("secretary") | roles.lent("street_staff")
    Posting.objects.filter(user=chen).update(until_on=TODAY.replace(year=2025))
    assert seen_by(readers_of([chen]), give()) == []


def test_for_whom_it_is_about_nothing_has_changed(
    clock, everybody, give, wang, north, chen, bai, mei, lin
):
    """Bai, Chen and Lin are complained about; none of their pages, counts or files tells them."""
    opening.say_open(street=north.parent, on=TODAY, by=bai, at=NOON)
    give("桌子太高。")
    clock.now = NOON.replace(day=20)  # by then all of it is late
    lists = [reverse(f"feedback:{name}") for name in ("desk", "year")]
    lists += [reverse("api:feedback"), "/desk/"]
    own = [reverse("notices:inbox"), reverse("notices:badge"), reverse("api:my-feedback"), "/my/"]
    waiting = reverse("pending:line", args=["late-feedback"])
    pages = {bai: [*lists, *own, waiting, reverse("admin:index")], chen: [*lists, *own], lin: own}
    clients = {user: SignedInClient() for user in pages}
    for user, client in clients.items():
        client.force_login(user)

    def world():
        return {
            (user.username, page): fingerprint(client.get(page))
            for user, client in clients.items()
            for page in pages[user]
        }

    before = world()
    assert {answer[0] for answer in before.values()} == {200}
    assert "意见过期了" in before["bai", waiting][2]
    about = ("陈芳，白露", "林晓，陈芳，白露")
    given = [give("不好。", who=who, by=wang.user, **BAD) for who in about]
    assert world() == before
    for feedback in given:
        first = feedback.rounds.get()
        for client in clients.values():
            for name in ("round", "answer"):
                there = client.get(reverse(f"feedback:{name}", args=[first.uid]))
                assert there.status_code == 404
        with pytest.raises(workflow.NotYours):
            workflow.answer(round_=first, words="没有的事。", by=chen, at=NOON)
    counted = [desk.of_year(builders.reader_of(user), 2026)[1].given for user in (chen, bai, mei)]
    assert counted == [0, 0, 2]
