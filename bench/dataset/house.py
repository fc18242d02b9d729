"""What every measurement is given: the databases, and people signed in at every level."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client
from django.utils import timezone

from accounts.models import User
from bench.dataset import database
from bench.dataset.city import COMMUNITY, GRID, STREET
from bench.dataset.scale import Scale, Size
from grids.models import Area, Posting, Reader
from residents.models import Person

LONG_AGO = date(2025, 1, 1)
# Who holds which post; areas by key. `mixed` has one of every level, in different places.
STAFF = {
    "grid": [("grid_worker", GRID)],
    "community": [("secretary", COMMUNITY)],
    "street": [("street_staff", STREET)],
    "district": [("street_staff", 2)],
    "mixed": [("grid_worker", GRID), ("secretary", COMMUNITY + 1)],
}
LEVELS = ["grid", "community", "street"]
RESIDENT = 1
"""The person whose own pages are opened."""


@dataclass
class House:
    scale: Scale
    _clients: dict = field(default_factory=dict)
    _now: str = ""

    def use(self, name: str) -> None:
        """ "once", "thrice", or "main" for the one most is measured in."""
        self._now = self.scale.main if name == "main" else name
        database.use(f"bench_{self._now}")

    @property
    def size(self) -> Size:
        return getattr(self.scale, self._now)

    def user(self, name: str) -> User:
        """Somebody of the house, as a session marks whoever came in with a password."""
        user = User.objects.get(username=name)
        user.signed_in_by, user.factor_shown = "password", "key"
        return user

    def reader(self, name: str) -> Reader:
        """Somebody who looks today; their posts are read once, as in a request."""
        return Reader.of(self.user(name))

    def client(self, name: str) -> Client:
        """Somebody's browser, signed in; one for each database."""
        key = self._now, name
        if key not in self._clients:
            self._clients[key] = signed_in(User.objects.get(username=name))
        return self._clients[key]


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="grids.backends.PostingBackend")
    session, now = client.session, timezone.now().isoformat()
    by = "code" if user.username == "resident" else "password"
    session.update({"by": by, "since": now, "seen": now, "factor": "key", "idle": None})
    session.save()
    return client


def appoint() -> None:
    """The people of STAFF, and one resident, in the database in use."""
    for name, posts in STAFF.items():
        user = User.objects.create_user(name, name=name)
        for role, area in posts:
            area = Area.objects.get(pk=area)
            Posting.objects.create(user=user, area=area, role=role, from_on=LONG_AGO)
    resident = User.objects.create_user("resident", name="resident")
    Person.objects.filter(pk=RESIDENT).update(user=resident)


def build(scale: Scale, tell) -> None:
    from bench.dataset import city

    database.prepare()
    for name in ("once", "thrice"):
        size = getattr(scale, name)
        tell(f"{name}: {size.told()}")
        database.copy(f"bench_{name}")
        city.build(size, tell)
        appoint()
