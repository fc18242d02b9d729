"""Everybody who holds a post: 45 workers on 100 grids, their leads, the five desks, the street."""

import base64
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from accounts.models import SecondFactor, User
from demo import cast
from demo.invented import names
from demo.world import uid
from foundation.names import pinyin
from grids.models import Posting

CAMPAIGN_DAYS = (75, 33)  # gao's knocking campaign began and ended so many days ago


class Staff:
    """Who works where, for the stages that come after."""

    def __init__(self):
        self.workers, self.leads, self.desks, self.street = {}, {}, {}, []

    def worker_of(self, grid_id):
        return self.workers[grid_id]

    def lead_of(self, grid_id):
        return self.leads[grid_id]

    def secretary_of(self, community_id):
        return self.desks[community_id][0]


def appoint(world):
    chance, posts = world.chance("staff"), []
    people = Hiring(chance, world.at)
    world.staff = staff = Staff()
    for community in world.communities:
        ours = [grid for grid in world.grids if grid.parent == community]
        first = community == world.communities[0]
        workers = people.hire(
            world.size.workers, cast.LIN if first else None, cast.ZHOU if first else None
        )
        leads = people.hire(world.size.leads)
        desk = people.hire(1 + world.size.clerks, cast.CHEN if first else None)
        staff.workers |= {
            grid.pk: workers[n * len(workers) // len(ours)] for n, grid in enumerate(ours)
        }
        staff.leads |= {grid.pk: leads[n * len(leads) // len(ours)] for n, grid in enumerate(ours)}
        staff.desks[community.pk] = desk
        posts += [(staff.worker_of(grid.pk), grid, "grid_worker") for grid in ours]
        posts += [(staff.lead_of(grid.pk), grid, "grid_lead") for grid in ours]
        posts += [(desk[0], community, "secretary")]
        posts += [(clerk, community, "community_staff") for clerk in desk[1:]]
    staff.street = people.hire(3, cast.BAI)
    posts += [(user, world.township, "street_staff") for user in staff.street]
    (gao,) = people.hire(1, cast.GAO)
    posts += [(user, world.township, "audit_admin") for user in people.hire(1, cast.SHEN)]
    write(world, chance, people.hired, posts, gao)
    world.cast = {user.username: user for user in people.hired if user.username in people.known}
    set_up_second_factors(world)


def write(world, chance, users, posts, gao):
    User.objects.bulk_create(users)
    began, ended = (world.today - timedelta(days=days) for days in CAMPAIGN_DAYS)
    helping = Posting(
        user=gao, area=world.grids[0], role="campaign_helper", from_on=began, until_on=ended
    )
    since = {user: world.today - timedelta(days=chance.randint(400, 2200)) for user in users}
    Posting.objects.bulk_create(
        [helping]
        + [
            Posting(user=user, area=area, role=role, from_on=since[user])
            for user, area, role in posts
        ]
    )


def set_up_second_factors(world):
    """A key for everybody of the cast; the demo fills in its digits, for nobody has the phone."""
    chance = world.chance("second factors")
    factors = [
        SecondFactor(uid=uid(chance), user=user, due_at=world.at, key_confirmed_at=world.at)
        for user in world.cast.values()
    ]
    for factor in factors:
        factor.key = base64.b32encode(chance.randbytes(20)).decode()
    SecondFactor.objects.bulk_create(factors)


class Hiring:
    """Makes users; only the cast has a password, and all of it the same."""

    def __init__(self, chance, at):
        self.chance, self.at, self.hired = chance, at, []
        self.password = make_password(cast.PASSWORD)
        self.known = {one.username for one in (*cast.SIGN_IN, cast.LI, cast.GAO)}
        self.taken = set(self.known)

    def hire(self, count, *from_the_cast):
        hired = [self.one_of_the_cast(member) for member in from_the_cast if member]
        hired += [self.somebody() for _ in range(count - len(hired))]
        self.hired += hired
        return hired

    def one_of_the_cast(self, member):
        return self.user(member.username, member.name, self.password)

    def somebody(self):
        year = self.at.year - self.chance.randint(24, 56)
        sex = "female" if self.chance.random() < 0.65 else "male"
        name = names.full(self.chance, sex, year)
        return self.user(self.free(pinyin(name)[:30]), name, make_password(None))

    def free(self, username):
        """zhangli, zhangli2, zhangli3 …"""
        number, candidate = 1, username
        while candidate in self.taken:
            number += 1
            candidate = f"{username}{number}"
        self.taken.add(candidate)
        return candidate

    def user(self, username, name, password):
        return User(uid=uid(self.chance), username=username, name=name, password=password)
