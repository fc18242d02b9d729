"""By what names are found, written anew for people who are registered already.

The names themselves stay as somebody wrote them: the record says who did, and when.
"""

from django.db.models import QuerySet

from foundation import names
from foundation.batches import in_pieces

FOUND_BY = ["name_key", "pinyin", "initials", "other_sounds"]
"""The columns that follow from a name."""


def note(person) -> None:
    """Every spelling and every reading of the name; not saved."""
    name = person.name
    person.name_key, person.other_sounds = names.key(name), names.other_sounds(name)
    person.pinyin, person.initials = names.pinyin(name), names.initials(name)


def write(people: QuerySet) -> int:
    """Of these entries, also of a migration's own model. Returns how many were found by less."""
    model, count = people.model, 0
    for pks in in_pieces(people.order_by("pk").values_list("pk", flat=True)):
        changed = []
        for person in model._base_manager.filter(pk__in=pks).order_by("pk"):
            before = _columns(person)
            note(person)
            if _columns(person) != before:
                changed.append(person)
        if changed:
            # As registry.rewrite does: faster than an expression for every value.
            model._base_manager.bulk_create(
                changed, update_conflicts=True, update_fields=FOUND_BY, unique_fields=["pk"]
            )
        count += len(changed)
    return count


def _columns(person):
    return [getattr(person, column) for column in FOUND_BY]
