"""All steps of one form in one transaction: what one person may do happens, what takes two is asked."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from grids import postings
from grids.models import Area, Posting
from office import proposals
from office.posts import looking
from office.posts.looking import Preview
from office.posts.steps import Step, refusals


class LooksOtherwise(Exception):
    """Since somebody looked, it would do something else, or cannot be: nothing happened."""


@transaction.atomic
def do(*, steps: list[Step], seen: str, by: User, at: datetime) -> Preview:
    """Raises LooksOtherwise; then nothing of it is done."""
    steps = _held(steps)
    looked = looking.of(steps)
    if looked.digest != seen or refusals(steps, by=by, today=timezone.localdate(at)):
        raise LooksOtherwise
    together = uuid4() if len(looked.asked) > 1 else None
    try:
        for step in steps:
            _do(step, together, by=by, at=at)
    except (postings.CannotGive, proposals.CannotBeDone):
        raise LooksOtherwise from None
    return looked


def _held(steps):
    """The same steps with places, posts and people held, in the order in which everybody holds them."""
    places = {step.area.pk for step in steps if step.area}
    places |= {step.posting.area_id for step in steps if step.posting}
    list(Area.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk"))
    keys = [step.posting.pk for step in steps if step.posting]
    held = Posting.objects.select_for_update(of=["self"]).filter(pk__in=keys).order_by("pk")
    now = {post.pk: post for post in held.select_related("user", "area")}
    if len(now) != len(keys):
        raise LooksOtherwise
    users = {step.user.pk for step in steps}
    list(User.objects.select_for_update().filter(pk__in=users).order_by("pk"))
    return [
        Step(
            step.user,
            step.role,
            step.area,
            step.from_on,
            step.until_on,
            now[step.posting.pk] if step.posting else None,
        )
        for step in steps
    ]


def _do(step, together, *, by, at):
    about = {"by": by, "at": at}
    if step.takes_two:
        post = {"area": step.area, "user": step.user, "role": step.role, "from_on": step.from_on}
        post |= {"until_on": step.until_on, "posting": step.posting, "together": together}
        proposals.ask(kind=step.kind, **post, **about)
    elif step.posting is None:
        post = {"area": step.area, "role": step.role, "until_on": step.until_on}
        postings.appoint(user=step.user, from_on=step.from_on, **post, **about)
    elif step.area is None:
        postings.relieve(posting=step.posting, on=step.from_on, **about)
    else:
        postings.move(posting=step.posting, to=step.area, on=step.from_on, **about)
