"""What the founders, the clerk, the secretary and the worker find once the house is open."""

import pytest

from tests.people.played.outcomes import YES, plays

pytestmark = pytest.mark.trial("people-browser")


@plays(YES, "proposal:open")
def test_each_stands_at_their_own_front_door(played):
    doors = {
        name: played.staff[name].go("/").url.removeprefix(played.base)
        for name in ("bai", "shi", "mai", "chen", "qian", "dong", "lin", "lu")
    }
    assert doors == {
        "bai": "/admin/",
        "shi": "/admin/",
        "mai": "/admin/",
        "chen": "/desk/",
        "qian": "/desk/",
        "dong": "/desk/",
        "lin": "/today/",
        "lu": "/today/",
    }
