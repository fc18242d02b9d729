"""The search box for programs: the same finders, limits and masks."""


def test_it_finds_what_the_page_finds(program, lin, zhou, wang):
    groups = program(lin).post("search/", {"words": "王秀"}).json()["items"]

    assert [line["title"] for group in groups for line in group["items"]] == ["王秀兰"]
    assert program(zhou).post("search/", {"words": "王秀"}).json()["items"] == []


def test_the_sixty_first_of_a_minute_waits(program, lin, monkeypatch):
    monkeypatch.setattr("residents.search.finders.A_MINUTE", 2)
    answers = [program(lin).post("search/", {"words": "王"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_a_register_is_not_copied_page_by_page(program, lin, wang, clock, settings):
    settings.API_PEOPLE_PAGES_A_DAY = 2
    worker = program(lin)

    assert [worker.get("people/").status_code for _ in range(3)] == [200, 200, 429]
    assert worker.get(f"people/{wang.uid}/").status_code == 200
    clock.passes(days=1)
    assert worker.get("people/").status_code == 200
