"""The page for people who write programs."""

import json

import pytest
from django.urls import reverse

from foundation.api.docs import document
from foundation.api.reading import operations
from foundation.api.schema import SECTIONS

SECTION = "api-docs-section"


@pytest.mark.parametrize("section", SECTIONS)
def test_every_operation_of_a_section_is_told_with_an_example(client, db, section):
    page = client.get(reverse(SECTION, args=[section])).content.decode()

    told = operations(document("zh-hans"), section)
    assert told
    for one in told:
        assert f"{one.method} {one.path}" in page
        assert one.summary in page and one.request and (one.answer or "204" in page)


def test_every_operation_is_told_somewhere():
    told = [one.name for section in SECTIONS for one in operations(document("zh-hans"), section)]
    names = [
        said["operationId"]
        for path in document("zh-hans")["paths"].values()
        for said in path.values()
    ]

    assert sorted(told) == sorted(names)


def test_an_example_is_what_the_document_allows():
    import jsonschema

    whole = document("zh-hans")
    for path in whole["paths"].values():
        for said in path.values():
            one = next(
                each
                for each in operations(whole, said["tags"][0])
                if each.name == said["operationId"]
            )
            if one.answer:
                good = next(status for status in said["responses"] if status.startswith("2"))
                schema = said["responses"][good]["content"]["application/json"]["schema"]
                jsonschema.validate(
                    json.loads(one.answer), {"components": whole["components"], **schema}
                )


def test_strangers_may_read_it_and_what_is_no_section_is_missing(client, db):
    assert client.get(reverse("api-docs")).status_code == 200
    assert client.get(reverse(SECTION, args=["nowhere"])).status_code == 404
