"""Lines that look like somebody registered.

Three likenesses are shown: the same ID number under another name, the same name and birth date,
the same phone behind the same door. Somebody another line of the roster already names is not
offered, and neither is anybody whose papers or birth date prove to be another. Names are never
compared for being alike: of names with two characters half a town is alike.
"""

from collections import defaultdict
from typing import NamedTuple

from residents.models import Lookalike
from residents.roster.matching.people import Matched
from residents.roster.register import Neighbour, Register
from residents.roster.rows import Row

Reason = Lookalike.Reason


class Pair(NamedTuple):
    row: Row
    person: int
    reason: str


def find(matched: Matched, register: Register) -> list[Pair]:
    """Every pair somebody has to decide about, or has decided before."""
    named = {person.pk for row, person in matched if person and person.name_key == row.name_key}
    by_birth, by_phone = _by_likeness(each for each in register.neighbours if each.pk not in named)
    pairs = []
    for row, person in matched:
        if person:
            if person.name_key != row.name_key:
                pairs.append(Pair(row, person.pk, Reason.ID_NUMBER))
            continue
        same_birth = by_birth.get((row.name_key, row.birth), []) if row.birth else []
        pairs += [Pair(row, each.pk, Reason.BIRTH) for each in same_birth if not _papers(row, each)]
        door = register.doors.get(row.place)
        same_phone = [each for index in row.phone_indexes for each in by_phone[index, door]]
        pairs += [
            Pair(row, each.pk, Reason.PHONE)
            for each in same_phone
            if each not in same_birth and not _proves_another(row, each)
        ]
    return pairs


def _by_likeness(neighbours):
    by_birth, by_phone = defaultdict(list), defaultdict(list)
    for each in neighbours:
        if each.birth_on:
            by_birth[each.name_key, each.birth_on.isoformat()].append(each)
        if each.phone_index and each.home:
            by_phone[each.phone_index, each.home].append(each)
    return by_birth, by_phone


def _proves_another(row: Row, each: Neighbour) -> bool:
    return _papers(row, each) or row.born_apart(each.birth_on)


def _papers(row, each):
    """Both show papers: then the number has already said whether they are one."""
    return bool(row.id_number and each.id_index)
