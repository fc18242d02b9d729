"""WeCom's token is fetched once, kept, and fetched anew when it is no longer good."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from notices.channels import wecom
from notices.channels.base import NotSent


class Company:
    """A fake of its documented answers: tokens t1, t2, …; only `good` ones are taken."""

    def __init__(self, stale=40014, lives=7200):
        self.given, self.good, self.stale, self.lives = 0, set(), stale, lives
        self.asked = []

    def __call__(self, asked):
        place, query = urlsplit(asked.path).path, parse_qs(urlsplit(asked.path).query)
        self.asked.append(place.rpartition("/")[2])
        return 200, json.dumps(self.answer(place, query, asked.body)).encode()

    def answer(self, place, query, body):
        if place.endswith("/gettoken"):
            self.given += 1
            self.good = {f"t{self.given}"}
            return {"errcode": 0, "access_token": f"t{self.given}", "expires_in": self.lives}
        if query["access_token"][0] not in self.good:
            return {"errcode": self.stale, "errmsg": "token"}
        if place.endswith("/getuserid"):
            known = json.loads(body)["mobile"].endswith("1")
            return {"errcode": 0, "userid": "lin"} if known else {"errcode": 46004}
        assert json.loads(body)["touser"] == "lin"
        return {"errcode": 0, "msgid": "m"}


def test_one_token_and_one_look_up_do_for_many_messages(channel, server, message):
    server.answers = company = Company()
    for _ in range(3):
        channel("wecom").send(message)
    channel("wecom").send(message._replace(to="lin"))
    assert company.asked == ["gettoken", "getuserid", *["send"] * 4]


@pytest.mark.parametrize("stale", sorted(wecom.STALE))
def test_a_token_taken_back_is_fetched_anew_once(channel, server, message, stale):
    server.answers = company = Company(stale)
    way, to_lin = channel("wecom"), message._replace(to="lin")
    way.send(to_lin)
    company.good = set()
    way.send(to_lin)
    assert company.asked == ["gettoken", "send", "send", "gettoken", "send"]

    company.answer = lambda place, query, body: (
        {"errcode": 0, "access_token": "t", "expires_in": 7200}
        if place.endswith("/gettoken")
        else {"errcode": stale}
    )
    with pytest.raises(NotSent) as refused:
        way.send(to_lin)
    assert refused.value.again and company.asked[5:] == ["send", "gettoken", "send"]


def test_a_token_is_not_used_to_its_last_minute(channel, server, message):
    server.answers = company = Company(lives=wecom.EARLIER)
    for _ in range(2):
        channel("wecom").send(message._replace(to="lin"))
    assert company.asked == ["gettoken", "send"] * 2


def test_a_number_that_is_no_members_is_not_tried_again(channel, server, message):
    server.answers = Company()
    with pytest.raises(NotSent) as refused:
        channel("wecom").send(message._replace(to="13800000002"))
    assert not refused.value.again


def test_a_long_text_is_cut_between_letters(channel, server, message):
    server.answers = lambda asked: (200, b'{"errcode": 0}')
    channel("robot").send(message._replace(to="another", text="字" * 1000))
    [asked] = server.requests
    said = json.loads(asked.body)["text"]["content"]
    assert len(said.encode()) <= wecom.LONGEST and set(said) == {"字"} and len(said) == 682
    assert asked.path.endswith("?key=another")
