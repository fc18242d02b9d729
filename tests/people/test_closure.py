"""Whatever one person makes of the house, there is no second one in it (P17).

One clerk acts through every account they can sign in to: their own, each they opened, each whose
code they know. They open, appoint, give codes, ask and confirm, in every order; after each step no
two of their accounts count as two people, none of them but their own holds a grave post, and
nothing they asked for was confirmed; nor is it a month later, while nobody uses what they made.
Every short road is tried, in the trial longer ones and some at random.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import staff, two_people
from accounts.two_people import Hands
from grids import letting_in, postings, roles, second
from grids.models import Reader
from grids.roles import Duty
from office import proposals
from office.models import Proposal
from tests import builders

SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
ROADS, STEPS = 12, 7
A_MONTH = timedelta(days=31)
trial = pytest.mark.trial("people")
STEPS_OF_A_ROAD = [1, pytest.param(2, marks=trial)]
REFUSED = (
    second.NeedsSecond,
    second.NotASecond,
    proposals.CannotBeDone,
    proposals.NotTheirs,
    IntegrityError,  # the same post or name twice
)


class Schemer:
    """One person, the accounts they can sign in to, and everything they may try next."""

    def __init__(self, clerk, street, grid, others):
        self.clerk, self.street, self.others = clerk, street, others
        self.areas = {"grid_worker": grid, "street_staff": street}
        self.mine, self.opened = [clerk], 0

    def moves(self) -> list[tuple[str, Callable]]:
        at = timezone.now()
        found = [("open", self._opening(me, role, at)) for me in self._clerks() for role in OPENED]
        for me in self._clerks():
            for who in [*self.mine, *self.others]:
                found.append(("appoint", self._appointing(me, who, at)))
                found.append(("ask", self._asking(me, who, at)))
                if who != me:
                    found.append(("code", self._coding(me, who, at)))
        waiting = Proposal.objects.filter(state="waiting")
        found += [("confirm", self._confirming(me, it, at)) for me in self.mine for it in waiting]
        return found

    def _clerks(self):
        return [me for me in self.mine if held(me, Duty.ADMINISTER)]

    def _opening(self, me, role, at):
        def act():
            self.opened += 1
            name = f"p{self.opened}"
            made = staff.open_account(username=name, name=name, by=me, at=at)
            self.mine.append(made)
            self._post(made, role, me, at)

        return act

    def _appointing(self, me, who, at):
        return lambda: self._post(who, "street_staff", me, at)

    def _post(self, who, role, me, at):
        about = {"from_on": timezone.localdate(at), "by": me, "at": at}
        with transaction.atomic():
            postings.appoint(user=who, area=self.areas[role], role=role, **about)

    def _asking(self, me, who, at):
        about = {"kind": "appoint", "role": "standing_second", "area": self.street}
        about |= {"from_on": timezone.localdate(at), "user": who}
        return lambda: proposals.ask(by=me, at=at, **about)

    def _coding(self, me, who, at):
        def act():
            letting_in.give_code(user=who, by=me, at=at)
            if who not in self.mine:
                self.mine.append(who)

        return act

    def _confirming(self, me, proposal, at):
        return lambda: proposals.confirm(proposal=proposal, by=me, at=at)

    def try_(self, act):
        """Do it if the house lets them; a refusal leaves everything as it was."""
        before = list(self.mine)
        try:
            with transaction.atomic():
                act()
        except REFUSED:
            self.mine = before


OPENED = ("grid_worker", "street_staff")


def held(user, duty):
    return Reader.for_job(user, timezone.localdate()).holds(duty)


def found_wrong(schemer, *, posts=True) -> list[str]:
    """What must never be, after any of their steps."""
    wrong, today = [], timezone.localdate()
    approve = [me for me in schemer.mine if held(me, Duty.APPROVE_EXPORTS)]
    for hands in (Hands(today), Hands(today + A_MONTH)):  # nobody used them meanwhile
        wrong += [
            f"{one} and {me} are two"
            for one in schemer.mine
            for me in approve
            if me != one and hands.are_two(one, me)
        ]
    if posts:
        wrong += [f"{me} approves" for me in approve if me != schemer.clerk]
        wrong += [str(each) for each in Proposal.objects.filter(state="confirmed")]
    return wrong


def every_road(schemer, steps, **asked):
    """All orders of so many steps, each undone afterwards; what was wrong on the first bad one."""
    if wrong := found_wrong(schemer, **asked):
        return wrong
    if not steps:
        return []
    for number in range(len(schemer.moves())):
        before, opened = list(schemer.mine), schemer.opened
        with transaction.atomic():
            schemer.try_(schemer.moves()[number][1])
            wrong = every_road(schemer, steps - 1, **asked)
            transaction.set_rollback(True)
        schemer.mine, schemer.opened = before, opened
        if wrong:
            return wrong
    return []


def long_roads(schemer, **asked):
    dice, wrong = random.Random(SEED), []
    for _road in range(ROADS):
        before = list(schemer.mine)
        with transaction.atomic():
            for _step in range(STEPS):
                schemer.try_(dice.choice(schemer.moves())[1])
                wrong = wrong or found_wrong(schemer, **asked)
            transaction.set_rollback(True)
        schemer.mine = before
    return wrong


@pytest.fixture
def schemer(bai, street, east, chen):
    """Bai at the street office, beside Mai, who is somebody else, and a secretary."""
    mai = builders.make_staff("mai", "麦田", street, "street_staff")
    return Schemer(bai, street, east, [mai, chen])


@pytest.mark.parametrize("steps", STEPS_OF_A_ROAD)
def test_no_order_of_steps_makes_a_second_person(schemer, steps):
    assert every_road(schemer, steps) == []


@pytest.mark.parametrize("steps", STEPS_OF_A_ROAD)
def test_nor_where_posts_could_be_had_alone(schemer, steps, monkeypatch):
    """As in a house that gave its posts before: what remains is who made whom."""
    monkeypatch.setattr(roles, "is_grave", lambda role: False)
    monkeypatch.setattr(roles, "grave", list)

    assert every_road(schemer, steps, posts=False) == []


@trial
@pytest.mark.parametrize("given_alone", [False, True])
def test_nor_do_long_roads(schemer, given_alone, monkeypatch):
    print("SEED", SEED)
    if given_alone:
        monkeypatch.setattr(roles, "is_grave", lambda role: False)
        monkeypatch.setattr(roles, "grave", list)

    assert long_roads(schemer, posts=not given_alone) == []


def taken_away(monkeypatch, guard):
    """One guard gone, and where another one would stand in for it, that one as well."""
    if guard == "grave":
        monkeypatch.setattr(roles, "is_grave", lambda role: False)
    if guard == "check":
        monkeypatch.setattr(second, "check", lambda **facts: None)
    if guard == "confirming":
        monkeypatch.setattr(proposals, "second_for", lambda *facts: True)
        monkeypatch.setattr(second, "check", lambda **facts: None)
        everything = lambda rows, reader: rows.all()  # noqa: E731
        monkeypatch.setattr(type(Proposal.objects.all()), "to_confirm", everything)


@pytest.mark.parametrize("guard", ["grave", "check", "confirming"])
def test_a_guard_of_posts_taken_away_is_noticed(schemer, monkeypatch, guard):
    taken_away(monkeypatch, guard)

    assert every_road(schemer, 2) != []


@pytest.mark.parametrize("act", ["opened", "coded"])
def test_an_act_that_left_no_row_is_noticed(schemer, monkeypatch, act):
    monkeypatch.setattr(roles, "is_grave", lambda role: False)
    monkeypatch.setattr(roles, "grave", list)
    note = two_people.note
    # Whoever is opened gets a post as well; either row would tell.
    left_out = {"opened": ("opened", "appointed"), "coded": ("coded",)}[act]
    kept = lambda **row: None if row["act"] in left_out else note(**row)  # noqa: E731
    monkeypatch.setattr(two_people, "note", kept)

    assert every_road(schemer, 2, posts=False) != []


def test_days_counted_from_the_opening_are_noticed(schemer, monkeypatch):
    """As it was: an account kept in a drawer for a month was somebody else's."""
    monkeypatch.setattr(roles, "is_grave", lambda role: False)
    monkeypatch.setattr(roles, "grave", list)
    since = two_people.alone_since
    monkeypatch.setattr(two_people, "alone_since", lambda day: since(day).filter(at__date__gte=day))

    assert every_road(schemer, 1, posts=False) != []
