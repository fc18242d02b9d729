"""The browser is sent one stylesheet, and it says what our files say."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from whitenoise import WhiteNoise

from config.look import stylesheets

# Packing what the pages of the office alone ask for takes longer than all the rest.
OF_THE_OFFICE = ["admin", "unfold"]
QUIETLY = {"interactive": False, "verbosity": 0, "ignore_patterns": OF_THE_OFFICE}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What collectstatic leaves behind, the way it is served."""
    folder = tmp_path_factory.mktemp("static")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "STATIC_ROOT", str(folder))
        storage = stylesheets.Storage(location=str(folder), base_url="/static/")
        patch.setattr(staticfiles_storage, "_wrapped", storage)
        call_command("collectstatic", **QUIETLY)
        yield storage, folder


@pytest.fixture
def served(collected, monkeypatch):
    storage, folder = collected
    monkeypatch.setattr(staticfiles_storage, "_wrapped", storage)
    return folder


def test_a_page_links_one_sheet_whose_name_changes_with_it(served):
    page = render_to_string("errors/500.html")
    found = re.findall(r'<link rel="stylesheet" href="/static/(css/house\.\w+\.css)"', page)

    assert len(found) == 1 == page.count('rel="stylesheet"')
    assert (served / found[0]).exists() and (served / f"{found[0]}.gz").exists()


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_the_sheet_leaves_packed_as_the_browser_likes_it(served, accepted, sent):
    served_by = WhiteNoise(None, root=served, prefix="/static/")
    [sheet] = (served / "css").glob("house.*.css")
    answer = served_by.files[f"/static/css/{sheet.name}"].get_response(
        "GET", {"HTTP_ACCEPT_ENCODING": accepted}
    )

    assert dict(answer.headers).get("Content-Encoding") == sent
    answer.file.close()


def test_with_debug_each_file_is_linked_for_itself(served, settings):
    settings.DEBUG = True

    assert [url for url, _media in stylesheets.links()] == [
        f"/static/css/{sheet}.css" for sheet in stylesheets.SHEETS
    ]


def test_collecting_again_is_no_mistake(collected, served):
    storage, _folder = collected
    before = storage.url(stylesheets.HOUSE)
    call_command("collectstatic", **QUIETLY)

    assert storage.url(stylesheets.HOUSE) == before


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a {\n  color: red; /* why */\n}\n", "a{color:red}"),
        (".a,\n.b > .c {\n  margin: calc(1px + 2px);\n}", ".a,.b>.c{margin:calc(1px + 2px)}"),
        (
            'p::before {\n  content: attr(data-label) " ";\n}',
            'p::before{content:attr(data-label) " "}',
        ),
        ('p::before {\n  content: "a  ;  b";\n}', 'p::before{content:"a  ;  b"}'),
    ],
)
def test_only_what_nobody_needs_is_left_out(written, sent):
    assert stylesheets.joined([written, ""]) == f"{sent}@media print{{}}"


def test_paper_keeps_its_own_rules():
    assert stylesheets.joined(["a{b:c}", ".top{display:none}"]) == (
        "a{b:c}@media print{.top{display:none}}"
    )
