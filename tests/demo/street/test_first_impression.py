"""What lin, chen and wang find when somebody opens the demo for the first time."""

from django.utils import timezone

from accounts.models import User
from cases.models import Case
from demo import cast
from grids.models import Reader
from morality_bank.models import Account, Deed
from notices.models import Notice
from residents.models import Person
from visits import due
from visits.field import plots
from visits.field.states import State
from visits.models import Visit

TODAY = "2026-11-23"


def staff(name):
    return User.objects.get(username=name)


def reader_of(user, day=None):
    return Reader.for_job(user, day or timezone.localdate())


def person_of(member):
    return Person.objects.get(
        user__phone_index__isnull=False,
        name=member.name,
        home__door="302",
        relation=member.relation,
        grid__code="150271020100001",
    )


def test_lin_has_a_mixed_list_in_two_grids_and_wang_is_on_it(demo):
    people = due.people_due(reader_of(staff("lin"), person_of(cast.WANG).next_due_on))

    assert person_of(cast.WANG) in people
    assert person_of(cast.LI) in people
    assert {person.grid.code[-3:] for person in people} == {"001", "002"}
    assert people.filter(next_due_on__lt=TODAY).exists()


def test_the_note_at_wangs_door_says_why_today(demo):
    newest = Visit.objects.filter(people=person_of(cast.WANG)).newest_first().first()

    assert (newest.outcome, f"{newest.next_on}") == ("rescheduled", TODAY)


def test_the_field_has_all_its_colours(demo):
    counts = plots.total(plots.sums(reader_of(staff("bai"), demo.built_at.date())).values())

    assert set(counts) == set(State.values)
    assert counts["fresh"] > sum(counts.values()) / 2


def test_wang_and_li_have_phones_of_their_own(demo):
    wang, li = person_of(cast.WANG), person_of(cast.LI)

    assert (wang.phone, li.phone) == (cast.WANG.phone, cast.LI.phone)
    assert wang.home == li.home and wang.user != li.user


def test_wang_has_points_and_one_deed_waiting(demo):
    account = Account.objects.get(person=person_of(cast.WANG))

    assert account.balance > 20
    assert Deed.objects.waiting().filter(account=account).count() == 1


def test_wang_reported_two_things_and_one_is_answered(demo):
    cases = Case.objects.filter(reporter=person_of(cast.WANG)).order_by("reported_at")

    assert [case.status for case in cases] == ["closed", "dispatched"]
    assert cases[1].handler == staff("lin")


def test_the_secretary_finds_a_full_desk_and_news(demo):
    chen = staff("chen")

    assert Case.objects.visible_to(reader_of(chen)).open().count() >= 3
    assert Deed.objects.decided_by(reader_of(chen)).waiting().exists()
    assert Notice.objects.filter(recipient=chen, read_at=None).exists()


def test_what_waits_for_the_street_is_in_its_inbox(demo):
    bai = User.objects.get(username="bai")
    [morning] = Notice.objects.filter(recipient=bai, key__startswith="morning:")
    assert morning.read_at is None and "街道的待处理" in str(morning.lines or morning.sentence)


def test_confidential_cases_are_for_the_named_only(demo):
    secret = Case.objects.filter(confidential=True)

    assert secret.exists()
    for case in secret:
        named = {permission.user for permission in case.named.select_related("user")}
        assert any(post.role == "secretary" for user in named for post in reader_of(user).posts)
        assert not Case.objects.visible_to(reader_of(staff("bai"))).filter(pk=case.pk).exists()


def test_gaos_campaign_is_over(demo):
    assert reader_of(staff("gao")).posts == []
    assert Visit.objects.filter(by=staff("gao")).exists()
