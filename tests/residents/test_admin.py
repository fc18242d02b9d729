"""The register in the street office: scoped, masked, and written by the register's own functions."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from residents.models import CareTag, Person, Residency
from tests import builders
from tests.residents.conftest import upload
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("midday")

NUMBER = builders.make_id_number("19500102", 1)


def to(model, page="changelist", *args):
    return reverse(f"admin:residents_{model}_{page}", args=args)


def words(**changes):
    """What the change form of somebody behind 501 sends when nobody types anything."""
    return {
        "name": "王秀兰",
        "tenure": "own",
        "relation": "",
        "remarks": "",
        "id_number": "",
        "phone": "",
        "status": "here",
        **INLINES,
        **changes,
    }


INLINES = {
    f"{name}-{count}": 0
    for name in ("residencies", "care_tags")
    for count in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def stranger(district):
    """Somebody in another street."""
    street = builders.make_area("township", "150299021", "团结街道", parent=district)
    community = builders.make_area("community", "150299021100", "团结社区", parent=street)
    grid = builders.make_area("grid", "150299021100001", "团结第一网格", parent=community)
    return builders.make_person(builders.make_door(grid, "901"), "远方人")


def test_a_person_is_entered_as_the_register_does_it(office, home):
    facts = words(name="张三丰", home=home.pk, id_number=NUMBER, phone="138 0000 0009")

    office.post(to("person", "add"), facts)

    person = Person.objects.get()
    assert (person.id_number, person.phone, person.pinyin) == (
        NUMBER,
        "13800000009",
        "zhangsanfeng",
    )
    assert (person.grid, Residency.objects.get().dwelling) == (home.grid, home)


def test_numbers_are_nowhere_in_full_and_sealed_columns_nowhere_at_all(office, home):
    person = builders.make_person(home, id_number=NUMBER, phone="13800000009")

    for page in (to("person"), to("person", "change", person.pk)):
        html = office.get(page).content.decode()
        assert "张三丰" in html
        for secret in (NUMBER, "13800000009", "sm4.", person.phone_index):
            assert secret not in html
    assert "138****0009" in html


def test_an_empty_number_field_keeps_what_is_registered(office, home):
    person = builders.make_person(home, "王秀兰", id_number=NUMBER, phone="13800000009")

    office.post(to("person", "change", person.pk), words(home=home.pk, remarks="新备注"))

    person.refresh_from_db()
    assert (person.id_number, person.phone) == (NUMBER, "13800000009")
    assert (person.remarks, person.version) == ("新备注", 2)


def test_a_new_phone_asks_why_and_opens_nothing_yet(office, home, wang):
    there, typed = to("person", "change", wang.pk), words(home=home.pk, phone="13900000009")

    assert "要写为什么" in office.post(there, typed).content.decode()
    wang.refresh_from_db()
    assert wang.phone == "13800000001"

    office.post(there, typed | {"why_changed": "本人换了号码"})
    wang.refresh_from_db()
    assert wang.phone == "13900000009"
    assert not User.objects.exclude(phone_index=None).exists()


def test_writing_a_number_asks_for_the_password_again_and_keeps_it_nowhere(office, home, wang):
    session = office.session
    session["since"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    there = to("person", "change", wang.pk)
    typed = words(home=home.pk, phone="13900000009", why_changed="本人换了号码")

    assert "密码不对" in office.post(there, typed | {"password": "x"}).content.decode()
    assert "密码不对" in office.post(there, typed).content.decode()
    wang.refresh_from_db()
    assert wang.phone == "13800000001"

    office.post(there, typed | {"password": "demo-2026"})
    wang.refresh_from_db()
    assert wang.phone == "13900000009"
    assert "demo-2026" not in str(list(LogEntry.objects.values()))


def test_a_phone_can_be_taken_away(office, home, wang):
    why = {"no_phone": "on", "why_changed": "号码停机了"}
    office.post(to("person", "change", wang.pk), words(home=home.pk, **why))

    wang.refresh_from_db()
    assert (wang.phone, wang.phone_index) == ("", "")


def test_a_move_keeps_its_history(office, wang, west):
    there = builders.make_door(west, "302")

    office.post(to("person", "change", wang.pk), words(home=there.pk, tenure="rent"))

    wang.refresh_from_db()
    assert (wang.home, wang.grid) == (there, west)
    assert [stay.tenure for stay in Residency.objects.order_by("pk")] == ["own", "rent"]


@pytest.mark.parametrize("status", ["moved", "died"])
def test_somebody_who_left_is_no_longer_due_and_may_come_back(office, home, wang, status):
    builders.tag(wang, at=timezone.now())
    office.post(to("person", "change", wang.pk), words(home=home.pk, status=status))
    wang.refresh_from_db()
    assert (wang.status, wang.next_due_on) == (status, None)

    office.post(to("person", "change", wang.pk), words(home=home.pk, status="here"))

    wang.refresh_from_db()
    assert (wang.status, wang.next_due_on) == ("here", timezone.localdate())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"id_number": "150299195001020019"}, "身份证号不对"),
        ({"phone": "1380000"}, "请填 11 位手机号"),
        ({"phone": "13900000009", "no_phone": "on"}, "不能都选"),
        ({"id_number": NUMBER}, "已经登记在另一位居民名下"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(office, home, wang, typed, sentence):
    builders.make_person(home, "别人", id_number=NUMBER)

    page = office.post(to("person", "change", wang.pk), words(home=home.pk, **typed))

    assert sentence in page.content.decode()
    wang.refresh_from_db()
    assert wang.phone == "13800000001"


def test_another_streets_people_and_doors_are_not_there(office, home, wang, stranger):
    assert "远方人" not in office.get(to("person")).content.decode()
    assert office.get(to("person", "change", stranger.pk)).status_code == 302  # "does not exist"
    found = office.get(
        reverse("admin:autocomplete"),
        {"term": "", "app_label": "residents", "model_name": "person", "field_name": "home"},
    ).json()
    assert [door["id"] for door in found["results"]] == [str(home.pk)]


def test_nobody_can_be_moved_into_another_street(office, wang, stranger):
    page = office.post(to("person", "change", wang.pk), words(home=stranger.home.pk))

    assert page.status_code == 200
    wang.refresh_from_db()
    assert wang.home != stranger.home


def test_a_post_that_only_looks_opens_nothing_in_the_office(office, bai, stranger):
    """Bai also helps out as a grid worker in the other street."""
    builders.make_post(bai, stranger.grid, "grid_worker")

    assert Person.objects.visible_to(builders.reader_of(bai)).filter(pk=stranger.pk).exists()
    assert office.get(to("person", "change", stranger.pk)).status_code == 302


def test_a_tag_sets_the_tier(office, bai, wang):
    facts = {
        "person": wang.pk,
        "kind": "dementia",
        "source": "走访",
        "purpose": "定期探访",
        "expires_on": "2099-01-01",
    }

    office.post(to("caretag", "add"), facts)

    wang.refresh_from_db()
    assert (wang.tier, CareTag.objects.get().noted_by) == ("high", bai)


def test_a_tag_that_was_wrong_ends(office, wang):
    tag = builders.tag(wang, "dementia", at=timezone.now())
    facts = {"source": "走访", "purpose": "定期探访", "expires_on": "2020-01-01"}

    office.post(to("caretag", "change", tag.pk), facts)

    wang.refresh_from_db()
    assert wang.tier == ""


def test_a_new_door_stands_in_the_grid_of_its_building(office, building):
    facts = {"building": building.pk, "stairwell": 1, "floor": 3, "door": "301"}

    office.post(to("dwelling", "add"), facts)

    door = building.dwellings.get()
    assert (door.grid, door.walk_key[:6]) == (building.grid, f"{building.compound_id:06d}")


def test_a_tier_of_the_house_stays_and_the_street_has_its_own(office, street):
    from residents.models import ContactTier

    tier, facts = ContactTier.objects.get(tier="high"), {"every_days": 5, "basis": "本街道规定"}
    assert office.post(to("contacttier", "change", tier.pk), facts).status_code == 403
    assert office.post(to("contacttier", "delete", tier.pk)).status_code == 403
    office.post(to("contacttier", "add"), facts | {"tier": "high", "area": street.pk})

    rules = ContactTier.objects.filter(tier="high").order_by("pk")
    assert [(each.area, each.every_days) for each in rules] == [(None, 7), (street, 5)]


def test_rosters_are_read_and_their_contents_are_not(office, north, bai, building):
    roster = upload(north, row(), by=bai, at=timezone.now())

    page = office.get(to("roster", "change", roster.pk)).content.decode()

    assert "名册.xlsx" in page
    assert roster.sealed_file[:40] not in page
    assert office.post(to("roster", "change", roster.pk), {"state": "taken_in"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_people_asks_as_often_for_three_as_for_one(
    office, east, number, django_assert_num_queries
):
    for n in range(number):
        builders.make_person(builders.make_door(east, f"{n}01"), f"张{'甲乙丙'[n]}")

    # session, user, posts, saved filters, communities to filter by, count, page
    with django_assert_num_queries(7):
        assert office.get(to("person")).status_code == 200


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "９" * 4, "9" * 30, "\x00"])
def test_what_is_no_key_is_a_choice_nobody_offered(client, bai, key):
    client.force_login(bai)

    answer = client.post(to("person", "add"), words(home=key))

    assert answer.status_code == 200
    assert "home" in answer.context["adminform"].form.errors
