"""Who sorts out a case, who may be sent, and who is named on a confidential one."""

from datetime import date

from django.db.models import QuerySet
from guardian.shortcuts import assign_perm, remove_perm

from accounts.models import User
from cases.models import Case, CaseUserObjectPermission
from grids.models import Area, Posting, Reader
from grids.roles import Duty, Level

VIEW = "cases.view_case"


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


def receivers(community: Area, *, on: date) -> QuerySet[User]:
    """Who takes confidential reports for this community."""
    posts = Posting.objects.on(on).over(community).allowing(Duty.RECEIVE_CONFIDENTIAL)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk")


def triagers(case: Case, *, on: date) -> list[User]:
    """Who sorts the case out: the community itself, and only without anybody there those above.

    A confidential case is sorted out by those of its receivers who are named on it.
    """
    duty = Duty.RECEIVE_CONFIDENTIAL if case.confidential else Duty.TRIAGE_CASES
    posts = Posting.objects.on(on).allowing(duty)
    for there in (posts.filter(area=case.community), posts.over(case.community)):
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
    return list(found.items())


def forsaken(*, on: date) -> list[Case]:
    """Open confidential cases on which nobody who may receive them is named any more."""
    cases = Case.objects.open().filter(confidential=True).select_related("community")
    return [
        case
        for case in cases
        if not receivers(case.community, on=on).filter(pk__in=case.named.values("user")).exists()
    ]
