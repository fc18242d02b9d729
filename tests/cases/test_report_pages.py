"""Writing a problem down: from a door, at the counter, on a resident's phone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Photo
from notices.models import Notice
from tests import builders


def report(**facts):
    category = builders.make_category("路灯不亮").pk
    words = {"client_id": uuid4(), "category": category, "priority": "normal", "words": "灯坏了"}
    words["here"] = "common"  # asked at a door only
    return words | facts


def mine(**facts):
    return report(category=builders.make_category("公共设施").pk) | facts


class TestAtADoor:
    def test_a_contact_brings_its_words_along(self, as_user, lin, home, now):
        visit = builders.log_contact(lin, home, needs="想装一个扶手", at=now)
        address = f"/cases/new/?door={home.pk}&contact={visit.client_id}"
        client = as_user(lin)
        assert "想装一个扶手" in client.get(address).content.decode()

        client.post(address, report(words="想装一个扶手", here="home"))

        case = Case.objects.get()
        assert (case.visit, case.dwelling, case.filed_by, case.channel) == (
            visit,
            home,
            lin,
            "worker",
        )

    def test_something_elsewhere_does_not_lead_to_the_door_it_was_told_at(
        self, as_user, lin, wang, home
    ):
        as_user(lin).post(f"/cases/new/?door={home.pk}", report(reporter=wang.uid, place="北门"))

        case = Case.objects.get()
        assert (case.dwelling, case.grid, case.reporter) == (None, home.grid, wang)

    def test_at_a_door_somebody_says_whether_it_is_in_the_home(self, as_user, lin, home):
        client, address = as_user(lin), f"/cases/new/?door={home.pk}"

        answer = client.post(address, report(here=""))

        assert answer.status_code == 422
        assert "请点一下事情在哪儿" in answer.content.decode()
        assert not Case.objects.exists()

    def test_who_lives_there_can_be_named_and_nobody_else(self, as_user, lin, wang, east, home):
        stranger = builders.make_person(builders.make_door(east, "102"), "别家的人")
        client, address = as_user(lin), f"/cases/new/?door={home.pk}"

        assert client.post(address, report(reporter=stranger.uid)).status_code == 422
        client.post(address, report(reporter=wang.uid))

        assert Case.objects.get().reporter == wang

    def test_a_door_of_another_grid_is_a_missing_page(self, as_user, zhou, gao, home):
        for user in (zhou, gao):
            for door in (home.pk, 999999, "x", "9" * 30):
                assert as_user(user).get(f"/cases/new/?door={door}").status_code == 404
        assert as_user(zhou).post(f"/cases/new/?door={home.pk}", report()).status_code == 404

    @pytest.mark.parametrize("contact", ["x", "9" * 40, "7ff9dfe0-d86e-4d24-869e-f7142cb6571f"])
    def test_a_contact_that_is_none_does_no_harm(self, contact, as_user, lin, home):
        page = as_user(lin).get(f"/cases/new/?door={home.pk}&contact={contact}")

        assert page.status_code == 200

    def test_on_the_way_a_worker_chooses_one_of_their_own_grids(self, as_user, lin, east, west):
        client = as_user(lin)

        assert client.post("/cases/new/", report(grid=west.pk)).status_code == 422
        client.post("/cases/new/", report(grid=east.pk))

        assert Case.objects.get().grid == east

    def test_two_taps_are_one_case(self, as_user, lin, chen, home):
        client, words = as_user(lin), report()

        answers = [client.post(f"/cases/new/?door={home.pk}", words) for _ in range(2)]

        assert answers[0]["Location"] == answers[1]["Location"]
        assert Case.objects.count() == Notice.objects.filter(recipient=chen).count() == 1


class TestAtTheCounter:
    @pytest.mark.parametrize("find", ["王秀", "wxl", "138 0000 0001"])
    def test_somebody_is_found_and_what_was_typed_stays(self, find, as_user, chen, wang):
        typed = report(find=find, look="1", words="写了一半")

        page = as_user(chen).post("/desk/new/", typed).content.decode()

        assert f'value="{wang.uid}"' in page and "写了一半" in page
        assert not Case.objects.exists()

    def test_nobody_of_another_community_is_found(self, as_user, qian, chen, wang):
        page = as_user(qian).post("/desk/new/", report(find="王秀兰", look="1")).content.decode()

        assert str(wang.uid) not in page and "没有找到" in page

    def test_nor_taken_when_their_id_is_sent_anyway(self, as_user, qian, wang, far):
        answer = as_user(qian).post("/desk/new/", report(reporter=wang.uid, grid=far.pk))

        assert answer.status_code == 422
        assert not Case.objects.exists()

    def test_a_case_for_somebody_lies_in_their_grid(self, as_user, chen, wang, east, west):
        as_user(chen).post("/desk/new/", report(reporter=wang.uid))

        case = Case.objects.get()
        assert (case.reporter, case.grid, case.channel) == (wang, east, "counter")

    def test_without_a_name_the_grid_has_to_be_said(self, as_user, chen, west):
        client = as_user(chen)

        assert "请选事情发生在哪个网格" in client.post("/desk/new/", report()).content.decode()
        client.post("/desk/new/", report(grid=west.pk))

        assert Case.objects.get().reporter is None


class TestOnAPhone:
    def test_a_resident_reports_and_sees_it_at_once(self, as_user, wang, east, picture):
        answer = as_user(wang).post("/my/report/", mine(photos=[picture(), picture()]), follow=True)

        case = Case.objects.get()
        assert (case.reporter, case.grid, case.dwelling, case.channel) == (
            wang,
            east,
            None,
            "phone",
        )
        assert case.photos.count() == 2
        assert case.number in answer.content.decode()

    def test_only_for_the_secretary_means_only_for_the_secretary(self, as_user, wang, chen, lin):
        as_user(wang).post("/my/report/", mine(confidential="on"))

        assert list(Case.objects.visible_to(builders.reader_of(chen))) == [Case.objects.get()]
        assert not Case.objects.visible_to(builders.reader_of(lin)).exists()

    def test_family_matters_are_confidential_without_asking(self, as_user, wang, lin):
        as_user(wang).post("/my/report/", mine(category=builders.make_category("家里的事").pk))

        assert Case.objects.get().confidential

    def test_the_sixth_report_in_an_hour_is_put_off_with_a_sentence(
        self, as_user, wang, from_phone
    ):
        for _ in range(5):
            from_phone()

        answer = as_user(wang).post("/my/report/", mine(words="第六件事"))

        assert answer.status_code == 422
        assert "报得有点多" in answer.content.decode() and "第六件事" in answer.content.decode()
        assert Case.objects.count() == 5

    @pytest.mark.parametrize("who", ["lin", "chen"])
    def test_staff_who_are_no_residents_have_no_such_page(self, who, request, as_user):
        client = as_user(request.getfixturevalue(who))

        assert client.get("/my/report/").status_code == 404
        assert client.get("/my/cases/").status_code == 404

    def test_a_form_of_somebody_else_cannot_be_sent_again(self, as_user, wang, li):
        words = mine()
        as_user(wang).post("/my/report/", words)

        answer = as_user(li).post("/my/report/", words)

        assert answer.status_code == 422
        assert Case.objects.get().reporter == wang


class TestBadInput:
    BAD = {
        "no picture": (b"hello", "不是能打开的照片"),
        "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "不是能打开的照片"),
        "empty": (b"", "不是能打开的照片"),
        "too large": (b"\xff\xd8" + b"0" * 20_971_521, "超过 20 MB"),
    }

    @pytest.mark.parametrize("bad", BAD, ids=str)
    def test_a_bad_photo_is_named_and_the_words_stay(self, bad, as_user, wang, picture):
        content, sentence = self.BAD[bad]
        files = [picture(), SimpleUploadedFile("x.jpg", content, content_type="image/jpeg")]

        answer = as_user(wang).post("/my/report/", mine(words="写好的经过", photos=files))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"第 2 张{'照片' if '10 MB' in sentence else ''}" in page and sentence in page
        assert "写好的经过" in page
        assert (Case.objects.count(), Photo.objects.count()) == (0, 0)

    def test_seven_photos_are_one_too_many(self, as_user, wang, picture):
        answer = as_user(wang).post("/my/report/", mine(photos=[picture((8, 8)) for _ in range(7)]))

        assert "一次最多 6 张" in answer.content.decode()

    def test_photos_chosen_for_a_form_that_is_wrong_are_asked_for_again(
        self, as_user, wang, picture
    ):
        answer = as_user(wang).post("/my/report/", mine(words="", photos=[picture()]))

        assert "重新选一次" in answer.content.decode()

    def test_an_oversized_request_gets_a_sentence(self, as_user, wang):
        answer = as_user(wang).post("/my/report/", mine(), CONTENT_LENGTH=str(70 * 1024 * 1024))

        assert answer.status_code == 413
        assert "文件太大了" in answer.content.decode()

    def test_too_many_words_get_a_sentence(self, as_user, wang):
        long = as_user(wang).post("/my/report/", mine(words="灯" * 2001))
        huge = as_user(wang).post("/my/report/", mine(words="灯" * 1_000_000))

        assert (long.status_code, huge.status_code) == (422, 400)
        assert "<h1>" in huge.content.decode()

    def test_too_many_files_get_a_sentence(self, as_user, wang, picture):
        answer = as_user(wang).post("/my/report/", mine(photos=[picture((8, 8))] * 101))

        assert answer.status_code == 400

    @pytest.mark.parametrize("words", ["\x00灯坏了", "灯\x00坏了"])
    def test_a_null_byte_is_dropped_like_any_mark_nobody_sees(self, words, as_user, wang):
        kept = as_user(wang).post("/my/report/", mine(words=words), follow=True)

        assert "灯坏了" in kept.content.decode()


def test_words_typed_when_the_session_ended_are_back_with_the_same_id(as_user, lin, home, now):
    address, words = f"/cases/new/?door={home.pk}", report(words="写了半天")
    client = as_user(lin)
    session = client.session
    session["seen"] = (now - timedelta(hours=1)).isoformat()
    session.save()

    asked = client.post(address, words, headers={"Referer": f"http://testserver{address}"})
    sign_in = {"username": "lin", "password": "demo-2026", "kept": asked.context["kept"]}
    client.post("/sign-in/", sign_in | {"next": address})

    page = client.get(address).content.decode()
    assert "写了半天" in page and str(words["client_id"]) in page


@pytest.mark.parametrize(
    ("who", "address"),
    [("lin", "/cases/new/?door={}"), ("chen", "/desk/new/"), ("wang", "/my/report/")],
)
def test_all_that_is_typed_or_chosen_comes_before_photos(who, address, as_user, home, request):
    """So it has come when a slow connection breaks off among them (config/serving)."""
    page = as_user(request.getfixturevalue(who)).get(address.format(home.pk)).content.decode()

    (form,) = re.findall("<form [^>]*multipart.*?</form>", page, re.DOTALL)
    names = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', form)
    assert names[-1] == "photos" and "confidential" in names
