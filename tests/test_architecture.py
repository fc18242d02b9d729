"""Which way the arrows point, and that every page says whom it is for."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from foundation.access import audience_of
from grids.models import InArea

ORDER = settings.HOUSE_APPS
HOUSE = [*ORDER, "config"]


def imports_of(path):
    """House apps a file imports, at the top or inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        yield from (name.split(".")[0] for name in names if name.split(".")[0] in HOUSE)


def wrong_way(app, imported):
    if app == "config":
        return False
    if imported == "config":
        return True
    return ORDER.index(imported) > ORDER.index(app)


@pytest.mark.parametrize("app", HOUSE)
def test_an_app_imports_only_apps_to_its_left(app):
    files = [path for path in (settings.ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    found = [(path.name, name) for path in files for name in imports_of(path)]

    assert [pair for pair in found if wrong_way(app, pair[1])] == []
    assert files


def test_an_arrow_the_wrong_way_is_noticed(tmp_path: Path):
    planted = tmp_path / "models.py"
    planted.write_text("def late():\n    from cases.models import Case\n    return Case\n")

    assert [name for name in imports_of(planted) if wrong_way("grids", name)] == ["cases"]


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


@pytest.mark.parametrize("app", HOUSE)
def test_files_stay_readable_in_one_sitting(app):
    long = [
        (path.name, lines)
        for path in (settings.ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 400
    ]

    assert long == []
