"""Pages for residents: open to whoever has a register entry."""

from foundation.access import Audience

RESIDENTS = Audience(
    "residents", lambda request: request.user.is_authenticated and hasattr(request.user, "person")
)
