"""What looks like somebody else goes by what was answered about it; else it is held out."""

from foundation.batches import in_pieces
from residents.models import Lookalike, Person
from residents.roster.likeness import Likeness
from residents.roster.register import Register

Answer = Lookalike.Answer


def decide(matched: list, pairs: list, register: Register) -> tuple[list, list[Likeness]]:
    """(rows with the person they are about, or None; likenesses held out).

    `matched` and `pairs` as matching found them: (row, person) and (row, key, reason).
    """
    likenesses = _with_answers(pairs, register.community)
    decided, held = [], []
    for row, person in matched:
        like = likenesses.get(row.at)
        if like is None or like.means_somebody_new:
            decided.append((row, person))
        elif like.is_same:
            decided.append((row, like.person))
        else:
            held.append(like)
    return decided, held


def _with_answers(pairs, community):
    """The one likeness to decide about for each line that has any, with the answers so far."""
    answers = _answers(community, {row.key for row, _person, _reason in pairs})
    people = Person.objects.select_related("home__building__compound").in_bulk(
        {pk for _row, pk, _reason in pairs}
    )
    likenesses: dict[tuple, Likeness] = {}
    for row, pk, reason in pairs:
        like = Likeness(row, people[pk], reason, answers.get((row.key, pk), ""))
        before = likenesses.get(row.at)
        # Of several, the one that is the same person counts, then one still to be decided.
        if before is None or like.is_same or (before.means_somebody_new and not before.is_same):
            likenesses[row.at] = like
    return likenesses


def _answers(community, keys):
    answers = {}
    for some in in_pieces(sorted(keys)):
        known = Lookalike.objects.filter(community=community, row_key__in=some)
        known = known.exclude(answer=Answer.OPEN)
        for key, person, answer in known.values_list("row_key", "person", "answer"):
            answers[key, person] = answer
    return answers
