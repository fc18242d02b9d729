"""The street office looks for somebody, and no address says for whom."""

import re

import pytest
from playwright.sync_api import expect

from demo import cast
from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.browser


def test_looking_for_somebody_leaves_nothing_in_any_address(visitor):
    page, asked = visitor("bai", DESKTOP), []
    name = cast.WANG.name
    page.on("request", lambda request: asked.append((request.method, request.url)))

    page.goto("/admin/residents/person/")
    page.locator("#searchbar").fill(name)
    page.locator("#searchbar").press("Enter")
    expect(page.locator("#result_list")).to_contain_text(name)

    page.goto("/admin/residents/caretag/add/")
    page.locator(".field-person .select2-selection").click()
    page.locator(".select2-search__field").type(name)
    expect(page.locator(".select2-results__option").first).to_contain_text(name)

    assert [method for method, url in asked if "/autocomplete/" in url] == ["POST"] * len(
        [url for _, url in asked if "/autocomplete/" in url]
    )
    assert not [url for _, url in asked if re.search("%E[4-9]", url)]
    assert any("/autocomplete/" in url for _, url in asked)
