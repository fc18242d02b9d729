"""Whether somebody on our staff is too close to a resident to decide about them."""

from accounts.models import User
from residents.models import Person


def is_close(user: User, person: Person) -> bool:
    """The very person, or somebody behind the same door or of the same household."""
    me: Person | None = getattr(user, "person", None)
    if me is None:
        return False
    return (
        me.pk == person.pk
        or (me.home_id is not None and me.home_id == person.home_id)
        or (me.household_id is not None and me.household_id == person.household_id)
    )
