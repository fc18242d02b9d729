"""What a page shows of what is hidden.

Whoever adds up everything on one page, and knows the county, must be left with at least 500 ID
numbers to choose from; tests/residents/test_masks.py counts them. Fourteen digits are told by
county and birth date, the last by the others, so beside a birth date even two digits are too many.

| | in a list | on a person's page | on a board or in a notice |
|---|---|---|---|
| name | masked outside the grid | full | masked |
| ID number | whether there is one, and whether it was compared yet | its last two, or that beside a birth date | never |
| phone | 138****1234 | the same | never |
| address | building | down to the door for those who go there | community |
"""

from enum import IntEnum

from django.utils.translation import gettext as _

from foundation import phones
from grids.models import Reader, posts
from grids.roles import Duty, Level
from residents.models import Dwelling, Person

FEWEST = 500


class Birth(IntEnum):
    """How exactly the same page tells when somebody was born."""

    HIDDEN = 0
    YEAR = 1  # or an age
    MONTH = 2
    DAY = 3


def name(person: Person, *, to: Reader) -> str:
    """Full for whoever holds a post over the person's grid, 王** for others."""
    return person.name if has_post_over(to, person) else person.name_masked


def id_number_in_list(person: Person) -> str:
    """Of a number that was compared nothing tells whether it met another one (decision 22)."""
    if not person.id_number_sealed:
        return _("未登记")
    waits = person.id_number_state == Person.IdState.WAITING
    return _("已登记，待核") if waits else _("已登记")


def id_number_in_detail(person: Person, *, birth: Birth) -> str:
    if birth > Birth.YEAR or not person.id_number_sealed:
        return id_number_in_list(person)
    return _("尾号 %(end)s") % {"end": person.id_number[-2:]}


def phone(person: Person) -> str:
    return phones.mask(person.phone)


def address(dwelling: Dwelling, *, to: Reader) -> str:
    """The door for whoever looks after its grid, the building for the desks above."""
    return str(dwelling if goes_to(to, dwelling) else dwelling.building)


def address_in_public(dwelling: Dwelling) -> str:
    return dwelling.community.name


def home(person: Person, *, to: Reader) -> str:
    """Where somebody lives, for a list: for others than those who look after them the community."""
    if person.home is None:
        return ""
    return address(person.home, to=to) if has_post_over(to, person) else person.community.name


def who(person: Person, *, to: Reader) -> str:
    """One line to choose somebody by: the masked phone tells two of one name apart."""
    return " · ".join(filter(None, [name(person, to=to), home(person, to=to), phone(person)]))


def has_post_over(reader: Reader, person: Person) -> bool:
    return posts.holds(reader, Duty.SEE_PEOPLE, person)


def goes_to(reader: Reader, dwelling: Dwelling) -> bool:
    return dwelling.grid_id in grids_walked(reader)


def grids_walked(reader: Reader) -> set[int]:
    """The grids this person goes to, from door to door."""
    return {post.area_id for post in reader.posts if post.area.level == Level.GRID}
