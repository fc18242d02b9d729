"""Who sorts out a case, who may be sent, and who is named on a confidential one."""

from datetime import date

from django.urls import reverse
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from cases.harm import receivers as harm
from cases.models import Case, CaseUserObjectPermission, Status
from grids.models import Area, Posting, Reader
from grids.models.posts import holds
from grids.roles import Duty, Level
from grids.standing_in import covering
from residents.numbers.telling import Officer

VIEW = "cases.view_case"
SECRETS = Duty.RECEIVE_CONFIDENTIAL


def name(case: Case, users) -> None:
    """These people, and nobody else of the area, see the confidential case from now on."""
    for user in users:
        assign_perm(VIEW, user, case)


def withdraw(case: Case, user: User) -> None:
    remove_perm(VIEW, user, case)


def is_named(case: Case, user: User) -> bool:
    return CaseUserObjectPermission.objects.filter(
        content_object=case, user_id=user.pk, permission__codename="view_case"
    ).exists()


def names_of(case: Case) -> list[str]:
    """By name, who sees the confidential case; its reporter is not among them."""
    named = CaseUserObjectPermission.objects.filter(content_object=case)
    return list(named.order_by("pk").values_list("user__name", flat=True))


def sees(reader: Reader, case: Case) -> bool:
    return Case.objects.visible_to(reader).filter(pk=case.pk).exists()


def duty_of(case: Case) -> Duty:
    """What a post must allow so that its holder, once named if need be, sorts the case out."""
    return Duty.TRIAGE_CASES if case.category.harm or not case.confidential else SECRETS


def receivers(case: Case, *, on: date) -> list[User]:
    """Who takes this case on once it is confidential.

    Nobody inherits it from whoever is away: where no other secretary is there, the second receiver
    is, one of those chosen for who is being hurt.
    """
    if case.category.harm:
        return harm.of_case(case, on=on)
    found = _secretaries(case, on=on)
    if found and not covering.not_away(found, on=on):
        return covering.not_away(_second(case, on=on), on=on) or found
    return found


def _secretaries(case, *, on):
    posts = Posting.objects.on(on).over(case.community).allowing(SECRETS)
    users = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    return list(users.order_by("pk"))


def _second(case, *, on):
    """Who of the chosen receivers may take it on; none of the reporter's home."""
    return harm.may_receive(case, harm.of_community(case.community, on=on))


def sorts_out(case: Case, reader: Reader) -> bool:
    """Whether the reader sorts this case out, where it lies and as secret as it is.

    A second receiver does, named on it as a secretary would be, while every secretary is away;
    the name stays theirs to see it through, the deciding ends with the day.
    """
    if holds(reader, duty_of(case), case):
        return True
    if not case.confidential or not holds(reader, Duty.TRIAGE_CASES, case):
        return False
    return is_named(case, reader.user) and reader.user in receivers(case, on=reader.day)


def handling(case: Case, *, on: date) -> list[User]:
    """Whoever was sent, or who stands in for them that day; of a confidential case nobody does."""
    if case.handler is None:
        return []
    there = [] if case.confidential else _there([case.handler], Duty.HANDLE_CASES, on)
    return there or [case.handler]


def officers_on(people: list[int]) -> dict[int, list[Officer]]:
    """Of these people those a confidential matter names, ended or not, with who is named on it."""
    cases = Case.objects.filter(confidential=True, reporter__in=people)
    found: dict[int, list[Officer]] = {}
    for case in cases.prefetch_related("named__user").order_by("pk"):
        link = reverse("cases:case", args=[case.uid])
        officers = [Officer(each.user, link) for each in case.named.all() if each.user.is_active]
        found.setdefault(case.reporter_id, []).extend(officers)
    return found


def where_told(user: User, day: date) -> list[Area]:
    """The communities where somebody is told of who is being hurt, or named on what is confidential.

    A way into such an account is a way to read it, whatever its posts weigh (grids.second).
    """
    theirs = Case.objects.visible_to(Reader.for_job(user, day)).filter(confidential=True)
    named = Area.objects.filter(pk__in=theirs.values("community"))
    return list({*named, *harm.where_chosen(user, on=day)})


def triagers(case: Case, *, on: date) -> list[User]:
    """Who sorts the case out: the community itself, and only without anybody there those above.

    Whoever is away is stood in for; where nobody of the community is there, those above hear of it.
    A confidential case is sorted out by those of its receivers who are named on it, and where
    somebody is being hurt by all of them; without any secretary there, by the second receiver.
    """
    if case.confidential and not case.category.harm:
        named = set(case.named.values_list("user", flat=True))
        return [user for user in receivers(case, on=on) if user.pk in named]
    posts = Posting.objects.on(on).allowing(duty_of(case))
    circles = [posts.filter(area=case.community), posts.over(case.community)]
    first: list[User] = []
    for there in circles[1:] if case.category.harm else circles:
        users = User.objects.filter(pk__in=there.values("user"), is_active=True)
        if case.confidential:
            users = users.filter(pk__in=case.named.values("user"))
        first = first or list(users.order_by("pk"))
        here = users.order_by("pk")
        if found := list(here) if case.category.harm else _there(here, duty_of(case), on):
            return found
    return first


def workers(case: Case, *, on: date) -> list[tuple[User, str]]:
    """Who may be sent, and what they are: who handles cases in its grid, then the community's."""
    posts = Posting.objects.on(on).over(case.grid).allowing(Duty.HANDLE_CASES)
    posts = posts.filter(area__level__in=[Level.GRID, Level.COMMUNITY], user__is_active=True)
    found = {}
    for post in posts.select_related("user").order_by("-area__path", "user__name", "pk"):
        found.setdefault(post.user, post.get_role_display())
    if case.category.harm:
        found = {user: found[user] for user in harm.may_receive(case, found)}
    return list(found.items())


def _there(users, duty, on):
    return covering.present(users, on=on, duty=duty)


WAITS = (Status.REPORTED, Status.ACCEPTED, Status.HANDLED)
"""Where a case waits for whoever sorts it out."""


def forsaken(*, on: date) -> list[Case]:
    """Open confidential cases on which nobody who may receive them is named any more; and those
    that wait for secretaries who are all away, while a second receiver is there."""
    cases = Case.objects.open().filter(confidential=True)
    cases = cases.select_related("category", "community", "reporter")
    return [case for case in cases if not triagers(case, on=on) and _is_wanted(case, on)]


def _is_wanted(case, on):
    """What is in somebody's hands waits until its secretary is back; all else is wanted now."""
    if case.category.harm or case.status in WAITS:
        return True
    named = set(case.named.values_list("user", flat=True))
    return not any(user.pk in named for user in _secretaries(case, on=on))
