"""Lines that look like somebody registered: found, held out, and decided by a person.

Three likenesses are shown: the same ID number under another name, the same name and birth date,
the same phone behind the same door. Somebody another line of the roster already names is not
offered, and neither is anybody whose papers or birth date prove to be another. Names are never
compared for being alike: of names with two characters half a town is alike.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from foundation.sealing import blind_index
from grids.models import Area
from residents.models import Lookalike, Person, Roster
from residents.roster.planning.cover import Neighbour
from residents.roster.rows import Row

Reason, Answer = Lookalike.Reason, Lookalike.Answer
KEYS = 500  # in one IN (…)


@dataclass
class Likeness:
    """A row, the person it looks like, and what was said about the two."""

    row: Row
    person: Person
    reason: str
    answer: str = ""

    @property
    def key(self) -> str:
        return key_of(self.row)

    @property
    def is_same(self) -> bool:
        return self.answer == Answer.SAME

    @property
    def means_somebody_new(self) -> bool:
        """Two people cannot have one ID number: then a number is wrong, and the line stays out."""
        return self.answer == Answer.DIFFERENT and self.reason != Reason.ID_NUMBER


def key_of(row: Row) -> str:
    said = [row.name, row.id_number, row.phone, row.birth, *map(str, row.place)]
    return blind_index("roster row", "\0".join(said))


def born_apart(row: Row, birth_on: date | None, *, known: bool = True) -> bool:
    """Whether the row tells another birth date; `known`: an unknown one is no other."""
    if birth_on is None:
        return not known
    return bool(row.birth) and row.birth != birth_on.isoformat()


def find(
    matched: Iterable[tuple[Row, Person | None]],
    *,
    neighbours: list[Neighbour],
    doors: dict[tuple, int],
    community: Area,
) -> dict[int, Likeness]:
    """The one likeness to decide about for each line that has any, with the answers so far."""
    pairs = _pairs(list(matched), neighbours, doors)
    keys = {row.line: key_of(row) for row, _found, _reason in pairs}
    answers = _answers(community, keys.values())
    people = Person.objects.select_related("home__building__compound").in_bulk(
        {pk for _row, pk, _reason in pairs}
    )
    likenesses: dict[int, Likeness] = {}
    for row, pk, reason in pairs:
        like = Likeness(row, people[pk], reason, answers.get((keys[row.line], pk), ""))
        before = likenesses.get(row.line)
        # Of several, the one that is the same person counts, then one still to be decided.
        if before is None or like.is_same or (before.means_somebody_new and not before.is_same):
            likenesses[row.line] = like
    return likenesses


def _pairs(matched, neighbours, doors):
    named = {person.pk for row, person in matched if person and person.name == row.name}
    by_birth, by_phone = defaultdict(list), defaultdict(list)
    for each in neighbours:
        if each.pk in named:
            continue
        if each.birth_on:
            by_birth[each.name, each.birth_on.isoformat()].append(each)
        if each.phone_index and each.home:
            by_phone[each.phone_index, each.home].append(each)
    pairs = []
    for row, person in matched:
        if person:
            if person.name != row.name:
                pairs.append((row, person.pk, Reason.ID_NUMBER))
            continue
        same_birth = by_birth.get((row.name, row.birth), []) if row.birth else []
        pairs += [(row, each.pk, Reason.BIRTH) for each in same_birth if not _papers(row, each)]
        if row.phone and (found := by_phone.get((row.phone_index, doors.get(row.place)))):
            pairs += [
                (row, each.pk, Reason.PHONE)
                for each in found
                if each not in same_birth
                and not _papers(row, each)
                and not born_apart(row, each.birth_on)
            ]
    return pairs


def _papers(row, each):
    """Both show papers: then the number has already said whether they are one."""
    return bool(row.id_number and each.id_index)


def _answers(community, keys):
    keys, answers = sorted(keys), {}
    for start in range(0, len(keys), KEYS):
        known = Lookalike.objects.filter(
            community=community, row_key__in=keys[start : start + KEYS]
        ).exclude(answer=Answer.OPEN)
        for key, person, answer in known.values_list("row_key", "person", "answer"):
            answers[key, person] = answer
    return answers


def note(roster: Roster, held: list[Likeness]) -> None:
    """Lay down what is to be decided about this roster; what was asked and is no question any
    more goes, what was answered stays."""
    roster.lookalikes.filter(answer=Answer.OPEN).delete()
    keys = [(like.key, like.person.pk) for like in held]
    known = {}
    for start in range(0, len(keys), KEYS):
        some = [key for key, _person in keys[start : start + KEYS]]
        for each in Lookalike.objects.filter(community=roster.community, row_key__in=some):
            known[each.row_key, each.person_id] = each
    new, again = [], []
    for like, key in zip(held, keys, strict=True):
        each = known.get(key) or Lookalike(community=roster.community, row_key=key[0])
        each.roster, each.person_id = roster, key[1]
        each.line, each.reason = like.row.line, like.reason
        each.row = json.dumps(like.row.packed())
        (again if each.pk else new).append(each)
    Lookalike.objects.bulk_create(new, batch_size=KEYS)
    Lookalike.objects.bulk_update(
        again, ["roster", "line", "reason", "sealed_row"], batch_size=KEYS
    )


@transaction.atomic
def answer(*, roster: Roster, answers: dict[int, str], by: User, at: datetime) -> int:
    """What somebody says about the pairs with these keys. Returns how many answers are new."""
    changed = 0
    for each in roster.lookalikes.filter(pk__in=answers).exclude(sealed_row="").order_by("pk"):
        said = Answer(answers[each.pk])
        if said != each.answer:
            each.answer, each.answered_by, each.answered_at = said, by, at
            each.save(update_fields=["answer", "answered_by", "answered_at"])
            changed += 1
    return changed


def settle(community: Area, rows: list[Row]) -> None:
    """These rows are in the register now: of what was asked about them only the answers stay."""
    asked = Lookalike.objects.filter(community=community).exclude(sealed_row="")
    waiting = dict(asked.values_list("pk", "row_key"))
    keys = {key_of(row) for row in rows} if waiting else set()
    asked.filter(pk__in=[pk for pk, key in waiting.items() if key in keys]).update(sealed_row="")


def forget_questions(asked: QuerySet) -> None:
    """Answers are kept for the next file; questions and lines go with their own."""
    asked.filter(answer__in=[Answer.OPEN, Answer.LATER]).delete()
    asked.update(sealed_row="")
