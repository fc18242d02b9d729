"""Words of another street stand nowhere in the street office: not in lists, filters, choices,
autocompletes, search or histories, and no list answers a question its page does not offer."""

import json

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from grids.models import Area
from grids.roles import Duty
from office import scoped_admin
from residents.models import Dwelling, Person
from tests import builders
from tests.access.test_admin_walk import ROWS, registered

ABROAD = ["远方", "谭远", "牛远"]


@pytest.fixture
def canaries(world):
    """Everything named after the other street, its buildings and doors included."""
    home = world.places["elsewhere"].person.home
    home.building.compound.name = "远方苑"
    home.building.compound.save()
    return [*world.words_hidden_from("bai"), *ABROAD]


def pages_of(label, meta, world):
    """The list, a search for each canary's kind, the form, and one own row with its history."""
    info = f"admin:{meta.app_label}_{meta.model_name}"
    yield reverse(f"{info}_changelist")
    yield reverse(f"{info}_changelist") + "?q=远方"
    abroad = world.places["elsewhere"].community.pk
    yield reverse(f"{info}_changelist") + f"?community={abroad}"
    yield reverse(f"{info}_add")
    if ROWS[label]:
        pk = world.key(ROWS[label], "own")
        yield reverse(f"{info}_change", args=[pk])
        yield reverse(f"{info}_history", args=[pk])


def autocompletes():
    """Every field that is completed while one types, as the widget asks for it."""
    for model, register in admin.site._registry.items():
        for field in register.autocomplete_fields:
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            yield asked | {"field_name": field}


def leaks(walk, world, canaries):
    """Each (page, word), one by one."""
    urls = [url for label, meta in registered().items() for url in pages_of(label, meta, world)]
    for asked in autocompletes():
        for term in ("", "远方", "北"):
            words = "&".join(f"{name}={value}" for name, value in (asked | {"term": term}).items())
            urls.append(f"{reverse('admin:autocomplete')}?{words}")
    for url in urls:
        answer = walk._ask("bai", "GET", url)
        assert answer.status_code in (200, 302, 400, 403), url
        said = answer.content.decode()
        if url.startswith(reverse("admin:autocomplete")):
            said = json.dumps(json.loads(said), ensure_ascii=False)
        # What was typed into the search box stands in it again.
        said = said.replace('value="远方"', "").replace("q=%E8%BF%9C%E6%96%B9", "")
        yield from ((url, word) for word in canaries if word in said)


def test_nothing_of_another_street_is_ever_named(walk, world, canaries):
    assert list(leaks(walk, world, canaries)) == []
    assert len(list(autocompletes())) >= 4


def test_an_unscoped_choice_is_noticed(walk, world, canaries, monkeypatch):
    monkeypatch.setattr(scoped_admin, "rows_for", lambda model, user: model._default_manager.all())

    assert any(leaks(walk, world, canaries))


def test_a_filter_offers_only_the_areas_one_administers(walk, world, monkeypatch):
    url = reverse("admin:residents_person_changelist")
    assert "远方社区" not in walk._ask("bai", "GET", url).content.decode()

    monkeypatch.setattr("office.area_filters.administered", lambda user: Area.objects.all())
    assert "远方社区" in walk._ask("bai", "GET", url).content.decode()


@pytest.mark.parametrize(
    ("register", "question"),
    [
        ("accounts_user", "password__startswith=argon2"),
        ("accounts_user", "phone_index__isnull=0"),
        ("residents_person", "id_number_index__startswith=a"),
        ("residents_person", "phone_sealed__startswith=sm4"),
        ("residents_person", "user__password__startswith=a"),
        ("residents_person", "birth_on__lt=1950-01-01"),
        ("morality_bank_account", "balance__gte=100"),
        ("morality_bank_rule", "bank__community__name__startswith=远"),
        ("cases_case", "reporter__name__startswith=王"),
    ],
)
def test_a_list_answers_no_question_it_does_not_offer(walk, register, question):
    url = reverse(f"admin:{register}_changelist")

    assert walk._ask("bai", "GET", f"{url}?{question}").status_code == 400


def test_the_questions_it_offers_are_answered(walk, world):
    url = reverse("admin:residents_person_changelist")
    community = world.places["own"].community.pk

    page = walk._ask("bai", "GET", f"{url}?community={community}&status__exact=here")

    assert page.status_code == 200
    assert {person.community_id for person in page.context["cl"].result_list} == {community}


def test_a_history_names_no_place_the_reader_may_not_see(walk, world):
    own, abroad = (world.places[place].person for place in ("own", "elsewhere"))
    kept = [
        {"model": "residents.dwelling", "pk": person.home.pk, "text": f"户室{person.home.pk}号"}
        for person in (abroad, own)
    ]
    said = [{"changed": {"fields": ["home"]}, "lines": [["home", *kept]], "why": "", "records": []}]
    LogEntry.objects.create(
        user=world.users["bai"],
        content_type=ContentType.objects.get_for_model(Person),
        object_id=own.pk,
        object_repr="x",
        action_flag=CHANGE,
        change_message=json.dumps(said, ensure_ascii=False),
    )

    page = walk._ask("bai", "GET", reverse("admin:residents_person_history", args=[own.pk]))

    words = page.content.decode()
    assert f"户室{own.home.pk}号" in words and "别处" in words
    assert f"户室{abroad.home.pk}号" not in words


def test_a_post_that_only_looks_opens_nothing_here(world, walk):
    """Bai is also a secretary in the other street: seen there, administered only at home."""
    abroad, bai = world.places["elsewhere"], world.users["bai"]
    bai.postings.create(area=abroad.community, role="secretary", from_on="2026-01-01")

    assert (
        Dwelling.objects.visible_to(builders.reader_of(bai))
        .filter(pk=abroad.person.home.pk)
        .exists()
    )
    for label, meta in registered().items():
        if ROWS[label]:
            info = f"admin:{meta.app_label}_{meta.model_name}"
            page = walk._ask("bai", "GET", reverse(f"{info}_changelist"))
            rows = {row.pk for row in page.context["cl"].result_list}
            assert world.key(ROWS[label], "elsewhere") not in rows, label
    assert (
        not Area.objects.with_duty(builders.reader_of(bai), Duty.ADMINISTER)
        .filter(pk=abroad.grid.pk)
        .exists()
    )
