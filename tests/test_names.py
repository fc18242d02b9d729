"""A module, file, page, model or template named anywhere is there; what moves takes its names along."""

import pytest

from tests.named_paths import FORMER, ROOT, files_that_name, leads_somewhere, wrong_names

# Put together here, so that this file is not a finding.
GONE_MODULE = "accounts." + "record.changed"
GONE_VIEW = "config." + "views.gone"
GONE_MODEL = "residents." + "Pigeon"
GONE_PERMISSION = "residents." + "breed_person"
GONE_FILE = "residents/" + "register_book.py"
GONE_FOLDER = "residents/" + "cards/"
GONE_TEST = "tests/test_names.py::" + "test_that_was_renamed"
GONE_PAGE = "residents:" + "card-index"
GONE_TEMPLATE = "cases/" + "pigeonhole.html"


def test_every_name_leads_somewhere():
    files = files_that_name()
    wrong = {
        str(path.relative_to(ROOT)): names
        for path in files
        if (names := wrong_names(path, path.read_text()))
    }

    assert wrong == {}
    assert len(files) > 500


@pytest.mark.parametrize(
    ("file", "text", "gone"),
    [
        ("cases/clocks.py", '"""See {}."""', GONE_MODULE),
        ("cases/clocks.py", "x = 1  # {} says when", GONE_MODULE),
        ("cases/clocks.py", '"""As in {}."""', GONE_FILE),
        ("cases/clocks.py", 'template = "{}"', GONE_TEMPLATE),
        ("cases/clocks.py", 'page = reverse("{}")', GONE_PAGE),
        ("config/settings.py", 'CSRF_FAILURE_VIEW = "{}"', GONE_VIEW),
        ("residents/admin.py", 'ForeignKey("{}")', GONE_MODEL),
        ("residents/admin.py", 'user.has_perm("{}")', GONE_PERMISSION),
        ("docs/architecture.md", "Ask `{}`.", GONE_MODULE),
        ("docs/architecture.md", "It is in `{}`.", GONE_FILE),
        ("docs/architecture.md", "All of `{}`.", GONE_FOLDER),
        ("CONTRIBUTING.md", "In `residents/roster/`: `{}`.", "writing/" + "pigeons.py"),
        ("docs/promises.md", "| P1 | `{}` |", GONE_TEST),
        ("pyproject.toml", 'DJANGO_SETTINGS_MODULE = "{}"', GONE_VIEW),
        ("templates/base.html", '{% include "X" %}', GONE_TEMPLATE),
        ("templates/base.html", '{% url "X" person.pk %}', GONE_PAGE),
        ("templates/base.html", "{# made by X #}", GONE_MODULE),
        ("static/js/aloud.js", "let x = 1  // see {}", GONE_FILE),
    ],
)
def test_a_stale_name_is_noticed(file, text, gone):
    text = text.replace("{}", gone).replace("X", gone)

    assert wrong_names(ROOT / file, text) == [gone]


@pytest.mark.parametrize(
    ("file", "text", "name"),
    [
        ("cases/clocks.py", "x = {}(y)", "cases." + "filter"),
        ("cases/clocks.py", 'x = f"of {X(y)}"', "cases." + "filter"),
        ("cases/clocks.py", 'x = "{}"', "residents.Person"),
        ("cases/clocks.py", 'x = "{}"', "residents.person"),
        ("cases/clocks.py", 'x = "{}"', "residents.Person.name"),
        ("cases/clocks.py", 'x = "{}"', "residents.view_person"),
        ("cases/clocks.py", 'x = "{}"', "cases:case"),
        ("cases/clocks.py", 'x = "{}"', "cases/case.html"),
        ("docs/architecture.md", "What `{}` does.", "residents.registry.move"),
        ("docs/architecture.md", "What `{}` does.", "residents/registry.py::move"),
        ("CONTRIBUTING.md", "In `residents/roster/`: `{}`.", "writing/" + "undoing.py"),
        ("docs/architecture.md", "Each app's `{}`.", "api/"),
        ("residents/roster/workflow.py", "# undone by {}", "writing/" + "undoing.py"),
        ("templates/base.html", "{{ X }}", "cases." + "total"),
    ],
)
def test_a_name_is_judged_by_its_form(file, text, name):
    assert wrong_names(ROOT / file, text.replace("{}", name).replace("X", name)) == []


@pytest.mark.parametrize("name", sorted(FORMER))
def test_a_former_name_leads_nowhere_else_by_now(name):
    assert not leads_somewhere(name)
    assert wrong_names(ROOT / "docs/architecture.md", name) == []
