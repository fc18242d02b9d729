"""When grids change: whose open matters move, who takes them on, and who still may know of a secret.

A confidential case is seen by those named on it who work in its community. When its door goes to
another community, whoever receives such matters there is named, too, as if it had been reported
there; nobody else, and no preview says that there is one.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from cases import need_to_know, notifications
from cases.models import Case, CaseUserObjectPermission, Step
from grids.boundaries.changes import Change
from grids.boundaries.moved import Made
from grids.boundaries.parts import Counted, Follower, Sentence
from grids.models import Reader

OPEN = Counted(
    "cases",
    _("没办结的事"),
    lambda day: Case.objects.open().filter(confidential=False),
    Case.moves_with,
    holds=True,
)
OUT_OF_HAND = gettext_noop("有 %(n)s 件在办的事，经办人以后看不见了，会请那边受理的人另外派人。")


def warnings(change: Change, day: date) -> list[Sentence]:
    """What is in somebody's hands who will see it no more."""
    number = len(_out_of_hand(change, day))
    return [(OUT_OF_HAND, {"n": number})] if number else []


def _out_of_hand(change: Change, day: date) -> list[int]:
    """Open cases in the hands of somebody who loses sight of them; confidential ones are not said."""
    ends = {grid.path for grid in change.sources()}
    there = change.path_afterwards
    rows = OPEN.rows(day).filter(change.moving(Case.moves_with), handler__isnull=False)
    found, readers = [], {}
    for case in rows.select_related("handler", "grid"):
        reader = readers.setdefault(case.handler_id, Reader.for_job(case.handler, day))
        paths = [post.area.path for post in reader.posts]
        sees = [any(path.startswith(each) for each in paths) for path in (case.grid.path, there)]
        if case.grid.path in ends and sees == [True, False]:
            found.append(case.pk)
    return found


def _follow(made: Made) -> dict[str, Any]:
    named: list[list[int]] = []
    if made.crosses:
        for rows in made.moved.rows("cases.Case"):
            secrets = rows.filter(confidential=True, closed_at__isnull=True)
            for case in secrets.select_related("category", "community", "reporter"):
                named += [[case.pk, user.pk] for user in _name(case, made)]
    _ask_to_send_anew(made)
    return {"named": named, "steps": _steps(made)}


def _name(case: Case, made: Made) -> list[Any]:
    """Whoever receives it over there and was not named before."""
    known = set(case.named.values_list("user", flat=True))
    users = need_to_know.receivers(case, on=made.day)
    users = [user for user in users if user.pk not in known]
    need_to_know.name(case, users)
    notifications.to_named(case, users, at=made.at)
    return users


def _ask_to_send_anew(made: Made) -> None:
    """Those who sort out hear of every case whose handler sees it no more."""
    for rows in made.moved.rows("cases.Case"):
        in_hand = rows.filter(closed_at__isnull=True, handler__isnull=False)
        for case in in_hand.select_related("category", "community", "handler"):
            reader = Reader.for_job(case.handler, made.day)
            if not need_to_know.sees(reader, case):
                notifications.of_lost_handler(case, by=made.by, at=made.at)


def _go_back(made: Made, kept: dict[str, Any] | None) -> None:
    for case, user in (kept or {}).get("named", []):
        if Step.objects.filter(case=case, by=user, at__gt=made.row.at).exists():
            continue  # it is in their hands by now, and they stay named
        named = CaseUserObjectPermission.objects.filter(content_object=case, user=user)
        named.filter(permission__codename="view_case").delete()


def _is_built_on(made: Made, kept: dict[str, Any] | None) -> bool:
    return kept is not None and kept["steps"] != _steps(made)


def _steps(made: Made) -> int:
    """How often anything happened to what moved, but for what is confidential."""
    moved = made.moved.rows("cases.Case")
    return sum(
        Step.objects.filter(case__in=rows, case__confidential=False).count() for rows in moved
    )


def _gone_back(made: Made) -> None:
    """A secret told since the change is received where its door lies again."""
    if not made.crosses:
        return
    secrets = Case.objects.filter(confidential=True, closed_at__isnull=True)
    since = secrets.filter(reported_at__gt=made.row.at, grid__in=made.row.before["places"])
    for case in since.select_related("category", "community", "reporter"):
        _name(case, made)


CASES = Follower("cases", _follow, _go_back, _is_built_on, _gone_back)
