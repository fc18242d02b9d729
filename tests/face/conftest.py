import pytest

from tests.access import stages
from tests.access.fresh import abroad, walk, world  # noqa: F401  (fixtures)
from tests.complaints import complaints_of
from tests.conftest import SignedInClient
from tests.face.measures import BEFORE_PAGE

SCREENS = {"phone": (390, 844), "desktop": (1440, 900)}


@pytest.fixture
def full_world(world, lin, chen, north):  # noqa: F811
    stages.cases_at_every_step(world, lin, chen)
    stages.rosters(world, north, chen, name="张小山", file_name="北湖名册.xlsx")
    return world


class Window:
    """One browser window of one person; complaints are those of the page it shows now."""

    def __init__(self, chromium, base, *, screen, language, session):
        width, height = SCREENS[screen]
        self.base, self.phone = base, screen == "phone"
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            is_mobile=self.phone,
            has_touch=self.phone,
            locale="zh-CN",
            reduced_motion="reduce",
            service_workers="block",
        )
        self.context.add_init_script(BEFORE_PAGE)
        cookies = {"language": language} | ({"sessionid": session} if session else {})
        self.context.add_cookies([self._cookie(*each) for each in cookies.items()])
        self.page = self.context.new_page()
        self.complaints = complaints_of(self.page)

    def _cookie(self, name, value):
        return {"name": name, "value": value, "url": self.base}

    def look_at(self, path, *, scheme="light", big=False):
        self.context.add_cookies([self._cookie("big", "1" if big else "0")])
        self.page.emulate_media(color_scheme=scheme)
        self.complaints.clear()
        answer = self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")
        return answer


@pytest.fixture
def window(chromium, live_server, full_world):
    """`window("lin", "phone")`: signed in, with everything the browser complains about."""
    opened = []

    def open_window(who, screen, language="zh-hans"):
        session = None if who == "anonymous" else signed_in(full_world.users[who])
        opened.append(
            Window(chromium, live_server.url, screen=screen, language=language, session=session)
        )
        return opened[-1]

    yield open_window
    for each in opened:
        each.context.close()


def signed_in(user):
    client = SignedInClient()
    client.force_login(user, by="password" if user.username else "code")
    return client.session.session_key
