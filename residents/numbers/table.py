"""What a number opens that somebody wrote down, who confirms it, and who is told (decision 17).

The table is data: writing, confirming and telling read it, and the decision prints it.
"""

from enum import StrEnum
from typing import NamedTuple

from residents.models import WrittenNumber

IDENTITY = tuple(WrittenNumber.Column.values)
"""The fields of an entry by which somebody is known to be somebody; one act writes them."""

How, Origin = WrittenNumber.How, WrittenNumber.Origin


class Opens(StrEnum):
    NOTHING = "nothing"  # not even a session
    WITH_PASSPHRASE = "passphrase"  # noqa: S105 - and what is confidential only for ten minutes


class Told(StrEnum):
    OWNER = "owner"  # in /my/, once it opens again
    OLD_NUMBER = "old_number"  # or, where a confidential matter names them, the named officer
    OTHERS = "others"  # whoever has the same number, in /my/


class Rule(NamedTuple):
    """`opens` is what the number opens until it is confirmed; `by` is who can do that."""

    opens: Opens
    by: frozenset[How]
    tells: frozenset[Told]


SEEN = frozenset({How.COUNTER, How.DOOR})
"""The ID card and its owner seen by somebody who did not write the number."""
FIRST = Rule(Opens.NOTHING, SEEN, frozenset())
CHANGED = Rule(Opens.NOTHING, SEEN | {How.OLD_NUMBER}, frozenset({Told.OWNER, Told.OLD_NUMBER}))
SHARED = Rule(Opens.WITH_PASSPHRASE, SEEN, frozenset({Told.OTHERS}))
"""Holds besides, for a number somebody else has, too."""

RULES = {
    (Origin.EARLIER, False): FIRST,
    (Origin.ROSTER, False): FIRST,
    (Origin.ROSTER, True): CHANGED,
    (Origin.OFFICE, False): FIRST,
    (Origin.OFFICE, True): CHANGED,
    (Origin.COUNTER, False): FIRST,
    (Origin.COUNTER, True): CHANGED,
    (Origin.DOOR, False): FIRST,
    (Origin.DOOR, True): CHANGED,
}
"""(where it came from, whether another number stood there before): the rule."""


def rule_of(written: WrittenNumber) -> Rule:
    return RULES[Origin(written.origin), bool(written.before_sealed)]
