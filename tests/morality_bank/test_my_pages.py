"""What the resident sees: balance, lines, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from morality_bank import deeds, passbook
from tests import builders
from tests.chance import without_chance
from tests.conftest import NOON
from tests.morality_bank.test_ledger import hold, settle

MY, PASSBOOK = reverse("morality_bank:my"), reverse("morality_bank:passbook")


@pytest.fixture
def resident(client, wang):
    client.force_login(wang.user, by="code")
    return client


def texts(page):
    return [(line.text, line.amount, line.balance, line.waiting) for line in page.items]


def test_the_cover_says_what_is_there_and_what_is_coming(resident, lin, wang, book, rule):
    builders.make_deed(lin, wang, rule, at=NOON)

    page = resident.get(MY).content.decode()

    assert "100 <small>分</small>" in page
    assert "还有 10 分，等社区书记看过就算数。" in strip_tags(page)


def test_a_deed_walks_from_waiting_to_posted(lin, wang, chen, book, rule):
    deed = builders.make_deed(lin, wang, rule, at=NOON)
    assert texts(passbook.page(book))[0] == ("楼道清扫", 10, 100, True)

    deeds.post(deed=deed, by=chen, at=NOON)
    assert texts(passbook.page(book))[0] == ("楼道清扫", 10, 110, False)


def test_what_was_voided_never_stood_in_the_passbook(book, issuer):
    settle(hold(issuer, book, 50), "void")

    assert texts(passbook.page(book)) == [("换了一盏灯", 100, 100, False)]


def test_every_line_says_what_was_left_after_it(book, issuer):
    for amount in (10, 20, 30):
        builders.move(book, issuer, amount)
    builders.move(issuer, book, 5)

    assert [line.balance for line in passbook.page(book).items] == [45, 40, 70, 90, 100]


def test_pages_follow_each_other_without_gap_or_double(book, issuer):
    for _ in range(6):
        builders.move(book, issuer, 1)

    first = passbook.page(book, size=3)
    builders.move(issuer, book, 50)  # meanwhile
    second = passbook.page(book, cursor=first.next, size=3)
    third = passbook.page(book, cursor=second.next, size=3)

    seen = [line.balance for page in (first, second, third) for line in page.items]
    assert seen == [94, 95, 96, 97, 98, 99, 100]
    assert third.next is None


def test_the_whole_passbook_has_a_way_to_the_older_lines(resident, book, issuer):
    for _ in range(passbook.PAGE):
        builders.move(book, issuer, 1)

    page = resident.get(PASSBOOK)
    older = resident.get(page.context["next"])

    assert [line.text for line in older.context["page"].items] == ["换了一盏灯"]
    assert older.context["next"] == ""


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 30, "1e3", "12"])
def test_a_page_made_up_or_from_before_an_upgrade_is_the_first(resident, book, before):
    page = resident.get(PASSBOOK, {"before": before}).context

    assert page["page"].items == passbook.page(book).items != []
    assert page["year"] is not None


def test_the_husband_sees_his_own_empty_passbook(client, book, li):
    client.force_login(li.user, by="code")

    page = client.get(MY).content.decode()

    assert "做了第一件好事，存折就开好了" in strip_tags(page)
    assert "100" not in without_chance(page)
    assert client.get(PASSBOOK).status_code == 302


def test_a_passbook_of_another_bank_cannot_be_named(client, book, south, wang):
    builders.make_bank(south, "南苑道德银行")
    client.force_login(wang.user, by="code")

    assert client.get(PASSBOOK, {"bank": south.code}).status_code == 404


def test_after_a_move_both_passbooks_are_there(resident, book, wang, south, far):
    bank = builders.make_bank(south, "南苑道德银行")
    builders.registry.move(
        person=wang, to=builders.make_door(far), tenure="own", on=NOON.date(), by=None, at=NOON
    )
    builders.make_account(bank, wang, points=7)

    page = resident.get(MY).content.decode()

    assert "7 <small>分</small>" in page
    assert "您在北苑道德银行还有 100 分" in page


def test_somebody_without_a_register_entry_reads_why(client, bai):
    client.force_login(bai)

    assert "这个账号还没有对上居民登记" in client.get(MY).content.decode()


@pytest.mark.parametrize("url", [MY, PASSBOOK])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(
    resident, book, issuer, url, rows, django_assert_num_queries
):
    for _ in range(rows):
        builders.move(book, issuer, 1)

    # session, user, passbook, lines; a code opens no posts; the passbook counts its year as well,
    # the front door says who comes
    with django_assert_num_queries({MY: 5, PASSBOOK: 5}[url]):
        resident.get(url)
