"""What two members of staff give somebody they have both seen: a passphrase, a card with a code."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts import sign_in
from accounts.by_phone import passphrases
from accounts.endings import end_sign_ins
from accounts.evidence import events
from accounts.evidence.events import By, Kind
from accounts.evidence.whence import Whence
from accounts.factors import once_good
from accounts.models import User
from foundation import rate_limits, typed
from foundation.audit.events import leaves_record
from foundation.sealing import blind_index
from notices import outbox
from residents import registry
from residents.models import Person, ResidentCard
from residents.numbers.confirming import account_of
from residents.numbers.seconds import Pair

CARD_LIFE = timedelta(days=7)
CARDS_KEPT = timedelta(days=31)  # after they ended
LENGTH = 12
WRONG_CARDS = 20  # in an hour, from one network
USED = gettext_noop("您的居民卡用过了。不是您用的，请马上告诉社区。")


class Gone(Exception):
    """The person has died or moved away."""


class NoSuchCard(Exception):
    """No card has this code, or it was used, has ended, or its owner has left."""


@leaves_record("passphrase-chosen")
@transaction.atomic
def choose_passphrase(*, person: Person, passphrase: str, pair: Pair, at: datetime) -> None:
    """Its owner typed it in front of two; their sign-ins so far end.

    Raises Gone, passphrases.TooEasy, passphrases.Taken, and what `Pair.check_two` raises.
    """
    person = _here(person)
    pair.check_two(person, at=at)
    user = account_of(person)
    passphrases.choose(user=user, passphrase=passphrase)
    end_sign_ins([user.pk])
    changes = {"passphrase": ("", f"chosen {at.isoformat()}")} | _seconded(pair)
    registry.note_on_record(person, changes, by=pair.first, at=at)


@leaves_record("resident-card-given")
@transaction.atomic
def give_card(*, person: Person, pair: Pair, at: datetime) -> str:
    """The code of a new card, shown this once; earlier cards of theirs end.

    Raises Gone, and what `Pair.check_two` raises.
    """
    person = _here(person)
    pair.check_two(person, at=at)
    account_of(person)
    code = once_good.make(LENGTH).upper()
    person.cards.filter(expires_at__gt=at).update(expires_at=at)
    ResidentCard.objects.create(
        person=person,
        code_hash=_hash(code),
        made_by=pair.first,
        seconded_by=pair.second,
        made_at=at,
        expires_at=at + CARD_LIFE,
    )
    changes = {"resident_card": ("", f"until {(at + CARD_LIFE).isoformat()}")} | _seconded(pair)
    registry.note_on_record(person, changes, by=pair.first, at=at)
    return in_groups(code)


def redeem_card(*, code: str, whence: Whence, at: datetime) -> User:
    """The account of whoever holds the card, once. Raises NoSuchCard, rate_limits.TooOften.

    Only wrong ones count, for their network, and each leaves a row. Not one transaction: a refusal
    must not roll back the try it counted.
    """
    tries, about = {"per": timedelta(hours=1), "at": at}, {"by": By.CODE, "at": at}
    try:
        rate_limits.spend("resident-card", whence.network, limit=WRONG_CARDS, **tries)
        with transaction.atomic():
            user = _use_up(code, at)
    except rate_limits.TooOften:
        events.note(Kind.SLOWED, whence, **about)
        raise
    except NoSuchCard:
        events.note(Kind.CODE_WRONG, whence, **about)
        raise
    events.note(Kind.CARD_USED, whence, account=user.uid, **about)
    rate_limits.give_back("resident-card", whence.network, **tries)
    return user


def _use_up(code, at):
    living = ResidentCard.objects.filter(
        code_hash=_hash(plain(code)), used_at=None, expires_at__gt=at
    )
    card = living.select_related("person").first()
    user = card and sign_in.still_opens(User.objects.filter(pk=card.person.user_id)).first()
    if not user or not living.update(used_at=at):
        raise NoSuchCard
    outbox.tell(to=user, key=f"card:{card.uid}", text=USED, at=at)
    return user


def forget_old_cards(at: datetime) -> int:
    return ResidentCard.objects.filter(expires_at__lt=at - CARDS_KEPT).delete()[0]


def plain(code: str) -> str:
    return "".join(letter for letter in typed.code(code).upper() if letter.isalnum())


def in_groups(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _here(person):
    person = Person.objects.select_for_update(of=["self"]).select_related("user").get(pk=person.pk)
    if person.status != Person.Status.HERE:
        raise Gone
    return person


def _seconded(pair):
    """For the record: who signed beside the first."""
    return {"confirmed_by": ("", pair.second.uid)}


def _hash(code):
    return blind_index("resident card", code)
