"""Opening an address uses nothing up, signs nobody in, confirms and answers nothing.

Chats preview what is sent in them and scanners open what they see, some of them twice. What our
paper and our messages lead to is opened here by a stranger and by its owner, with HEAD and GET,
twice; then each code is still good, and only the button takes it. That no page at all writes
anything when it is opened is looked at on the way through all of them (test_access_walk.py).
"""

import ast
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import staff
from accounts.factors import cards, paper
from notices.models import Notice
from office.models import Proposal
from tests import builders
from tests.access.walk import WRITES
from tests.foundation.rows import everything

COUNTED = {"django_session", "accounts_tally"}
STARTED = {"accounts_secondfactor"}  # the days somebody has to set one up begin when they read it
DRAWN = {
    "accounts/factors/views.py": 1,  # the key for an authenticator: no address
    "announcements/paper.py": 1,  # an announcement open to all, which counts nobody
    "config/backup/printing.py": 1,  # keys of the house, on paper: no address
    "office/cards/printing.py": 2,
    "office/cards/views.py": 1,
    "office/security/views.py": 1,
}
"""Every QR the product draws; a new one belongs into the test below, or says why not."""


def calls(tree, module, name):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == module
    ]


def test_every_qr_is_known():
    drawn = {}
    for app in [*settings.HOUSE_APPS, "config"]:
        for path in (settings.ROOT / app).rglob("*.py"):
            if found := calls(ast.parse(path.read_text()), "qr", "svg"):
                drawn[path.relative_to(settings.ROOT).as_posix()] = len(found)

    assert drawn == DRAWN


def opened(client, address):
    """With HEAD and GET, twice each; what it wrote besides counting."""
    written = set()

    def note(execute, sql, params, many, context):
        written.update(WRITES.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for _time in range(2):
            client.head(address)
            client.get(address)
    return written - COUNTED - STARTED


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.trial("walk"))])
def test_only_the_button_takes_a_code_or_answers(walk, monkeypatch, whole):
    """The printed sheet of a newcomer, of somebody at work and of a secretary; a code given on the
    page; codes on paper; every notice; and what waits for a second person. Daily a stranger and Lin
    open each, in the trial others of the house, too."""
    world, now = walk.world, timezone.now()
    lin, ling, chen = (world.users[name] for name in ("lin", "ling", "chen"))
    xin = builders.make_staff("xin", "辛苗", world.places["own"].grid, "grid_worker")
    drawn = []
    monkeypatch.setattr("foundation.paper.qr.svg", lambda text: drawn.append(text) or "")
    for new in (lin, xin):  # Lin is proposed for a post that weighs heavily
        new.set_unusable_password()
        new.save()
    page = walk.clients["bai"].get("/cards/").context["form"]
    typed = {"seen": page.mark, "what": "cards", "who": [lin.uid, xin.uid, ling.uid]}
    sheet = walk.clients["bai"].post("/cards/", typed).context["cards"]
    codes = {card.user: card.code.replace(" ", "") for card in sheet}
    [on_paper, *_others] = paper.make(chen, at=now)
    card_of_ling = walk.clients["bai"].post(f"/staff/{ling.uid}/card/").context["code"]

    addresses = {urlsplit(text).path for text in drawn}
    addresses |= set(Notice.objects.exclude(link="").values_list("link", flat=True))
    addresses |= {reverse("office:proposal", args=[each.uid]) for each in Proposal.objects.all()}
    addresses |= {reverse(name) for name in BY_HAND}
    before = everything()
    strangers, openers = Client(), ("lin", "ling", "chen", "bai") if whole else ("lin",)
    for address in sorted(addresses):
        for client in (strangers, *(walk.clients[role] for role in openers)):
            assert opened(client, address) == set(), address
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= COUNTED | STARTED
    assert "_auth_user_id" not in strangers.session

    assert len(codes[lin]) == 6 and Proposal.objects.get(kind="card").state == "waiting"
    first = {"username": xin.username, "password": codes[xin]}
    assert strangers.post("/sign-in/", first)["Location"] == "/password/"
    assert not cards.use_up(ling, codes[ling], at=now)  # the newer card ended it
    assert cards.use_up(ling, card_of_ling, at=now) and paper.accept(chen, on_paper, at=now)
    xin.refresh_from_db()
    assert not staff.use_up_code(xin, at=now)


BY_HAND = ["accounts:second", "accounts:sign-in", "accounts:code", "accounts:phone"]
BY_HAND += ["counter:redeem", "numbers:old-number"]
"""Where a code is typed that was read out, sent or printed without a QR."""


def test_a_page_that_took_it_when_opened_is_noticed(walk, monkeypatch):
    lin = walk.world.users["lin"]
    _card, code = cards.make(user=lin, by=None, at=timezone.now())

    def redeems(request):
        cards.use_up(lin, code, at=timezone.now())
        return "{}"

    monkeypatch.setattr("accounts.views.next_page", redeems)
    assert opened(Client(), "/sign-in/") == {"accounts_signincard"}
