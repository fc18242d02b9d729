"""From an empty house to the first contact, through the pages, on a street of six doors.

Played by real browsers on larger ones in the trial `opening` (tests/browser/test_first_morning.py).
"""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from residents.models import Dwelling, Person
from tests.conftest import SignedInClient
from tests.office import first_street
from tests.people.conftest import code_on, the_form
from visits.models import Visit

INDEX = reverse("admin:index")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def founders():
    """Browsers of the two people the console let in, who have just typed their passwords."""
    names = ["--username=bai2", "--name=白露", "--second-username=shi2", "--second-name=石立"]
    where = ["--area", first_street.STREET, "--area-name", first_street.STREET_NAME]
    call_command("appoint_first", *where, *names, stdout=io.StringIO())
    browsers = []
    for username in ("bai2", "shi2"):
        browsers.append(SignedInClient())
        browsers[-1].force_login(User.objects.get(username=username))
    return browsers


def next_step(browser):
    """What the one button of the office's first page is about, and where it leads."""
    following = browser.get(INDEX).context["following"]
    return (following.step.slug, following.next.url) if following else ("", "")


def pressed(browser, address, **typed):
    """A form of that page, sent as it stands but for what is typed; where it leads."""
    page = browser.get(address)
    answer = browser.post(address, the_form(page) | typed)
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def test_an_empty_house_is_led_to_the_first_contact(founders):
    """Two files, a list of communities; each page says what is next, and nothing done is asked for."""
    bai, shi = founders
    size = first_street.FEW
    roster, people = first_street.roster(size)

    step, there = next_step(bai)
    assert step == "divisions"
    found = bai.post(there, {"file": first_street.divisions()})
    bai.post(there, {"places": found.context["sealed"], "sure": "1"})

    imports = reverse("residents:imports")
    assert next_step(bai)[0] == "places" and f'href="{imports}">先传名册' in bai.get(INDEX).text
    community = bai.get(imports).context["form"]["community"].initial
    here = pressed(bai, imports, file=roster, community=community.pk)
    files = reverse("opening:files")
    assert f'href="{files}"' in bai.get(here).text
    content = b"".join(bai.get(here + "places/").streaming_content)

    street = bai.get(files).context["form"]["street"].initial
    workbook = first_street.filled_in(content, size)
    file = pressed(bai, files, file=workbook, street=street.pk)
    assert bai.get(file).context["found"].questions == []  # the founders are no mistake of the file
    pressed(bai, file + "take-in/")
    second = reverse("office:proposals")
    assert f'href="{second}">2 件等第二个人确认' in bai.get(file).text
    assert next_step(bai) == next_step(shi) == ("people", second)
    several = reverse("office:proposals-of-file", args=[file.split("/")[-2]])
    halves = shi.post(several, {"which": shi.get(several).context["form"]["which"].initial})
    assert len(halves.context["halves"]) == 2
    assert next_step(bai) == ("rules", reverse("cases:receivers"))

    pressed(bai, here + "places/")  # the same roster once more
    pressed(bai, here + "take-in/")
    assert Person.objects.count() == people
    assert f'href="{INDEX}">接着往下办' in bai.get(here).text
    opens_on = timezone.localdate().isoformat()
    assert pressed(bai, reverse("onboarding:open", args=[street.code]), opens_on=opens_on) == INDEX
    assert "待处理" in bai.get(INDEX).text and "接着往下办" not in bai.get(here).text

    worker = User.objects.get(username="worker1")
    cards = reverse("cards:cards")
    chosen = {"what": "cards", "who": [worker.uid]}
    code = code_on(bai.post(cards, the_form(bai.get(cards)) | chosen))
    phone = Client()
    chooses = pressed(phone, "/sign-in/", username="worker1", password=code)
    pressed(phone, chooses, password1="fresh-harvest-77", password2="fresh-harvest-77")
    door = Dwelling.objects.filter(grid__in=worker.postings.values("area")).first()
    here = reverse("visits:door", args=[door.pk])
    pressed(
        phone,
        here,
        outcome="met",
        channel="door",
        people=[Person.objects.filter(home=door).first().pk],
    )
    assert Visit.objects.get().by == worker
