"""A few pages on a phone; `bootstrap.py prove pages-…` looks at all of them (prove_every_page.py)."""

import pytest

from tests.face.walk import faults_of
from tests.pace import some_daily

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.face.urls"),
    pytest.mark.django_db(transaction=True),
]

SAMPLE = {"lin": ["/today/", "/broken/404/"], "wang": ["/my/"], "chen": ["/desk/"]}
DAILY = ["lin"]


@pytest.mark.parametrize("who", some_daily(SAMPLE, daily=DAILY, others=pytest.mark.trial("looks")))
def test_a_sample_on_a_phone(window, who):
    here = window(who, "phone")
    found = [fault for path in SAMPLE[who] for fault in faults_of(here, path)]

    if found:
        pytest.fail("\n".join(found), pytrace=False)
