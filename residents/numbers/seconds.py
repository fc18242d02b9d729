"""Two people see a person; one of them at least wrote none of the numbers they confirm.

At the counter one is enough where somebody else wrote the number, for that makes two. At a door,
and for what one person would otherwise both give and hold (a passphrase, a card), two sign with
their own passwords; at a door their posts differ, so that two friends of one trade do not do.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from accounts.two_people import Hands
from grids.models import Reader, posts
from grids.roles import Duty
from residents.models import Person, WrittenNumber

How = WrittenNumber.How


class NeedsAnother(Exception):
    """Whoever signs here wrote the number, or nobody knows who did: somebody else has to sign."""


class NotTwo(Exception):
    """The second is the first, or one may act through the other's account, or has no duty here,
    holds the same kind of post, or is concerned."""


@dataclass(frozen=True)
class Pair:
    """Who saw the person: whoever is signed in, and perhaps a second who typed a password."""

    first: User
    second: User | None = None

    def check(self, person: Person, *, writers: set[int | None], at: datetime) -> WrittenNumber.How:
        """Where they saw the person. Raises NeedsAnother, NotTwo.

        `writers`: who wrote what is confirmed; None where nobody knows, and then two sign.
        """
        at_counter = self._at_counter(self.first, person, at)
        if person.user_id in {self.first.pk, getattr(self.second, "pk", None)} - {None}:
            raise NotTwo
        if self.second is None:
            if not at_counter or None in writers or self._may_be(writers, at):
                raise NeedsAnother
            return How.COUNTER
        self.check_two(person, at=at)
        if {self.first.pk, self.second.pk} <= writers:
            raise NeedsAnother
        both = at_counter and self._at_counter(self.second, person, at)
        return How.COUNTER if both else How.DOOR

    def check_two(self, person: Person, *, at: datetime) -> None:
        """For what always takes two. Raises NeedsAnother, NotTwo."""
        if self.second is None:
            raise NeedsAnother
        if self.first.pk == self.second.pk or person.user_id in (self.first.pk, self.second.pk):
            raise NotTwo
        there = [self._posts(user, Duty.CONFIRM_PEOPLE, person, at) for user in self]
        if not all(there) or not Hands(timezone.localdate(at)).are_two(self.first, self.second):
            raise NotTwo
        if all(self._at_counter(user, person, at) for user in self):
            return
        if self._kinds(self.first, there[0], at) == self._kinds(self.second, there[1], at):
            raise NotTwo

    def _kinds(self, user, there, at):
        """At a door one of them holds a kind of post the other one does not. What is lent to whoever
        stands in is of no other kind than their own posts (decision 46)."""
        own = [post for post in there if not post.is_lent]
        if not own:
            reader = Reader.for_job(user, timezone.localdate(at))
            own = [post for post in reader.own_posts if post.allows(Duty.CONFIRM_PEOPLE)]
        return {post.role for post in own}

    def _may_be(self, writers, at):
        """Whether the first could be one of the writers, under this account or another."""
        hands = Hands(timezone.localdate(at))
        written_by = User.objects.in_bulk(writers).values()
        return any(not hands.are_two(each, self.first) for each in written_by)

    def __iter__(self):
        return iter((self.first, self.second))

    def _at_counter(self, user, person, at):
        return bool(self._posts(user, Duty.SIT_AT_COUNTER, person, at))

    def _posts(self, user, duty, person, at):
        return posts.over(Reader.for_job(user, timezone.localdate(at)), duty, person)
