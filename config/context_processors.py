"""What every page knows about the house it stands in."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html_join
from django.utils.translation import gettext as _

from accounts import drafts
from config.look import frame
from config.navigation import doors_at
from config.version import VERSION
from grids.roles import Duty
from residents import care

ON_THE_WAY_IN = (
    "accounts:phone",
    "accounts:code",
    "accounts:passphrase",
    "numbers:not-confirmed",
    "numbers:old-number",
    "counter:redeem",
)
"""Pages residents come in by."""
OWN = "morality_bank:my"
LED_TO = ("search:find", "notices:inbox")
"""Pages the frame itself leads to, besides its doors."""
SHOWN_POSTS = 3


@lru_cache(maxsize=8)
def paths_of(names: tuple[str, ...], addresses: tuple) -> frozenset[str]:
    """The paths of these pages where the house stands (config.look.frame.addresses)."""
    return frozenset(map(reverse, names))


@dataclass
class House:
    request: object
    version = VERSION

    @property
    def reader(self):
        """Whoever looks; a page that answers before that is known has none."""
        return getattr(self.request, "reader", None)

    @property
    def user(self):
        return getattr(self.request, "user", None) or AnonymousUser()

    @property
    def demo(self):
        return settings.DEMO

    @cached_property
    def language(self):
        return translation.get_language()

    @cached_property
    def big(self):
        """Big type: as somebody chose on this device, before all else."""
        chosen = self.request.COOKIES.get("big")
        if chosen in ("0", "1"):
            return chosen == "1"
        return self._begins_big()

    def _begins_big(self):
        """Pages only residents use begin with it, and every page for who may be over sixty."""
        if self.request.path in self._paths(*ON_THE_WAY_IN):
            return True
        if self.reader is None or self.reader.signed_in_by != "code":
            return False
        if self._is_own:
            return True
        person = getattr(self.reader.user, "person", None)
        return person is not None and care.may_be_elder(person.birth_on, timezone.localdate())

    @cached_property
    def leave_to(self):
        """A harmless page, from every page somebody sees as a resident, whoever they are."""
        if self.reader is None or not self.reader.user.is_authenticated:
            return ""
        by_code = self.reader.signed_in_by == "code"
        return settings.LEAVE_TO if by_code or self._is_own else ""

    @property
    def _is_own(self):
        return self.request.path.startswith(tuple(self._paths(OWN)))

    def _paths(self, *names):
        return paths_of(names, frame.addresses())

    @cached_property
    def came_from(self):
        """The page of ours somebody was on before this one, for the way back out of an error."""
        page = drafts.referring_page(self.request)
        return "" if page == self.request.get_full_path() and self.request.method == "GET" else page

    @cached_property
    def searches(self):
        """Whether there is anything for this person to look for."""
        return self.reader is not None and self.reader.holds(Duty.SEE_DOORS)

    @cached_property
    def posts(self):
        """Where whoever is signed in works, and as what."""
        return self.reader.posts if self.reader is not None else []

    @cached_property
    def doors(self):
        """The ways in that this person's posts open, the one we are behind marked."""
        return doors_at(self.reader, self.request.path) if self.reader is not None else ()

    @cached_property
    def parts(self):
        """What stands around the page, by the names of config.look.frame.PARTS."""
        drawn = frame.drawn(self._frame)
        return {name: frame.filled(pieces, self._filled_in) for name, pieces in drawn.items()}

    @property
    def _frame(self):
        user, path = self.user, self.request.path
        return frame.Frame(
            language=self.language,
            addresses=frame.addresses(),
            version=self.version,
            demo=self.demo,
            big=self.big,
            doors=self.doors,
            signed_in=user.is_authenticated,
            by_code=getattr(user, "signed_in_by", "") == "code",
            has_password=bool(user.username),
            has_posts=bool(self.posts),
            searches=self.searches,
            leave_to=self.leave_to,
            here=path if path in self._paths(*LED_TO) else "",
        )

    @cached_property
    def _filled_in(self):
        """What the kept frame does not know: everything about somebody, and what changes."""
        posts = ((post.area.name, _as(post)) for post in self.posts[:SHOWN_POSTS])
        return {
            "name": conditional_escape(getattr(self.user, "name", "")),
            "posts": format_html_join("", "<span>{} · {}</span>", posts),
            "page": conditional_escape(self.request.get_full_path()),
            "token": get_token(self.request),
            "nonce": conditional_escape(str(getattr(self.request, "csp_nonce", ""))),
        }


def _as(post):
    """What somebody is there; of a post that is lent, whose it is."""
    if post.is_lent:
        return _("代%(name)s的班") % {"name": post.user.name}
    return post.get_role_display()


def the_house(request):
    return {"house": House(request), "csp_nonce": getattr(request, "csp_nonce", "")}
