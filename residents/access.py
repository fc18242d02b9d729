"""Pages for residents: open to whoever has a register entry."""

from foundation.access import Audience

RESIDENTS = Audience("residents", lambda user: user.is_authenticated and hasattr(user, "person"))
