"""Who sorts out a case, who may be sent, and who is named on a confidential one."""

from datetime import date

from django.urls import reverse
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from cases.harm import receivers as harm
from cases.models import Case, CaseUserObjectPermission
from grids.models import Area, Posting, Reader
from grids.roles import Duty, Level
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
    """Who takes this case on once it is confidential."""
    if case.category.harm:
        return harm.of_case(case, on=on)
    posts = Posting.objects.on(on).over(case.community).allowing(SECRETS)
    users = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    return list(users.order_by("pk"))


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

    A confidential case is sorted out by those of its receivers who are named on it, and where
    somebody is being hurt by all of them.
    """
    posts = Posting.objects.on(on).allowing(duty_of(case))
    circles = [posts.filter(area=case.community), posts.over(case.community)]
    for there in circles[1:] if case.category.harm else circles:
        users = User.objects.filter(pk__in=there.values("user"), is_active=True)
        if case.confidential:
            users = users.filter(pk__in=case.named.values("user"))
        if found := list(users.order_by("pk")):
            return found
    return []


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


def forsaken(*, on: date) -> list[Case]:
    """Open confidential cases on which nobody who may receive them is named any more."""
    cases = Case.objects.open().filter(confidential=True)
    cases = cases.select_related("category", "community", "reporter")
    return [case for case in cases if not triagers(case, on=on)]
