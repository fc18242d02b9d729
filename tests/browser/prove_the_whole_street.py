"""Every page of everybody on the full demo street: its weight, and what the browser says of it.

`python3 bootstrap.py prove street` runs this. Twenty thousand doors weigh more than a test's neighbourhood.
"""

import pytest

from tests import migrated
from tests.browser import street
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.weighing import weighed
from tests.browser.wire import Wire
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.trial("street")]

HOMES = {"lin": "/today/", "zhou": "/today/", "wang": "/my/", "chen": "/desk/", "bai": "/field/"}


@pytest.fixture(scope="module")
def whole_street(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole-street")
    house = street.house(
        folder, {}, migrated.shared_folder(tmp_path_factory, "street"), build=street.WHOLE
    )
    house.start()
    assert eventually(house.is_well, saw=house.log)
    yield house
    house.stop()
    house.clear_away()


@pytest.mark.parametrize("who", HOMES)
def test_every_page_is_light_and_calm(chromium, whole_street, who):
    screen = DESKTOP if who in ("chen", "bai") else PHONE
    with Wire(whole_street.port) as wire:
        found = weighed(chromium, wire, whole_street, who, HOMES[who], screen)
    print(f"\n{who}: {found}")

    assert found.too_heavy() == {}
    assert found.faults == []
