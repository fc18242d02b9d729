"""Whose accounts and posts somebody at the street office may touch."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from grids.models import Posting, Reader
from office.scoped_admin import administered


def staff_of(reader: Reader):
    """Everybody who holds or held a post in the areas the reader administers."""
    here = Posting.objects.filter(area__in=administered(reader))
    return User.objects.filter(pk__in=here.values("user"))


def is_all_ours(reader: Reader, member) -> bool:
    """Whether every post the staff member holds or will hold lies where the reader administers.

    Whoever gives out a code could use it: nobody takes over an account that reaches further.
    """
    today = timezone.localdate()
    open_posts = member.postings.filter(Q(until_on=None) | Q(until_on__gte=today))
    return not open_posts.exclude(area__in=administered(reader)).exists()
