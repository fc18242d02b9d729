"""When whoever heads a family is gone, it is asked who heads it now; nothing is worked out."""

import pytest
from django.utils import timezone

from notices import outbox
from notices.channels.base import Receipt
from notices.delivery import sending
from notices.models import Dispatch, Notice
from residents import homes, registry
from residents.corrections import pages
from residents.models import Correction, Household, Person, WrittenNumber
from residents.numbers import telling, writing
from tests import builders
from tests.residents.corrections.said import decide, proposed, say

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def family(home, wang, li):
    """Wang heads it; Li is her husband, and there are a son and a grandchild."""
    household = Household.objects.create(dwelling=home, **home.grid.columns())
    son = builders.make_person(home, "李小明")
    grandchild = builders.make_person(home, "李萌萌")
    relations = {wang: "head", li: "spouse", son: "child", grandchild: "grandchild"}
    for person, relation in relations.items():
        person.household, person.relation = household, relation
        person.save()
    return son, grandchild


def relations():
    return dict(Person.objects.order_by("pk").values_list("name", "relation"))


def test_when_the_head_died_the_page_asks_who_it_is_and_what_the_others_are(
    client, wang, li, lin, chen, family
):
    son, grandchild = family
    said = proposed(client, lin, wang, "died", on=timezone.localdate().isoformat())
    client.force_login(chen)
    page = client.get(f"/corrections/{said.uid}/").content.decode()
    assert "户主现在是谁" in page and "李小明是新户主的什么人" in page

    answers = {"head": str(son.uid), f"relation-{li.uid}": "parent"}
    assert decide(client, chen, said, **answers).status_code == 302

    assert relations() == {"王秀兰": "head", "李建国": "parent", "李小明": "head", "李萌萌": ""}
    assert not homes.is_without_head(son)


def test_while_nobody_knows_the_family_stays_on_the_list(client, wang, li, lin, chen, family):
    """Also when the head left by another way than a correction."""
    registry.moved_away(person=wang, on=timezone.localdate(), by=lin, at=timezone.now())
    client.force_login(chen)

    page = client.get("/corrections/?tab=headless").content.decode()
    assert "李建国一家" in page and relations()["李小明"] == "child"
    assert "这一户现在没有户主" in client.get(f"/register/{li.uid}/").content.decode()

    asked = say(client, chen, li, "household", relation="head")  # what are the others to him?
    assert (asked.status_code, "李小明是新户主的什么人" in asked.content.decode()) == (422, True)
    typed = {"relation": "head", "asked": "1", f"relation-{family[0].uid}": "child"}
    assert say(client, chen, li, "household", **typed).status_code == 302
    assert relations() == {"王秀兰": "head", "李建国": "head", "李小明": "child", "李萌萌": ""}
    assert "家家都有户主" in client.get("/corrections/?tab=headless").content.decode()


def test_who_is_not_of_the_family_does_not_head_it(wang, li, family, home, lin):
    stranger = builders.make_person(home, "赵六")
    facts = {"household": li.household, "relations": {}, "by": lin, "at": timezone.now()}

    with pytest.raises(homes.NotOfTheFamily):
        homes.settle_family(head=stranger, **facts)


@pytest.mark.parametrize("gone", ["died", "moved_away"])
def test_nothing_is_sent_to_the_number_of_who_is_gone(
    client, wang, li, lin, chen, monkeypatch, gone
):
    now, sent = timezone.now(), []
    monkeypatch.setattr(
        "notices.channels.text_messages.send",
        lambda message: sent.append(message.to) or Receipt(),
    )
    for user in (wang.user, li.user):
        sms = {"channel": Notice.Channel.SMS, "urgent": True}
        outbox.tell(to=user, key="x", text="一句话", at=now, **sms)
    written = {"origin": "office", "reason": "本人来换了号码", "by": chen, "at": now}
    writing.write_phone(person=wang, phone="13900000007", **written)
    WrittenNumber.objects.update(tell_before_at=now)
    said = proposed(client, lin, wang, gone, on=timezone.localdate().isoformat())
    decide(client, chen, said)

    sending.send_due(now)
    telling.tell_old_numbers(now)

    assert sent == ["13800000002"]  # Li's, who lives
    assert not Dispatch.objects.filter(recipient=wang.user, sent_at__isnull=False).exists()
    assert Correction.objects.get().state == "accepted"


def test_a_long_list_of_families_goes_on_and_leaves_none_out(client, chen, home, wang, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    for n in range(3):
        household = Household.objects.create(dwelling=home, **home.grid.columns())
        for name in ("甲", "乙"):
            person = builders.make_person(home, f"{name}{'一二三'[n]}")
            person.household, person.relation = household, "child"
            person.save()
    client.force_login(chen)
    first = client.get("/corrections/?tab=headless")
    more = client.get(first.context["next"], headers={"HX-Request": "true"})
    names = [each.name for page in (first, more) for each in page.context["families"]]
    assert names == ["甲一", "甲二", "甲三"] and "next" not in more.context
    assert first.text.count("一家</a>") == 2 and more.text.count("一家</a>") == 1
