"""Whatever is told: what leaves the house could be read aloud in the stairwell."""

import re
from itertools import product
from random import Random

import pytest

from accounts.models import User
from notices import events
from notices.delivery import asked, looking, wording
from notices.delivery.asked import Signature
from notices.models import Audience, Dispatch, Notice
from residents.care import Kind
from tests.conftest import NOON

NAMES = ["王秀兰", "李国强", "孙大勇"]
WORKER, OFFICE = "林晓", "0472-5100000"
LINK = re.compile(r"https?:|www\.|://|\.(cn|com)\b|/\w", re.ASCII)
ASKS = ["身份证", "验证码", "密码", "请填", "请输", "回复", "点击", "转账", "链接"]
TAGS = [str(label) for label in Kind.labels]
EXAMPLES = [
    range(10),
    *(
        pytest.param(range(first, first + 199), marks=pytest.mark.trial("properties"))
        for first in range(10, 2000, 199)
    ),
]


SIGNED = [Signature(worker, office) for worker in ("", WORKER) for office in ("", OFFICE)]


def row_of(event, audience, text, secret):
    """Something told whose values say everything that must not be heard."""
    names = re.findall(r"%\((\w+)\)s", text)
    values = dict.fromkeys(names, secret)
    user = User(name=NAMES[0], username="u")
    notice = Notice(recipient=user, key=f"{event.name}:{secret}", text=text, values=values)
    return Dispatch(notice=notice, recipient=user, way="text", pk=1)


@pytest.fixture
def hear(monkeypatch):
    """`hear(row, …)`: the message that leaves, to a phone several people have, about what is secret."""
    monkeypatch.setattr(looking, "_address", lambda row: "13800000001")

    def hear(row, *, about, shared, secret, several):
        monkeypatch.setattr(asked, "signature", lambda user, day: about)
        monkeypatch.setattr(asked, "shared", lambda user: shared)
        monkeypatch.setattr(asked, "confidential", lambda subject: secret)
        return looking.message(row, NOON, several=several)

    return hear


def assert_a_neighbour_may_hear(message, event, audience, *, about, shared, secret, several):
    said = message.text
    found = [said, *(message.values[name] for name in message.values if name not in {"n"})]
    for text in found:
        assert not LINK.search(text)
        assert not [word for word in (*NAMES, *TAGS, *ASKS) if word in text]
    rest = said.replace(OFFICE, "").replace(f" {several} 条", "")
    assert not re.search(r"\d", rest)
    assert len(said) <= 134  # two parts
    if audience == Audience.RESIDENTS:
        assert (WORKER in said, OFFICE in said) == (bool(about.worker), bool(about.phone))
        kind = wording.gettext(event.aloud)
        if event.aloud != events.SOMETHING:
            assert (kind in said) <= (not shared and not secret)
        hides = shared or secret or several
        assert (message.event == event.name) == (not hides)  # a provider's template says no more
    else:
        assert WORKER not in said and message.event.startswith("staff-")


@pytest.mark.parametrize("seeds", EXAMPLES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_a_neighbour_may_hear_it(seeds, hear):
    """Any text of any event, with values that name somebody, a tag and a number."""
    for seed in seeds:
        hears_one(seed, hear)


def hears_one(seed, hear):
    chance = Random(seed)
    event = chance.choice(events.known())
    audience = chance.choice(event.audiences)
    texts = [text for text in event.to_residents] or ["%(name)s"]
    text = chance.choice(texts) if audience == Audience.RESIDENTS else "%(name)s"
    secret = f"{chance.choice(NAMES)}{chance.choice(TAGS)}150299199001011234"
    state = {"shared": chance.random() < 0.5, "secret": chance.random() < 0.5}
    state |= {"several": chance.choice([0, 3]), "about": chance.choice(SIGNED)}

    message = hear(row_of(event, audience, text, secret), **state)

    assert_a_neighbour_may_hear(message, event, audience, **state)


def test_every_event_in_every_state(hear):
    """Announcements and answers from the suggestion box among them."""
    every = [(event, audience) for event in events.known() for audience in event.audiences]
    for (event, audience), about in product(every, SIGNED[::3]):
        texts = event.to_residents if audience == Audience.RESIDENTS else ["%(name)s"]
        row = row_of(event, audience, next(iter(texts)), NAMES[0] + TAGS[0])
        for shared, secret, several in product((False, True), (False, True), (0, 3)):
            state = {"about": about, "shared": shared, "secret": secret, "several": several}
            assert_a_neighbour_may_hear(hear(row, **state), event, audience, **state)
    assert {"announcement", "feedback", "case"} <= {event.name for event, _audience in every}


def test_a_sentence_that_named_somebody_would_be_found():
    """The control: what the inbox says may not be read aloud."""
    told = Notice(text="您替%(name)s存的", values={"name": NAMES[0]})
    assert NAMES[0] in told.sentence
