"""An empty house, opened through its pages by two founders; played once for the whole trial.

Bai (白露) and Shi (石立) came with a card from the console. Bai opened Mai (麦田), the clerk, and Shi
confirmed her; Mai opened the secretaries Chen (陈芳) and Qian (钱立), confirmed by Bai and by Shi,
and by herself Dong (董敏) at the window and Lin (林晓), who walks the first grid. Bai opened Lu (陆明),
who leads it.
"""

from dataclasses import dataclass, field

import pytest

from tests import migrated
from tests.browser.conftest import postgres_and_redis
from tests.people.played import empty_house, founding
from tests.people.played.window import Window, desk, phone


@dataclass
class Played:
    """The house, and a window at the desk for each who works there, signed in."""

    house: object
    browser: object
    staff: dict[str, Window] = field(default_factory=dict)
    visitors: list[Window] = field(default_factory=list)

    @property
    def base(self):
        return f"http://127.0.0.1:{self.house.port}"

    def __getattr__(self, name):
        try:
            return self.__dict__["staff"][name]
        except KeyError:
            raise AttributeError(name) from None

    def newcomer(self, username, code, **about):
        """Somebody of the staff comes in for the first time, and stays."""
        window = self.staff[username] = desk(self.browser, self.base)
        window.come_in_first(username, code, **about)
        return window

    def desk(self):
        """A window at a desk in which nobody has signed in."""
        return self._opened(desk(self.browser, self.base))

    def phone(self, state=None):
        """Somebody's phone; nobody has signed in, or whoever's session it is."""
        return self._opened(phone(self.browser, self.base, state))

    def on_phone(self, who):
        """A member of staff, on the phone."""
        return self._opened(self.staff[who].beside())

    def _opened(self, window):
        self.visitors.append(window)
        return window


@pytest.fixture(scope="session")
def opened_house(chromium, tmp_path_factory):
    shared = migrated.shared_folder(tmp_path_factory, "street")
    folder = tmp_path_factory.mktemp("played")
    house = empty_house.started(folder, shared, postgres_and_redis())
    try:
        played = Played(house, chromium)
        founding.play(played)
        yield played
    finally:
        house.stop()
        house.clear_away()


@pytest.fixture
def played(opened_house):
    yield opened_house
    complaints = [
        text
        for each in (*opened_house.staff.values(), *opened_house.visitors)
        for text in each.complaints
    ]
    for each in opened_house.visitors:
        each.close()
    opened_house.visitors.clear()
    assert complaints == []
