"""What the register knows already, before anything proposed is written into it."""

from datetime import date

from grids.models import Reader, posts
from grids.roles import Duty
from residents.models import Correction, Person

Kind = Correction.Kind


def is_so(correction: Correction, day: date) -> bool:
    """Whether the register says already what is proposed."""
    value, person = correction.value, correction.person
    match correction.kind:
        case Kind.PHONE | Kind.NAME | Kind.REMARKS:
            return getattr(person, correction.kind) == value[correction.kind]
        case Kind.NO_ENTRY:
            return bool(correction.dwelling.no_entry_since) == bool(value["since"])
        case Kind.HOUSEHOLD:
            elsewhere = value.get("head") or value.get("household") not in (
                None,
                person.household_id,
            )
            alone = value["relation"] == Person.Relation.HEAD and person.household_id is None
            return person.relation == value["relation"] and not elsewhere and not alone
        case Kind.TAG:
            return _is_noted(person, value, day)
        case Kind.MOVED_IN:
            here = person and person.status == Person.Status.HERE
            return bool(here) and person.home_id == correction.dwelling_id
    return False


def _is_noted(person, value, day):
    """Of a need that is to end, whether there is none any more."""
    noted = [each for each in person.care_tags.all() if each.kind == value["kind"]]
    if value.get("ends"):
        return not any(each.expires_on >= day for each in noted)
    said = value["source"], value["purpose"], value["expires_on"]
    return said in [(each.source, each.purpose, each.expires_on.isoformat()) for each in noted]


def may_let_go(person: Person, reader: Reader) -> bool:
    """Somebody who needs looking after leaves the register by the hand of the secretary alone."""
    needs = person.care_tags.valid(reader.day).exists()
    return not needs or posts.holds(reader, Duty.CONFIRM_LEAVING, person)
