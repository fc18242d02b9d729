"""The upload page: whose it is, what it says, and that nothing is written without a yes."""

import io
from uuid import uuid4

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from residents import registry
from residents.models import Person, Roster
from residents.roster.reading import sheet as roster_sheet
from tests import builders
from tests.residents.conftest import upload
from tests.residents.pages import PAGE, post, url
from tests.residents.sheets import row, workbook

pytestmark = pytest.mark.usefixtures("midday")


def test_a_worker_finds_nothing_here(client, zhou, checked):
    client.force_login(zhou)

    for page in (PAGE, "/imports/template/", url("roster", checked)):
        assert client.get(page).status_code == 404
    assert client.post(url("take-in-roster", checked)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, checked):
    assert client.get(PAGE).status_code == 302


def test_a_secretary_imports_for_their_own_community_only(client, chen, north, south, building):
    answer = post(client, chen, south, row())
    assert answer.status_code == 422
    assert not Roster.objects.exists()

    answer = post(client, chen, north, row())
    assert answer.redirect_chain[-1][0] == url("roster", Roster.objects.get())


def test_the_secretary_next_door_sees_no_such_roster(client, qian, checked):
    client.force_login(qian)

    assert "名册.xlsx" not in client.get(PAGE).content.decode()
    assert client.get(url("roster", checked)).status_code == 404
    assert client.post(url("take-in-roster", checked)).status_code == 404
    assert client.post(url("drop-roster", checked)).status_code == 404
    assert Roster.objects.get().state == "checked"


def test_the_street_office_may_choose_any_of_its_communities(client, bai, north, south, district):
    other = builders.make_area("township", "150299021", "团结街道", parent=district)
    builders.make_area("community", "150299021100", "团结社区", parent=other)
    client.force_login(bai)

    form = client.get(PAGE).context["form"]

    assert set(form.fields["community"].queryset) == {north, south}


def test_upload_check_and_take_in(client, chen, north, building):
    answer = post(client, chen, north, row(手机="13800000009"), row("李四光"))
    assert "检查过了，可以导入" in answer.content.decode()
    assert not Person.objects.exists()

    answer = client.post(url("take-in-roster", Roster.objects.get()), follow=True)

    assert "已经导入" in answer.content.decode()
    assert Person.objects.count() == 2
    assert Roster.objects.get().taken_in_by == chen


def test_faults_are_shown_with_line_column_and_reason_and_numbers_masked(
    client, chen, north, building
):
    answer = post(client, chen, north, row(), row("李四光", 手机="1380000000912"))
    page = answer.content.decode()

    assert "名册里有错，还不能导入" in page
    assert "不是完整的手机号" in page
    assert "138****12" in page
    assert "1380000000912" not in page
    assert "take-in" not in page
    client.post(url("take-in-roster", Roster.objects.get()))
    assert not Person.objects.exists()


def test_the_same_roster_again_says_that_there_is_nothing_to_change(client, chen, north, building):
    post(client, chen, north, row())
    client.post(url("take-in-roster", Roster.objects.get()))

    page = post(client, chen, north, row()).content.decode()

    assert "没有要改的" in page
    assert "take-in" not in page


def test_an_upload_sent_twice_is_one_upload(client, chen, north, building):
    uid, file = uuid4(), workbook(row())

    for _ in range(2):
        file.seek(0)
        post(client, chen, north, file=file, uid=uid)

    assert Roster.objects.count() == 1


def test_another_file_with_the_same_form_is_refused_with_a_sentence(client, chen, north, building):
    uid = uuid4()
    post(client, chen, north, row(), uid=uid)

    answer = post(client, chen, north, row("李四光"), uid=uid)

    assert (answer.status_code, Roster.objects.count()) == (422, 1)
    assert "这张表已经存过别的内容了" in answer.content.decode()


def test_a_hostile_file_is_refused_beside_the_field_and_not_kept(client, chen, north):
    file = io.BytesIO(b"not a workbook")
    file.name = "名册.xlsx"

    answer = post(client, chen, north, file=file)

    assert answer.status_code == 422
    assert "这不是 .xlsx、.xls、.ods 工作簿" in answer.content.decode()
    assert not Roster.objects.exists()


def test_after_a_change_in_the_register_the_page_asks_to_look_again(client, chen, checked):
    builders.make_person(
        builders.make_door(checked.community.areas.get(), "501"), "别人"
    )  # somewhere else: does not matter
    door = builders.make_door(
        checked.community.areas.get(), "501", building=building_of(checked), stairwell=2
    )
    registry.register(name="张三丰", home=door, by=None, at=timezone.now())
    client.force_login(chen)

    page = client.post(url("take-in-roster", checked), follow=True).content.decode()

    assert "没有要改的" in page
    assert Person.objects.filter(name="张三丰").count() == 1


def building_of(checked):
    return checked.community.compounds.get(buildings__number=3).buildings.get(number=3)


def test_a_double_tap_takes_in_once(client, chen, checked):
    client.force_login(chen)

    for _ in range(2):
        client.post(url("take-in-roster", checked))

    assert Person.objects.count() == 1


def test_dropping_forgets_the_upload_and_touches_nobody(client, chen, checked):
    client.force_login(chen)

    assert client.post(url("drop-roster", checked), follow=True).status_code == 200

    assert not Roster.objects.exists()
    assert not Person.objects.exists()


def test_what_was_taken_in_cannot_be_dropped(client, chen, checked):
    client.force_login(chen)
    client.post(url("take-in-roster", checked))

    client.post(url("drop-roster", checked))

    assert Roster.objects.get().state == "taken_in"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_rosters_as_for_one(
    client, chen, north, building, number, django_assert_num_queries
):
    for _ in range(number):
        upload(north, row(), by=chen, at=timezone.now()).save()
    client.force_login(chen)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        assert client.get(PAGE).content.decode().count("row goes") == number


# Session, user, posts, communities for the choice, rosters, lines that wait, meetings, badge.
QUERIES_OF_THE_LIST = 8


def test_older_uploads_follow_on_the_next_page(client, chen, north, building):
    now = timezone.now()
    for n in range(27):
        Roster.objects.create(
            community=north, file_name=f"{n}.xlsx", uploaded_by=chen, uploaded_at=now
        )
    client.force_login(chen)

    first = client.get(PAGE)
    rest = client.get(first.context["next"], headers={"HX-Request": "true"})

    assert (len(first.context["rows"]), len(rest.context["rows"])) == (25, 2)
    assert "<html" not in rest.content.decode()


def test_the_template_is_a_roster_of_two_examples_in_text_columns(client, chen, north, building):
    client.force_login(chen)
    file = io.BytesIO(client.get("/imports/template/").getvalue())

    book = load_workbook(file)
    assert [sheet.title for sheet in book] == ["名册", "填写说明"]
    assert {cell.number_format for cell in book["名册"]["F"]} == {"@"}
    with pytest.raises(roster_sheet.Refused, match="一个人也没有"):
        roster_sheet.read(file, north)


def test_a_line_added_to_the_template_is_read(client, chen, north, building):
    client.force_login(chen)
    book = load_workbook(io.BytesIO(client.get("/imports/template/").getvalue()))
    for column, cell in enumerate(row("王五"), start=1):
        book["名册"].cell(4, column).value = cell
    file = io.BytesIO()
    book.save(file)

    reading = roster_sheet.read(file, north)

    assert ([person.name for person in reading.rows], reading.examples) == (["王五"], 2)
