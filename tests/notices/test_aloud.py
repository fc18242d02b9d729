"""Whatever is told: what leaves the house could be read aloud in the stairwell."""

import re
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
    range(30),
    *(
        pytest.param(range(first, first + 197), marks=pytest.mark.trial("properties"))
        for first in range(30, 2000, 197)
    ),
]


def example(chance):
    """Any template with values that say everything, and whom to ask or nobody."""
    event = chance.choice(events.known())
    audience = chance.choice(event.audiences)
    texts = [text for text in event.to_residents] or ["%(name)s"]
    text = chance.choice(texts) if audience == Audience.RESIDENTS else "%(name)s"
    secret = f"{chance.choice(NAMES)}{chance.choice(TAGS)}150299199001011234"
    names = re.findall(r"%\((\w+)\)s", text)
    values = dict.fromkeys(names, secret)
    user = User(name=chance.choice(NAMES), username="u")
    notice = Notice(recipient=user, key=f"{event.name}:{secret}", text=text, values=values)
    about = Signature(chance.choice(["", WORKER]), chance.choice(["", OFFICE]))
    return event, audience, Dispatch(notice=notice, recipient=user, way="text", pk=1), about


@pytest.mark.parametrize("seeds", EXAMPLES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_a_neighbour_may_hear_it(seeds, monkeypatch):
    for seed in seeds:
        hears(seed, monkeypatch)


def hears(seed, monkeypatch):
    chance = Random(seed)
    event, audience, row, about = example(chance)
    shared, secret, several = chance.random() < 0.5, chance.random() < 0.5, chance.choice([0, 3])
    monkeypatch.setattr(asked, "signature", lambda user, day: about)
    monkeypatch.setattr(asked, "shared", lambda user: shared)
    monkeypatch.setattr(asked, "confidential", lambda subject: secret)
    monkeypatch.setattr(looking, "_address", lambda row: "13800000001")

    message = looking.message(row, NOON, several=several)

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
        if event.aloud != events.SOMETHING:  # which says no kind
            assert (wording.gettext(event.aloud) in said) <= (not shared and not secret)
        hides = shared or secret or several
        assert (message.event == event.name) == (not hides)  # a provider's template says no more
    else:
        assert WORKER not in said and message.event.startswith("staff-")


def test_a_sentence_that_named_somebody_would_be_found():
    """The control: what the inbox says may not be read aloud."""
    told = Notice(text="您替%(name)s存的", values={"name": NAMES[0]})
    assert NAMES[0] in told.sentence
