"""Twenty-five phones behind one proxy, and a town behind one carrier: nobody is refused for others."""

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo.cast import LIN, PASSWORD
from tests import migrated
from tests.browser import street
from tests.open.phones import Phone
from tests.open.proxies import in_front
from tests.waiting import eventually

KINDS = ["caddy", "nginx"]
MANY = 25
STRANGER = "127.0.2.1"


@pytest.fixture
def served(tmp_path, tmp_path_factory):
    """`served(kind, proxies)`: a small street by HTTPS behind that proxy, which it knows or not."""
    with contextlib.ExitStack() as ends:

        def serve(kind, proxies):
            shared = migrated.shared_folder(tmp_path_factory, "street")
            house = street.house(tmp_path / "house", {}, shared)
            ends.callback(house.clear_away)
            house.environment |= {"ZERENTIAN_HTTPS": "1", "ZERENTIAN_PROXIES": proxies}
            house.start()
            assert eventually(house.is_well, saw=house.log)
            house.front = ends.enter_context(
                in_front(kind, house.port, tmp_path / kind, secure=True)
            )
            return house

        yield serve


def all_at_once(phones, does):
    with ThreadPoolExecutor(len(phones)) as crowd:
        return list(crowd.map(does, phones))


def mistypes_once(phone):
    phone.sign_in(LIN.username, "typo")
    return phone.sign_in(LIN.username, PASSWORD)


def networks_of(house):
    with contextlib.closing(sqlite3.connect(house.data / "zerentian.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT network FROM accounts_signinevent")}


@pytest.mark.trial("open")
@pytest.mark.parametrize("kind", KINDS)
def test_phones_behind_one_proxy(kind, served, figures):
    house = served(kind, "127.0.0.1")
    phones = [Phone(house.front, f"127.0.1.{number + 1}") for number in range(MANY)]
    others = [Phone(house.front, phone.address) for phone in phones]

    entered = all_at_once(phones, mistypes_once)
    coded = all_at_once(others, lambda phone: phone.ask_for_code(number_of(phone.address)))

    figures(
        f"phones behind {kind}",
        tried=2 * MANY,
        acknowledged=sum(entered) + sum(coded),
        lost=2 * MANY - sum(entered) - sum(coded),
        note="refused wrongly stands under lost",
    )
    assert (entered, coded) == ([True] * MANY, [True] * MANY)
    assert networks_of(house) >= {phone.address for phone in phones}


def number_of(address):
    return f"1640000{int(address.rpartition('.')[2]):04d}"


@pytest.mark.trial("open")
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_stranger_claims_locks_nobody(kind, served, figures):
    """Through the proxy and past it, in the name of the owner's address."""
    house = served(kind, "127.0.0.1")
    owner = Phone(house.front, "127.0.1.1")
    claims = {"X-Forwarded-For": owner.address, "X_Forwarded_For": owner.address}
    stranger = Phone(house.front, STRANGER, claims=claims)
    guessed = [stranger.sign_in(LIN.username, f"guess-{turn}") for turn in range(6)]
    past = {"X-Forwarded-For": owner.address, "X-Forwarded-Proto": "https"}
    beside = Phone(house.port, STRANGER, secure=False, claims=past)

    assert guessed == [False] * 6
    assert not stranger.sign_in(LIN.username, PASSWORD)  # locked where it guessed
    assert beside.ask("GET", "/sign-in/")[0] == 301  # that it came by HTTPS is not believed
    assert owner.sign_in(LIN.username, PASSWORD)
    assert STRANGER in networks_of(house)
    figures(f"forged addresses, {kind}", tried=8, acknowledged=1, lost=0)


@pytest.mark.trial("open")
def test_a_town_behind_one_carrier(served, figures):
    house = served("caddy", "127.0.0.1")
    town = [Phone(house.front, "127.0.1.1") for _phone in range(2 * MANY)]
    numbers = [f"1640000{number:04d}" for number in range(MANY)]

    entered = all_at_once(town[:MANY], lambda phone: phone.sign_in(LIN.username, PASSWORD))
    asked = list(zip(town[MANY:], numbers, strict=True))
    coded = all_at_once(asked, lambda each: each[0].ask_for_code(each[1]))

    figures(
        "a town behind one carrier",
        tried=2 * MANY,
        acknowledged=sum(entered) + sum(coded),
        lost=2 * MANY - sum(entered) - sum(coded),
    )
    assert (entered, coded) == ([True] * MANY, [True] * MANY)


@pytest.mark.trial("open")
def test_a_house_that_does_not_know_its_proxy_is_noticed(served):
    """Negative control: then all phones are one network, and five typos lock out all of them."""
    house = served("nginx", "")
    phones = [Phone(house.front, f"127.0.1.{number + 1}") for number in range(MANY)]

    assert all_at_once(phones, mistypes_once).count(False) > 0
    assert networks_of(house) == {"127.0.0.1"}
