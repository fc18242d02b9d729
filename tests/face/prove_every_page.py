"""Every page, for everybody who may open it, on both screens, in both languages, in every look.

`python3 bootstrap.py prove pages-lin` and its kin run this and tell each page as they go. A page
the access walk knows is looked at here without being named, so none is forgotten.
"""

import sys
from itertools import product

import pytest

from tests.face.conftest import SCREENS
from tests.face.pages import PEOPLE, pages_of
from tests.face.walk import faults_after_clicks, faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.face.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def tell(capfd):
    """A line for each page as it was looked at, past all capturing: this takes most of an hour."""

    def tell(*lines):
        with capfd.disabled():
            print(*lines, sep="\n  ", file=sys.stderr, flush=True)

    return tell


def trial_of(who, screen):
    return f"pages-bai-{screen}" if who == "bai" else f"pages-{who}"


EVERYBODY = [
    pytest.param(*each, id="-".join(each), marks=pytest.mark.trial(trial_of(each[0], each[1])))
    for each in product(PEOPLE, SCREENS, ["zh-hans", "en"])
]


@pytest.mark.parametrize(("who", "screen", "language"), EVERYBODY)
def test_every_page(window, full_world, who, screen, language, tell):
    here, paths = window(who, screen, language), pages_of(who, full_world)
    found = []
    for look, what in ((faults_of, "seen"), (faults_after_clicks, "clicked")):
        for number, path in enumerate(paths, 1):
            faults = look(here, path)
            found += faults
            tell(f"{who} {screen} {language} {what} {number}/{len(paths)} {path}", *faults)

    assert paths
    if found:
        pytest.fail("\n".join(found), pytrace=False)
