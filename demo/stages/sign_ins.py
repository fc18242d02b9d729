"""Residents who have signed in with their phone before, and so have an account."""

from collections import Counter
from datetime import timedelta

from accounts.models import User
from demo.bulk_insert import bulk_insert
from demo.world import uid
from residents import care

SHARE = 0.035


def open_accounts(world):
    """Only people whose number is theirs alone, as at the real door."""
    chance = world.chance("sign-ins")
    owners = Counter(person.phone_index for person in world.people)
    adults = [
        person
        for person in world.people[2:]
        if owners[person.phone_index] == 1 and 20 <= care.age(person.birth_on, world.today) <= 78
    ]
    signed_in = chance.sample(adults, round(len(adults) * SHARE))
    for person in [*world.people[:2], *signed_in]:
        person.user = User(uid=uid(chance), name=person.name, password="!" + "x" * 40)
        person.user.set_phone(person.phone)
        person.user.created_at = world.at - timedelta(days=chance.randint(30, 700))
    bulk_insert([person.user for person in world.people if person.user])
