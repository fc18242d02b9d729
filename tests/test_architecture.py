"""Which way the arrows point, how full a folder gets, and that every page says whom it is for."""

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import audience_of
from grids.models import InArea
from tests import tree

ROOT = settings.ROOT
# Stand on all rooms, beside each other.
ON_TOP = ["config", "demo", "bench"]
# Each imports only those before it.
ROOMS = [app for app in settings.HOUSE_APPS if app not in ON_TOP]
HOUSE = [*ROOMS, *ON_TOP]

# Inside foundation the same holds for its packages and modules.
FOUNDATION = [
    "call_stack",
    "database_errors",
    "sqlite",
    "batches",
    "names",
    "networks",
    "outbound",
    "access",
    "typed",
    "monitoring",
    "disk",
    "sealing",
    "phones",
    "apart",
    "workbooks",
    "pictures",
    "charts",
    "paper",
    "parameters",
    "request_id",
    "models",
    "snapshot",
    "house",
    "moved_models",
    "rate_limits",
    "once",
    "work",
    "uploads",
    "tasks",
    "audit",
    "keys",
    "personal",
    "api",
    "apps",
    "templatetags",
    "management",
]


def wrong_way(root, rooms=ROOMS, on_top=ON_TOP):
    """(module, what it imports) wherever an arrow points to the right or sideways."""
    return sorted(
        (name, target)
        for name, targets in tree.arrows(root, [*rooms, *on_top]).items()
        for target in targets
        if not points_left(name.split(".")[0], target.split(".")[0], rooms)
    )


def points_left(room, imported, rooms):
    if room == imported:
        return True
    return imported in rooms and (room not in rooms or rooms.index(imported) < rooms.index(room))


def wrong_way_in_foundation(root):
    return sorted(
        (name, target)
        for name, targets in tree.arrows(root, ["foundation"]).items()
        for target in targets
        if "." in name and "." in target
        if FOUNDATION.index(part_of(target)) > FOUNDATION.index(part_of(name))
    )


def part_of(name):
    return name.split(".")[1]


def circles(root, rooms=HOUSE):
    return tree.circles(tree.with_faces(tree.arrows(root, rooms)))


def faces_with_models(root, rooms=HOUSE):
    """A face that imports models drags them in wherever a neighbour imports any part."""
    found = tree.modules(root, rooms)
    return sorted(
        (name, target)
        for name, targets in tree.arrows(root, rooms).items()
        if found[name].name == "__init__.py" and "models" not in name.split(".")
        for target in targets
        if "models" in target.split(".")
    )


@pytest.fixture
def plant(tmp_path):
    """A tree of its own: path → text."""

    def plant(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return plant


# Rooms.


def test_every_folder_of_modules_is_a_room_or_stands_on_them():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert folders - {"tests", "tools"} == set(HOUSE)


def test_a_room_imports_only_rooms_to_its_left():
    assert wrong_way(ROOT) == []
    assert len(tree.modules(ROOT, HOUSE)) > 200


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("grids/postings.py", "def late():\n    from cases.models import Case\n", "cases.models"),
        ("grids/postings.py", "from config import settings\n", "config"),
        ("grids/postings.py", "import demo.cast\n", "demo.cast"),
        ("config/urls.py", "from demo import views\n", "demo"),
        ("bench/measurements/pages.py", "from config.urls import urlpatterns\n", "config.urls"),
    ],
)
def test_an_arrow_the_wrong_way_is_noticed(plant, file, text, target):
    module = file.removesuffix(".py").replace("/", ".")

    assert wrong_way(plant({file: text})) == [(module, target)]


def test_inside_foundation_there_is_an_order_too():
    parts = {part_of(name) for name in tree.modules(ROOT, ["foundation"]) if "." in name}

    assert wrong_way_in_foundation(ROOT) == []
    assert parts == set(FOUNDATION)


def test_a_mechanism_that_leans_on_a_later_one_is_noticed(plant):
    planted = plant(
        {
            "foundation/audit/trail.py": "",
            "foundation/sealing/files.py": "from foundation.audit import trail\n",
        }
    )

    expected = [("foundation.sealing.files", "foundation.audit.trail")]
    assert wrong_way_in_foundation(planted) == expected


# Circles and faces.


def test_no_modules_lean_on_each_other():
    assert circles(ROOT) == []


@pytest.mark.parametrize(
    "files",
    [
        {  # at the top and inside a function, and by way of `from package import module`
            "cases/workflow.py": "from cases import clocks\n",
            "cases/clocks.py": "def late():\n    from cases.workflow import close\n",
        },
        {  # by way of the face of a package
            "cases/workflow.py": "from cases.views.reading import mine\n",
            "cases/views/__init__.py": "from cases.views.deciding import close\n",
            "cases/views/reading.py": "",
            "cases/views/deciding.py": "from cases import workflow\n",
        },
        {
            "cases/clocks.py": "from .workflow import close\n",
            "cases/workflow.py": "from . import clocks\n",
        },
    ],
)
def test_a_circle_is_noticed(plant, files):
    planted = plant({"cases/__init__.py": "", **files})

    assert len(circles(planted)) == 1


def test_the_face_of_a_package_imports_no_models():
    assert faces_with_models(ROOT) == []


def test_a_face_with_models_is_noticed(plant):
    planted = plant(
        {
            "cases/models/__init__.py": "from cases.models.case import Case\n",
            "cases/models/case.py": "",
            "cases/views/__init__.py": "from cases.models import Case\n",
        }
    )

    assert faces_with_models(planted) == [("cases.views", "cases.models")]


# Folders and files.


def test_no_folder_holds_more_than_twenty_modules():
    assert tree.crowded(ROOT, [*HOUSE, "tools"]) == {}


def test_a_crowded_folder_is_noticed(plant):
    modules = {f"cases/{'abcdefghijklmnopqrstu'[n]}.py": "" for n in range(21)}
    exempt = {f"cases/migrations/{n:04}.py": "" for n in range(30)}
    planted = plant({"cases/__init__.py": "", **modules, **exempt})

    assert tree.crowded(planted, HOUSE) == {"cases": 21}


def test_three_modules_with_one_prefix_are_a_package():
    assert tree.prefixes(ROOT, [*HOUSE, "tools"]) == {}


def test_a_hidden_package_is_noticed(plant):
    names = ["roster", "roster_reading", "roster_writing", "register", "registry"]
    planted = plant({f"residents/{name}.py": "" for name in names})

    assert tree.prefixes(planted, HOUSE) == {("residents", "roster"): 3}


def test_files_stay_readable_in_one_sitting():
    assert tree.long_files(ROOT, [*HOUSE, "tools"]) == {}


def test_a_long_file_is_noticed(plant):
    planted = plant({"cases/desk.py": "x = 1\n" * 401, "cases/clocks.py": "x = 1\n" * 400})

    assert tree.long_files(planted, HOUSE) == {"cases.desk": 401}


# Pages and rows.


def every_view(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace or ""]))
            yield from every_view(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}:{entry.name}", entry.callback


def test_every_page_says_whom_it_is_for():
    ours = [(name, view) for name, view in every_view() if not name.startswith("admin:")]

    assert [name for name, view in ours if audience_of(view) is None] == []
    assert len(ours) > 10


def test_every_row_of_an_area_knows_its_way_to_the_building():
    rows = [model for model in apps.get_models() if issubclass(model, InArea)]

    assert all(hasattr(model, "moves_with") for model in rows)
    assert all(hasattr(model.objects, "visible_to") for model in rows)
    assert len(rows) >= 5
