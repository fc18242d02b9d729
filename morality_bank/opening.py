"""开户: a bank opens with its issuer, a depositor's account with the first good deed."""

from datetime import date

from django.db import transaction

from grids.models import Area
from grids.roles import Level
from morality_bank.models import Account, Bank
from residents.models import Person


class NotACommunity(Exception):
    """A moral bank belongs to a community."""


@transaction.atomic
def open_bank(*, community: Area, name: str, on: date) -> Bank:
    if community.level != Level.COMMUNITY:
        raise NotACommunity(f"{community} is a {community.level}")
    bank = Bank.objects.create(community=community, name=name, opened_on=on)
    open_issuer(bank=bank)
    return bank


def open_issuer(*, bank: Bank) -> Account:
    """Where this bank's points come from; each has exactly one."""
    return Account.objects.create(bank=bank, kind=Account.Kind.ISSUER, opened_on=bank.opened_on)


def open_account(*, bank: Bank, person: Person, on: date) -> Account:
    """The person's account in that bank; opened now if this is their first deed."""
    account, _ = Account.objects.get_or_create(bank=bank, person=person, defaults={"opened_on": on})
    return account
