"""A move is one entry in the table and its function; everything else is read from there."""

import re
import sys
from types import ModuleType

import pytest
from django.conf import settings as house
from django.urls import include, path

import cases.urls
import config.api_urls
import config.urls
from cases import moves, workflow
from cases.api import moves as api_moves
from cases.models import Case, Step
from foundation.api import docs
from notices.models import Notice
from tests import builders
from tests.conftest import SignedInClient
from tools import moves_picture

DIFF = re.search(r"```diff\n(.*?)```", (house.ROOT / "CONTRIBUTING.md").read_text(), re.S)[1]


def added(diff):
    """{file: the lines it gains}"""
    files = {}
    for line in diff.splitlines():
        if line.startswith("--- "):
            lines = files.setdefault(line.removeprefix("--- "), [])
        else:
            assert line.startswith("+"), line
            lines.append(line[1:])
    return files


@pytest.fixture
def hurry(monkeypatch, settings):
    """The house with the move that CONTRIBUTING adds, as its diff says and nothing more."""
    lines = {name: "\n".join(each) for name, each in added(DIFF).items()}
    [move] = eval(f"({lines['cases/moves.py'].strip()})", vars(moves))  # noqa: S307
    monkeypatch.setitem(moves.MOVES, move.action, move)
    monkeypatch.setattr(workflow, "FUNCTIONS", workflow.FUNCTIONS)
    exec(lines["cases/workflow.py"], dict(vars(workflow)))  # noqa: S102
    serve(monkeypatch, settings)
    yield move
    workflow.FUNCTIONS.pop(move.action)
    docs.document.cache_clear()


def serve(monkeypatch, settings):
    """Addresses are made when a process starts; here once more, of the table as it is now."""
    docs.document.cache_clear()
    urls = ModuleType("house_with_one_more_move")
    vars(urls).update({name: each for name, each in vars(config.urls).items() if name[0] != "_"})
    urls.urlpatterns = [
        path("", include(([*cases.urls.decisions(), *cases.urls.urlpatterns], "cases"))),
        path(
            "api/v1/",
            include(([*api_moves.addresses(), *config.api_urls.urlpatterns], "api")),
        ),
        *config.urls.urlpatterns,
    ]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF = urls.__name__


@pytest.fixture
def case(lin, chen, east, now):
    case = builders.make_case(lin, east, at=now)
    return builders.bring(case, "dispatched", desk=chen, worker=lin, at=now)


def test_every_move_has_its_function_and_every_function_its_move():
    assert workflow.FUNCTIONS.keys() == moves.MOVES.keys()
    with pytest.raises(LookupError):
        workflow.makes("vanish")


def test_the_picture_in_the_glossary_is_the_table():
    assert moves_picture.drawn() == moves.picture()  # else: python tools/moves_picture.py


def test_a_move_is_at_most_twenty_five_lines():
    lines = added(DIFF)

    assert set(lines) == {"cases/moves.py", "cases/workflow.py"}
    assert sum(map(len, lines.values())) <= 25


def test_without_the_diff_there_is_no_such_move(as_user, chen, case):
    assert "hurry" not in moves.MOVES
    assert as_user(chen).get(f"/cases/{case.uid}/hurry/").status_code == 404


def test_it_has_a_button_and_a_page_that_says_what_follows(hurry, as_user, chen, case):
    desk = as_user(chen)

    assert f'href="/cases/{case.uid}/hurry/">催一催</a>' in desk.get(f"/cases/{case.uid}/").text
    page = desk.get(f"/cases/{case.uid}/hurry/").text
    assert "<h1>催一催</h1>" in page and 'name="note"' in page and "要说的话" in page
    assert "<li>去办的人会收到消息，看到您写的话。</li>" in page


def test_it_is_made_on_its_page_and_told_in_the_history(hurry, as_user, chen, lin, case):
    Notice.objects.all().delete()

    done = as_user(chen).post(
        f"/cases/{case.uid}/hurry/", {"version": case.version, "note": "天要黑了"}, follow=True
    )

    assert done.redirect_chain == [("/desk/", 302)]
    assert f"{case.number} 催过了。" in done.text
    step = Step.objects.get(action="hurry")
    assert (step.from_status, step.to_status, step.note) == ("dispatched", "dispatched", "天要黑了")
    assert "催了一次" in as_user(chen).get(f"/cases/{case.uid}/").text
    assert Notice.objects.get().recipient == lin


def test_only_those_who_may_find_it_and_only_while_it_can_be_made(hurry, as_user, chen, lin, case):
    url = f"/cases/{case.uid}/hurry/"

    assert as_user(lin).get(url).status_code == 404
    Case.objects.filter(pk=case.pk).update(status="handled")
    assert as_user(chen).get(url)["Location"] == f"/cases/{case.uid}/"
    late = as_user(chen).post(url, {"version": case.version, "note": "快一点"})
    assert late.status_code == 409 and "快一点" in late.text


def test_programs_find_it_in_the_document_and_make_it(hurry, chen, case):
    operation = docs.document("zh-hans")["paths"]["/api/v1/cases/{uid}/hurry/"]["post"]
    assert (operation["operationId"], operation["summary"]) == ("hurry_case", "催一催")
    asked = docs.document("zh-hans")["components"]["schemas"]["HurryRequest"]
    assert asked["required"] == ["note", "version"]

    client = SignedInClient()
    client.force_login(chen)
    answer = client.post(
        f"/api/v1/cases/{case.uid}/hurry/",
        {"version": case.version, "note": "天要黑了"},
        content_type="application/json",
    )

    assert answer.status_code == 200
    assert answer.json()["steps"][-1]["what"] == "催了一次"
    assert "hurry" in answer.json()["actions"]


def test_it_is_in_the_picture(hurry):
    assert "    dispatched --> dispatched: hurry 催一催" in moves.picture().splitlines()
