"""The document says everything about every operation, and nothing that is not so."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from config.api_urls import urlpatterns
from foundation.access import EVERYBODY
from foundation.api.docs import document
from foundation.api.operations import OperationView

PROBLEM = {"$ref": "#/components/schemas/Problem"}


def operations(language="zh-hans"):
    return {
        said["operationId"]: said
        for methods in document(language)["paths"].values()
        for said in methods.values()
    }


def views():
    return {entry.callback.cls.declaration.name: entry.callback.cls for entry in urlpatterns}


@pytest.mark.slow
def test_the_document_is_valid_and_without_a_warning():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_address_is_an_operation_of_the_document():
    assert all(issubclass(entry.callback.cls, OperationView) for entry in urlpatterns)
    drafts = {name for name, view in views().items() if view.declaration.draft}
    assert set(operations()) == set(views()) - drafts
    assert drafts == {"schema"}
    assert len(operations()) == len(urlpatterns) - 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_operation_says_what_it_does_in_both_languages(language):
    silent = [
        name
        for name, said in operations(language).items()
        if not (said.get("summary") and said.get("description") and said.get("tags"))
    ]
    assert silent == []
    assert operations("en")["people"]["summary"] == "Residents"


def test_every_operation_says_whom_it_lets_in_and_how_it_refuses():
    for name, said in operations().items():
        declared = views()[name].declaration
        open_to_all = declared.audience is EVERYBODY
        assert said["security"] == ([{}] if open_to_all else [{"token": []}, {"session": []}])
        refusals = {int(status) for status in said["responses"] if int(status) >= 400}
        wanted = {400, 405, 406, 429} | (set() if open_to_all else {401, 404})
        wanted |= (
            {413, 415} | (set() if open_to_all else {403}) if declared.method == "POST" else set()
        )
        assert refusals == wanted | ({409} if declared.refuses else set()), name
        for status in refusals:
            answer = said["responses"][str(status)]
            assert answer["content"]["application/json"]["schema"] == PROBLEM
            assert answer["description"]


def test_what_creates_asks_for_an_id_made_before_sending():
    for name, view in views().items():
        creates = view.declaration.repeats
        asks = view.declaration.asks and view.declaration.asks().fields
        assert creates == bool(asks and "client_id" in asks), name


def test_reading_is_get_and_doing_is_post():
    for name, view in views().items():
        methods = [method for method in view.http_method_names if hasattr(view, method)]
        assert set(methods) - {"options"} == {view.declaration.method.lower()}, name


def test_objects_are_closed():
    schemas = document("zh-hans")["components"]["schemas"]
    objects = {name: schema for name, schema in schemas.items() if schema.get("type") == "object"}

    assert [name for name, schema in objects.items() if schema["additionalProperties"]] == []
    assert len(objects) > 40


def test_strangers_read_the_document_in_the_language_they_ask_for(client, db):
    english = client.get(reverse("api:schema"), headers={"Accept-Language": "en"}).json()

    assert english["info"]["title"] == "Zerentian API"
    assert client.get(reverse("api:schema")).json()["info"]["title"] == "责任田接口"
