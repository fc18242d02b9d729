"""The street office's registers: rules to edit, books to read, one street at a time."""

import pytest
from django.urls import reverse
from django.utils import timezone

from morality_bank.models import Account, Bank, Rule, Transfer
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")

BOOKS = ["account", "transfer", "deed"]


def to(model, page="changelist", *args):
    return reverse(f"admin:morality_bank_{model}_{page}", args=args)


def texts(answer):
    return [str(row) for row in answer.context["cl"].result_list]


@pytest.fixture
def other_bank(district):
    street = builders.make_area("township", "150299021", "团结街道", parent=district)
    community = builders.make_area("community", "150299021100", "团结社区", parent=street)
    return builders.make_bank(community, "团结道德银行")


@pytest.fixture
def deed(lin, wang, rule):
    return builders.make_deed(lin, wang, rule, at=timezone.now())


@pytest.mark.parametrize("model", ["bank", "rule", *BOOKS])
def test_every_register_opens(office, deed, model):
    assert len(texts(office.get(to(model)))) >= 1


def test_other_streets_banks_rules_and_books_are_not_there(office, bank, rule, other_bank):
    foreign = builders.make_rule(other_bank, "扫雪")

    assert texts(office.get(to("bank"))) == ["北苑道德银行"]
    assert texts(office.get(to("rule"))) == ["楼道清扫"]
    assert texts(office.get(to("account"))) == ["北苑道德银行 · 发行"]
    assert office.get(to("rule", "change", foreign.pk)).status_code == 302  # "does not exist"


def test_a_rule_cannot_be_given_to_another_streets_bank(office, bank, other_bank):
    facts = {"name": "扫雪", "points": 5, "proof": "", "basis": "", "active": "on"}

    office.post(to("rule", "add"), facts | {"bank": other_bank.pk})
    office.post(to("rule", "add"), facts | {"bank": bank.pk})

    assert Rule.objects.get(name="扫雪").bank == bank


def test_a_rule_that_makes_no_sense_is_refused_with_a_sentence(office, bank):
    facts = {"bank": bank.pk, "name": "扫雪", "points": 10_001, "active": "on"}

    answer = office.post(to("rule", "add"), facts)

    assert "积分要在 1 到 10000 之间。" in answer.content.decode()


def test_a_bank_is_opened_together_with_its_issuer(office, south):
    facts = {"community": south.pk, "name": "南苑道德银行", "opened_on": "2026-03-10"}

    assert office.post(to("bank", "add"), facts).status_code == 302

    assert Account.objects.get(bank__community=south).kind == "issuer"
    assert Bank.objects.get().opened_on.isoformat() == "2026-03-10"


@pytest.mark.parametrize("model", BOOKS)
def test_books_can_be_read_and_nothing_else(office, deed, model):
    pk = {"account": deed.account_id, "transfer": deed.transfer_id, "deed": deed.pk}[model]

    assert office.get(to(model, "change", pk)).status_code == 200
    assert office.get(to(model, "add")).status_code == 403
    for page in ("change", "delete"):
        assert office.post(to(model, page, pk), {"post": "yes", "amount": 1}).status_code == 403
    assert Transfer.objects.get(pk=deed.transfer_id).amount == 10


def test_accounts_cannot_be_sorted_by_points(office, book, deed):
    plain, by_points = office.get(to("account")), office.get(to("account"), {"o": "-3"})

    assert texts(plain) == texts(by_points)
    assert "credits" not in str(by_points.context["cl"].queryset.query.order_by)


@pytest.mark.parametrize("model", ["rule", *BOOKS])
def test_the_number_of_queries_does_not_grow(
    office, lin, wang, li, bank, model, django_assert_max_num_queries
):
    for number, person in enumerate((wang, li, wang)):
        rule = builders.make_rule(bank, f"好事{number}")
        builders.make_deed(lin, person, rule, at=timezone.now())

    # Session, user, posts, saved filters, count, rows, filter choices, banks, accounts.
    with django_assert_max_num_queries(9):
        office.get(to(model))
