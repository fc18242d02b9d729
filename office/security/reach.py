"""Whose way of signing in somebody looks after: staff of their areas, and of no others."""

from django.db.models import Q

from accounts.models import User
from grids.models import Area, Posting, Reader
from grids.roles import Duty


def staff_of(reader: Reader):
    """Everybody with a post that is not over in the areas somebody administers or keeps secure.

    Whoever holds a post elsewhere too is not among them, nor is the reader: nobody takes over an
    account that reaches further, and a card comes from somebody else's hand.
    """
    mine = Area.objects.with_duty(reader, Duty.ADMINISTER)
    mine |= Area.objects.with_duty(reader, Duty.KEEP_SECURITY)
    open_posts = Posting.objects.filter(Q(until_on=None) | Q(until_on__gte=reader.day))
    here = open_posts.filter(area__in=mine).values("user")
    elsewhere = open_posts.exclude(area__in=mine).values("user")
    users = User.objects.filter(pk__in=here).exclude(pk__in=elsewhere)
    return users.exclude(pk=reader.user.pk)
